package ruby

import (
	"strconv"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// helper calls a method of a resource that makes calls on the code's behalf: upload_file, presigned_url.
func (i *idioms) helper(o *sdk.Object, typ, name string, args sdk.Arguments) (sdk.Effect, bool) {
	if name == "presigned_url" || name == "presigned_request" {
		return i.presignedResource(o, typ, name, args), true
	}
	rows, ok := i.tables.Library(serviceref.Ruby, "Aws::"+i.tables.ServiceID(o.Service)+"::"+typ+"."+name)
	if !ok {
		return sdk.Effect{}, false
	}
	e := sdk.Plain("what " + name + " gives")
	m, _ := i.tables.Resource(o.Service, typ)
	for _, row := range rows {
		all := i.sent(row.Client, row.Operation, args)
		for _, target := range i.tables.Input(row.Client, row.Operation) {
			for _, identifier := range m.Identifiers {
				if letters(target) == letters(identifier) || letters(typ+target) == letters(identifier) || letters(target)+"name" == letters(identifier) ||
					letters(target) == letters(typ) && identifier == "name" {
					all.Named = append(all.Named, sdk.Field{Name: target, Value: sdk.Given{Text: identifierOf(o, identifier)}})
				}
			}
		}
		e.Calls = append(e.Calls, i.direct(&sdk.Object{Service: row.Client, Foreign: o.Foreign}, row.Operation, all, name)...)
	}
	return e, true
}

// presignedResource is a URL of a resource: for get, put, delete or head.
func (i *idioms) presignedResource(o *sdk.Object, typ, name string, args sdk.Arguments) sdk.Effect {
	m, _ := i.tables.Resource(o.Service, typ)
	method, _ := args.At(0, "method")
	names, all := method.Known()
	e := sdk.Plain("a presigned URL")
	for _, verb := range names {
		operation, ok := i.tables.OperationOf(serviceref.Ruby, o.Service, verb+"_"+snake(typ))
		if !ok {
			all = false
			continue
		}
		fields := i.sent(o.Service, operation, args)
		parameters := i.parameters(o, serviceref.ResourceAction{Parameters: m.Load.Parameters}, fields)
		e.Calls = append(e.Calls, i.direct(o, operation, parameters, name)...)
	}
	if !all {
		e.Unknown = sdk.NotFollowed(o, "the operation that a URL is signed for is not known").Unknown
	}
	return e
}

// library calls a method of something of the SDK that is neither client nor resource: a presigner, a transfer manager.
func (i *idioms) library(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	typ, name := split(o.Name)
	if _, kind := cutLast(typ, "::"); kind == "Presigner" {
		return i.presigned(o, name, args)
	}
	rows, ok := i.tables.Library(serviceref.Ruby, typ+"."+name)
	if !ok {
		return sdk.NotFollowed(o, "what "+typ+" does is not followed")
	}
	e := sdk.Plain("what " + name + " gives")
	args = unfolded(args)
	for _, row := range rows {
		c := sdk.Call{Service: row.Client, Operation: row.Operation, Via: typ + "." + name, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
		for target, from := range row.Arguments {
			position, err := strconv.Atoi(from)
			if err != nil {
				position = -1
			}
			if given, ok := args.At(position, from); ok {
				sdk.Flatten(c.Arguments, target, given)
			}
		}
		if !o.Foreign {
			e.Calls = append(e.Calls, c)
		}
	}
	return e
}

// presigned is a URL that allows a call with the permissions of the signer.
func (i *idioms) presigned(o *sdk.Object, name string, args sdk.Arguments) sdk.Effect {
	e := sdk.Plain("a presigned URL")
	method, _ := args.At(0, "")
	names, all := method.Known()
	args = unfolded(args)
	for _, name := range names {
		operation, ok := i.tables.OperationOf(serviceref.Ruby, o.Service, name)
		if !ok {
			all = false
			continue
		}
		e.Calls = append(e.Calls, i.calls(o, operation, args, "presigned_url")...)
	}
	if !all {
		e.Unknown = sdk.NotFollowed(o, "the operation that a URL is signed for is not known").Unknown
	}
	return e
}
