package sam

import (
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// url reads FunctionUrlConfig. For AuthType NONE the transform lets everybody in, by two permissions.
func (r *reader) url(f function) {
	for _, b := range r.Branches(f.props.Get("FunctionUrlConfig"), "", f.When) {
		auth := r.Eval(b.Node.Get("AuthType"))
		t := stack.Trigger{
			ID: f.ID + "Url", Kind: stack.URL, Function: f.ID, Target: r.target(f), Source: "url", AuthType: auth, Generated: true,
			When: b.When, Span: b.Node.Whole,
		}
		r.Stack.Triggers = append(r.Stack.Triggers, &t)
		for _, choice := range auth {
			if isOpen(choice.Value) {
				r.public(t, append(append([]symbolic.Condition{}, b.When...), choice.When...))
			}
		}
	}
}

// isOpen says whether an AuthType is NONE, as the transform sees it: with the defaults of parameters.
func isOpen(v symbolic.Value) bool {
	text, known := v.Known()
	if !known && len(v) == 1 && v[0].Kind == symbolic.Parameter {
		text = v[0].Default
	}
	return text == "NONE"
}

// public adds the two permissions of an open URL.
func (r *reader) public(url stack.Trigger, when []symbolic.Condition) {
	certain := func(s string) symbolic.Set { return symbolic.Certain(symbolic.Text(s)) }
	call := url
	call.ID, call.Kind, call.AuthType, call.When = url.Function+"UrlPublicPermissions", stack.Permission, nil, when
	call.Principal, call.Action, call.URLAuthType = certain("*"), certain("lambda:InvokeFunctionUrl"), certain("NONE")
	invoke := call
	invoke.ID = url.Function + "URLInvokeAllowPublicAccess"
	invoke.Action, invoke.URLAuthType, invoke.ViaURL = certain("lambda:InvokeFunction"), nil, certain("true")
	r.Stack.Triggers = append(r.Stack.Triggers, &call, &invoke)
}
