package csharp

import (
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of the SDK's values; Name holds what stands behind each.
const (
	kindType        = "type"        // what making one gives: a kind, with its name behind a colon
	kindClient      = "client"      // class
	kindMethod      = "method"      // of a client, as written
	kindPaginators  = "paginators"  //
	kindPaginate    = "paginate"    // operation
	kindRequest     = "request"     // operation, of a record that asks for one
	kindShape       = "shape"       // any other record
	kindConfig      = "config"      // of clients
	kindCredentials = "credentials" // the function's own, or somebody else's
	kindResponse    = "response"    // operation
	kindLibrary     = "library"     // class, of a library of the SDK's
	kindLibraryCall = "library call"
	kindTable       = "table" // of a class that is mapped to one
)

// idioms is what the names of the AWS SDK for .NET do.
type idioms struct{ tables *serviceref.Tables }

// isNamespace says that a path is a namespace of the SDK's.
func (i *idioms) isNamespace(path string) bool {
	steps := strings.Split(path, ".")
	if steps[0] != "Amazon" || len(steps) > 3 {
		return false
	}
	if len(steps) == 1 {
		return true
	}
	if inner := steps[len(steps)-1]; len(steps) == 3 && !parts[inner] {
		return false
	}
	_, ok := i.serviceOf(path)
	return ok
}

// parts are the namespaces within that of a service, and those that stand beside all services.
var parts = map[string]bool{"Model": true, "Transfer": true, "Util": true, "DataModel": true, "DocumentModel": true, "Extensions": true, "Credentials": true, "Internal": true}

// serviceOf is the client whose namespace a path begins with.
func (i *idioms) serviceOf(path string) (client string, ok bool) {
	steps := strings.Split(path, ".")
	if len(steps) < 2 || steps[0] != "Amazon" || steps[1] == "Runtime" || steps[1] == "Util" || steps[1] == "Lambda" && len(steps) > 2 && steps[2] != "Model" && !clientName(steps[2]) {
		return "", false
	}
	return i.tables.ClientOf(serviceref.DotNet, "Amazon."+steps[1])
}

func clientName(name string) bool {
	return strings.HasPrefix(name, "Amazon") && strings.HasSuffix(name, "Client") || strings.HasPrefix(name, "IAmazon")
}

// Import gives the SDK's namespaces and types.
func (i *idioms) Import(path string) *sdk.Object {
	if path == builtinRecord {
		return &sdk.Object{Kind: kindType, Name: kindShape + ":"}
	}
	if lib, ok := libraryType(path); ok {
		return &sdk.Object{Kind: kindType, Name: kindLibrary + ":" + lib}
	}
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || i.isNamespace(path) || !strings.HasPrefix(path, "Amazon.") || strings.Contains(path, "(") {
		return nil
	}
	return i.typeIn(path[:dot], path[dot+1:])
}

// runtimeNamespaces are the namespaces of packages for functions, which stand beside the types of the client of the service.
var runtimeNamespaces = regexp.MustCompile(`^(Core|Annotations|RuntimeSupport|Serialization|TestUtilities|Logging\w*|AspNetCoreServer|PowerShellHost|\w+Events)$`)

// typeIn is a type of a namespace of the SDK's.
func (i *idioms) typeIn(namespace, name string) *sdk.Object {
	if namespace == "Amazon.Lambda" && runtimeNamespaces.MatchString(name) {
		return nil
	}
	if own, ok := credentialTypes[name]; ok {
		return &sdk.Object{Kind: kindType, Name: kindCredentials + ":" + name, Foreign: !own}
	}
	if namespace == "Amazon" || namespace == "Amazon.Util" || namespace == "Amazon.Runtime" {
		return &sdk.Object{Kind: kindType, Name: kindShape + ":" + name}
	}
	service, ok := i.serviceOf(namespace + ".x")
	if !ok && !i.isNamespace(namespace) {
		return nil
	}
	if !ok {
		service, _ = i.serviceOf(namespace)
	}
	o := &sdk.Object{Kind: kindType, Service: service, Name: kindShape + ":" + name}
	operation, isRequest := strings.CutSuffix(name, "Request")
	switch {
	case clientName(name):
		o.Name = kindClient + ":" + strings.TrimSuffix(strings.TrimPrefix(name, "I"), "Client") + "Client"
	case strings.HasPrefix(name, "Amazon") && strings.HasSuffix(name, "Config"):
		o.Name = kindConfig
	case telling[name]:
		o.Name = kindTable
	case isRequest:
		if operation, ok := i.operation(service, operation); ok {
			o.Name = kindRequest + ":" + operation
		}
	}
	return o
}

// operation is the API's name of what the SDK calls by a method, with or without its last word.
func (i *idioms) operation(service, method string) (string, bool) {
	return i.tables.OperationOf(serviceref.DotNet, service, method)
}

// knows says that the SDK certainly has a type of that name in a namespace.
func (i *idioms) knows(namespace, name string) bool {
	if _, ok := libraryType(namespace + "." + name); ok {
		return true
	}
	if !strings.HasPrefix(namespace+".", "Amazon.") {
		return false
	}
	if _, ok := credentialTypes[name]; ok {
		return namespace == "Amazon.Runtime" || namespace == "Amazon.Runtime.CredentialManagement"
	}
	if namespace == "Amazon" {
		return name == "RegionEndpoint" || name == "AWSConfigs"
	}
	service, ok := i.serviceOf(namespace)
	if !ok {
		return false
	}
	switch o := i.typeIn(namespace, name); {
	case o == nil:
		return false
	case strings.HasPrefix(o.Name, kindClient):
		client, ok := i.tables.ClientOf(serviceref.DotNet, name)
		return ok && client == service && !strings.HasSuffix(namespace, ".Model")
	case o.Name == kindConfig:
		client, ok := i.tables.ClientOf(serviceref.DotNet, strings.TrimSuffix(name, "Config")+"Client")
		return ok && client == service
	case o.Name == kindTable, libraryNamespaces[namespace] && (strings.HasSuffix(name, "Config") || strings.HasSuffix(name, "Request")):
		return true
	case strings.HasPrefix(o.Name, kindRequest):
		return strings.HasSuffix(namespace, ".Model")
	}
	return false
}

// holdsShapes says that a namespace holds records of a service, under names that are not known here.
func (i *idioms) holdsShapes(namespace string) bool {
	return strings.HasSuffix(namespace, ".Model") && i.isNamespace(namespace)
}

// Member reads a member of one of the SDK's values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	switch o.Kind {
	case kindType:
		return i.typeMember(o, name)
	case kindClient:
		return i.clientMember(o, name)
	case kindPaginators:
		if operation, ok := i.operation(o.Service, name); ok {
			return sdk.Gives(o.As(kindPaginate, operation))
		}
	case kindResponse:
		return i.responseMember(o, name)
	case kindRequest, kindShape, kindConfig:
		if name == "AddKey" && o.Name == "DeleteObjects" {
			return sdk.Effect{Setter: "Objects", Adds: true}
		}
		return sdk.Effect{Field: name, Plain: true, Reason: "a member of a " + o.Kind}
	case kindCredentials:
		return sdk.Gives(o)
	case kindLibrary:
		return i.libraryMember(o, name)
	case kindTable:
		return sdk.Plain("a field of an item")
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// typeMember is what a type has itself: constants, and methods that make something.
func (i *idioms) typeMember(o *sdk.Object, name string) sdk.Effect {
	kind, of, _ := strings.Cut(o.Name, ":")
	switch kind {
	case kindLibrary:
		return i.libraryMember(&sdk.Object{Kind: kindLibrary, Service: o.Service, Name: of}, name)
	case kindCredentials:
		return sdk.Gives(&sdk.Object{Kind: kindType, Name: o.Name, Foreign: o.Foreign})
	}
	return sdk.Effect{Text: symbolic.Certain(symbolic.Text(name))}
}

// Call calls one of the SDK's values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindType:
		return i.make(o, args)
	case kindMethod:
		return i.method(o, args)
	case kindPaginate:
		return i.call(o, o.Name, args)
	case kindLibraryCall:
		return i.libraryCall(o, args)
	case kindResponse, kindCredentials:
		return sdk.Gives(o)
	case kindTable: // the class that has the attribute, or an item that is made of it
		return sdk.Gives(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// Iterate goes through pages and what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	if o.Kind == kindResponse || o.Kind == kindCredentials {
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter gives the value itself.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, _ sdk.Given) sdk.Effect { return i.Iterate(o) }

// Instance is what a variable of an SDK type holds.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	if o.Kind == kindTable {
		return o.As(kindTable, o.Name)
	}
	if o.Kind != kindType {
		return nil
	}
	kind, name, _ := strings.Cut(o.Name, ":")
	switch kind {
	case kindClient, kindRequest, kindShape, kindLibrary, kindConfig:
		return &sdk.Object{Kind: kind, Service: o.Service, Name: name}
	case kindCredentials:
		return &sdk.Object{Kind: kind, Foreign: o.Foreign}
	}
	return nil
}

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	switch o.Kind {
	case kindClient, kindMethod, kindPaginators, kindPaginate, kindLibrary:
		return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
	case kindCredentials:
		return []sdk.Unknown{{Reason: "the function's credentials are given to " + to + ", which is not in the repository"}}
	}
	return nil
}
