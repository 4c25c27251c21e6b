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
		e := gives(owned(&sdk.Object{Kind: kindClient, Service: o.Service}, whoseOf(args), o.Foreign)...)
		e.Unknown = []sdk.Unknown{{Service: "kms", Reason: "objects are encrypted by a client, with keys that are not followed"}}
		return e
	case typ == "Client":
		return gives(owned(&sdk.Object{Kind: kindClient, Service: o.Service}, whoseOf(args), o.Foreign)...)
	case typ == "Resource":
		return gives(owned(&sdk.Object{Kind: kindResource, Service: o.Service}, whoseOf(args), o.Foreign)...)
	}
	if m, ok := i.tables.Resource(o.Service, typ); ok {
		return i.makeResource(o, m, args)
	}
	return gives(owned(&sdk.Object{Kind: kindObject, Service: o.Service, Name: o.Name}, whoseOf(args), o.Foreign)...)
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
		e := gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
		e.Calls = i.calls(&sdk.Object{Service: "sts"}, "AssumeRole", args, typ)
		return e
	case typ == "Credentials" || typ == "StaticCredentialsProvider":
		key, _ := args.At(0, "access_key_id")
		return gives(owned(&sdk.Object{Kind: kindCredentials}, keyOf(key), false)...)
	case strings.HasSuffix(typ, "Credentials"):
		return gives(&sdk.Object{Kind: kindCredentials})
	}
	return plain("a value of the SDK")
}

// signer signs requests to a service with the function's credentials.
func (i *idioms) signer(args sdk.Arguments) sdk.Effect {
	service, _ := args.Get("service")
	names, all := knownTexts(service)
	e := plain("a signer")
	if !all {
		names = []string{""}
	}
	for _, name := range names {
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: name, Reason: "requests are signed with the function's credentials"})
	}
	return e
}

// whose says whose calls a client makes: the function's, somebody else's (or to somebody else than AWS), or it cannot be told: both.
type whose struct{ own, others bool }

func (w whose) or(other whose) whose {
	return whose{own: w.own && other.own, others: w.others || other.others}
}

// owned is the object, once for each of those whose it may be.
func owned(o *sdk.Object, w whose, foreign bool) (objects []*sdk.Object) {
	if w.own && !foreign {
		objects = append(objects, o)
	}
	if w.others || foreign {
		other := *o
		other.Foreign = true
		objects = append(objects, &other)
	}
	return objects
}

// whoseOf tells from the options of a client whose calls it makes.
func whoseOf(args sdk.Arguments) whose {
	w := whose{own: true}
	if key, given := args.Get("access_key_id"); given {
		w = w.or(keyOf(key))
	}
	if credentials, given := args.Get("credentials"); given {
		w = w.or(ofObjects(credentials.Objects, credentials.None || len(credentials.Text) > 0 || credentials.Unknown != ""))
	}
	if client, given := args.Get("client"); given {
		w = w.or(ofObjects(client.Objects, len(client.Objects) == 0))
	}
	if url, given := args.Get("endpoint"); given {
		w = w.or(endpoint(url))
	}
	if stubs, given := args.Get("stub_responses"); given && isTrue(stubs) {
		w = whose{others: true}
	}
	return w
}

func isTrue(g sdk.Given) bool {
	text, ok := knownText(g.Text)
	return ok && text == "True"
}

// ofObjects tells from credentials or a client; otherwise says that it may be the function's without them. What a call gave is another's credentials.
func ofObjects(objects []*sdk.Object, otherwise bool) (w whose) {
	for _, o := range objects {
		if o.Foreign || o.Kind == kindResponse {
			w.others = true
		} else {
			w.own = true
		}
	}
	w.own = w.own || otherwise && len(objects) == 0
	return w
}

// keyOf tells from an access key whose calls they are.
func keyOf(key sdk.Given) whose {
	w := whose{own: key.None}
	for _, choice := range key.Text {
		if len(choice.Value) == 1 && choice.Value[0].Kind == symbolic.Env && choice.Value[0].Text == "AWS_ACCESS_KEY_ID" {
			w.own = true
		} else {
			w.others = true
		}
	}
	if !w.own {
		w.others = true
	}
	return w
}

// endpoint tells from a literal endpoint whether it is AWS. One that comes from elsewhere is taken for AWS's.
func endpoint(url sdk.Given) whose {
	w := whose{own: url.None || len(url.Text) == 0}
	for _, choice := range url.Text {
		if isElsewhere(choice.Value) {
			w.others = true
		} else {
			w.own = true
		}
	}
	return w
}

// isElsewhere says that a URL certainly leads to a host that is not AWS's.
func isElsewhere(url symbolic.Value) bool {
	if len(url) == 0 || url[0].Kind != symbolic.Literal {
		return false
	}
	_, host, ok := strings.Cut(url[0].Text, "://")
	end := strings.IndexAny(host, ":/")
	if !ok || end < 0 && len(url) > 1 {
		return false
	}
	if end >= 0 {
		host = host[:end]
	}
	for _, own := range []string{".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".on.aws"} {
		if strings.HasSuffix(host, own) {
			return false
		}
	}
	return host != ""
}

// clientMember is an operation, or one of the methods that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	switch name {
	case "config", "operation_names", "operation", "class", "stub_responses", "api_requests", "waiter_names":
		return plain("a member of every client")
	case "wait_until":
		return gives(as(o, kindMethod, name))
	}
	if _, ok := i.tables.OperationOf(serviceref.Ruby, o.Service, name); ok {
		return gives(as(o, kindMethod, name))
	}
	if o.Service == "" {
		return unknown(o, "the service of the client is not known")
	}
	return unknown(o, o.Service+" has no operation "+name+" that is known")
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
	names, all := knownTexts(name)
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
		lost := unknown(o, "the name of the waiter is not known")
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

// echo is a member of a response that the request tells: nil where it does not.
func echo(operation, member string, request map[string]symbolic.Set) symbolic.Set {
	if operation == "GetCallerIdentity" && member == "Account" {
		return pseudo("AWS::AccountId")
	}
	for _, row := range echoes {
		if row.operation == operation && row.member == member && len(request[row.argument]) > 0 {
			if row.begins {
				return symbolic.Join(request[row.argument], symbolic.Any("what follows the prefix"))
			}
			return request[row.argument]
		}
	}
	return nil
}

// echoes are members of responses that are, or begin with, an argument of the request. A queue's name stands for its URL.
var echoes = []struct {
	operation, member, argument string
	begins                      bool
}{
	{"GetQueueUrl", "QueueUrl", "QueueName", false},
	{"CreateQueue", "QueueUrl", "QueueName", false},
	{"CreateTopic", "TopicArn", "Name", false},
	{"ListObjectsV2", "Key", "Prefix", true},
	{"ListObjects", "Key", "Prefix", true},
	{"ListObjectVersions", "Key", "Prefix", true},
}
