package php

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// make makes a client, credentials or something of a library: "new S3Client([...])".
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch {
	case o.Name == "Client", o.Name == "S3MultiRegionClient", o.Name == "MultiRegionClient":
		return sdk.Gives(whoseOf(args).Of(o.As(kindClient, ""), o.Foreign)...)
	case o.Name == "S3EncryptionClient", o.Name == "S3EncryptionClientV2", o.Name == "S3EncryptionClientV3":
		e := sdk.Gives(o.As(kindClient, ""))
		e.Unknown = []sdk.Unknown{{Service: "kms", Reason: "objects are encrypted by a client, with keys that are not followed"}}
		return e
	case o.Name == "Sdk":
		return sdk.Gives(whoseOf(args).Of(&sdk.Object{Kind: kindSdk}, false)...)
	case o.Name == "Credentials":
		key, _ := args.At(0, "$key")
		return sdk.Gives(sdk.OfKey(key).Of(&sdk.Object{Kind: kindCredentials}, false)...)
	case o.Name == "AssumeRoleCredentialProvider", o.Name == "AssumeRoleWithWebIdentityCredentialProvider":
		return i.assume(args)
	case strings.HasSuffix(o.Name, "CredentialProvider"), strings.HasSuffix(o.Name, "InstanceProfileProvider"):
		return sdk.Gives(&sdk.Object{Kind: kindCredentials})
	case o.Name == "CommandPool":
		return i.pool(args)
	case o.Name == "SignatureV4":
		return i.signer(args)
	}
	return i.makeObject(o, args)
}

// makeBy makes something by a method of its class: S3Client::factory([...]), CredentialProvider::defaultProvider().
func (i *idioms) makeBy(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	typ, method := split(o.Name)
	class := o.As(kindType, typ)
	switch {
	case method == "factory":
		return i.make(class, args)
	case typ == "CredentialProvider" && strings.HasPrefix(method, "assumeRole"):
		return i.assume(args)
	case typ == "CredentialProvider":
		return sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: method == "fromCredentials" && foreignAmong(args)})
	case typ == "CommandPool":
		return i.pool(args)
	case method == "fromClient", method == "create":
		return i.makeObject(class, args)
	}
	return sdk.Plain("what a method of a class of the SDK gives")
}

func foreignAmong(args sdk.Arguments) bool {
	for _, g := range args.Positional {
		for _, o := range g.Objects {
			if o.Foreign {
				return true
			}
		}
	}
	return false
}

// assume takes a role, whose credentials are another's.
func (i *idioms) assume(args sdk.Arguments) sdk.Effect {
	e := sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
	options, _ := args.At(0, "$config")
	given, _ := sdk.Arguments{Named: options.Fields}.Get("assume_role_params")
	e.Calls = i.calls(&sdk.Object{Service: "sts"}, "AssumeRole", given, "assumeRole")
	return e
}

// pool makes the calls of commands, several at once.
func (i *idioms) pool(args sdk.Arguments) sdk.Effect {
	commands, _ := args.At(1, "$commands")
	e := sdk.Gives(&sdk.Object{Kind: kindPromise, Name: "commands", Data: true})
	e.Run = true
	found := false
	for _, g := range append(append([]sdk.Given{commands}, commands.Items...), commands.Values...) {
		for _, o := range g.Objects {
			if o.Kind == kindCommand {
				e.Calls = append(e.Calls, issued(o, "CommandPool")...)
				found = true
			}
		}
	}
	if client, ok := args.At(0, "$client"); ok && !found {
		for _, o := range client.Objects {
			e.Unknown = append(e.Unknown, sdk.NotFollowed(o, "the commands of a pool are not known").Unknown...)
		}
	}
	return e
}

// signer signs requests to a service with the function's credentials.
func (i *idioms) signer(args sdk.Arguments) sdk.Effect {
	service, _ := args.At(0, "$service")
	names, all := service.Known()
	e := sdk.Plain("a signer")
	if !all {
		names = []string{""}
	}
	for _, name := range names {
		client, ok := i.tables.Named(name)
		if !ok {
			client = name
		}
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: client, Reason: "requests are signed with the function's credentials"})
	}
	return e
}

// whoseOf tells from the options of a client whose calls it makes.
func whoseOf(args sdk.Arguments) sdk.Owner {
	w := sdk.Owner{Own: true}
	given, _ := args.At(0, "$args")
	options := sdk.Arguments{Named: given.Fields}
	if key, given := options.Get("accessKeyId"); given { // AsyncAws
		w = w.Or(sdk.OfKey(key))
	}
	if credentials, given := options.Get("credentials"); given {
		w = w.Or(ofCredentials(credentials))
	}
	if url, given := options.Get("endpoint"); given {
		w = w.Or(sdk.OfEndpoint(url))
	}
	return w
}

// ofCredentials tells from credentials: an array with a key, an object, or false, which is nobody's.
func ofCredentials(g sdk.Given) (w sdk.Owner) {
	if key, ok := (sdk.Arguments{Named: g.Fields}).Get("key"); ok {
		return sdk.OfKey(key)
	}
	for _, o := range g.Objects {
		if o.Foreign || o.Kind == kindResponse {
			w.Others = true
		} else {
			w.Own = true
		}
	}
	if text, ok := knownText(g.Text); ok && text == "False" {
		w.Others = true
	}
	w.Own = w.Own || !w.Others
	return w
}

// ownMethods are methods of every client that are no operations.
var ownMethods = map[string]bool{
	"getCommand": true, "execute": true, "executeAsync": true, "getPaginator": true, "getIterator": true, "waitUntil": true, "getWaiter": true,
	"createPresignedRequest": true, "registerStreamWrapper": true, "registerStreamWrapperV2": true, "getCredentials": true,
	"presign": true,
}

// quietMethods are methods of every client that call nothing.
var quietMethods = map[string]bool{
	"getApi": true, "getConfig": true, "getEndpoint": true, "getRegion": true, "getHandlerList": true, "getSignatureProvider": true, "__construct": true,
	"getObjectUrl": true, "isBucketDnsCompatible": true, "encodeKey": true, "factory": true, "getArguments": true, "getClientBuiltIns": true,
	"getEndpointProvider": true, "getEndpointProviderArgs": true,
}

// clientMember is an operation, or one of the methods that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	if quietMethods[name] {
		return sdk.Plain("a member of every client")
	}
	_, _, operation := i.operationOf(o.Service, name)
	_, helper := i.tables.Library(serviceref.PHP, clientLibrary(o.Service, name))
	switch {
	case operation || helper || ownMethods[name]:
		return sdk.Gives(o.As(kindMethod, name))
	case o.Service == "":
		return sdk.NotFollowed(o, "the service of the client is not known")
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
}

// clientLibrary is how libraries.txt calls a client's method that is no operation.
func clientLibrary(service, name string) string {
	return strings.ToUpper(service[:min(1, len(service))]) + service[min(1, len(service)):] + "Client." + strings.TrimSuffix(name, "Async")
}

// method calls a method of a client.
func (i *idioms) method(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Name {
	case "getCommand", "execute", "executeAsync", "createPresignedRequest", "presign":
		return i.command(o, args)
	case "getPaginator", "getIterator", "waitUntil", "getWaiter":
		return i.named(o, args)
	case "getCredentials":
		return sdk.Gives(o.As(kindCredentials, ""))
	case "registerStreamWrapper", "registerStreamWrapperV2":
		return sdk.NotFollowed(o, "files of "+o.Service+" are read and written by paths that are not followed")
	}
	if rows, ok := i.tables.Library(serviceref.PHP, clientLibrary(o.Service, o.Name)); ok {
		return i.help(o, rows, o.Name, args)
	}
	operation, promised, _ := i.operationOf(o.Service, o.Name)
	parameters, _ := args.At(0, "$args")
	if promised {
		return i.operation(o, operation, parameters, kindPromise)
	}
	return i.operation(o, operation, parameters, kindResponse)
}

// operationOf is the operation of a client's method. One that ends in Async gives a promise of the operation without it: so the SDK takes
// every name that does, also where an operation has it.
func (i *idioms) operationOf(service, method string) (operation string, promised, ok bool) {
	if bare, found := strings.CutSuffix(method, "Async"); found {
		if operation, ok := i.tables.OperationOf(serviceref.PHP, service, bare); ok {
			return operation, true, true
		}
	}
	operation, ok = i.tables.OperationOf(serviceref.PHP, service, method)
	return operation, false, ok
}

func (i *idioms) operation(o *sdk.Object, operation string, parameters sdk.Given, kind string) sdk.Effect {
	return sdk.Effect{Calls: i.calls(o, operation, parameters, ""), Results: []*sdk.Object{i.response(o, operation, parameters, kind)}}
}

// command makes a command, makes its call, or signs a URL for it.
func (i *idioms) command(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	first, _ := args.At(0, "$command")
	if o.Name != "getCommand" {
		return i.run(o, first)
	}
	parameters, _ := args.At(1, "$args")
	e := sdk.Effect{}
	names, all := first.Known()
	for _, name := range names {
		operation, ok := i.tables.OperationOf(serviceref.PHP, o.Service, name)
		if !ok {
			all = false
			continue
		}
		flat := make(map[string]symbolic.Set)
		open := false
		for _, f := range parameters.Fields {
			open = sdk.Flatten(flat, f.Name, listed(f.Value)) || open
		}
		command := &sdk.Object{Kind: kindCommand, Service: o.Service, Name: operation, Foreign: o.Foreign, Arguments: flat}
		if open || parameters.Open || len(parameters.Text) > 0 {
			command.Name += openMark
		}
		e.Results = append(e.Results, command)
	}
	if !all {
		e.Unknown = sdk.NotFollowed(o, "the operation of a command is not known").Unknown
		e.Plain, e.Reason = true, "a command"
	}
	return e
}

// openMark stands behind the operation of a command that may have more arguments than are known.
const openMark = "..."

// issued is the call of a command.
func issued(o *sdk.Object, via string) []sdk.Call {
	if o.Foreign {
		return nil
	}
	operation, open := strings.CutSuffix(o.Name, openMark)
	return []sdk.Call{{Service: o.Service, Operation: operation, Arguments: o.Arguments, Open: open, Via: via}}
}

func (i *idioms) run(o *sdk.Object, command sdk.Given) sdk.Effect {
	e := sdk.Effect{}
	via := ""
	if o.Name == "createPresignedRequest" || o.Name == "presign" {
		via = o.Name
	}
	for _, c := range command.Objects {
		if c.Kind != kindCommand {
			continue
		}
		c.Foreign = c.Foreign || o.Foreign
		e.Calls = append(e.Calls, issued(c, via)...)
		kind := kindResponse
		if o.Name == "executeAsync" {
			kind = kindPromise
		}
		e.Results = append(e.Results, &sdk.Object{Kind: kind, Service: c.Service, Name: strings.TrimSuffix(c.Name, openMark), Foreign: c.Foreign, Data: true, Arguments: c.Arguments})
	}
	if len(e.Results) == 0 {
		return sdk.NotFollowed(o, "the command that is executed is not known")
	}
	if via != "" {
		e.Results, e.Plain, e.Reason = nil, true, "a signed request"
	}
	return e
}

// named calls the operation behind the name of a paginator, an iterator or a waiter.
func (i *idioms) named(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	first, _ := args.At(0, "$name")
	parameters, _ := args.At(1, "$args")
	e := sdk.Effect{}
	names, all := first.Known()
	for _, name := range names {
		find := func(name string) (string, bool) { return i.tables.OperationOf(serviceref.PHP, o.Service, name) }
		if o.Name == "waitUntil" || o.Name == "getWaiter" {
			find = func(name string) (string, bool) { return i.tables.Waiter(o.Service, serviceref.Snake(name)) }
		}
		operation, ok := find(name)
		if !ok {
			all = false
			continue
		}
		e.Calls = append(e.Calls, i.calls(o, operation, parameters, "")...)
		e.Results = append(e.Results, i.response(o, operation, parameters, kindResponse))
	}
	if !all {
		lost := sdk.NotFollowed(o, "the name that is given to "+o.Name+" is not known")
		e.Unknown, e.Plain, e.Reason = lost.Unknown, true, lost.Reason
	}
	return e
}

func (i *idioms) response(o *sdk.Object, operation string, parameters sdk.Given, kind string) *sdk.Object {
	kept := make(map[string]symbolic.Set)
	for _, f := range parameters.Fields {
		if len(f.Value.Text) > 0 {
			kept[f.Name] = f.Value.Text
		}
	}
	return &sdk.Object{Kind: kind, Service: o.Service, Name: operation, Foreign: o.Foreign, Data: true, Arguments: kept}
}

// calls are the calls of one operation: one with the arguments that are always there, one with all that may be.
func (i *idioms) calls(o *sdk.Object, operation string, parameters sdk.Given, via string) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	open := parameters.Open || len(parameters.Text) > 0 || len(parameters.Values) > 0 || len(parameters.Objects) > 0 || parameters.Unknown != ""
	for _, fields := range (sdk.Arguments{Named: parameters.Fields}).Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range fields {
			if f.Name == "" || f.Name[0] == '@' || isNone(f.Value) { // options of the SDK
				continue
			}
			c.Open = sdk.Flatten(c.Arguments, f.Name, listed(f.Value)) || c.Open
		}
		calls = append(calls, c)
	}
	return calls
}

func isNone(g sdk.Given) bool {
	return g.None && len(g.Text) == 0 && len(g.Fields) == 0 && len(g.Items) == 0 && g.Unknown == ""
}

// listed is a value in which maps whose keys are not known, or numbers, are lists.
func listed(g sdk.Given) sdk.Given {
	all := g
	all.Fields, all.Items, all.Values = nil, nil, nil
	for _, f := range g.Fields {
		if f.Name != "" && strings.Trim(f.Name, "0123456789") == "" {
			all.Items = append(all.Items, listed(f.Value))
			continue
		}
		all.Fields = append(all.Fields, sdk.Field{Name: f.Name, Value: listed(f.Value), Maybe: f.Maybe})
	}
	for _, item := range g.Items {
		all.Items = append(all.Items, listed(item))
	}
	for _, v := range g.Values {
		if isNumber(g.Keys) {
			all.Items = append(all.Items, listed(v))
		} else {
			all.Values = append(all.Values, listed(v))
		}
	}
	if isNumber(g.Keys) {
		all.Keys = nil
	}
	return all
}

// isNumber says that keys are those of items that were added without one.
func isNumber(keys symbolic.Set) bool {
	for _, choice := range keys {
		for _, part := range choice.Value {
			if part.Kind != symbolic.Unknown {
				return false
			}
		}
	}
	return true
}
