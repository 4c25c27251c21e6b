package serverless

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// authorizer reads the function that decides who may call an API.
func (s *service) authorizer(e event) {
	n := e.value.Get("authorizer")
	switch {
	case !isSet(n):
		return
	case e.typ == "httpApi":
		s.httpAuthorizer(e, n)
		return
	case e.typ != "http" && e.typ != "websocket":
		return
	case n.Kind == document.String && !strings.Contains(n.Value, ":") && !isFunction(n):
		n = object(n.Whole, entry{"name", n})
	case n.Kind == document.String || isFunction(n):
		n = object(n.Whole, entry{"arn", n})
	}
	arn := n.Get("arn")
	name := s.scalar(n.Get("name"))
	typ := strings.ToUpper(s.scalar(n.Get("type")))
	if isSet(n.Get("managedExternally")) || n.Get("authorizerId") != nil || strings.EqualFold(name, "aws_iam") || typ == "AWS_IAM" || typ == "COGNITO_USER_POOLS" {
		return
	}
	if arn != nil && strings.Contains(arn.Value, ":cognito-idp:") {
		return
	}
	s.authorized(e, name, arn, n.Whole)
}

// httpAuthorizer reads an authorizer that the provider describes and an event names.
func (s *service) httpAuthorizer(e event, n *document.Node) {
	name := s.scalar(n)
	if name == "" {
		name = s.scalar(n.Get("name"))
	}
	a := s.provider.Get("httpApi").Get("authorizers").Get(name)
	if s.scalar(a.Get("type")) != "request" || isSet(a.Get("managedExternally")) {
		return
	}
	if key := s.scalar(a.Get("functionName")); key != "" {
		s.allow(e, name, symbolic.Certain(symbolic.Value{s.Attribute(functionID(key), "Arn")}), a.Whole)
		return
	}
	s.allow(e, name, s.Eval(a.Get("functionArn")), a.Whole)
}

func (s *service) authorized(e event, name string, arn *document.Node, at source.Span) {
	target := s.Eval(arn)
	if arn == nil {
		for _, f := range s.functions {
			if f.key == name {
				target = s.target(f)
			}
		}
	}
	if name == "" {
		parts := strings.Split(nameOfSource(arn), "-")
		name = parts[len(parts)-1]
	}
	s.allow(e, name, target, at)
}

func (s *service) allow(e event, name string, target symbolic.Set, at source.Span) {
	if len(target) == 0 {
		return
	}
	e.value, e.span = object(at, entry{"name", text(name, at)}), at
	for _, p := range permissionFacts("authorizer." + e.typ) {
		s.permission(e, p, target)
	}
}
