package python

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// make makes a session, client or resource.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Name {
	case "session":
		return gives(owned(&sdk.Object{Kind: kindSession}, credentials(args, 0), o.Foreign)...)
	case "credentials":
		return gives(as(o, kindCredentials, ""))
	}
	if s, ok := signers[o.Name]; ok {
		return i.signer(s, args)
	}
	service, _ := args.At(0, "service_name")
	names, all := knownTexts(service)
	if !all {
		names = append(names, "")
	}
	whose := credentials(args, 6).or(endpoint(args))
	e := sdk.Effect{}
	for _, name := range names {
		e.Results = append(e.Results, owned(&sdk.Object{Kind: o.Name, Service: name}, whose, o.Foreign)...)
	}
	return e
}

// serviceAt is the position and the name of an argument that names a service.
type serviceAt struct {
	position int
	name     string
}

// signers are the makers of signatures, by what makers has of them: which argument names the service that a request is for.
var signers = map[string]serviceAt{
	"signer": {1, "service_name"}, "AWS4Auth": {3, ""}, "BotoAWSRequestsAuth": {2, "aws_service"}, "AWSRequestsAuth": {4, "aws_service"},
	"AWSSigV4": {0, "service"}, "search signer": {2, "service"},
}

// signer signs requests to a service with the function's credentials.
func (i *idioms) signer(s serviceAt, args sdk.Arguments) sdk.Effect {
	e := plain("a signature")
	service, _ := args.At(s.position, s.name)
	names, all := knownTexts(service)
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

// or is for two reasons to be somebody else's.
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

// credentials tells from the access key whose calls they are.
func credentials(args sdk.Arguments, position int) whose {
	key, given := args.At(position, "aws_access_key_id")
	if !given {
		return whose{own: true}
	}
	w := whose{own: key.None}
	for _, choice := range key.Text {
		if isEnv(choice.Value, "AWS_ACCESS_KEY_ID") {
			w.own = true
		} else {
			w.others = true
		}
	}
	if !w.own && !w.others {
		w.others = true
	}
	return w
}

func isEnv(v symbolic.Value, name string) bool {
	return len(v) == 1 && v[0].Kind == symbolic.Env && v[0].Text == name
}

// endpoint tells from a literal endpoint whether it is AWS. One that comes from elsewhere is taken for AWS's.
func endpoint(args sdk.Arguments) whose {
	url, given := args.At(5, "endpoint_url")
	if !given {
		return whose{own: true}
	}
	w := whose{own: url.None || len(url.Text) == 0}
	for _, choice := range url.Text {
		if elsewhere(choice.Value) {
			w.others = true
		} else {
			w.own = true
		}
	}
	return w
}

// elsewhere says that a URL certainly leads to a host that is not AWS's.
func elsewhere(url symbolic.Value) bool {
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
	return host != "" && !strings.HasSuffix(host, ".amazonaws.com") && !strings.HasSuffix(host, ".amazonaws.com.cn") &&
		!strings.HasSuffix(host, ".api.aws") && !strings.HasSuffix(host, ".on.aws")
}

// ownMethods are methods of every client that are no operations; those that are not named here are looked for in serviceref.
var ownMethods = map[string]bool{
	"get_paginator": true, "get_waiter": true, "generate_presigned_url": true,
}

// clientMember is an operation, a helper, or one of the things that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	switch name {
	case "meta":
		return gives(as(o, kindMeta, ""))
	case "exceptions", "waiter_names", "can_paginate", "close", "__class__", "__name__":
		return plain("a member of every client")
	}
	if o.Service == "" {
		return unknown(o, "the service of the client is not known")
	}
	_, operation := i.tables.Method(o.Service, name)
	_, helper := i.tables.Helper(o.Service, name)
	if operation || helper || ownMethods[name] {
		return gives(as(o, kindMethod, name))
	}
	return unknown(o, o.Service+" has no operation "+name+" that is known")
}

// method calls a method of a client.
func (i *idioms) method(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Name {
	case "get_paginator":
		return i.named(o, args, "operation_name", kindPaginator, i.tables.Paginator)
	case "get_waiter":
		return i.named(o, args, "waiter_name", kindWaiter, i.tables.Waiter)
	case "generate_presigned_url":
		return i.presigned(o, args)
	}
	if h, ok := i.tables.Helper(o.Service, o.Name); ok {
		return i.help(o, h, args)
	}
	operation, _ := i.tables.Method(o.Service, o.Name)
	return i.operation(o, operation, args)
}

// named makes a paginator or waiter of the operation behind its name.
func (i *idioms) named(o *sdk.Object, args sdk.Arguments, parameter, kind string, find func(client, name string) (string, bool)) sdk.Effect {
	name, _ := args.At(0, parameter)
	names, all := knownTexts(name)
	e := sdk.Effect{}
	for _, name := range names {
		operation, ok := find(o.Service, name)
		if !ok {
			all = false
			continue
		}
		e.Results = append(e.Results, &sdk.Object{Kind: kind, Service: o.Service, Name: operation, Foreign: o.Foreign})
	}
	if !all {
		lost := unknown(o, "the name of the "+kind+" is not known")
		e.Unknown, e.Plain, e.Reason = lost.Unknown, true, lost.Reason
	}
	return e
}

// presigned is a URL that allows a call with the permissions of the signer.
func (i *idioms) presigned(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	method, _ := args.At(0, "ClientMethod")
	params, _ := args.At(1, "Params")
	names, all := knownTexts(method)
	e := plain("a presigned URL")
	for _, name := range names {
		operation, ok := i.tables.Method(o.Service, name)
		if !ok {
			all = false
			continue
		}
		inner := sdk.Arguments{Named: params.Fields, Open: params.Open || len(params.Text) > 0}
		e.Calls = append(e.Calls, i.calls(o, operation, inner, o.Name)...)
	}
	if !all {
		e.Unknown = unknown(o, "the operation that a URL is signed for is not known").Unknown
	}
	return e
}

// operation calls an API operation; skip names arguments that the SDK keeps for itself.
func (i *idioms) operation(o *sdk.Object, operation string, args sdk.Arguments, skip ...string) sdk.Effect {
	var named []sdk.Field
	for _, f := range args.Named {
		if len(skip) == 0 || f.Name != skip[0] {
			named = append(named, f)
		}
	}
	args.Named = named
	calls := i.calls(o, operation, args, "")
	response := i.response(o, operation, args)
	return sdk.Effect{Calls: calls, Results: []*sdk.Object{response}}
}

func (i *idioms) response(o *sdk.Object, operation string, args sdk.Arguments) *sdk.Object {
	kept := make(map[string]symbolic.Set)
	for _, f := range args.Named {
		if len(f.Value.Text) > 0 {
			kept[f.Name] = f.Value.Text
		}
	}
	for name, set := range o.Arguments {
		kept[name] = set
	}
	return &sdk.Object{Kind: kindResponse, Service: o.Service, Name: operation, Foreign: o.Foreign, Data: true, Arguments: kept}
}

// calls are the calls of one operation: one with the arguments that are always there, one with all that may be.
func (i *idioms) calls(o *sdk.Object, operation string, args sdk.Arguments, via string) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	for _, fields := range args.Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: args.Open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range fields {
			if f.Value.None && len(f.Value.Text) == 0 && len(f.Value.Fields) == 0 && len(f.Value.Items) == 0 && f.Value.Unknown == "" {
				continue
			}
			c.Open = sdk.Flatten(c.Arguments, f.Name, copySource(f)) || c.Open
		}
		calls = append(calls, c)
	}
	return calls
}

// copySource is an argument as it is sent: the SDK writes a source that is given as a dictionary as bucket/key.
func copySource(f sdk.Field) sdk.Given {
	members := sdk.Arguments{Named: f.Value.Fields}
	bucket, hasBucket := members.Get("Bucket")
	key, hasKey := members.Get("Key")
	if f.Name != "CopySource" || !hasBucket || !hasKey || len(bucket.Text) == 0 || len(key.Text) == 0 {
		return f.Value
	}
	return sdk.Given{Text: symbolic.Join(bucket.Text, symbolic.Certain(symbolic.Text("/")), key.Text)}
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
