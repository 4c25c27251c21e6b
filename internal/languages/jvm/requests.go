package jvm

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed fields.txt
var fieldsText string

// fieldRows is fields.txt: by SDK, service and name.
var fieldRows = sync.OnceValue(func() map[string][]string {
	all := make(map[string][]string)
	for line := range strings.Lines(fieldsText) {
		if f := strings.Fields(line); len(f) > 3 && f[0] != "#" {
			for _, of := range strings.Split(f[0], ",") {
				all[of+" "+f[1]+" "+f[2]] = f[3:]
			}
		}
	}
	return all
})

// recordMember is a member of a record: a setter, a getter, or what turns it into a client.
func (i *idioms) recordMember(o *sdk.Object, name string, isMethod bool) sdk.Effect {
	of, class, _ := named(o)
	if r := role(of, class); r == roleClient || r == roleBuilder || r == roleCredentials {
		return i.builderMember(o, name, isMethod)
	}
	if !isMethod {
		return sdk.Effect{Field: i.fieldName(o, name)}
	}
	switch {
	case name == "build" || name == "toBuilder" || name == "copy" || name == "clone":
		return sdk.Effect{Self: true}
	case of == serviceref.Java1 && strings.HasPrefix(name, "get"):
		return sdk.Effect{Field: i.fieldName(o, name[3:])}
	case name == "toString" || name == "hashCode" || name == "equals" || name == "getClass" || name == "applyMutation":
		return sdk.Plain("a member of every record")
	}
	bare := name
	adds := false
	if of == serviceref.Java1 {
		bare = strings.TrimPrefix(strings.TrimPrefix(name, "with"), "set")
	}
	if rest, ok := strings.CutPrefix(bare, "add"); ok && rest != "" && isClass(rest) {
		adds = true
		bare = rest
	}
	if rest, ok := strings.CutSuffix(bare, "Entry"); ok && adds {
		bare = rest
	}
	field := i.fieldName(o, bare)
	e := sdk.Effect{Setter: field, Adds: adds, Fill: i.inner(o, bare)}
	return e
}

// builderMember is a member of the builder of a client.
func (i *idioms) builderMember(o *sdk.Object, name string, isMethod bool) sdk.Effect {
	if !isMethod {
		return sdk.Effect{Field: name}
	}
	if name == "build" || strings.HasPrefix(name, "default") && name != "defaultsMode" {
		return sdk.Effect{Results: []*sdk.Object{with(o, kindBuild, "")}, Bound: true}
	}
	name = strings.TrimPrefix(name, "with")
	if name == "refreshRequest" {
		return sdk.Effect{Setter: name, Fill: &sdk.Object{Kind: kindRecord, Service: "sts", Name: "java2 model.AssumeRoleRequest"}}
	}
	return sdk.Effect{Setter: name, Fill: &sdk.Object{Kind: kindRecord, Service: o.Service, Name: "java2 model.Settings"}}
}

// inner is the record that a closure fills which is given to a setter.
func (i *idioms) inner(o *sdk.Object, name string) *sdk.Object {
	of, _, _ := named(o)
	shape := "Shape"
	if strings.HasSuffix(name, "Request") {
		shape = strings.ToUpper(name[:1]) + name[1:]
	}
	return &sdk.Object{Kind: kindRecord, Service: o.Service, Name: string(of) + " model." + shape}
}

// fieldName is a field as the API spells it.
func (i *idioms) fieldName(o *sdk.Object, name string) string {
	of, class, _ := named(o)
	if name == "" || o.Service == "" {
		return name
	}
	lower := strings.ToLower(name[:1]) + name[1:]
	if row := fieldRows()[string(of)+" "+o.Service+" "+lower]; len(row) > 0 {
		return row[0]
	}
	members := i.tables.Input(o.Service, i.operationOf(of, o.Service, class))
	for _, member := range members {
		if strings.EqualFold(member, name) || strings.EqualFold(member, strings.ReplaceAll(name, "_", "")) {
			return member
		}
	}
	if i.startsSmall(o.Service) {
		return lower
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// operationOf is the operation that a request's class is of, "" where it is of none.
func (i *idioms) operationOf(of serviceref.SDK, service, class string) string {
	name, ok := strings.CutSuffix(last(class), "Request")
	if !ok || name == "" {
		return ""
	}
	operation, _ := i.tables.OperationOf(of, service, strings.ToLower(name[:1])+name[1:])
	return operation
}

// startsSmall says that the names of a service's members begin with small letters.
func (i *idioms) startsSmall(service string) bool {
	small, large := 0, 0
	for _, operation := range i.tables.Operations(service) {
		for _, member := range i.tables.Input(service, operation) {
			if isClass(member) {
				large++
			} else {
				small++
			}
		}
		if small+large > 20 {
			break
		}
	}
	return small > large
}

// positions are the fields that the arguments of a constructor, or of a method that takes no request, stand for.
func (i *idioms) positions(o *sdk.Object, count int) []string {
	of, class, _ := named(o)
	name := last(class)
	row, ok := fieldRows()[string(of)+" "+o.Service+" "+name]
	if operation := i.operationOf(of, o.Service, class); !ok && operation != "" {
		row = i.operationPositions(of, o.Service, operation)
	}
	if !ok && row == nil {
		row = fieldRows()["java1 * "+name]
	}
	return row[:min(len(row), count)]
}

func (i *idioms) operationPositions(of serviceref.SDK, service, operation string) []string {
	if row, ok := fieldRows()[string(of)+" "+service+" "+operation+"()"]; ok {
		return row
	}
	return fieldRows()[string(of)+" "+service+" *()"]
}

// requestOf is the record among the arguments that holds a call's own arguments: a request, or one within what wraps it.
func requestOf(args sdk.Arguments) (sdk.Given, bool) {
	for _, g := range args.Positional {
		if _, ok := recordOf(g); !ok {
			continue
		}
		for _, f := range g.Fields {
			if _, ok := recordOf(f.Value); ok && strings.HasSuffix(f.Name, "Request") {
				return f.Value, true
			}
		}
		return g, true
	}
	return sdk.Given{}, false
}

// fieldsOf are the arguments of an operation that a method is called with: the fields of a request, or what stands at positions.
func (i *idioms) fieldsOf(of serviceref.SDK, o *sdk.Object, operation string, args sdk.Arguments) (fields []sdk.Field, open bool) {
	first := args
	if of == serviceref.Java1 && len(args.Positional) > 1 { // what stands behind other arguments is no request: the metadata of an object
		first.Positional = args.Positional[:1]
	}
	if request, ok := requestOf(first); ok {
		request = i.spelled(request)
		return joined(request.Fields), args.Open || request.Open || len(others(request)) > 0
	}
	members := i.tables.Input(o.Service, operation)
	row := i.operationPositions(of, o.Service, operation)
	for n, g := range args.Positional {
		switch {
		case n < len(row) && of == serviceref.Java1 && hasMember(members, row[n]) && (len(g.Text) > 0 || len(g.Fields) > 0 || len(g.Items) > 0 || len(g.Objects) == 0):
			fields = append(fields, sdk.Field{Name: row[n], Value: g})
		case n == 0:
			open = true // a request that is not known
		}
	}
	return joined(fields), open || args.Open
}

// spelled is a record with its fields as the API spells them: Kotlin sets properties by their own names. What is no field of a request,
// since something else is meant by the name, is left out.
func (i *idioms) spelled(g sdk.Given) sdk.Given {
	fields := make([]sdk.Field, 0, len(g.Fields))
	record, isRecord := recordOf(g)
	var members []string
	if isRecord {
		of, class, _ := named(record)
		members = i.tables.Input(record.Service, i.operationOf(of, record.Service, class))
	}
	for _, f := range g.Fields {
		if isRecord && !strings.HasPrefix(f.Name, "<") {
			f.Name = i.fieldName(record, f.Name)
			if len(members) > 0 && !hasMember(members, f.Name) {
				continue
			}
		}
		f.Value = i.spelled(f.Value)
		fields = append(fields, f)
	}
	items := make([]sdk.Given, len(g.Items))
	for n, item := range g.Items {
		items[n] = i.spelled(item)
	}
	g.Fields, g.Items = fields, items
	return g
}

// others are the values beside the record that a request may be.
func others(g sdk.Given) (rest []*sdk.Object) {
	for _, o := range g.Objects {
		if o.Kind != kindRecord {
			rest = append(rest, o)
		}
	}
	return rest
}

func hasMember(members []string, name string) bool {
	if strings.HasPrefix(name, "<") {
		return true
	}
	for _, member := range members {
		if member == name {
			return true
		}
	}
	return false
}

// joined puts the parts together that a source of a copy is given in.
func joined(fields []sdk.Field) []sdk.Field {
	all := sdk.Arguments{Named: fields}
	bucket, hasBucket := all.Get("<sourceBucket>")
	key, hasKey := all.Get("<sourceKey>")
	kept := make([]sdk.Field, 0, len(fields))
	for _, f := range fields {
		if !strings.HasPrefix(f.Name, "<") {
			kept = append(kept, f)
		}
	}
	if hasBucket && hasKey && len(bucket.Text) > 0 && len(key.Text) > 0 {
		source := symbolic.Join(bucket.Text, text("/"), key.Text)
		kept = append(kept, sdk.Field{Name: "CopySource", Value: sdk.Given{Text: source}})
	}
	return kept
}
