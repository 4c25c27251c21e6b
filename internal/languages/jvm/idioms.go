package jvm

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of the SDKs' values. Name begins with the SDK, then what stands behind the kind, of a class without its package.
const (
	kindType        = "type"        // class
	kindStatic      = "static"      // class#method
	kindRecord      = "record"      // class: a request, a shape in one, the settings of a client
	kindBuild       = "build"       // class: the method of a builder that gives a client
	kindClient      = "client"      // class
	kindMethod      = "method"      // class#method of a client
	kindResponse    = "response"    // operation
	kindAnswer      = "answer"      // operation#Member: a method of a response that gives a part of it
	kindCredentials = "credentials" // class
	kindTable       = "table"       // class: a table, or an index, with their names as arguments
	kindConstant    = "constant"    // class#name: of an enum
)

// idioms is what the names of the SDKs do: Java's two, and Kotlin's own.
type idioms struct{ tables *serviceref.Tables }

// roots are the packages of the SDKs.
var roots = []struct {
	prefix string
	sdk    serviceref.SDK
}{
	{"software.amazon.awssdk.http.", ""}, // sends what it is given
	{"software.amazon.awssdk.", serviceref.Java2},
	{"com.amazonaws.services.lambda.runtime.", ""}, // what handlers implement
	{"com.amazonaws.xray.", ""},
	{"com.amazonaws.serverless.", ""},
	{"com.amazonaws.secretsmanager.", serviceref.Java2},
	{"com.amazonaws.", serviceref.Java1},
	{"aws.sdk.kotlin.", serviceref.Kotlin},
	{"aws.smithy.kotlin.", serviceref.Kotlin},
	{"software.amazon.lambda.powertools.parameters.", serviceref.Java2},
	{"software.amazon.lambda.powertools.idempotency.", serviceref.Java2},
}

// Import gives the classes of the SDKs. A path goes on with members where a class's method is imported by itself.
func (i *idioms) Import(path string) *sdk.Object {
	path = tidy(path)
	for _, root := range roots {
		rest, ok := strings.CutPrefix(path, root.prefix)
		if !ok {
			continue
		}
		if root.sdk == "" {
			return nil
		}
		return i.class(root.sdk, rest)
	}
	return nil
}

// class is a class by its path below the SDK's root: "services.s3.model.PutObjectRequest".
func (i *idioms) class(of serviceref.SDK, path string) *sdk.Object {
	steps := strings.Split(path, ".")
	at := slices.IndexFunc(steps, isClass)
	if at < 0 {
		return nil
	}
	o := &sdk.Object{Kind: kindType}
	packages := steps[:at]
	if len(packages) > 1 && packages[0] == "services" {
		client, ok := i.tables.ClientOf(of, packages[1])
		if !ok {
			client = ""
		}
		o.Service, packages = client, packages[2:]
	} else {
		o.Service = serviceBeside(strings.Join(packages, "."))
	}
	name := strings.Join(append(slices.Clone(packages), steps[at]), ".")
	o.Name = string(of) + " " + name
	for _, step := range steps[at+1:] {
		if isClass(step) {
			o.Name += "." + step
			continue
		}
		return &sdk.Object{Kind: kindStatic, Service: o.Service, Name: o.Name + "#" + step}
	}
	return o
}

// serviceBeside is the service of a package that does not lie with the services, "" where it has none.
func serviceBeside(pkg string) string {
	for _, row := range beside {
		if strings.HasPrefix(pkg+".", row.prefix) {
			return row.service
		}
	}
	return ""
}

var beside = []struct{ prefix, service string }{{"transfer.s3.", "s3"}, {"enhanced.dynamodb.", "dynamodb"}}

// named splits an object's Name into the SDK, the class with the packages before it, and a member.
func named(o *sdk.Object) (of serviceref.SDK, class, member string) {
	prefix, rest, _ := strings.Cut(o.Name, " ")
	class, member, _ = strings.Cut(rest, "#")
	return serviceref.SDK(prefix), class, member
}

// last is a class's name alone.
func last(class string) string { return class[strings.LastIndexByte(class, '.')+1:] }

// with is an object of another kind that belongs to the same service.
func with(o *sdk.Object, kind, member string) *sdk.Object {
	name := o.Name
	if member != "" {
		name, _, _ = strings.Cut(o.Name, "#")
		name += "#" + member
	}
	return &sdk.Object{Kind: kind, Service: o.Service, Name: name, Foreign: o.Foreign, Arguments: o.Arguments}
}

// tidy is a path without the marks of calls that methods' names carry already.
func tidy(path string) string { return strings.ReplaceAll(path, "()()", "()") }

// Member reads a member of one of the SDKs' values. Names of methods end in ().
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	bare, isMethod := strings.CutSuffix(name, "()")
	switch o.Kind {
	case kindType:
		return i.typeMember(o, bare, isMethod)
	case kindRecord:
		return i.recordMember(o, bare, isMethod)
	case kindClient:
		return i.clientMember(o, bare)
	case kindResponse:
		return responseMember(o, bare, isMethod)
	case kindTable:
		return sdk.Gives(with(o, kindMethod, bare))
	case kindCredentials:
		return sdk.Gives(with(o, kindStatic, bare))
	case kindConstant:
		if isMethod {
			return sdk.Gives(o)
		}
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// Call calls one of the SDKs' values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindType:
		return i.construct(o, args)
	case kindStatic:
		return i.static(o, args)
	case kindBuild:
		return i.build(o, args)
	case kindMethod:
		return i.method(o, args)
	case kindAnswer:
		return answer(o, args)
	case kindConstant: // of a union in Kotlin: AttributeValue.S("x")
		_, _, name := named(o)
		e := i.newRecord(&sdk.Object{Kind: kindType, Service: o.Service, Name: strings.TrimSuffix(o.Name, "#"+name), Foreign: o.Foreign})
		e.Fills = []string{name}
		return e
	case kindResponse:
		return sdk.Gives(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// Iterate goes through what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	if o.Kind == kindResponse {
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter gives the value itself.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, _ sdk.Given) sdk.Effect { return i.Iterate(o) }

// Instance is a client, a table or the like where o is the type of one.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	of, class, _ := named(o)
	if o.Kind != kindType {
		return nil
	}
	switch role(of, class) {
	case roleClient:
		return with(o, kindClient, "")
	case roleTable:
		return with(o, kindTable, "")
	}
	return nil
}

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	if _, class, _ := named(o); last(class) == "DynamoDBPersistenceStore" {
		return nil // its calls count where it is made
	}
	switch o.Kind {
	case kindClient, kindMethod, kindTable:
		return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
	case kindCredentials:
		if reach, listed := reachOf(to); listed && reach != reachNone && reach != reachAll {
			return nil // the package's line says what it reaches
		}
		return []sdk.Unknown{{Reason: "the function's credentials are given to " + to + ", which is not in the repository"}}
	}
	return nil
}

func text(s string) symbolic.Set { return symbolic.Certain(symbolic.Text(s)) }

func isClass(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }
