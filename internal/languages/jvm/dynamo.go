package jvm

import (
	"maps"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// tableMethod is a method that makes a table or an index, or of one.
func (i *idioms) tableMethod(o *sdk.Object, of serviceref.SDK, class, name string, args sdk.Arguments) (sdk.Effect, bool) {
	switch {
	case name == "table" || name == "getTable":
		return sdk.Gives(tableNamed(o, of, "Table", "TableName", args)), true
	case (name == "index" || name == "getIndex") && tables[class]:
		return sdk.Gives(tableNamed(o, of, "Index", "IndexName", args)), true
	case name == "tableName" || name == "getTableName":
		return sdk.Effect{Text: o.Arguments["TableName"]}, true
	case of == serviceref.Java1 && (tables[class] || class == "DynamoDB"):
		return i.document(o, class, name, args), true
	}
	return sdk.Effect{}, false
}

func tableNamed(o *sdk.Object, of serviceref.SDK, kind, argument string, args sdk.Arguments) *sdk.Object {
	class := "enhanced.dynamodb.DynamoDb" + kind
	if of == serviceref.Java1 {
		class = "document." + kind
	}
	made := &sdk.Object{Kind: kindTable, Service: "dynamodb", Name: string(of) + " " + class, Foreign: o.Foreign, Arguments: maps.Clone(o.Arguments)}
	if made.Arguments == nil {
		made.Arguments = make(map[string]symbolic.Set)
	}
	made.Arguments[argument] = symbolic.Any("a name that is not known")
	if len(args.Positional) > 0 && len(args.Positional[0].Text) > 0 {
		made.Arguments[argument] = args.Positional[0].Text
	}
	return made
}

// document is a method of the document API of Java's first SDK: its tables have the operations by name, and its Item ones too.
func (i *idioms) document(o *sdk.Object, class, name string, args sdk.Arguments) sdk.Effect {
	operation, ok := i.tables.OperationOf(serviceref.Java1, "dynamodb", name)
	if !ok {
		operation, ok = documentMethods[name]
	}
	if !ok {
		return sdk.Plain("a member of a " + class)
	}
	fields := []sdk.Field{}
	for _, target := range []string{"TableName", "IndexName"} {
		if set := o.Arguments[target]; set != nil {
			fields = append(fields, sdk.Field{Name: target, Value: sdk.Given{Text: set}})
		}
	}
	open := false
	if class == "DynamoDB" {
		if set := namedTables(args); set != nil {
			fields = append(fields, sdk.Field{Name: "RequestItems", Value: sdk.Given{Keys: set, Values: []sdk.Given{{}}}})
		} else {
			open = true
		}
	}
	e := sdk.Effect{Calls: calls(o, operation, fields, open, class+"."+name), Results: []*sdk.Object{response(o, operation, fields)}, Run: true}
	return e
}

// documentMethods are the methods of tables whose names are no operations'.
var documentMethods = map[string]string{
	"getItemOutcome": "GetItem", "describe": "DescribeTable", "delete": "DeleteTable", "waitForActive": "DescribeTable", "waitForDelete": "DescribeTable",
	"waitForActiveOrDelete": "DescribeTable", "batchGetItemUnprocessed": "BatchGetItem", "batchWriteItemUnprocessed": "BatchWriteItem",
}

// namedTables are the tables of what a batch is made of.
func namedTables(args sdk.Arguments) (set symbolic.Set) {
	for _, g := range args.Positional {
		for _, f := range g.Fields {
			if f.Name == "TableName" {
				set = symbolic.Union(set, f.Value.Text)
			}
		}
	}
	return set
}

// ofTables are the names of the tables that a request of the enhanced client holds, wherever it does: batches say which table they are of.
func ofTables(args sdk.Arguments) []sdk.Field {
	var set symbolic.Set
	for _, g := range args.Positional {
		set = symbolic.Union(set, tablesIn(g))
	}
	if len(set) == 0 {
		return nil
	}
	return []sdk.Field{{Name: "TableName", Value: sdk.Given{Text: set}}}
}

func tablesIn(g sdk.Given) (set symbolic.Set) {
	for _, o := range g.Objects {
		if o.Kind == kindTable {
			set = symbolic.Union(set, o.Arguments["TableName"])
		}
	}
	for _, f := range g.Fields {
		set = symbolic.Union(set, tablesIn(f.Value))
	}
	for _, item := range g.Items {
		set = symbolic.Union(set, tablesIn(item))
	}
	return set
}

// mapper is the class of the first SDK that keeps instances of classes in tables; loads are its methods that give such.
const mapper = "DynamoDBMapper"

var loads = map[string]bool{"load": true, "query": true, "scan": true, "parallelScan": true}

// tableMark is where a class says which table its instances lie in.
const tableMark = "@DynamoDBTable.tableName"

// ofClass are the names of tables that the classes say whose instances a mapper is given.
func ofClass(args sdk.Arguments) (fields []sdk.Field) {
	var set symbolic.Set
	for _, g := range args.Positional {
		for _, f := range g.Fields {
			if f.Name == tableMark {
				set = symbolic.Union(set, f.Value.Text)
			}
		}
		for _, item := range g.Items {
			for _, f := range item.Fields {
				if f.Name == tableMark {
					set = symbolic.Union(set, f.Value.Text)
				}
			}
		}
	}
	if set == nil {
		return nil
	}
	return []sdk.Field{{Name: "TableName", Value: sdk.Given{Text: set}}}
}
