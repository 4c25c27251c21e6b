package cdk

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// property is what a property of a construct gives; ok is false for what is none that is known: then it is taken for a method.
func (r *recorder) property(o *sdk.Object, name string) (e sdk.Effect, ok bool) {
	switch name {
	case "region", "account", "partition", "urlSuffix", "stackId":
		if o.Kind == ofConstruct || o.Name == "Stack.of" {
			return sdk.Effect{Text: pseudo(name)}, true
		}
	case "stackName", "artifactId":
		return sdk.Effect{Text: symbolic.Any("the name of the stack")}, true
	case "stack", "env":
		return gives(&sdk.Object{Kind: ofValue, Service: service, Name: "Stack.of"}), true
	case "node":
		return gives(&sdk.Object{Kind: ofValue, Service: service, Name: node, Place: o.Place, Arguments: o.Arguments}), true
	case "defaultChild":
		return gives(&sdk.Object{Kind: ofValue, Service: service, Name: child, Place: o.Place, Arguments: o.Arguments}), true
	case "valueAsString", "valueAsNumber":
		why := symbolic.Part{Kind: symbolic.Unknown, Text: "a parameter of the stack", Attr: "parameter " + argument(o, byPath)}
		return sdk.Effect{Text: symbolic.Certain(symbolic.Value{why})}, true
	}
	if o.Kind == ofConstruct && isRole(name) {
		return gives(r.roleNamed(o, name)), true
	}
	if set, ok := r.plainProperty(o, name); ok {
		return sdk.Effect{Text: set}, true
	}
	class := classOf(o.Name)
	switch class + " " + name {
	case "aws_lambda.Function currentVersion", "aws_lambda.Function latestVersion":
		return gives(below(o, "aws_lambda.Version", "CurrentVersion")), true
	case "aws_lambda.Alias lambda", "aws_lambda.Version lambda":
		return gives(o), true
	case "aws_apigateway.RestApi root":
		return gives(route(o, "/")), true
	}
	if k, known := kinds()[o.Name]; known && o.Kind == ofConstruct {
		if what := k.gives[name]; what != "" {
			return sdk.Effect{Text: r.attribute(o, k, name, what)}, true
		}
	}
	return sdk.Effect{}, false
}

// isRole says that a property is a role, by its name: executionRole. Methods begin with what they do: grantPassRole.
func isRole(name string) bool {
	for _, verb := range []string{"grant", "attach", "add", "assume", "customize", "with"} {
		if strings.HasPrefix(name, verb) {
			return name == "grantPrincipal"
		}
	}
	return name == "role" || strings.HasSuffix(name, "Role")
}

// roleNamed is the role that a construct has under a name: a function's, the one that it is given, else one that the CDK makes.
func (r *recorder) roleNamed(o *sdk.Object, name string) *sdk.Object {
	switch class := classOf(o.Name); {
	case class == isFunction:
		return r.role(o)
	case class == "aws_iam.Role":
		return o
	}
	if rec, ok := r.made(o); ok {
		if given, has := rec.properties().get(name); has && len(given.Objects) == 1 && given.Objects[0].Kind == ofConstruct {
			return given.Objects[0]
		}
	}
	return below(o, "aws_iam.Role", upper(name))
}

// role is the role of a function: the one that it is given, else the one that the CDK makes for it.
func (r *recorder) role(o *sdk.Object) *sdk.Object {
	if rec, ok := r.made(o); ok {
		if given, has := rec.properties().get("role"); has {
			if len(given.Objects) == 1 && given.Objects[0].Kind == ofConstruct && len(given.Text) <= 1 && !given.None && given.Unknown == "" && !rec.properties().perhaps("role") {
				return given.Objects[0]
			}
			return below(o, "aws_iam.Role", unknownRole)
		}
	}
	return below(o, "aws_iam.Role", serviceRole)
}

// serviceRole is the name of the role that the CDK makes for a function, below it.
const serviceRole = "ServiceRole"

// unknownRole is the name of a role that is given and cannot be told.
const unknownRole = "(role)"

// below is a construct that the CDK makes within another.
func below(o *sdk.Object, class, name string) *sdk.Object {
	path := symbolic.Join(o.Arguments[byPath], certain("/"+name))
	return &sdk.Object{Kind: ofConstruct, Service: service, Name: class, Place: o.Place, Arguments: map[string]symbolic.Set{byPath: path}}
}

// route is a path of an API.
func route(api *sdk.Object, path string) *sdk.Object {
	return &sdk.Object{Kind: ofConstruct, Service: service, Name: "aws_apigateway.Resource", Place: api.Place, Arguments: map[string]symbolic.Set{
		byPath: api.Arguments[byPath], byRoute: certain(path),
	}}
}

// idOf is the name of a construct: its path in the tree of constructs. One whose path is not known for certain has its line behind it.
func idOf(path string, line int) string {
	if strings.Contains(path, "*") {
		return path + "@" + strconv.Itoa(line)
	}
	return path
}

func (r *recorder) id(o *sdk.Object) string { return idOf(argument(o, byPath), o.Place.Line) }

// attribute is what a property gives: a part of what was imported, else an attribute of the resource.
func (r *recorder) attribute(o *sdk.Object, k kind, name, what string) symbolic.Set {
	if rec, ok := r.made(o); ok && rec.do == "static" {
		return imported(rec, k, name, what)
	}
	if k.class == "aws_ssm.StringParameter" && r.rooted(o) {
		what = strings.Replace(what, "parameter/$", "parameter$", 1)
	}
	return form(what, func(attr string) symbolic.Value {
		return symbolic.Value{{Kind: symbolic.Attribute, Text: r.id(o), Attr: attr}}
	})
}

// rooted says that the name of a parameter begins with a stroke, which its ARN then has from there.
func (r *recorder) rooted(o *sdk.Object) bool {
	rec, ok := r.made(o)
	return ok && strings.HasPrefix(rec.properties().text("parameterName"), "/")
}

// form fills a form in; one without variables is an attribute itself.
func form(what string, attribute func(string) symbolic.Value) symbolic.Set {
	if !strings.Contains(what, "${") {
		return symbolic.Certain(attribute(what))
	}
	var parts []symbolic.Value
	for i, piece := range strings.Split(what, "${") {
		if i > 0 {
			name, rest, _ := strings.Cut(piece, "}")
			if value := pseudo(name); value != nil {
				parts = append(parts, value[0].Value)
			} else {
				parts = append(parts, attribute(name))
			}
			piece = rest
		}
		parts = append(parts, symbolic.Text(piece))
	}
	return symbolic.Certain(symbolic.Concat(parts...))
}

// imported is a property of something that the app names and does not make: what it is given, else what follows from that.
func imported(rec record, k kind, name, what string) symbolic.Set {
	given := rec.imports()
	if set := given[name]; len(set) > 0 {
		return set
	}
	isArn := strings.HasSuffix(name, "Arn")
	for _, other := range slices.Sorted(maps.Keys(given)) {
		set := given[other]
		switch {
		case strings.HasSuffix(other, "Arn") && !isArn && len(set) == 1:
			return symbolic.Certain(symbolic.Operate("split:-1", set[0].Value, symbolic.Text(separator(set))))
		case strings.HasSuffix(other, "Name") && isArn:
			return arnOf(k, what, set)
		}
	}
	return symbolic.Any("what " + name + " is of something that is made elsewhere")
}

// separator is what stands before the name in an ARN.
func separator(set symbolic.Set) string {
	if text, ok := only(set); ok && strings.Contains(text, "/") {
		return "/"
	}
	return ":"
}

// arnOf is the ARN of something of a name.
func arnOf(k kind, what string, name symbolic.Set) symbolic.Set {
	known, ok := serviceref.Embedded().Type(k.resource)
	switch {
	case ok && (what == known.ArnAttribute || what == "Ref") && known.Arn != "":
		what = known.Arn
	case ok && known.Attributes[what] != "":
		what = known.Attributes[what]
	}
	if !strings.Contains(what, "${") || len(name) != 1 {
		return symbolic.Any("the ARN of something that is made elsewhere")
	}
	if text, ok := only(name); ok && strings.HasPrefix(text, "/") {
		what = strings.Replace(what, "parameter/$", "parameter$", 1)
	}
	return form(what, func(string) symbolic.Value { return name[0].Value })
}

// imports is what the static methods that name something are told: fromTableName(scope, id, name), fromTableAttributes(scope, id, {tableArn}).
func (rec record) imports() map[string]symbolic.Set {
	all := make(map[string]symbolic.Set)
	what := lower(strings.TrimPrefix(last(rec.name), "from"))
	for _, suffix := range []string{"V2", "Attributes"} {
		what = strings.TrimSuffix(what, suffix)
	}
	what = strings.NewReplacer("secretCompleteArn", "secretArn", "secretPartialArn", "secretArn", "stringParameterName", "parameterName").Replace(what)
	if text, ok := rec.args.At(2, what); ok && len(text.Fields) == 0 && len(text.Objects) == 0 {
		all[what] = text.Text
	}
	for _, f := range rec.properties().fields {
		if len(f.Value.Text) > 0 && len(f.Value.Objects) == 0 {
			all[f.Name] = f.Value.Text
		}
	}
	return all
}

// pseudo is a value that only a deployment knows; nil where the name is of none.
func pseudo(name string) symbolic.Set {
	for _, row := range [][3]string{
		{"region", "REGION", "AWS::Region"}, {"account", "ACCOUNT_ID", "AWS::AccountId"}, {"partition", "PARTITION", "AWS::Partition"},
		{"urlSuffix", "URL_SUFFIX", "AWS::URLSuffix"}, {"stackId", "STACK_ID", "AWS::StackId"}, {"stackName", "STACK_NAME", "AWS::StackName"},
		{"Region", "", "AWS::Region"}, {"Account", "", "AWS::AccountId"}, {"Partition", "", "AWS::Partition"},
	} {
		if name != "" && (name == row[0] || name == row[1]) {
			return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: row[2]}})
		}
	}
	return nil
}
