package rust

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
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

// Member reads a member of one of the SDK's values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	switch o.Kind {
	case kindPath:
		return sdk.Gives(o.As(kindPath, strings.TrimPrefix(o.Name+"."+name, ".")))
	case kindLibrary:
		if made := i.Import(o.Name + "." + name); made != nil {
			return sdk.Gives(made)
		}
	case kindConfig:
		return sdk.Gives(o.As(kindSetting, name))
	case kindRole, kindProvider:
		return sdk.Gives(o.As(o.Kind, o.Name))
	case kindClient:
		return i.clientMember(o, name)
	case kindBuilder, kindShape, kindPaginator:
		return sdk.Gives(o.As(kindStep, o.Kind+"."+o.Name+"."+name))
	case kindResponse:
		return i.responseMember(o, name)
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// clientMember is an operation, a waiter, or one of the things that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	if name == "config" {
		return sdk.Gives(o.As(kindSetting, name))
	}
	operation, ok := i.tables.OperationOf(serviceref.Rust, o.Service, name)
	if !ok {
		return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
	}
	return sdk.Gives(o.As(kindMethod, operation))
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
		return sdk.Gives(o.As(kindBuilder, o.Name))
	case kindStep:
		return i.step(o, args)
	case kindMember:
		return i.callMember(o)
	case kindResponse, kindShape:
		return sdk.Gives(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// Iterate goes through what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	if o.Kind == kindResponse || o.Kind == kindMember {
		return sdk.Gives(o.As(kindResponse, operationOf(o)))
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter gives the value itself.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, _ sdk.Given) sdk.Effect {
	if o.Kind == kindResponse || o.Kind == kindMember {
		return sdk.Gives(o.As(kindResponse, operationOf(o)))
	}
	return sdk.Plain("an entry of a " + o.Kind)
}

// Instance is a client where a client's type is stated, and likewise.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	if o.Kind != kindPath {
		return nil
	}
	last := o.Name[strings.LastIndexByte(o.Name, '.')+1:]
	switch {
	case o.Name == "Client" || o.Name == "client.Client":
		return o.As(kindClient, "")
	case last == "SdkConfig" || last == "Config" && o.Service != "":
		return o.As(kindConfig, "")
	case strings.HasSuffix(last, "FluentBuilder"):
		if operation, ok := i.tables.OperationOf(serviceref.Rust, o.Service, strings.TrimSuffix(last, "FluentBuilder")); ok {
			return o.As(kindBuilder, operation)
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
