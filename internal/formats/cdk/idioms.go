package cdk

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// service is what the calls of the CDK's names are recorded as.
const service = "cdk"

// Kinds of the CDK's objects.
const (
	ofClass     = "class"
	ofStatic    = "static"    // a static method of a class
	ofMethod    = "method"    // a method, which gets what it was read of as its first argument
	ofConstruct = "construct" // a node of the tree: Arguments has its path, and which record made it
	ofValue     = "value"     // anything else that the CDK gives: a statement, a duration, a grant
)

// Names of values that lead to what a construct is made of.
const (
	node  = "Node"
	child = "Node.defaultChild"
)

// record is one thing that the app does with a name of the CDK's. Flow says where, and whether it is done at all.
type record struct {
	do       string // "new", "static", "call", "handed"
	name     string // the class, the static method with its class, the method
	receiver *sdk.Object
	args     sdk.Arguments
	several  bool // the receiver is one of several that it may be
}

// recorder is the idioms of the CDK: it keeps what its names are given, and calls refer to that by number. Equal records have one number,
// so that answers follow from the arguments alone.
type recorder struct {
	records []record
	numbers map[string]int
}

func newRecorder() *recorder { return &recorder{numbers: make(map[string]int)} }

func (r *recorder) number(rec record) int {
	key := rec.key()
	n, ok := r.numbers[key]
	if !ok {
		n = len(r.records)
		r.numbers[key] = n
		r.records = append(r.records, rec)
	}
	return n
}

// of is the record that a number, as text, is of.
func (r *recorder) of(number string) (record, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(r.records) {
		return record{}, false
	}
	return r.records[n], true
}

// made is the record that made an object.
func (r *recorder) made(o *sdk.Object) (record, bool) { return r.of(argument(o, byNumber)) }

// Names of an object's arguments.
const (
	byNumber = "@"
	byPath   = "path"
	byRoute  = "route" // of a resource of an API
)

func argument(o *sdk.Object, name string) string {
	if o == nil || len(o.Arguments[name]) != 1 {
		return ""
	}
	text, _ := o.Arguments[name][0].Value.Known()
	return text
}

func certain(text string) symbolic.Set { return symbolic.Certain(symbolic.Text(text)) }

// Import is a class of the CDK.
func (r *recorder) Import(path string) *sdk.Object {
	if path = strings.TrimPrefix(path, "node:"); path == "fs.readFileSync" || path == "fs.default.readFileSync" {
		return &sdk.Object{Kind: ofStatic, Service: service, Name: "fs.readFileSync"}
	}
	name, ok := className(path)
	if !ok {
		return nil
	}
	return &sdk.Object{Kind: ofClass, Service: service, Name: name}
}

// Member is a static member of a class, a property that is known, or a method.
func (r *recorder) Member(o *sdk.Object, name string) sdk.Effect {
	name = camel(name)
	switch {
	case o.Kind == ofClass && o.Name == "Aws":
		return sdk.Effect{Text: pseudo(name)}
	case o.Kind == ofClass && name != "" && strings.ToUpper(name[:1]) == name[:1]:
		return gives(&sdk.Object{Kind: ofValue, Service: service, Name: o.Name + "." + name})
	case o.Kind == ofClass:
		return gives(&sdk.Object{Kind: ofStatic, Service: service, Name: o.Name + "." + name})
	case o.Kind == ofConstruct || o.Kind == ofValue:
		if e, ok := r.property(o, name); ok {
			return e
		}
		e := gives(&sdk.Object{Kind: ofMethod, Service: service, Name: name})
		e.Bound = true
		return e
	}
	return sdk.Effect{Plain: true, Reason: "a member of " + o.Name}
}

func gives(o *sdk.Object) sdk.Effect { return sdk.Effect{Results: []*sdk.Object{o}} }

// Call makes a construct or a value, and keeps what with.
func (r *recorder) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case ofClass:
		return r.make(record{do: "new", name: o.Name, args: args})
	case ofStatic:
		return r.static(o.Name, args)
	case ofMethod:
		if len(args.Positional) > 0 {
			return r.method(o.Name, args)
		}
	}
	return sdk.Effect{Plain: true, Reason: "what " + o.Name + " gives"}
}

// make is what a class gives: a construct where it is told its scope and its name, else a value.
func (r *recorder) make(rec record) sdk.Effect {
	number := r.number(rec)
	o := &sdk.Object{Kind: ofValue, Service: service, Name: rec.class(), Arguments: map[string]symbolic.Set{byNumber: certain(strconv.Itoa(number))}}
	if path, ok := pathOf(rec); ok {
		o.Kind, o.Arguments[byPath] = ofConstruct, path
	}
	return sdk.Effect{Results: []*sdk.Object{o}, Calls: []sdk.Call{call(rec, number)}, Placed: true}
}

func call(rec record, number int) sdk.Call {
	return sdk.Call{Service: service, Operation: rec.do + " " + rec.name, Arguments: map[string]symbolic.Set{byNumber: certain(strconv.Itoa(number))}}
}

// class is the class of what a record gives: fromTableName of Table gives a Table.
func (rec record) class() string {
	if rec.do == "static" && strings.HasPrefix(last(rec.name), "from") {
		return strings.TrimSuffix(rec.name, "."+last(rec.name))
	}
	return rec.name
}

// pathOf is the place of a construct in the tree; ok is false for what is no construct.
func pathOf(rec record) (path symbolic.Set, ok bool) {
	if rec.do == "new" && (rec.name == "App" || rec.name == "Stage" && len(rec.args.Positional) == 0) {
		return certain(""), true
	}
	scope, hasScope := rec.args.At(0, "scope")
	id, hasID := rec.args.At(1, "id")
	if !hasID {
		id, hasID = rec.args.Get("construct_id")
	}
	if !hasScope || !hasID || len(id.Fields) > 0 || len(id.Objects) > 0 || len(id.Text) == 0 {
		return nil, false
	}
	above, isNode := scopePath(scope)
	if !isNode {
		if len(scope.Fields) > 0 || len(scope.Text) > 0 && len(scope.Objects) == 0 && scope.Unknown == "" && known(scope.Text) {
			return nil, false
		}
		above = symbolic.Any("the scope is not followed")
	}
	if text, ok := only(above); ok && text == "" {
		return shown(id.Text), true
	}
	return symbolic.Join(shown(above), certain("/"), shown(id.Text)), true
}

func scopePath(scope sdk.Given) (path symbolic.Set, ok bool) {
	for _, o := range scope.Objects {
		if o.Kind == ofConstruct {
			path, ok = symbolic.Union(path, o.Arguments[byPath]), true
		}
	}
	return path, ok
}

// shown is one name for what a part of a path may be: what is not known in it is a star.
func shown(set symbolic.Set) symbolic.Set {
	if len(set) == 1 {
		return certain(set[0].Value.String())
	}
	var literals []string
	for _, choice := range set {
		if text, ok := choice.Value.Known(); ok {
			literals = append(literals, text)
		}
	}
	if len(literals) == 1 {
		return certain(literals[0])
	}
	return certain("*")
}

// only is the text that a set certainly is.
func only(set symbolic.Set) (string, bool) {
	if len(set) != 1 {
		return "", false
	}
	return set[0].Value.Known()
}

func known(set symbolic.Set) bool { _, ok := only(set); return ok }

// Iterate, Enter and Index give nothing that is followed.
func (r *recorder) Iterate(o *sdk.Object) sdk.Effect { return nothing(o) }

// Enter is like Iterate.
func (r *recorder) Enter(o *sdk.Object) sdk.Effect { return nothing(o) }

// Index is like Iterate.
func (r *recorder) Index(o *sdk.Object, _ sdk.Given) sdk.Effect { return nothing(o) }

func nothing(o *sdk.Object) sdk.Effect {
	return sdk.Effect{Plain: true, Reason: "an item of " + o.Name}
}

// Instance is none: what a value is said to be tells nothing of where it was made.
func (r *recorder) Instance(*sdk.Object) *sdk.Object { return nil }

// Handed keeps that code which is not read has got a construct: it may grant it anything.
func (r *recorder) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Kind != ofConstruct {
		return nil
	}
	number := r.number(record{do: "handed", name: to, receiver: o})
	return []sdk.Unknown{{Service: service, Reason: strconv.Itoa(number)}}
}
