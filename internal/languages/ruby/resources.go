package ruby

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// snake is the name of a method for a type: Object is object, MultipartUpload is multipart_upload.
func snake(name string) string { return serviceref.Snake(name) }

// makeResource makes a resource from its identifiers, by position or by name: Aws::S3::Object.new("bucket", "key").
func (i *idioms) makeResource(o *sdk.Object, m serviceref.ResourceModel, args sdk.Arguments) sdk.Effect {
	e := sdk.Effect{}
	identifiers := make(map[string]symbolic.Set)
	for position, name := range m.Identifiers {
		given, ok := args.At(position, name)
		if !ok || len(given.Text) == 0 {
			given.Text = symbolic.Any("an identifier that is not known")
		}
		identifiers[name] = given.Text
	}
	made := &sdk.Object{Kind: kindResource, Service: o.Service, Name: m.Type, Arguments: identifiers}
	e.Results = whoseOf(args).Of(made, o.Foreign)
	return e
}

// resourceMember is a method of a resource. Ruby spells subresources small: Aws::S3::Resource.new.bucket("b").
func (i *idioms) resourceMember(o *sdk.Object, name string) sdk.Effect {
	return sdk.Gives(o.As(kindAction, o.Name+"."+name))
}

// action calls a method of a resource: an action, a waiter, an attribute, another resource, a collection, a helper.
func (i *idioms) action(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	typ, name := split(o.Name)
	m, ok := i.tables.Resource(o.Service, typ)
	if !ok {
		return sdk.NotFollowed(o, "the resources of "+o.Service+" are not known")
	}
	if name == "client" {
		return sdk.Gives(&sdk.Object{Kind: kindClient, Service: o.Service, Foreign: o.Foreign})
	}
	if slices.Contains(m.Identifiers, name) {
		return sdk.Effect{Text: identifierOf(o, name)}
	}
	if e, ok := i.copies(o, name, args); ok {
		return e
	}
	args = unfolded(args)
	if e, ok := i.helper(o, typ, name, args); ok {
		return e
	}
	if a, ok := m.Actions[name]; ok {
		return i.act(o, a, args)
	}
	if name == "load" || name == "reload" || name == "data" || slices.Contains(m.Attributes, name) {
		return i.attribute(o, m, name)
	}
	if e, ok := i.awaits(o, m, name, args); ok {
		return e
	}
	if sub, ok := subOf(m, name); ok {
		return i.subresource(o, sub, args)
	}
	if _, ok := m.Collections[name]; ok {
		return sdk.Gives(refined(o.As(kindCollection, o.Name), args))
	}
	switch name {
	case "identifiers", "data_loaded?", "public_url", "arn", "url", "config", "stub":
		return sdk.Plain("a member of every resource")
	}
	return sdk.NotFollowed(o, "a resource of "+o.Service+" has no method "+name+" that is known")
}

// attribute reads an attribute of a resource, which loads it first.
func (i *idioms) attribute(o *sdk.Object, m serviceref.ResourceModel, name string) sdk.Effect {
	e := sdk.Plain("an attribute of a resource")
	if o.Service == "s3" && m.Type == "Bucket" { // which has no description of its own, and is looked for among all
		e.Calls = i.direct(o, "ListBuckets", sdk.Arguments{}, "")
	} else if m.Load.Operation != "" {
		e.Calls = i.direct(o, m.Load.Operation, i.parameters(o, m.Load, sdk.Arguments{}), "")
	}
	return e
}

// awaits is wait_until_exists, and wait_until(:exists).
func (i *idioms) awaits(o *sdk.Object, m serviceref.ResourceModel, name string, args sdk.Arguments) (sdk.Effect, bool) {
	if name == "wait_until" {
		if given, ok := args.At(0, ""); ok {
			if text, ok := knownText(given.Text); ok {
				name = "wait_until_" + text
			}
		}
	}
	w, ok := m.Waiters[name]
	if !ok {
		return sdk.Effect{}, false
	}
	if operation, ok := i.tables.Waiter(o.Service, w.Operation); ok {
		w.Operation = operation
	}
	return i.act(o, w, sdk.Arguments{}), true
}

func subOf(m serviceref.ResourceModel, name string) (serviceref.SubResource, bool) {
	for _, known := range slices.Sorted(maps.Keys(m.Subresources)) {
		if known == name || snake(known) == name {
			return m.Subresources[known], true
		}
	}
	return serviceref.SubResource{}, false
}

// act makes the call of an action.
func (i *idioms) act(o *sdk.Object, a serviceref.ResourceAction, args sdk.Arguments) sdk.Effect {
	if a.Operation == "" {
		return sdk.Plain("what an action gives")
	}
	all := i.parameters(o, a, i.sent(o.Service, a.Operation, args))
	e := sdk.Effect{Calls: i.direct(o, a.Operation, all, "")}
	request := requestOf(all)
	if a.Returns == "" {
		e.Results = []*sdk.Object{{Kind: kindResponse, Service: o.Service, Name: a.Operation, Foreign: o.Foreign, Data: true, Arguments: request}}
	} else {
		e.Results = []*sdk.Object{i.returned(o, a, request)}
	}
	return e
}

func requestOf(args sdk.Arguments) map[string]symbolic.Set {
	request := make(map[string]symbolic.Set)
	for _, f := range args.Named {
		if len(f.Value.Text) > 0 {
			request[f.Name] = f.Value.Text
		}
	}
	return request
}

// direct are calls with arguments that have the API's names already.
func (i *idioms) direct(o *sdk.Object, operation string, args sdk.Arguments, via string) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	for _, fields := range args.Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: args.Open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range fields {
			c.Open = sdk.Flatten(c.Arguments, f.Name, f.Value) || c.Open
		}
		calls = append(calls, c)
	}
	return calls
}

// parameters adds to the caller's arguments those that the model fills.
func (i *idioms) parameters(o *sdk.Object, a serviceref.ResourceAction, args sdk.Arguments) sdk.Arguments {
	all := sdk.Arguments{Open: args.Open}
	for _, target := range slices.Sorted(maps.Keys(a.Parameters)) {
		if strings.Contains(target, "[") {
			continue // one of several: Filters[0].Name
		}
		all.Named = append(all.Named, sdk.Field{Name: target, Value: sdk.Given{Text: sourceOf(o, a.Parameters[target], nil)}})
	}
	for _, f := range args.Named {
		if _, filled := a.Parameters[f.Name]; !filled {
			all.Named = append(all.Named, f)
		}
	}
	return all
}

// sourceOf is what a model says that a parameter or identifier is filled with.
func sourceOf(o *sdk.Object, from string, request map[string]symbolic.Set) symbolic.Set {
	if from == "" {
		return symbolic.Any("an identifier that is not known")
	}
	rest := from[1:]
	switch from[0] {
	case '@':
		return identifierOf(o, rest)
	case '=':
		return symbolic.Certain(symbolic.Text(rest))
	case '<':
		if set := request[rest]; len(set) > 0 {
			return set
		}
	}
	return symbolic.Any("a member of a response")
}

func identifierOf(o *sdk.Object, name string) symbolic.Set {
	if set := o.Arguments[name]; len(set) > 0 {
		return set
	}
	return symbolic.Any("an identifier of a resource that is not known")
}

// returned is the resource that an action or collection gives.
func (i *idioms) returned(o *sdk.Object, a serviceref.ResourceAction, request map[string]symbolic.Set) *sdk.Object {
	identifiers := make(map[string]symbolic.Set)
	for name, from := range a.Identifiers {
		if path, ok := strings.CutPrefix(from, "$"); ok {
			if text := sdk.Echo(a.Operation, path[strings.LastIndexAny(path, ".]")+1:], request); text != nil {
				identifiers[name] = text
				continue
			}
		}
		identifiers[name] = sourceOf(o, from, request)
	}
	return &sdk.Object{Kind: kindResource, Service: o.Service, Name: a.Returns, Foreign: o.Foreign, Arguments: identifiers}
}

// subresource makes a resource of another one's identifiers and the arguments.
func (i *idioms) subresource(o *sdk.Object, sub serviceref.SubResource, args sdk.Arguments) sdk.Effect {
	target, _ := i.tables.Resource(o.Service, sub.Type)
	made := &sdk.Object{Kind: kindResource, Service: o.Service, Name: sub.Type, Foreign: o.Foreign, Arguments: make(map[string]symbolic.Set)}
	position := 0
	for _, identifier := range target.Identifiers {
		if from := sub.Identifiers[identifier]; from != "" {
			made.Arguments[identifier] = sourceOf(o, from, nil)
			continue
		}
		given, ok := args.At(position, identifier)
		position++
		if !ok || len(given.Text) == 0 {
			given.Text = symbolic.Any("an identifier that is not known")
		}
		made.Arguments[identifier] = given.Text
	}
	return sdk.Gives(made)
}

// refined is a collection that will pass these arguments on. Its identifiers are spelled small, arguments as the API does.
func refined(o *sdk.Object, args sdk.Arguments) *sdk.Object {
	c := o.As(kindCollection, o.Name)
	c.Arguments = maps.Clone(o.Arguments)
	if c.Arguments == nil {
		c.Arguments = make(map[string]symbolic.Set)
	}
	for _, f := range args.Named {
		sdk.Flatten(c.Arguments, camel(f.Name), membersOf(f.Value, false))
	}
	return c
}

// listing is the call that a collection makes when it is gone through.
func (i *idioms) listing(o *sdk.Object) (serviceref.Collection, sdk.Arguments) {
	typ, name := split(o.Name)
	m, _ := i.tables.Resource(o.Service, typ)
	c := m.Collections[name]
	var args sdk.Arguments
	for _, name := range slices.Sorted(maps.Keys(o.Arguments)) {
		if unicode.IsUpper(rune((name + " ")[0])) {
			args.Named = append(args.Named, sdk.Field{Name: name, Value: sdk.Given{Text: o.Arguments[name]}})
		}
	}
	return c, i.parameters(o, c.List, args)
}

func (i *idioms) iterate(o *sdk.Object) sdk.Effect {
	c, args := i.listing(o)
	return sdk.Effect{Calls: i.direct(o, c.List.Operation, args, ""), Results: []*sdk.Object{i.returned(o, c.List, requestOf(args))}}
}

// refine calls a method of a collection: a batch action, or one that goes through it.
func (i *idioms) refine(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	within, name := split(o.Name)
	collection := o.As(kindCollection, within)
	switch name {
	case "limit", "batches", "lazy":
		return sdk.Gives(collection)
	}
	typ, of := split(within)
	m, _ := i.tables.Resource(o.Service, typ)
	batch := m.Collections[of].Batch
	for _, spelt := range []string{name, strings.TrimPrefix(strings.TrimSuffix(name, "!"), "batch_")} {
		if action, ok := batch[spelt]; ok {
			return i.batch(collection, action, args)
		}
	}
	e := i.iterate(collection)
	e.Feed = e.Results
	switch name {
	case "first", "find", "detect", "max_by", "min_by", "last":
		return e
	case "count", "size", "any?", "none?", "empty?", "to_set", "sum":
		e.Results, e.Plain, e.Reason = nil, true, "a number of resources"
		return e
	}
	e.Results = []*sdk.Object{e.Results[0].As(kindResponse, "items")}
	e.Results = append(e.Results[:0], e.Feed...)
	return e
}

// batch lists a collection and does something to all of its items with one operation a page.
func (i *idioms) batch(o *sdk.Object, action serviceref.ResourceAction, args sdk.Arguments) sdk.Effect {
	c, listArgs := i.listing(o)
	item := i.returned(o, c.List, requestOf(listArgs))
	e := sdk.Effect{Calls: i.direct(o, c.List.Operation, listArgs, "")}
	call := sdk.Call{Service: o.Service, Operation: action.Operation, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
	for target, from := range action.Parameters {
		call.Arguments[target] = sourceOf(item, from, nil)
	}
	for _, f := range i.sent(o.Service, action.Operation, unfolded(args)).Named {
		call.Open = sdk.Flatten(call.Arguments, f.Name, f.Value) || call.Open
	}
	if !o.Foreign {
		e.Calls = append(e.Calls, call)
	}
	e.Results = []*sdk.Object{{Kind: kindResponse, Service: o.Service, Name: action.Operation, Data: true, Foreign: o.Foreign}}
	return e
}
