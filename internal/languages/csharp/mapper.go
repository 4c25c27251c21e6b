package csharp

import (
	"slices"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// table is what a class is mapped to by its attribute.
func (i *idioms) table(args sdk.Arguments) *sdk.Object {
	o := &sdk.Object{Kind: kindTable, Service: "dynamodb", Arguments: map[string]symbolic.Set{}}
	if name, ok := args.At(0, "tableName"); ok && len(name.Text) > 0 {
		o.Arguments["TableName"] = name.Text
	}
	return o
}

// onTable gives the calls of a mapper or a table the name of the table, and of the index where a configuration names one.
func (i *idioms) onTable(o *sdk.Object, args sdk.Arguments, e *sdk.Effect) {
	table, index := o.Arguments["TableName"], symbolic.Set(nil)
	if len(table) == 0 {
		table = symbolic.Join(prefix(o), mapped(args))
	}
	for _, g := range args.Positional {
		for _, f := range g.Fields {
			switch {
			case f.Name == "OverrideTableName" && len(f.Value.Text) > 0:
				table = symbolic.Join(prefix(o), f.Value.Text)
			case f.Name == "IndexName" && len(f.Value.Text) > 0:
				index = f.Value.Text
			}
		}
	}
	if described(o) {
		e.Calls = slices.DeleteFunc(e.Calls, func(c sdk.Call) bool { return c.Operation == "DescribeTable" })
	}
	for n := range e.Calls {
		c := &e.Calls[n]
		if len(c.Arguments["TableName"]) == 0 {
			named(c, table)
		}
		if len(index) > 0 && (c.Operation == "Query" || c.Operation == "Scan") {
			c.Arguments["IndexName"] = index
		}
	}
}

// named puts the table's name where the operation has it.
func named(c *sdk.Call, table symbolic.Set) {
	switch c.Operation {
	case "BatchGetItem", "BatchWriteItem":
		c.Arguments["RequestItems"] = table
	case "TransactGetItems":
		c.Arguments["TransactItems[].Get.TableName"] = table
	case "TransactWriteItems":
		c.Open = true
	default:
		c.Arguments["TableName"] = table
	}
}

// prefix is what a mapper puts before the names of tables.
func prefix(o *sdk.Object) symbolic.Set {
	if set := o.Arguments["prefix"]; len(set) > 0 {
		return set
	}
	return symbolic.Certain(symbolic.Text(""))
}

// described says that a mapper is told not to ask for descriptions of tables.
func described(o *sdk.Object) bool {
	set := o.Arguments["described"]
	return len(set) > 0 && !slices.ContainsFunc(set, func(c symbolic.Choice) bool { text, ok := c.Value.Known(); return !ok || text != "True" })
}

// mapped is the table of the class that a call is about: a type that it is given, or an item.
func mapped(args sdk.Arguments) (table symbolic.Set) {
	for _, g := range append(slices.Clone(args.Types), args.Positional...) {
		for _, o := range append(slices.Clone(g.Objects), itemsOf(g)...) {
			if o.Kind == kindTable {
				table = symbolic.Union(table, o.Arguments["TableName"])
			}
		}
		if len(table) > 0 {
			return table
		}
	}
	return symbolic.Any("the table of the class is not known")
}

func itemsOf(g sdk.Given) (objects []*sdk.Object) {
	for _, item := range g.Items {
		objects = append(objects, item.Objects...)
	}
	return objects
}
