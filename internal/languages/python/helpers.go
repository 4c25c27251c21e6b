package python

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// help makes the calls of a helper (upload_file), with its arguments where each belongs.
func (i *idioms) help(o *sdk.Object, h serviceref.Helper, args sdk.Arguments) sdk.Effect {
	e := sdk.Effect{Plain: true, Reason: "what " + h.Name + " gives", Run: true}
	if o.Foreign {
		return e
	}
	for _, hc := range h.Calls {
		c := sdk.Call{Service: o.Service, Operation: hc.Operation, Via: h.Name, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
		for target, from := range hc.Arguments {
			i.helperArgument(&c, o, h, args, target, from)
		}
		e.Calls = append(e.Calls, c)
	}
	return e
}

// helperArgument fills one argument of a helper's call.
func (i *idioms) helperArgument(c *sdk.Call, o *sdk.Object, h serviceref.Helper, args sdk.Arguments, target, from string) {
	if literal, ok := strings.CutPrefix(from, "="); ok {
		c.Arguments[target] = symbolic.Certain(symbolic.Text(literal))
		return
	}
	if identifier, ok := strings.CutPrefix(from, "@"); ok {
		c.Arguments[target] = identifierOf(o, identifier)
		return
	}
	given, ok := helperParameter(h, args, from)
	if from == "**" {
		given, ok = sdk.Given{Fields: args.Named, Open: args.Open}, true
	}
	if !ok {
		return
	}
	if target != "*" {
		c.Open = sdk.Flatten(c.Arguments, target, copySource(sdk.Field{Name: target, Value: given})) || c.Open
		return
	}
	c.Open = c.Open || given.Open || len(given.Text) > 0
	for _, f := range given.Fields {
		c.Open = sdk.Flatten(c.Arguments, f.Name, f.Value) || f.Maybe || c.Open
	}
}

// helperParameter is an argument of a helper's call by the name of its parameter, with a dotted path into it.
func helperParameter(h serviceref.Helper, args sdk.Arguments, path string) (sdk.Given, bool) {
	names := strings.Split(path, ".")
	position := -1
	for n, parameter := range h.Parameters {
		if parameter == names[0] {
			position = n
		}
	}
	given, ok := args.At(position, names[0])
	for _, name := range names[1:] {
		if !ok {
			break
		}
		whole := given
		given, ok = sdk.Arguments{Named: whole.Fields}.Get(name)
		if !ok && (whole.Open || len(whole.Text) > 0) {
			return sdk.Given{Text: symbolic.Any("a member of a value that is not known")}, true
		}
	}
	return given, ok && !(given.None && len(given.Text) == 0 && len(given.Fields) == 0)
}

func identifierOf(o *sdk.Object, name string) symbolic.Set {
	if set := o.Arguments[name]; len(set) > 0 {
		return set
	}
	return symbolic.Any("an identifier of a resource that is not known")
}
