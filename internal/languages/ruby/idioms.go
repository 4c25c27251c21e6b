package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of the SDK's values; Name holds what stands behind each.
const (
	kindPackage     = "package"     // path: Aws, Aws::S3
	kindType        = "type"        // of the SDK: Client, Bucket, Presigner
	kindMaker       = "maker"       // type: what makes one
	kindCredentials = "credentials" //
	kindClient      = "client"      //
	kindMethod      = "method"      // of a client, as written
	kindResponse    = "response"    // operation, or what stands in its response
	kindRead        = "read"        // operation.member: a method that reads a response
	kindObject      = "object"      // of a library of the SDK: type
	kindLibrary     = "library"     // type.method
	kindResource    = "resource"    // type, "" for the service
	kindAction      = "action"      // type.method
	kindCollection  = "collection"  // type.name
	kindRefine      = "refine"      // type.name.method: of a collection
)

// idioms is what the names of the AWS SDK for Ruby do.
type idioms struct{ tables *serviceref.Tables }

// Import gives the SDK's own constant.
func (i *idioms) Import(path string) *sdk.Object {
	if path == "Aws" {
		return &sdk.Object{Kind: kindPackage, Name: path}
	}
	return nil
}

// Member reads a constant or a method of one of the SDK's values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	if _, ok := library()["object "+name]; ok && o.Kind != kindResponse {
		return sdk.Plain("a method of every object")
	}
	switch o.Kind {
	case kindPackage:
		return i.constant(o, name)
	case kindType:
		if name == "new" {
			return sdk.Gives(o.As(kindMaker, o.Name))
		}
		return sdk.Gives(o.As(kindType, o.Name+"::"+name))
	case kindClient:
		return i.clientMember(o, name)
	case kindResponse:
		return sdk.Gives(o.As(kindRead, o.Name+"."+name))
	case kindCredentials:
		return sdk.Gives(o)
	case kindObject:
		return sdk.Gives(o.As(kindLibrary, o.Name+"."+name))
	case kindResource:
		return i.resourceMember(o, name)
	case kindCollection:
		return sdk.Gives(o.As(kindRefine, o.Name+"."+name))
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// constant is a constant of the SDK: a service's module, or a type in it.
func (i *idioms) constant(o *sdk.Object, name string) sdk.Effect {
	if !isConstant(name) {
		return sdk.Plain("a setting of the SDK")
	}
	path := o.Name + "::" + name
	if o.Name != "Aws" {
		return sdk.Gives(o.As(kindType, path))
	}
	if strings.HasSuffix(name, "Credentials") || strings.HasSuffix(name, "CredentialProvider") || name == "CredentialProviderChain" {
		return sdk.Gives(&sdk.Object{Kind: kindType, Name: path})
	}
	if client, ok := i.tables.ClientOf(serviceref.Ruby, path); ok {
		return sdk.Gives(&sdk.Object{Kind: kindPackage, Name: path, Service: client})
	}
	e := sdk.Gives(&sdk.Object{Kind: kindType, Name: path})
	if reach, listed := reaches()[path]; listed {
		e.Unknown = unknowns(path, reach)
	}
	return e
}

// Call calls one of the SDK's values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	var block bool
	args, block = withoutBlock(args)
	var e sdk.Effect
	switch o.Kind {
	case kindMaker:
		e = i.make(o, args)
	case kindMethod:
		e = i.method(o, args)
	case kindRead:
		e = i.read(o, args)
	case kindLibrary:
		e = i.library(o, args)
	case kindAction:
		e = i.action(o, args)
	case kindRefine:
		e = i.refine(o, args)
	case kindResponse, kindCredentials, kindResource, kindCollection, kindObject, kindClient:
		e = sdk.Gives(o)
	default:
		e = sdk.Plain("what a " + o.Kind + " gives")
	}
	if block && len(e.Feed) == 0 {
		e.Run = true
	}
	return e
}

// withoutBlock is the arguments that are not the block, and whether there is one.
func withoutBlock(args sdk.Arguments) (others sdk.Arguments, block bool) {
	others = args
	others.Named = nil
	for _, f := range args.Named {
		if strings.HasPrefix(f.Name, "&") {
			block = true
			continue
		}
		others.Named = append(others.Named, f)
	}
	return others, block
}

// Iterate goes through pages, collections and what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	switch o.Kind {
	case kindCollection:
		return i.iterate(o)
	case kindResponse, kindCredentials:
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter is nothing: Ruby enters nothing.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, key sdk.Given) sdk.Effect {
	if o.Kind != kindResponse {
		return sdk.Plain("an entry of a " + o.Kind)
	}
	if name, ok := knownText(key.Text); ok {
		return i.readMember(o, name)
	}
	return sdk.Gives(o)
}

// readMember is a member of a response: one that the request tells is text.
func (i *idioms) readMember(o *sdk.Object, name string) sdk.Effect {
	if text := sdk.Echo(o.Name, camel(name), o.Arguments); text != nil {
		return sdk.Effect{Text: text}
	}
	return sdk.Gives(o)
}

// read calls a method of a response: one that goes through it, or one that reads a member.
func (i *idioms) read(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation, name := split(o.Name)
	response := *o
	response.Kind, response.Name, response.Data = kindResponse, operation, true
	switch name {
	case "[]", "dig", "fetch":
		key, _ := args.At(0, "")
		return i.Index(&response, key)
	}
	e := i.readMember(&response, name)
	e.Feed = []*sdk.Object{&response}
	return e
}

// Instance is nothing: Ruby states no types.
func (i *idioms) Instance(*sdk.Object) *sdk.Object { return nil }

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	switch o.Kind {
	case kindPackage, kindType, kindMaker, kindResponse, kindRead:
		return nil
	case kindCredentials:
		return []sdk.Unknown{{Reason: "the function's credentials are given to " + to + ", which is not in the repository"}}
	}
	return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
}

func knownText(set symbolic.Set) (string, bool) {
	if len(set) != 1 {
		return "", false
	}
	return set[0].Value.Known()
}

// split takes "type.name" apart.
func split(name string) (typ, member string) {
	at := strings.LastIndexByte(name, '.')
	return name[:max(at, 0)], name[at+1:]
}
