package chalice

import (
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// triggers are what Chalice lets make a function run. The routes have one permission together, that of their API.
func (d *deployment) triggers(fn *stack.Function, f function) {
	h := f.handlers[0]
	if h.event.Kind == "" {
		return
	}
	t := &stack.Trigger{
		ID: fn.ID + "/" + h.event.Decorator, Kind: stack.TriggerKind(h.event.Kind), Function: fn.ID, Target: symbolic.Certain(fn.Arn),
		Source: h.event.Source, Arn: d.sourceArn(h), Generated: true, Span: h.span,
	}
	if t.Kind == stack.Permission {
		t.Principal = symbolic.Certain(symbolic.Text(h.event.Source + ".amazonaws.com"))
		t.Action = symbolic.Certain(symbolic.Text("lambda:InvokeFunction"))
	}
	if h.event.OwnAccount {
		t.SourceAccount = pseudo("AWS::AccountId")
	}
	if h.event.Decorator == "schedule" {
		t.Source = "schedule"
	}
	d.Triggers = append(d.Triggers, t)
}

// variable is one of an ARN in the tables.
var variable = regexp.MustCompile(`\$\{([^}]*)\}`)

// sourceArn is the ARN of what makes a handler run. A parameter may hold the whole ARN in place of the name.
func (d *deployment) sourceArn(h *handler) symbolic.Set {
	var parts []symbolic.Set
	rest := h.event.Arn
	for _, at := range variable.FindAllStringSubmatchIndex(h.event.Arn, -1) {
		name := h.event.Arn[at[2]:at[3]]
		set, given := d.variableOf(h, name)
		if given && isArn(set) {
			return set
		}
		before := h.event.Arn[len(h.event.Arn)-len(rest) : at[0]]
		parts = append(parts, symbolic.Certain(symbolic.Text(before)), set)
		rest = h.event.Arn[at[1]:]
	}
	return symbolic.Join(append(parts, symbolic.Certain(symbolic.Text(rest)))...)
}

// variableOf is a variable of an ARN: a parameter of the decorator (then given is true), or something of the application's.
func (d *deployment) variableOf(h *handler, name string) (set symbolic.Set, given bool) {
	switch name {
	case "Partition":
		return symbolic.Certain(symbolic.Text("aws")), false
	case "Region":
		return pseudo("AWS::Region"), false
	case "Account":
		return pseudo("AWS::AccountId"), false
	case "App":
		return symbolic.Certain(symbolic.Text(d.config.text(h.name, "app_name"))), false
	case "Stage":
		return symbolic.Certain(symbolic.Text(d.stage)), false
	case "Function":
		return symbolic.Certain(symbolic.Text(h.name)), false
	case "Api":
		return made("RestAPI", "AWS::ApiGateway::RestApi", d.File), false
	case "WebsocketApi":
		return made("WebsocketAPI", "AWS::ApiGatewayV2::Api", d.File), false
	}
	for alternative := range strings.SplitSeq(name, "|") {
		if x := h.args[alternative]; x != nil && !isNone(x) {
			return evaluator{d.code, d.environment(apiHandler)}.text(h.within, x, 0), true
		}
	}
	return symbolic.Any("the decorator does not say which"), true
}

func isNone(x program.Expr) bool {
	c, ok := x.(*program.Constant)
	return ok && c.Kind == program.None
}

func isArn(set symbolic.Set) bool {
	return len(set) == 1 && strings.HasPrefix(set[0].Value.String(), "arn:")
}

// made is something that Chalice makes, by the name that it has in the templates of chalice package.
func made(id, typ, file string) symbolic.Set {
	return symbolic.Certain(symbolic.Value{{Kind: symbolic.Attribute, Text: id, Attr: "Ref", Stack: file, Type: typ}})
}

func pseudo(name string) symbolic.Set {
	return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
}
