package cdk

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// static is what a static method gives: something that is named and made elsewhere (fromTableName), a text, or a value.
func (r *recorder) static(name string, args sdk.Arguments) sdk.Effect {
	switch name {
	case "Stack.of":
		return gives(&sdk.Object{Kind: ofValue, Service: service, Name: "Stack.of"})
	case "Fn.importValue":
		if g, ok := args.At(0, "shared_value_to_import"); ok && len(g.Text) == 1 {
			return sdk.Effect{Text: symbolic.Certain(symbolic.Value{{Kind: symbolic.Import, Text: g.Text[0].Value.String()}})}
		}
	case "Token.asString":
		if g, ok := args.At(0, "value"); ok && len(g.Text) > 0 {
			return sdk.Effect{Text: g.Text}
		}
	case "fs.readFileSync":
		part := symbolic.Part{Kind: symbolic.Unknown, Text: "the content of a file"}
		if g, ok := args.At(0, "path"); ok {
			if text, known := only(g.Text); known {
				part.Attr = contentOf + text
			}
		}
		return sdk.Effect{Text: symbolic.Certain(symbolic.Value{part})}
	case "Arn.format":
		return sdk.Effect{Text: formatArn(record{args: args})}
	}
	rec := record{do: "static", name: name, args: args}
	e := r.make(rec)
	if e.Results[0].Kind != ofConstruct && len(rec.objects()) == 0 {
		e.Calls = nil
	}
	return e
}

// method is what calling a method gives. It is kept for each of the things that it may be called on.
func (r *recorder) method(name string, args sdk.Arguments) (e sdk.Effect) {
	receivers := args.Positional[0].Objects
	args.Positional = args.Positional[1:]
	for _, o := range receivers {
		rec := record{do: "call", name: name, receiver: o, args: args, several: len(receivers) > 1}
		switch name {
		case "formatArn":
			e.Text = symbolic.Union(e.Text, formatArn(rec))
			continue
		case "tryGetContext", "getContext":
			e.Text = symbolic.Union(e.Text, symbolic.Any("a value of the context"))
			continue
		case "arnForObjects":
			pattern, _ := args.At(0, "keyPattern")
			e.Text = symbolic.Union(e.Text, symbolic.Join(r.arn(o), certain("/"), pattern.Text))
			continue
		}
		number := r.number(rec)
		e.Calls = append(e.Calls, call(rec, number))
		e.Results = append(e.Results, r.methodGives(rec))
	}
	if len(receivers) == 0 {
		e.Plain, e.Reason = true, "what "+name+" gives"
	}
	return e
}

// methodGives is what a method gives: a construct within its own, a path of an API, or a value.
func (r *recorder) methodGives(rec record) *sdk.Object {
	o := rec.receiver
	first, _ := rec.args.At(0, "")
	text, _ := only(first.Text)
	switch classOf(o.Name) + " " + rec.name {
	case "aws_lambda.Function addAlias":
		return below(o, "aws_lambda.Alias", "Alias"+text)
	case "aws_apigateway.Resource addResource", "aws_apigateway.Resource resourceForPath", "aws_apigateway.Resource addProxy", "aws_apigateway.Resource getResource":
		if rec.name == "addProxy" {
			text = "{proxy+}"
		}
		return route(o, path.Join(argument(o, byRoute), text))
	}
	return &sdk.Object{Kind: ofValue, Service: service, Name: shortened(o.Name) + "." + rec.name}
}

// shortened is a name without what follows two methods: chains of them are of no other interest.
func shortened(name string) string {
	if parts := strings.Split(name, "."); len(parts) > 4 {
		return strings.Join(parts[:4], ".")
	}
	return name
}

// formatArn is the ARN of the components that Stack.formatArn is given.
func formatArn(rec record) symbolic.Set {
	p := rec.properties()
	part := func(name string, otherwise symbolic.Set) symbolic.Set {
		if g, ok := p.get(name); ok && len(g.Text) > 0 {
			return g.Text
		}
		return otherwise
	}
	separator := certain("/")
	if format, ok := p.get("arnFormat"); ok {
		switch constant(format) {
		case "COLON_RESOURCE_NAME":
			separator = certain(":")
		case "NO_RESOURCE_NAME":
			separator = certain("")
		case "SLASH_RESOURCE_NAME":
		default:
			return symbolic.Any("the format of an ARN")
		}
	}
	if text := p.text("sep"); text != "" {
		separator = certain(text)
	}
	sets := []symbolic.Set{
		certain("arn:"), part("partition", pseudo("partition")), certain(":"), part("service", nil), certain(":"), part("region", pseudo("region")), certain(":"),
		part("account", pseudo("account")), certain(":"), part("resource", nil),
	}
	if name := part("resourceName", nil); len(name) > 0 {
		sets = append(sets, separator, name)
	}
	if slices.ContainsFunc(sets, func(s symbolic.Set) bool { return len(s) == 0 }) {
		return symbolic.Any("an ARN")
	}
	return symbolic.Join(sets...)
}
