package javascript

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of the SDKs' values; Name holds what stands behind each. Those of v2 and v3 differ where they are used differently.
const (
	kindPackage     = "package"       // path of a package, or of a namespace in it
	kindClass       = "client class"  // version: "2", "3", "document 2", "document 3"
	kindClient      = "client"        // version likewise
	kindMethod      = "method"        // version.name
	kindBinder      = "bind"          // of a method: version.name
	kindMaker       = "command class" // operation
	kindCommand     = "command"       // operation, behind "open " where arguments may be missing
	kindPaginator   = "paginator"     // operation
	kindPages       = "pages"         // operation: the next page when it is asked for
	kindWaiter      = "waiter"        // operation
	kindResponse    = "response"      // operation
	kindUpload      = "upload"        // member of a library that makes calls when it is told to
	kindLibrary     = "library"       // path: a function of a library that uses the SDK itself
	kindHelper      = "helper"        // getSignedUrl and what else is handed a client
	kindCredentials = "credentials"   // the function's own, unless Foreign
	kindProvider    = "credential provider"
	kindSigned      = "signature"
	kindSigner      = "signer" // position and name of the service's argument
)

// idioms is what the SDKs' names do.
type idioms struct{ tables *serviceref.Tables }

const (
	version2  = "2"
	version3  = "3"
	document2 = "document 2"
	document3 = "document 3"
)

// isSDK says that a module is one of the SDKs' own.
func isSDK(spec string) bool {
	return spec == "aws-sdk" || strings.HasPrefix(spec, "aws-sdk/") || strings.HasPrefix(spec, "@aws-sdk/") || strings.HasPrefix(spec, "@smithy/")
}

// Import is the SDK value behind a module or a member of one.
func (i *idioms) Import(path string) *sdk.Object {
	path = plainPath(path)
	switch {
	case path == "aws-sdk" || path == "aws-sdk/clients/all" || path == "aws-sdk/global" || path == "aws-sdk/index":
		return &sdk.Object{Kind: kindPackage, Name: "aws-sdk"}
	case strings.HasPrefix(path, "aws-sdk/clients/"):
		return i.secondClients(strings.TrimPrefix(path, "aws-sdk/clients/"))
	}
	if name, member, ok := cutMember(path); ok {
		if whole := i.Import(name); whole != nil && whole.Kind != kindLibrary {
			if e := i.Member(whole, member); len(e.Results) == 1 {
				return e.Results[0]
			}
			return nil
		}
	}
	if strings.HasPrefix(path, "@aws-sdk/client-") && !strings.Contains(path[1:], ".") {
		if client, ok := i.tables.ClientOf(serviceref.JavaScript3, strings.TrimPrefix(path, "@aws-sdk/")); ok {
			return &sdk.Object{Kind: kindPackage, Service: client, Name: "client"}
		}
	}
	return i.helpers(path)
}

// cutMember splits a path at its last dot.
func cutMember(path string) (name, member string, ok bool) {
	at := strings.LastIndexByte(path, '.')
	if at <= 0 || strings.ContainsAny(path[at:], "/()") {
		return "", "", false
	}
	return path[:at], path[at+1:], true
}

// Member reads a member of one of the SDKs' values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	if name == "default" && (o.Kind == kindPackage || o.Kind == kindClass || o.Kind == kindLibrary || o.Kind == kindHelper) {
		return sdk.Gives(o)
	}
	switch o.Kind {
	case kindPackage:
		if o.Service != "" {
			return i.thirdMember(o, name)
		}
		return i.secondMember(o, name)
	case kindClass:
		return i.classMember(o, name)
	case kindClient:
		return i.clientMember(o, name)
	case kindMethod, kindLibrary, kindHelper:
		switch name {
		case "bind", "call":
			return sdk.Gives(o.As(kindBinder, o.Kind+" "+name+" "+o.Name))
		case "promise":
			return sdk.Gives(o)
		}
	case kindResponse:
		return responseMember(o, name)
	case kindPages, kindPaginator:
		return sdk.Gives(o)
	case kindUpload:
		return i.uploadMember(o, name)
	case kindCommand:
		return i.commandMember(o, name)
	case kindCredentials, kindProvider, kindSigned:
		return sdk.Gives(o)
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// responseMember keeps what a call gave together, whatever is done with it, but for what the request tells.
func responseMember(o *sdk.Object, name string) sdk.Effect {
	if text := sdk.Echo(o.Name, name, o.Arguments); text != nil {
		return sdk.Effect{Text: text}
	}
	if _, ok := methods[flow.OfData][name]; ok {
		return sdk.Effect{Method: name}
	}
	return sdk.Gives(o)
}

// commandMember is a member of a command: what it was given is under input.
func (i *idioms) commandMember(o *sdk.Object, name string) sdk.Effect {
	if set := o.Arguments[name]; len(set) > 0 {
		return sdk.Effect{Text: set}
	}
	return sdk.Gives(o)
}

// Call calls one of the SDKs' values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindClass:
		return i.make(o, args)
	case kindMethod:
		return i.method(o, args)
	case kindBinder:
		return i.bind(o, args)
	case kindMaker:
		return i.command(o, args)
	case kindPaginator:
		return i.paged(o, args)
	case kindPages:
		return sdk.Effect{Calls: replay(o), Results: []*sdk.Object{o.As(kindResponse, bare(o.Name))}}
	case kindWaiter:
		return i.withClient(o, args, o.Name, "")
	case kindHelper:
		return i.help(o, args)
	case kindLibrary:
		return i.library(o, args)
	case kindResponse:
		return sdk.Effect{Results: []*sdk.Object{o}, Callback: true}
	case kindProvider:
		return i.provide(o, args)
	case kindSigner:
		return i.sign(o, args)
	case kindCredentials, kindUpload, kindClient, kindSigned:
		return sdk.Gives(o)
	}
	if strings.HasPrefix(o.Kind, kindLibrary+" ") {
		return i.start(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// bind is what .bind and .call of a method give: the method itself, or what calling it gives.
func (i *idioms) bind(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	kind, rest, _ := strings.Cut(o.Name, " ")
	how, name, _ := strings.Cut(rest, " ")
	of := o.As(kind, name)
	if how == "bind" {
		return sdk.Gives(of)
	}
	args.Positional = args.Positional[min(1, len(args.Positional)):]
	return i.Call(of, args)
}

// Iterate goes through pages and what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	switch o.Kind {
	case kindPages:
		return i.Call(o, sdk.Arguments{})
	case kindResponse, kindCredentials:
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter gives the value itself.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index is a member by a name that is a value.
func (i *idioms) Index(o *sdk.Object, key sdk.Given) sdk.Effect {
	if o.Kind == kindResponse && !hasText(key) {
		return sdk.Gives(o)
	}
	e := sdk.Effect{}
	names, all := key.Known()
	for _, name := range names {
		e = both(e, i.Member(o, name))
	}
	if all {
		return e
	}
	switch o.Kind {
	case kindResponse:
		return both(e, sdk.Gives(o))
	case kindClient:
		return both(e, sdk.NotFollowed(o, "the name of the operation is not known"))
	case kindPackage:
		return both(e, sdk.NotFollowed(o, "the name of the client is not known"))
	}
	return both(e, sdk.Plain("a member whose name is not known"))
}

func hasText(key sdk.Given) bool { return len(key.Text) > 0 }

func both(a, b sdk.Effect) sdk.Effect {
	a.Results, a.Calls, a.Unknown = append(a.Results, b.Results...), append(a.Calls, b.Calls...), append(a.Unknown, b.Unknown...)
	a.Text = symbolic.Union(a.Text, b.Text)
	if b.Plain {
		a.Plain, a.Reason = true, b.Reason
	}
	return a
}

// Instance is the client of a client's type.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	if o.Kind == kindClass {
		return o.As(kindClient, o.Name)
	}
	return nil
}

// Handed is what is not known once code that cannot be read has a client, a command or the function's credentials.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	switch o.Kind {
	case kindPackage, kindClass, kindMaker, kindLibrary, kindResponse, kindHelper, kindWaiter, kindPaginator, kindSigner, kindSigned:
		return nil
	case kindCredentials, kindProvider:
		return []sdk.Unknown{{Reason: "the function's credentials are given to " + to + ", which is not in the repository"}}
	}
	return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
}

// parameters are the arguments of an operation, given as one object.
func parameters(g sdk.Given, given bool) sdk.Arguments {
	if !given || g.Function {
		return sdk.Arguments{}
	}
	return sdk.Arguments{Named: g.Fields, Open: g.Open || len(g.Text) > 0 || len(g.Keys) > 0 || g.Unknown != "" || len(g.Objects) > 0}
}

// calls are the calls of one operation: one with the arguments that are always there, one with all that may be.
func (i *idioms) calls(o *sdk.Object, operation string, args sdk.Arguments, via string) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	for _, fields := range args.Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: args.Open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range fields {
			if !absent(f.Value) {
				c.Open = sdk.Flatten(c.Arguments, f.Name, f.Value) || c.Open
			}
		}
		calls = append(calls, c)
	}
	return calls
}

// absent says that a value is certainly undefined or null, as if it were not given.
func absent(g sdk.Given) bool {
	return g.None && len(g.Text) == 0 && len(g.Fields) == 0 && len(g.Items) == 0 && len(g.Objects) == 0 && g.Unknown == ""
}

// operation calls an API operation.
func (i *idioms) operation(o *sdk.Object, operation string, args sdk.Arguments, via string) sdk.Effect {
	return sdk.Effect{Calls: i.calls(o, operation, args, via), Results: []*sdk.Object{i.response(o, operation, args)}, Callback: true}
}

func (i *idioms) response(o *sdk.Object, operation string, args sdk.Arguments) *sdk.Object {
	kept := make(map[string]symbolic.Set)
	for _, f := range args.Named {
		if len(f.Value.Text) > 0 {
			kept[f.Name] = f.Value.Text
		}
	}
	return &sdk.Object{Kind: kindResponse, Service: o.Service, Name: operation, Foreign: o.Foreign, Data: true, Arguments: kept}
}

// open marks the name of an operation whose arguments may not all be known.
const open = "open "

func bare(name string) string { return strings.TrimPrefix(name, open) }

// replay is the call of a command or of pages, with the arguments that were given when it was made.
func replay(o *sdk.Object) []sdk.Call {
	if o.Foreign {
		return nil
	}
	return []sdk.Call{{Service: o.Service, Operation: bare(o.Name), Arguments: o.Arguments, Open: strings.HasPrefix(o.Name, open)}}
}

// kept is an object that remembers the arguments of an operation, once for each set of them.
func (i *idioms) kept(o *sdk.Object, kind, operation string, args sdk.Arguments) (objects []*sdk.Object) {
	whole := *o
	whole.Foreign = false
	for _, c := range i.calls(&whole, operation, args, "") {
		name := operation
		if c.Open {
			name = open + operation
		}
		objects = append(objects, &sdk.Object{Kind: kind, Service: o.Service, Name: name, Foreign: o.Foreign, Arguments: c.Arguments})
	}
	return objects
}

// clientsAmong are the clients that a given value may be, also as the member client of an object.
func clientsAmong(g sdk.Given) (clients []*sdk.Object) {
	for _, o := range g.Objects {
		if o.Kind == kindClient {
			clients = append(clients, o)
		}
	}
	if inner, ok := (sdk.Arguments{Named: g.Fields}).Get("client"); ok {
		clients = append(clients, clientsAmong(inner)...)
	}
	return clients
}

func foreign(o *sdk.Object) bool { return o.Foreign }

// onlyOthers says that all of the clients are somebody else's; ours are of the function.
func onlyOthers(clients []*sdk.Object) bool {
	return len(clients) > 0 && !slices.ContainsFunc(clients, func(o *sdk.Object) bool { return !foreign(o) })
}
