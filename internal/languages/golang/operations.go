package golang

import (
	"strings"
	"unicode"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// operation calls an API operation.
func (i *idioms) operation(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	if input, ok := inputOf(args); ok {
		if meant := ofKind(input, kindInput); meant != nil && o.Name == meant.Name+"Request" { // a request of an operation, not one of that name
			o = as(o, o.Kind, meant.Name)
		}
	}
	e := sdk.Effect{Run: true, Calls: i.calls(o, o.Name, args)}
	e.Results = []*sdk.Object{response(o, o.Name, requestOf(args))}
	return e
}

// response is what a call gives.
func response(o *sdk.Object, operation string, request map[string]symbolic.Set) *sdk.Object {
	r := as(o, kindResponse, operation)
	r.Data, r.Arguments = true, request
	return r
}

// requestOf is the texts among the fields of a call's input.
func requestOf(args sdk.Arguments) map[string]symbolic.Set {
	request := make(map[string]symbolic.Set)
	if input, ok := inputOf(args); ok {
		for _, f := range input.Fields {
			if len(f.Value.Text) > 0 {
				request[f.Name] = f.Value.Text
			}
		}
	}
	return request
}

// inputOf is the record among the arguments of a call.
func inputOf(args sdk.Arguments) (sdk.Given, bool) {
	for _, g := range args.Positional {
		if ofKind(g, kindInput, kindType) != nil {
			return g, true
		}
	}
	for _, g := range args.Positional {
		if len(g.Fields) > 0 && len(g.Objects) == 0 {
			return g, true
		}
	}
	return sdk.Given{}, false
}

// calls are the calls of one operation: one with the fields of the input that are always there, one with all that may be.
func (i *idioms) calls(o *sdk.Object, operation string, args sdk.Arguments) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	input, found := inputOf(args)
	fields := sdk.Arguments{Named: i.spelled(o.Service, operation, input), Open: args.Open && !found || !found && !onlyNone(args)}
	for _, variant := range fields.Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: fields.Open || input.Open, Arguments: make(map[string]symbolic.Set)}
		for _, f := range variant {
			if f.Value.None && len(f.Value.Text) == 0 && len(f.Value.Fields) == 0 && len(f.Value.Items) == 0 && f.Value.Unknown == "" {
				continue
			}
			c.Open = sdk.Flatten(c.Arguments, f.Name, f.Value) || c.Open
		}
		calls = append(calls, c)
	}
	return calls
}

// onlyNone says that a call has no input: nil in its place.
func onlyNone(args sdk.Arguments) bool {
	for _, g := range args.Positional {
		if g.None {
			return true
		}
	}
	return false
}

// spelled is the fields of an input as the API names them. Go writes all with a capital.
func (i *idioms) spelled(client, operation string, input sdk.Given) (fields []sdk.Field) {
	members := i.tables.Input(client, operation)
	for _, f := range input.Fields {
		for _, member := range members {
			if strings.EqualFold(member, f.Name) {
				f.Name = member
				break
			}
		}
		if f.Name == "CopySource" { // a slash in front of the bucket means nothing
			f.Value.Text = unslashed(f.Value.Text)
		}
		f.Value = respelled(f.Value, f.Name != "" && unicode.IsLower(rune(f.Name[0])))
		fields = append(fields, f)
	}
	return fields
}

// unslashed is a string without a slash in front.
func unslashed(set symbolic.Set) symbolic.Set {
	bare := make([]symbolic.Set, len(set))
	for n, choice := range set {
		if v := choice.Value; len(v) > 0 && v[0].Kind == symbolic.Literal {
			choice.Value = symbolic.Concat(symbolic.Text(strings.TrimLeft(v[0].Text, "/")), v[1:])
		}
		bare[n] = symbolic.Set{choice}
	}
	return symbolic.Union(bare...)
}

// respelled is a value with its records' fields as the API names them: with a small letter where the operation's own are.
// A member of a union is a type with one field.
func respelled(g sdk.Given, small bool) sdk.Given {
	record := ofKind(g, kindType)
	if record != nil {
		if _, member, ok := strings.Cut(record.Name, "Member"); ok && len(g.Fields) == 1 && g.Fields[0].Name == "Value" {
			g.Fields = []sdk.Field{{Name: member, Value: g.Fields[0].Value}}
		}
	}
	fields := make([]sdk.Field, len(g.Fields))
	for n, f := range g.Fields {
		if small && record != nil && f.Name != "" {
			f.Name = strings.ToLower(f.Name[:1]) + f.Name[1:]
		}
		if f.Name == "CopySource" { // a slash in front of the bucket means nothing
			f.Value.Text = unslashed(f.Value.Text)
		}
		f.Value = respelled(f.Value, small)
		fields[n] = f
	}
	g.Fields = fields
	items := make([]sdk.Given, len(g.Items))
	for n, item := range g.Items {
		items[n] = respelled(item, small)
	}
	g.Items = items
	return g
}

// responseMember keeps what a call gave together, but for members that the request tells.
func (i *idioms) responseMember(o *sdk.Object, name string) sdk.Effect {
	if text := sdk.Echo(o.Name, name, o.Arguments); text != nil {
		return sdk.Effect{Text: text}
	}
	return sdk.Gives(o)
}
