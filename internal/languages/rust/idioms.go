package rust

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of the SDK's values; Name holds what stands behind each.
const (
	kindPath      = "path"      // what stands behind the crate: "Client.new"; Service is empty for crates of no service
	kindLibrary   = "library"   // path: a function of a library that uses the SDK itself
	kindConfig    = "config"    // whose credentials and endpoint: Foreign
	kindSetting   = "setting"   // a method of a config
	kindProvider  = "provider"  // of credentials of another role
	kindRole      = "role"      // the builder of one; Arguments has the role
	kindClient    = "client"    //
	kindMethod    = "method"    // operation
	kindBuilder   = "builder"   // operation: a request that is being made, with its arguments so far
	kindStep      = "step"      // operation.method of a builder
	kindShape     = "shape"     // type: a value of one of the API's types, or its builder, with its members so far
	kindPaginator = "paginator" // operation
	kindResponse  = "response"  // operation
	kindMember    = "member"    // operation.member of a response
)

// idioms is what the names of the SDK for Rust do. Its builders are values here, as they are there: each step gives a new one.
type idioms struct{ tables *serviceref.Tables }

// crate of the SDK for one service.
const servicePrefix = "aws_sdk_"

// configCrates hold what configurations and credentials are made of.
var configCrates = map[string]bool{"aws_config": true, "aws_types": true, "aws_credential_types": true, "aws_smithy_types": false}

// Import gives what a path of the SDK's crates leads to.
func (i *idioms) Import(path string) *sdk.Object {
	if strings.Contains(path, "()") {
		return nil
	}
	if _, ok := i.tables.Library(serviceref.Rust, path); ok {
		return &sdk.Object{Kind: kindLibrary, Name: path}
	}
	crate, rest, _ := strings.Cut(path, ".")
	if configCrates[crate] {
		return &sdk.Object{Kind: kindPath, Name: strings.TrimPrefix(path, crate+".")}
	}
	if !strings.HasPrefix(crate, servicePrefix) {
		return nil
	}
	client, ok := i.tables.ClientOf(serviceref.Rust, crate)
	if !ok {
		return nil
	}
	return &sdk.Object{Kind: kindPath, Service: client, Name: rest}
}

func gives(objects ...*sdk.Object) sdk.Effect { return sdk.Effect{Results: objects} }

func plain(reason string) sdk.Effect { return sdk.Effect{Plain: true, Reason: reason} }

func unknown(o *sdk.Object, reason string) sdk.Effect {
	e := plain(reason)
	if !o.Foreign {
		e.Unknown = []sdk.Unknown{{Service: o.Service, Reason: reason}}
	}
	return e
}

// as is a value of another kind that belongs to the same client and has the same arguments.
func as(o *sdk.Object, kind, name string) *sdk.Object {
	return &sdk.Object{Kind: kind, Service: o.Service, Name: name, Foreign: o.Foreign, Arguments: o.Arguments}
}

// Member reads a member of one of the SDK's values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	switch o.Kind {
	case kindPath:
		return gives(as(o, kindPath, strings.TrimPrefix(o.Name+"."+name, ".")))
	case kindLibrary:
		if made := i.Import(o.Name + "." + name); made != nil {
			return gives(made)
		}
	case kindConfig:
		return gives(as(o, kindSetting, name))
	case kindRole, kindProvider:
		return gives(as(o, o.Kind, o.Name))
	case kindClient:
		return i.clientMember(o, name)
	case kindBuilder, kindShape, kindPaginator:
		return gives(as(o, kindStep, o.Kind+"."+o.Name+"."+name))
	case kindResponse:
		return i.responseMember(o, name)
	}
	return plain("a member of a " + o.Kind)
}

// clientMember is an operation, a waiter, or one of the things that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	if name == "config" {
		return gives(as(o, kindSetting, name))
	}
	operation, ok := i.tables.OperationOf(serviceref.Rust, o.Service, name)
	if !ok {
		return unknown(o, o.Service+" has no operation "+name+" that is known")
	}
	return gives(as(o, kindMethod, operation))
}

// Call calls one of the SDK's values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindPath:
		return i.make(o, args)
	case kindLibrary:
		return i.library(o, args)
	case kindSetting:
		return setting(o, args)
	case kindRole, kindProvider:
		return i.provider(o)
	case kindMethod:
		return gives(as(o, kindBuilder, o.Name))
	case kindStep:
		return i.step(o, args)
	case kindMember:
		return i.callMember(o)
	case kindResponse, kindShape:
		return gives(o)
	}
	return plain("what a " + o.Kind + " gives")
}

// Iterate goes through what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	if o.Kind == kindResponse || o.Kind == kindMember {
		return gives(as(o, kindResponse, operationOf(o)))
	}
	return plain("an item of a " + o.Kind)
}

// Enter gives the value itself.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, _ sdk.Given) sdk.Effect {
	if o.Kind == kindResponse || o.Kind == kindMember {
		return gives(as(o, kindResponse, operationOf(o)))
	}
	return plain("an entry of a " + o.Kind)
}

// Instance is a client where a client's type is stated, and likewise.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	if o.Kind != kindPath {
		return nil
	}
	last := o.Name[strings.LastIndexByte(o.Name, '.')+1:]
	switch {
	case o.Name == "Client" || o.Name == "client.Client":
		return as(o, kindClient, "")
	case last == "SdkConfig" || last == "Config" && o.Service != "":
		return as(o, kindConfig, "")
	case strings.HasSuffix(last, "FluentBuilder"):
		if operation, ok := i.tables.OperationOf(serviceref.Rust, o.Service, strings.TrimSuffix(last, "FluentBuilder")); ok {
			return as(o, kindBuilder, operation)
		}
	}
	return nil
}

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	to = strings.ReplaceAll(to, ".", "::")
	switch o.Kind {
	case kindClient, kindMethod, kindBuilder, kindPaginator:
		return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
	case kindConfig:
		return []sdk.Unknown{{Reason: "an SDK configuration is given to " + to + ", which is not in the repository"}}
	}
	return nil
}

func pseudo(name string) symbolic.Set {
	return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
}
