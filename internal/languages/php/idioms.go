package php

import (
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of the SDK's values; Name holds what stands behind each.
const (
	kindType        = "type"        // the class's path; "Client" for a service's client
	kindMaker       = "maker"       // what makes one: the class's path, and the method that does
	kindCredentials = "credentials" //
	kindSdk         = "sdk"         //
	kindClient      = "client"      //
	kindMethod      = "method"      // of a client, as written
	kindCommand     = "command"     // operation
	kindResponse    = "response"    // operation, or what stands in its response
	kindRead        = "read"        // operation.method: a method of a response
	kindPromise     = "promise"     // operation
	kindObject      = "object"      // of a library of the SDK: class
	kindLibrary     = "library"     // class.method
)

// idioms is what the names of the AWS SDK for PHP do, and of AsyncAws, which has its shape.
type idioms struct{ tables *serviceref.Tables }

// Import gives a class of the SDK.
func (i *idioms) Import(path string) *sdk.Object {
	steps := strings.Split(path, ".")
	if steps[0] != "Aws" && steps[0] != "AsyncAws" || len(steps) < 2 || strings.Contains(path, "()") {
		return nil
	}
	last := steps[len(steps)-1]
	if last == "Sdk" {
		return &sdk.Object{Kind: kindType, Name: "Sdk"}
	}
	client, ok := i.tables.ClientOf(serviceref.PHP, strings.Join(steps[1:], `\`))
	if ok && strings.HasSuffix(last, "Client") {
		return &sdk.Object{Kind: kindType, Service: client, Name: "Client"}
	}
	client, _ = i.tables.ClientOf(serviceref.PHP, steps[1])
	return &sdk.Object{Kind: kindType, Service: client, Name: last}
}

// Member reads a method or a constant of one of the SDK's values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	method, called := strings.CutSuffix(name, program.Method)
	switch o.Kind {
	case kindType:
		if called {
			return sdk.Gives(o.As(kindMaker, o.Name+"."+method))
		}
		return sdk.Plain("a constant of the SDK")
	case kindSdk:
		return sdk.Gives(o.As(kindLibrary, "Sdk."+method))
	case kindClient:
		return i.clientMember(o, method)
	case kindResponse, kindPromise:
		return sdk.Gives(read(o, method))
	case kindCredentials, kindCommand:
		return sdk.Gives(o.As(kindRead, o.Kind+"."+method))
	case kindObject:
		return sdk.Gives(o.As(kindLibrary, o.Name+"."+method))
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// read is a method of what a call gave, or will give.
func read(o *sdk.Object, method string) *sdk.Object {
	r := o.As(kindRead, o.Name+"."+method)
	r.Data = o.Kind == kindPromise
	return r
}

// Call calls one of the SDK's values. A class makes an instance.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindType:
		return i.make(o, args)
	case kindMaker:
		return i.makeBy(o, args)
	case kindMethod:
		return i.method(o, args)
	case kindRead:
		return i.read(o, args)
	case kindLibrary:
		return i.library(o, args)
	case kindResponse, kindClient, kindObject:
		return sdk.Gives(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// Iterate goes through pages and what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	if o.Kind == kindResponse {
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter is nothing: PHP enters nothing.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, key sdk.Given) sdk.Effect {
	if o.Kind != kindResponse {
		return sdk.Plain("an entry of a " + o.Kind)
	}
	if name, ok := knownText(key.Text); ok {
		if text := sdk.Echo(o.Name, name, o.Arguments); text != nil {
			return sdk.Effect{Text: text}
		}
	}
	return sdk.Gives(o)
}

// read calls a method of a response, a promise, a command or credentials.
func (i *idioms) read(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation, name := split(o.Name)
	response := &sdk.Object{Kind: kindResponse, Service: o.Service, Name: operation, Foreign: o.Foreign, Arguments: o.Arguments, Data: true}
	switch operation {
	case kindCredentials:
		return sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: o.Foreign})
	case kindCommand:
		return sdk.Plain("a member of a command")
	}
	switch name {
	case "get", "offsetGet", "getPath":
		key, _ := args.At(0, "$key")
		return i.Index(response, key)
	case "then", "otherwise", "each":
		e := sdk.Gives(response.As(kindPromise, operation))
		e.Feed = []*sdk.Object{response}
		return e
	}
	if member, ok := strings.CutPrefix(name, "get"); ok && member != "" { // AsyncAws: getBody
		if text := sdk.Echo(operation, member, o.Arguments); text != nil {
			return sdk.Effect{Text: text}
		}
	}
	e := sdk.Gives(response)
	e.Feed = e.Results
	return e
}

// Instance is a client, where a type is one.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	switch {
	case o.Kind == kindType && o.Name == "Client":
		return o.As(kindClient, "")
	case o.Kind == kindType && o.Name == "Sdk":
		return o.As(kindSdk, "")
	case o.Kind == kindType && strings.HasSuffix(o.Name, "ClientInterface") && o.Service != "":
		return o.As(kindClient, "")
	}
	return nil
}

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	switch o.Kind {
	case kindType, kindMaker, kindResponse, kindRead, kindPromise:
		return nil
	case kindCredentials, kindSdk:
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

// split takes "class.method" apart.
func split(name string) (typ, member string) {
	at := strings.LastIndexByte(name, '.')
	return name[:max(at, 0)], name[at+1:]
}
