package python

import (
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// make makes a session, client or resource.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Name {
	case "session":
		return sdk.Gives(credentials(args, 0).Of(&sdk.Object{Kind: kindSession}, o.Foreign)...)
	case "credentials":
		return sdk.Gives(o.As(kindCredentials, ""))
	}
	if s, ok := signers[o.Name]; ok {
		return i.signer(s, args)
	}
	service, _ := args.At(0, "service_name")
	names, all := service.Known()
	if !all {
		names = append(names, "")
	}
	whose := credentials(args, 6).Or(endpoint(args))
	e := sdk.Effect{}
	for _, name := range names {
		e.Results = append(e.Results, whose.Of(&sdk.Object{Kind: o.Name, Service: name}, o.Foreign)...)
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
	e := sdk.Plain("a signature")
	service, _ := args.At(s.position, s.name)
	names, all := service.Known()
	if !all {
		names = []string{""}
	}
	for _, name := range names {
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: name, Reason: "requests are signed with the function's credentials"})
	}
	return e
}

// credentials tells from the access key whose calls they are.
func credentials(args sdk.Arguments, position int) sdk.Owner {
	key, given := args.At(position, "aws_access_key_id")
	if !given {
		return sdk.Owner{Own: true}
	}
	return sdk.OfKey(key)
}

// endpoint tells from the endpoint whose calls they are.
func endpoint(args sdk.Arguments) sdk.Owner {
	url, given := args.At(5, "endpoint_url")
	if !given {
		return sdk.Owner{Own: true}
	}
	return sdk.OfEndpoint(url)
}

// ownMethods are methods of every client that are no operations; those that are not named here are looked for in serviceref.
var ownMethods = map[string]bool{
	"get_paginator": true, "get_waiter": true, "generate_presigned_url": true,
}

// clientMember is an operation, a helper, or one of the things that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	switch name {
	case "meta":
		return sdk.Gives(o.As(kindMeta, ""))
	case "exceptions", "waiter_names", "can_paginate", "close", "__class__", "__name__":
		return sdk.Plain("a member of every client")
	}
	if o.Service == "" {
		return sdk.NotFollowed(o, "the service of the client is not known")
	}
	_, operation := i.tables.Method(o.Service, name)
	_, helper := i.tables.Helper(o.Service, name)
	if operation || helper || ownMethods[name] {
		return sdk.Gives(o.As(kindMethod, name))
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
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
	names, all := name.Known()
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
		lost := sdk.NotFollowed(o, "the name of the "+kind+" is not known")
		e.Unknown, e.Plain, e.Reason = lost.Unknown, true, lost.Reason
	}
	return e
}

// presigned is a URL that allows a call with the permissions of the signer.
func (i *idioms) presigned(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	method, _ := args.At(0, "ClientMethod")
	params, _ := args.At(1, "Params")
	names, all := method.Known()
	e := sdk.Plain("a presigned URL")
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
		e.Unknown = sdk.NotFollowed(o, "the operation that a URL is signed for is not known").Unknown
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
