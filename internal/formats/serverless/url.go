package serverless

import (
	"github.com/parebot/pare/internal/stack"
)

// url reads the function URL. Without an authorizer the framework lets everybody in.
func (s *service) url(f *function) {
	n := f.node.Get("url")
	if !isSet(n) {
		return
	}
	auth := "NONE"
	if s.scalar(n.Get("authorizer")) == "aws_iam" {
		auth = "AWS_IAM"
	}
	e := event{function: f, span: n.Whole, when: f.when.When}
	t := s.trigger(e, normal(f.key)+"LambdaFunctionUrl", stack.URL, s.target(f))
	t.Source, t.AuthType = "url", certain(auth)
	s.extend(t)
	if auth != "NONE" {
		return
	}
	call := s.trigger(e, normal(f.key)+"LambdaPermissionFnUrl", stack.Permission, s.target(f))
	call.Source, call.Principal, call.Action, call.URLAuthType = "url", certain("*"), certain("lambda:InvokeFunctionUrl"), certain("NONE")
	s.extend(call)
	if s.isV4() {
		invoke := s.trigger(e, normal(f.key)+"LambdaPermissionFnUrlInvokeFunction", stack.Permission, s.target(f))
		invoke.Source, invoke.Principal, invoke.Action, invoke.ViaURL = "url", certain("*"), certain("lambda:InvokeFunction"), certain("true")
	}
}
