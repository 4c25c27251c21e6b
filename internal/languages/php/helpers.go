package php

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// quietClasses are classes of the SDK that call nothing by themselves.
var quietClasses = map[string]bool{
	"Marshaler": true, "BinaryValue": true, "SetValue": true, "NumberValue": true, "Result": true, "Command": true, "Message": true,
	"MessageValidator": true, "UrlSigner": true, "CookieSigner": true, "HandlerList": true, "Middleware": true, "MockHandler": true, "History": true,
	"LruArrayCache": true, "Psr16CacheAdapter": true, "PsrCacheAdapter": true, "DoctrineCacheAdapter": true, "AwsException": true,
	"PostObject": true, "Signer": true, "TraceMiddleware": true, "Configuration": true,
}

// makeObject makes something of the SDK that is no client: an uploader, a session handler.
func (i *idioms) makeObject(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	if quietClasses[o.Name] || strings.HasSuffix(o.Name, "Exception") || strings.HasSuffix(o.Name, "Error") {
		return sdk.Plain("a value of the SDK")
	}
	made := o.As(kindObject, o.Name)
	if made.Service == "" {
		made.Service = "s3"
	}
	client, _ := args.At(0, "$client")
	for _, c := range client.Objects {
		made.Foreign = made.Foreign || c.Foreign
	}
	made.Arguments = i.placed(o.Name, args)
	e := sdk.Gives(made)
	switch {
	case o.Name == "PostObjectV4":
		e.Calls = direct(made, "PutObject", o.Name)
	case o.Name == "Transfer":
		return sdk.NotFollowed(made, "what a transfer copies is not followed")
	default:
		rows, ok := i.tables.Library(serviceref.PHP, o.Name)
		for _, row := range rows {
			e.Calls = append(e.Calls, direct(made.As(kindObject, ""), row.Operation, o.Name)...)
			e.Calls[len(e.Calls)-1].Service = row.Client
		}
		if !ok && !i.listed(o.Name) {
			return sdk.Plain("a value of the SDK")
		}
	}
	return e
}

// listed says that libraries.txt has methods of a class.
func (i *idioms) listed(class string) bool {
	return slices.ContainsFunc([]string{"upload", "promise", "put", "createToken"}, func(method string) bool {
		_, ok := i.tables.Library(serviceref.PHP, class+"."+method)
		return ok
	})
}

// placed are the arguments that the constructor of an uploader has for its calls: by position, or as options.
func (i *idioms) placed(class string, args sdk.Arguments) map[string]symbolic.Set {
	all := make(map[string]symbolic.Set)
	keep := func(name string, g sdk.Given, ok bool) {
		if ok && len(g.Text) > 0 {
			all[name] = g.Text
		}
	}
	switch class {
	case "ObjectUploader", "PostObjectV4":
		bucket, ok := args.At(1, "$bucket")
		keep("Bucket", bucket, ok)
		key, ok := args.At(2, "$key")
		keep("Key", key, ok && class == "ObjectUploader")
		fields := sdk.Arguments{Named: key.Fields}
		key, ok = fields.Get("key")
		keep("Key", key, ok)
	}
	for _, g := range args.Positional {
		options := sdk.Arguments{Named: g.Fields}
		for _, option := range [][2]string{{"bucket", "Bucket"}, {"key", "Key"}, {"table_name", "TableName"}, {"table", "RequestItems"}} {
			value, ok := options.Get(option[0])
			keep(option[1], value, ok)
		}
	}
	return all
}

func direct(o *sdk.Object, operation, via string) []sdk.Call {
	if o.Foreign {
		return nil
	}
	return []sdk.Call{{Service: o.Service, Operation: operation, Arguments: maps.Clone(o.Arguments), Via: via}}
}

// library calls a method of the SDK's own factory, or of something that is no client.
func (i *idioms) library(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	class, method := split(o.Name)
	if class == "Sdk" {
		return i.created(o, method, args)
	}
	name := class + "." + strings.TrimSuffix(method, "Async")
	if method == "promise" || method == "createPromise" {
		name = class + ".upload"
	}
	rows, ok := i.tables.Library(serviceref.PHP, name)
	if !ok {
		return sdk.Plain("what " + method + " gives")
	}
	return i.help(o, rows, name, args)
}

// created is a client that the SDK's factory makes: createS3(), createClient("s3").
func (i *idioms) created(o *sdk.Object, method string, args sdk.Arguments) sdk.Effect {
	name, ok := strings.CutPrefix(method, "create")
	if !ok {
		return sdk.Plain("a member of the SDK")
	}
	name = strings.TrimPrefix(name, "MultiRegion")
	options := args
	if name == "Client" || name == "" {
		first, _ := args.At(0, "$name")
		text, known := knownText(first.Text)
		if !known {
			return sdk.NotFollowed(o, "the service of the client is not known")
		}
		name = text
		options.Positional = options.Positional[min(1, len(options.Positional)):]
	}
	client, ok := i.tables.ClientOf(serviceref.PHP, name)
	if !ok {
		return sdk.NotFollowed(o, "the SDK has no service "+name+" that is known")
	}
	return sdk.Gives(whoseOf(options).Of(&sdk.Object{Kind: kindClient, Service: client}, o.Foreign)...)
}

// takes says that an operation has the argument that a row fills.
func (i *idioms) takes(row serviceref.LibraryCall, target string) bool {
	top, _, _ := strings.Cut(target, ".")
	return slices.Contains(i.tables.Input(row.Client, row.Operation), top)
}

// help makes the calls of a helper, with the arguments that it has by position and those that what it is called on was made with.
func (i *idioms) help(o *sdk.Object, rows []serviceref.LibraryCall, via string, args sdk.Arguments) sdk.Effect {
	e := sdk.Gives(&sdk.Object{Kind: kindResponse, Service: o.Service, Name: via, Foreign: o.Foreign, Data: true})
	e.Run = true
	for _, row := range rows {
		c := sdk.Call{Service: row.Client, Operation: row.Operation, Via: via, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
		for name, set := range o.Arguments {
			c.Arguments[name] = set
		}
		for target, from := range row.Arguments {
			if !i.takes(row, target) { // it is for another of the calls
				continue
			}
			from, begins := strings.CutSuffix(from, "*")
			position, err := strconv.Atoi(from)
			given, ok := args.At(position, from)
			switch {
			case err != nil:
			case begins: // with what is given, if anything
				c.Arguments[target] = symbolic.Join(given.Text, symbolic.Any("what follows "+target))
			case ok:
				sdk.Flatten(c.Arguments, target, given)
			}
		}
		if !o.Foreign {
			e.Calls = append(e.Calls, c)
		}
	}
	return e
}
