package jvm

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// method calls a method of a client, of a table, or of a library that makes calls.
func (i *idioms) method(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	of, class, name := named(o)
	name = strings.TrimSuffix(name, "()")
	if makers[last(class)] || tables[last(class)] {
		return i.library(o, of, last(class), name, args)
	}
	if of == serviceref.Java1 && settled[name] {
		return sdk.Gives(&sdk.Object{Kind: kindClient, Service: o.Service, Name: string(of) + " " + class, Foreign: o.Foreign, Arguments: o.Arguments})
	}
	if name == "generatePresignedUrl" {
		return i.presigned(o, args)
	}
	operation, ok := i.tables.OperationOf(of, o.Service, name)
	if !ok {
		return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
	}
	e := i.operation(of, o, operation, args, "")
	e.Fill = &sdk.Object{Kind: kindRecord, Service: o.Service, Name: string(of) + " model." + operation + "Request"}
	return e
}

// operation calls an API operation.
func (i *idioms) operation(of serviceref.SDK, o *sdk.Object, operation string, args sdk.Arguments, via string) sdk.Effect {
	fields, open := i.fieldsOf(of, o, operation, args)
	return sdk.Effect{Calls: calls(o, operation, fields, open, via), Results: []*sdk.Object{response(o, operation, fields)}, Run: true}
}

// calls are the calls of one operation: one with the arguments that are always there, one with all that may be.
func calls(o *sdk.Object, operation string, fields []sdk.Field, open bool, via string) (all []sdk.Call) {
	if o.Foreign {
		return nil
	}
	for _, variant := range (sdk.Arguments{Named: fields}).Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range variant {
			if f.Value.None && len(f.Value.Text) == 0 && len(f.Value.Fields) == 0 && len(f.Value.Items) == 0 && f.Value.Unknown == "" {
				continue
			}
			c.Open = sdk.Flatten(c.Arguments, f.Name, several(f.Name, f.Value)) || c.Open
		}
		all = append(all, c)
	}
	return all
}

// several makes lists of single records that are given to methods which take any number of them: their names are plural.
func several(name string, g sdk.Given) sdk.Given {
	if _, ok := recordOf(g); ok && strings.HasSuffix(name, "s") && len(g.Items) == 0 {
		return sdk.Given{Items: []sdk.Given{within(g)}}
	}
	return within(g)
}

// within does so for the members of a value.
func within(g sdk.Given) sdk.Given {
	fields := make([]sdk.Field, len(g.Fields))
	for n, f := range g.Fields {
		fields[n] = sdk.Field{Name: f.Name, Value: several(f.Name, f.Value), Maybe: f.Maybe}
	}
	items := make([]sdk.Given, len(g.Items))
	for n, item := range g.Items {
		items[n] = within(item)
	}
	g.Fields, g.Items = fields, items
	return g
}

// response is what an operation gives. It keeps what its request tells.
func response(o *sdk.Object, operation string, fields []sdk.Field) *sdk.Object {
	kept := make(map[string]symbolic.Set)
	for _, f := range fields {
		if len(f.Value.Text) > 0 {
			kept[f.Name] = f.Value.Text
		}
	}
	return &sdk.Object{Kind: kindResponse, Service: o.Service, Name: operation, Foreign: o.Foreign, Data: true, Arguments: kept}
}

// presigned is a URL of Java's first SDK: for reading, unless it says otherwise.
func (i *idioms) presigned(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation := "GetObject"
	fields, open := i.fieldsOf(serviceref.Java1, o, "GetObject", args)
	var methods []*sdk.Object
	for _, f := range fields {
		if f.Name == "Method" {
			methods = append(methods, f.Value.Objects...)
		}
	}
	for _, g := range args.Positional {
		methods = append(methods, g.Objects...)
	}
	for _, m := range methods {
		if m.Kind != kindConstant {
			continue
		}
		_, _, verb := named(m)
		for _, row := range verbs {
			if row.verb == verb {
				operation = row.operation
			}
		}
	}
	e := sdk.Plain("a presigned URL")
	e.Calls = calls(o, operation, fields, open, "generatePresignedUrl")
	return e
}

var verbs = []struct{ verb, operation string }{
	{"GET", "GetObject"}, {"PUT", "PutObject"}, {"HEAD", "HeadObject"}, {"DELETE", "DeleteObject"}, {"POST", "PutObject"},
}

// library makes the calls of a library beside the clients, as serviceref lists them; tables and what makes them go on.
func (i *idioms) library(o *sdk.Object, of serviceref.SDK, class, name string, args sdk.Arguments) sdk.Effect {
	if e, ok := i.tableMethod(o, of, class, name, args); ok {
		return e
	}
	if strings.HasSuffix(class, "Provider") && strings.HasPrefix(name, "with") || name == "recursive" { // it stays what it is
		bare, _, _ := strings.Cut(o.Name, "#")
		made := &sdk.Object{Kind: kindClient, Name: bare, Foreign: o.Foreign, Arguments: o.Arguments}
		if name == "withDecryption" {
			made.Arguments = map[string]symbolic.Set{"WithDecryption": text("True")}
		}
		return sdk.Gives(made)
	}
	row := strings.NewReplacer("Async", "").Replace(class)
	if class == "IDynamoDBMapper" {
		row = mapper
	}
	if strings.HasPrefix(class, "SqsAsync") {
		row = class
	}
	listed, ok := i.tables.Library(of, row+"."+name)
	if !ok {
		listed, ok = i.tables.Library(serviceref.Java2, row+"."+name)
	}
	e := sdk.Plain("what " + class + "." + name + " gives")
	e.Run = true
	if row == mapper {
		e.Loads, e.Lists = loads[name], name != "load"
	}
	if !ok || o.Foreign {
		return e
	}
	e.Fill = &sdk.Object{Kind: kindRecord, Service: o.Service, Name: string(of) + " model.Settings"}
	fields, open := i.wrapped(args)
	for _, c := range listed {
		at := &sdk.Object{Service: c.Client}
		given := listedFields(c, fields, args)
		for target, set := range o.Arguments {
			given = append(given, sdk.Field{Name: target, Value: sdk.Given{Text: set}})
		}
		if row == "DynamoDbEnhancedClient" {
			given = append(given, ofTables(args)...)
		}
		given = inBatch(c.Operation, append(given, ofClass(args)...))
		e.Calls = append(e.Calls, calls(at, c.Operation, unique(given), open || len(c.Arguments) == 0, last(class)+"."+name)...)
	}
	return e
}

// inBatch puts the table of a batch where its operation has the tables.
func inBatch(operation string, fields []sdk.Field) []sdk.Field {
	if !strings.HasPrefix(operation, "Batch") {
		return fields
	}
	for n, f := range fields {
		if f.Name == "TableName" {
			fields[n] = sdk.Field{Name: "RequestItems", Value: sdk.Given{Keys: f.Value.Text, Values: []sdk.Given{{}}}}
		}
	}
	return fields
}

// wrapped are the fields of the requests among arguments, those within what wraps them too.
func (i *idioms) wrapped(args sdk.Arguments) (fields []sdk.Field, open bool) {
	for _, g := range args.Positional {
		g = i.spelled(g)
		for _, f := range g.Fields {
			fields = append(fields, f)
			if _, ok := recordOf(f.Value); ok {
				fields = append(fields, f.Value.Fields...)
			}
		}
		open = open || g.Open
	}
	return joined(fields), open || args.Open
}

// listedFields are the arguments of a library's call.
func listedFields(c serviceref.LibraryCall, fields []sdk.Field, args sdk.Arguments) (given []sdk.Field) {
	for target, from := range c.Arguments {
		if target == "*" {
			for _, f := range fields {
				if !strings.HasSuffix(f.Name, "Request") {
					given = append(given, f)
				}
			}
			continue
		}
		if position, err := strconv.Atoi(from); err == nil && position < len(args.Positional) && len(args.Positional[position].Text) > 0 && len(args.Positional[position].Objects) == 0 {
			given = append(given, sdk.Field{Name: target, Value: args.Positional[position]})
			continue
		}
		for _, f := range fields {
			if strings.EqualFold(f.Name, from) || f.Name == target {
				given = append(given, sdk.Field{Name: target, Value: f.Value})
			}
		}
	}
	for _, f := range fields {
		if f.Name == "IndexName" {
			given = append(given, f)
		}
	}
	return given
}

// unique keeps the first field of each name.
func unique(fields []sdk.Field) (kept []sdk.Field) {
	seen := make(map[string]bool)
	for _, f := range fields {
		if !seen[f.Name] {
			seen[f.Name] = true
			kept = append(kept, f)
		}
	}
	return kept
}
