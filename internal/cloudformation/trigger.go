package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// permission reads AWS::Lambda::Permission.
func (r *Reader) permission(res *Resource) {
	p := res.Properties
	t := r.trigger(res, stack.Permission, p.Get("FunctionName"))
	t.Principal, t.Action = r.Eval(p.Get("Principal")), r.Eval(p.Get("Action"))
	t.Arn, t.SourceAccount = r.Eval(p.Get("SourceArn")), r.Eval(p.Get("SourceAccount"))
	t.OrgID, t.EventToken = r.Eval(p.Get("PrincipalOrgID")), r.Eval(p.Get("EventSourceToken"))
	t.URLAuthType, t.ViaURL = r.Eval(p.Get("FunctionUrlAuthType")), r.Eval(p.Get("InvokedViaFunctionUrl"))
	t.Source = serviceOf(t.Principal)
}

// url reads AWS::Lambda::Url.
func (r *Reader) url(res *Resource) {
	t := r.trigger(res, stack.URL, res.Properties.Get("TargetFunctionArn"))
	t.Source, t.AuthType = "url", r.Eval(res.Properties.Get("AuthType"))
}

// mapping reads AWS::Lambda::EventSourceMapping.
func (r *Reader) mapping(res *Resource) {
	p := res.Properties
	t := r.trigger(res, stack.Poller, p.Get("FunctionName"))
	t.Arn = r.Eval(p.Get("EventSourceArn"))
	t.Source = SourceOf(t.Arn)
	if p.Get("SelfManagedEventSource") != nil {
		t.Source = "selfmanagedkafka"
	}
	t.Consumer = IsConsumer(t.Arn)
	t.Encrypted = r.KeyOf(t.Arn)
	if fn := r.Function(t.Function); fn != nil {
		r.Destination(fn, p.Get("DestinationConfig").Get("OnFailure").Get("Destination"), "", "on failure")
	}
}

// invokeConfig reads the destinations of AWS::Lambda::EventInvokeConfig.
func (r *Reader) invokeConfig(res *Resource) {
	fn := r.Function(r.FunctionOf(r.Eval(res.Properties.Get("FunctionName"))))
	if fn == nil {
		return
	}
	to := res.Properties.Get("DestinationConfig")
	r.Destination(fn, to.Get("OnSuccess").Get("Destination"), "", "on success")
	r.Destination(fn, to.Get("OnFailure").Get("Destination"), "", "on failure")
}

func (r *Reader) trigger(res *Resource, kind stack.TriggerKind, function *document.Node) *stack.Trigger {
	target := r.Eval(function)
	t := &stack.Trigger{ID: res.ID, Kind: kind, Function: r.FunctionOf(target), Target: target, When: res.When, Span: res.Span}
	r.Stack.Triggers = append(r.Stack.Triggers, t)
	return t
}

// FunctionOf is the ID of the function of this stack that a name, an ARN, a version or an alias means; "" where it is none of them.
func (r *Reader) FunctionOf(target symbolic.Set) string {
	for _, choice := range target {
		for _, id := range names(choice.Value) {
			if id = r.behind(id); id != "" {
				return id
			}
		}
		if id := r.functionNamed(choice.Value.Expand()); id != "" {
			return id
		}
	}
	return ""
}

// behind is the function that a version or an alias belongs to.
func (r *Reader) behind(id string) string {
	res := r.Resource(id)
	switch {
	case r.Function(id) != nil:
		return r.Function(id).ID
	case res == nil || res.Type != "AWS::Lambda::Alias" && res.Type != "AWS::Lambda::Version":
		return ""
	}
	for _, choice := range r.Eval(res.Properties.Get("FunctionName")) {
		for _, next := range names(choice.Value) {
			if fn := r.Function(next); fn != nil {
				return fn.ID
			}
		}
	}
	return ""
}

// functionNamed finds a function by its physical name, alone or in an ARN, with or without a qualifier.
func (r *Reader) functionNamed(v symbolic.Value) string {
	text := v.String()
	if _, name, found := strings.Cut(text, ":function:"); found {
		text = name
	}
	text, _, _ = strings.Cut(text, ":")
	if text == "" {
		return ""
	}
	return r.byLiteral[text]
}

// serviceOf is the service that a principal names: "s3" of s3.amazonaws.com, "" of an account.
func serviceOf(principal symbolic.Set) string {
	if len(principal) == 0 {
		return ""
	}
	name, rest, found := strings.Cut(principal[0].Value.String(), ".")
	if !found || !strings.Contains(rest, "amazon") && !strings.Contains(rest, "URLSuffix") {
		return ""
	}
	return name
}
