package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// make makes a client, a resource, credentials or something of a library.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	args = unfolded(args)
	_, typ := cutLast(o.Name, "::")
	switch {
	case o.Name == "Aws::Sigv4::Signer":
		return i.signer(args)
	case strings.HasPrefix(o.Name, "Aws::") && o.Service == "":
		return i.makeCredentials(o, typ, args)
	case strings.HasSuffix(o.Name, "::EncryptionV2::Client"), strings.HasSuffix(o.Name, "::Encryption::Client"), strings.HasSuffix(o.Name, "::EncryptionV3::Client"):
		e := sdk.Gives(whoseOf(args).Of(&sdk.Object{Kind: kindClient, Service: o.Service}, o.Foreign)...)
		e.Unknown = []sdk.Unknown{{Service: "kms", Reason: "objects are encrypted by a client, with keys that are not followed"}}
		return e
	case typ == "Client":
		return sdk.Gives(whoseOf(args).Of(&sdk.Object{Kind: kindClient, Service: o.Service}, o.Foreign)...)
	case typ == "Resource":
		return sdk.Gives(whoseOf(args).Of(&sdk.Object{Kind: kindResource, Service: o.Service}, o.Foreign)...)
	}
	if m, ok := i.tables.Resource(o.Service, typ); ok {
		return i.makeResource(o, m, args)
	}
	return sdk.Gives(whoseOf(args).Of(&sdk.Object{Kind: kindObject, Service: o.Service, Name: o.Name}, o.Foreign)...)
}

func cutLast(s, separator string) (before, after string) {
	if at := strings.LastIndex(s, separator); at >= 0 {
		return s[:at], s[at+len(separator):]
	}
	return "", s
}

// unfolded takes a hash at the end of the arguments for named ones, as the SDK does.
func unfolded(args sdk.Arguments) sdk.Arguments {
	last := len(args.Positional) - 1
	if last < 0 || !isHash(args.Positional[last]) {
		return args
	}
	hash := args.Positional[last]
	all := sdk.Arguments{Positional: args.Positional[:last], Open: args.Open || hash.Open || len(hash.Text) > 0}
	all.Named = append(append(all.Named, hash.Fields...), args.Named...)
	return all
}

// isHash says that a value may be a hash of options.
func isHash(g sdk.Given) bool {
	return len(g.Fields) > 0 || g.Open || len(g.Values) > 0 || len(g.Text) == 0 && len(g.Objects) == 0 && len(g.Items) == 0 && g.Unknown == ""
}

// makeCredentials makes credentials: those of a role that is assumed are another's, and assuming it is a call.
func (i *idioms) makeCredentials(o *sdk.Object, typ string, args sdk.Arguments) sdk.Effect {
	switch {
	case typ == "AssumeRoleCredentials":
		e := sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
		e.Calls = i.calls(&sdk.Object{Service: "sts"}, "AssumeRole", args, typ)
		return e
	case typ == "Credentials" || typ == "StaticCredentialsProvider":
		key, _ := args.At(0, "access_key_id")
		return sdk.Gives(sdk.OfKey(key).Of(&sdk.Object{Kind: kindCredentials}, false)...)
	case strings.HasSuffix(typ, "Credentials"):
		return sdk.Gives(&sdk.Object{Kind: kindCredentials})
	}
	return sdk.Plain("a value of the SDK")
}

// signer signs requests to a service with the function's credentials.
func (i *idioms) signer(args sdk.Arguments) sdk.Effect {
	service, _ := args.Get("service")
	names, all := service.Known()
	e := sdk.Plain("a signer")
	if !all {
		names = []string{""}
	}
	for _, name := range names {
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: name, Reason: "requests are signed with the function's credentials"})
	}
	return e
}

// whoseOf tells from the options of a client whose calls it makes.
func whoseOf(args sdk.Arguments) sdk.Owner {
	w := sdk.Owner{Own: true}
	if key, given := args.Get("access_key_id"); given {
		w = w.Or(sdk.OfKey(key))
	}
	if credentials, given := args.Get("credentials"); given {
		w = w.Or(ofObjects(credentials.Objects, credentials.None || len(credentials.Text) > 0 || credentials.Unknown != ""))
	}
	if client, given := args.Get("client"); given {
		w = w.Or(ofObjects(client.Objects, len(client.Objects) == 0))
	}
	if url, given := args.Get("endpoint"); given {
		w = w.Or(sdk.OfEndpoint(url))
	}
	if stubs, given := args.Get("stub_responses"); given && isTrue(stubs) {
		w = sdk.Owner{Others: true}
	}
	return w
}

func isTrue(g sdk.Given) bool {
	text, ok := knownText(g.Text)
	return ok && text == "True"
}

// ofObjects tells from credentials or a client; otherwise says that it may be the function's without them. What a call gave is another's credentials.
func ofObjects(objects []*sdk.Object, otherwise bool) (w sdk.Owner) {
	for _, o := range objects {
		if o.Foreign || o.Kind == kindResponse {
			w.Others = true
		} else {
			w.Own = true
		}
	}
	w.Own = w.Own || otherwise && len(objects) == 0
	return w
}

// clientMember is an operation, or one of the methods that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	switch name {
	case "config", "operation_names", "operation", "class", "stub_responses", "api_requests", "waiter_names":
		return sdk.Plain("a member of every client")
	case "wait_until":
		return sdk.Gives(o.As(kindMethod, name))
	}
	if _, ok := i.tables.OperationOf(serviceref.Ruby, o.Service, name); ok {
		return sdk.Gives(o.As(kindMethod, name))
	}
	if o.Service == "" {
		return sdk.NotFollowed(o, "the service of the client is not known")
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
}

// method calls a method of a client.
func (i *idioms) method(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	if o.Name == "wait_until" {
		return i.wait(o, args)
	}
	operation, _ := i.tables.OperationOf(serviceref.Ruby, o.Service, o.Name)
	args = unfolded(args)
	return sdk.Effect{Calls: i.calls(o, operation, args, ""), Results: []*sdk.Object{i.response(o, operation, args)}}
}

// wait calls the operation of a waiter until it says what is waited for.
func (i *idioms) wait(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	name, _ := args.At(0, "")
	names, all := name.Known()
	e := sdk.Effect{}
	args = unfolded(args)
	for _, name := range names {
		operation, ok := i.tables.Waiter(o.Service, name)
		if !ok {
			all = false
			continue
		}
		e.Calls = append(e.Calls, i.calls(o, operation, args, "")...)
		e.Results = append(e.Results, i.response(o, operation, args))
	}
	if !all {
		lost := sdk.NotFollowed(o, "the name of the waiter is not known")
		e.Unknown, e.Plain, e.Reason = lost.Unknown, true, lost.Reason
	}
	return e
}

func (i *idioms) response(o *sdk.Object, operation string, args sdk.Arguments) *sdk.Object {
	kept := make(map[string]symbolic.Set)
	for _, f := range i.sent(o.Service, operation, args).Named {
		if len(f.Value.Text) > 0 {
			kept[f.Name] = f.Value.Text
		}
	}
	return &sdk.Object{Kind: kindResponse, Service: o.Service, Name: operation, Foreign: o.Foreign, Data: true, Arguments: kept}
}

// calls are the calls of one operation: one with the arguments that are always there, one with all that may be.
func (i *idioms) calls(o *sdk.Object, operation string, args sdk.Arguments, via string) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	args = i.sent(o.Service, operation, args)
	for _, fields := range args.Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: args.Open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range fields {
			if f.Value.None && len(f.Value.Text) == 0 && len(f.Value.Fields) == 0 && len(f.Value.Items) == 0 && f.Value.Unknown == "" {
				continue
			}
			c.Open = sdk.Flatten(c.Arguments, f.Name, f.Value) || c.Open
		}
		calls = append(calls, c)
	}
	return calls
}

// sent is the arguments by the API's own names: bucket is Bucket. What is no member of the operation's input is an option of the SDK.
func (i *idioms) sent(client, operation string, args sdk.Arguments) sdk.Arguments {
	members := make(map[string]string)
	for _, name := range i.tables.Input(client, operation) {
		members[letters(name)] = name
	}
	all := sdk.Arguments{Open: args.Open}
	maps := i.keyed(client, operation)
	for _, f := range args.Named {
		name := members[letters(f.Name)]
		if name == "" && len(members) > 0 {
			continue
		}
		if name == "" {
			name = camel(f.Name)
		}
		all.Named = append(all.Named, sdk.Field{Name: name, Value: membersOf(f.Value, maps[name]), Maybe: f.Maybe})
	}
	return all
}

// keyed are the members of an operation's input that are maps whose keys name resources.
func (i *idioms) keyed(client, operation string) map[string]bool {
	all := make(map[string]bool)
	op, _ := i.tables.Operation(client, operation)
	for _, need := range op.Needs {
		for _, binding := range need.Resources {
			for _, path := range binding.Arguments() {
				all[path] = true
			}
		}
	}
	return all
}

// membersOf is a value with the names of its members as the API has them; of a map that is keyed by names these stay.
func membersOf(g sdk.Given, keyed bool) sdk.Given {
	named := g
	named.Fields, named.Items, named.Values = nil, nil, nil
	for _, f := range g.Fields {
		name := f.Name
		if !keyed {
			name = camel(name)
		}
		named.Fields = append(named.Fields, sdk.Field{Name: name, Value: membersOf(f.Value, false), Maybe: f.Maybe})
	}
	for _, item := range g.Items {
		named.Items = append(named.Items, membersOf(item, false))
	}
	for _, v := range g.Values {
		named.Values = append(named.Values, membersOf(v, false))
	}
	return named
}

// camel is a name as the API writes it: version_id is VersionId. What is no name in small letters stays.
func camel(name string) string {
	if name == "" || strings.ToLower(name) != name || strings.ContainsAny(name, " -./:#$") {
		return name
	}
	var b strings.Builder
	for _, word := range strings.Split(name, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}
