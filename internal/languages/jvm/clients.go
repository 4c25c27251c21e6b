package jvm

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// clientStatic is a static method of a client's class, or of its builder's: it gives a client, or a builder of one.
func (i *idioms) clientStatic(o *sdk.Object, name string, args sdk.Arguments) sdk.Effect {
	of, class, _ := named(o)
	made := *o
	made.Name = string(of) + " " + strings.TrimSuffix(class, "Builder")
	switch name {
	case "waiter", "waiters":
		return sdk.Gives(with(&made, kindClient, ""))
	case "batchManager":
		made.Name = string(of) + " batchmanager.SqsAsyncBatchManager"
		return sdk.Gives(with(&made, kindClient, ""))
	case "builder", "standard":
		return i.newRecord(&made)
	case "new", "invoke", "fromEnvironment":
		if of == serviceref.Kotlin && !filled(args) {
			return sdk.Effect{Fill: with(&made, kindRecord, ""), Results: []*sdk.Object{with(&made, kindClient, "")}}
		}
		if strings.HasSuffix(class, "Builder") {
			return i.newRecord(&made)
		}
	}
	if strings.HasPrefix(name, "default") || name == "create" || name == "new" || name == "invoke" || name == "fromEnvironment" || name == "getCache" {
		return i.client(&made, settings(args))
	}
	e := sdk.Plain("what " + last(class) + "." + name + " gives")
	return e
}

// filled says that a closure among the arguments has filled a record.
func filled(args sdk.Arguments) bool {
	for _, g := range args.Positional {
		if _, ok := recordOf(g); ok {
			return true
		}
	}
	return false
}

// settings are what a client is made with: the fields of its builder, and arguments.
func settings(args sdk.Arguments) (fields []sdk.Field) {
	for _, g := range args.Positional {
		if _, ok := recordOf(g); ok {
			fields = append(fields, g.Fields...)
		} else {
			fields = append(fields, sdk.Field{Value: g})
		}
	}
	return append(fields, args.Named...)
}

// recordOf is the record that a value is.
func recordOf(g sdk.Given) (*sdk.Object, bool) {
	for _, o := range g.Objects {
		if o.Kind == kindRecord {
			return o, true
		}
	}
	return nil, false
}

// client is a client with these settings: once for each of those whose it may be.
func (i *idioms) client(o *sdk.Object, fields []sdk.Field) sdk.Effect {
	w := sdk.Owner{Own: true}
	for _, f := range fields {
		by := ownerOf(f)
		if f.Maybe {
			by.Own = true
		}
		w = w.Or(by)
	}
	made := with(o, kindClient, "")
	made.Arguments = nil
	if set := tableOf(fields); set != nil {
		made.Arguments = map[string]symbolic.Set{"TableName": set}
	}
	return sdk.Gives(w.Of(made, o.Foreign)...)
}

// tableOf is the table that a library is set up with.
func tableOf(fields []sdk.Field) symbolic.Set {
	for _, f := range fields {
		if strings.EqualFold(f.Name, "tableName") && len(f.Value.Text) > 0 {
			return f.Value.Text
		}
	}
	return nil
}

// build is what a builder's build method gives, of which it is the first argument.
func (i *idioms) build(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	of, class, _ := named(o)
	bare := &sdk.Object{Kind: kindType, Service: o.Service, Name: string(of) + " " + class, Foreign: o.Foreign}
	if role(of, class) == roleCredentials {
		return i.credentials(bare, args)
	}
	e := i.client(bare, settings(args))
	if listed, ok := i.tables.Library(of, last(class)); ok { // it makes calls by itself
		for _, made := range e.Results {
			for _, c := range listed {
				fields := []sdk.Field{{Name: "TableName", Value: sdk.Given{Text: made.Arguments["TableName"]}}}
				e.Calls = append(e.Calls, calls(&sdk.Object{Service: c.Client, Foreign: made.Foreign}, c.Operation, fields, false, last(class))...)
			}
		}
	}
	return e
}

// ownerOf tells whose calls they are from one setting: credentials, an endpoint, another client.
func ownerOf(f sdk.Field) sdk.Owner {
	w := sdk.Owner{}
	for _, o := range f.Value.Objects {
		switch {
		case o.Kind == kindRecord:
			for _, inner := range f.Value.Fields {
				if by := ownerOf(inner); by.Others {
					return by
				}
			}
			w.Own = true
		case (o.Kind == kindClient || o.Kind == kindCredentials) && o.Foreign:
			w.Others = true
		default:
			w.Own = true
		}
	}
	if (strings.Contains(strings.ToLower(f.Name), "endpoint") || f.Name == "") && len(f.Value.Objects) == 0 {
		for _, choice := range f.Value.Text {
			if sdk.Elsewhere(choice.Value) {
				w.Others = true
			} else {
				w.Own = true
			}
		}
	}
	if !w.Others {
		w.Own = true
	}
	return w
}

// owns are how the names of providers begin that find the function's own credentials.
var owns = []string{"Default", "Environment", "Container", "InstanceProfile", "EC2Container", "SystemProperty", "AwsCredentialsProviderChain", "LazyAwsCredentials"}

// credentials are the function's own or others, by the name of what provides them. Taking a role is a call.
func (i *idioms) credentials(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	of, class, member := named(o)
	name := last(class)
	if name == "Builder" {
		steps := strings.Split(class, ".")
		name = steps[max(len(steps)-2, 0)]
	}
	made := &sdk.Object{Kind: kindCredentials, Service: o.Service, Name: string(of) + " " + class, Foreign: true}
	for _, known := range owns {
		if strings.HasPrefix(name, known) {
			made.Foreign = false
		}
	}
	if !strings.Contains(name, "AssumeRole") || member != "" && member != "builder" {
		return sdk.Gives(made)
	}
	if !filled(args) && (member == "builder" || last(class) == "Builder") {
		e := i.newRecord(&sdk.Object{Kind: kindType, Service: o.Service, Name: string(of) + " " + class, Foreign: o.Foreign})
		e.Fills = []string{"RoleArn", "RoleSessionName"}
		return e
	}
	call := sdk.Call{Service: "sts", Operation: "AssumeRole", Via: name, Arguments: map[string]symbolic.Set{}}
	if strings.Contains(name, "WebIdentity") {
		call.Operation = "AssumeRoleWithWebIdentity"
	}
	call.Open = true
	for _, f := range settings(args) {
		if f.Name == "RoleArn" {
			sdk.Flatten(call.Arguments, f.Name, f.Value)
		}
		for _, inner := range f.Value.Fields { // refreshRequest
			if inner.Name == "RoleArn" {
				sdk.Flatten(call.Arguments, inner.Name, inner.Value)
			}
		}
	}
	if len(args.Positional) > 0 && len(args.Positional[0].Text) > 0 {
		sdk.Flatten(call.Arguments, "RoleArn", args.Positional[0])
	}
	return sdk.Effect{Results: []*sdk.Object{made}, Calls: []sdk.Call{call}}
}

// quietMethods are methods that clients have beside their operations, which make no calls.
var quietMethods = map[string]bool{
	"close": true, "shutdown": true, "shutdownNow": true, "serviceName": true, "serviceMetadata": true, "serviceClientConfiguration": true,
	"toString": true, "hashCode": true, "equals": true, "getClass": true, "getUrl": true, "getResourceUrl": true, "utilities": true,
	"setRegion": true, "setEndpoint": true, "getRegion": true, "getRegionName": true, "getCachedResponseMetadata": true, "config": true,
	"generateTableMapper": true, "marshallIntoObject": true, "marshallIntoObjects": true, "getTransferManagerConfiguration": true, "getS3ClientOptions": true,
	"setS3ClientOptions": true, "newCopyRequest": true, "parseUri": true, "parseS3Uri": true, "getTableModel": true, "tableSchema": true, "getAmazonS3Client": true,
}

// settled are methods of clients of Java's first SDK that set something and give the client.
var settled = map[string]bool{"withRegion": true, "withEndpoint": true}

// clientMember is a method of a client, or something that it makes.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	of, class, _ := named(o)
	switch {
	case quietMethods[name]:
		return sdk.Plain("a member of every client")
	case name == "waiter" || name == "batchManager" || name == "waiters":
		return sdk.Gives(with(o, kindStatic, name))
	case makers[last(class)] || of == serviceref.Java1 && settled[name]:
		return sdk.Gives(with(o, kindMethod, name))
	case o.Service == "":
		return sdk.NotFollowed(o, "the service of the client "+last(class)+" is not known")
	}
	if _, ok := i.tables.OperationOf(of, o.Service, name); ok || special[name] {
		return sdk.Gives(with(o, kindMethod, name))
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
}

// special are methods of clients that are no operation by their name.
var special = map[string]bool{"generatePresignedUrl": true}
