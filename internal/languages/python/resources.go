package python

import (
	"slices"
	"strings"
	"unicode"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// resourceMember reads a member of a resource; attributes load it first.
func (i *idioms) resourceMember(o *sdk.Object, name string) sdk.Effect {
	if name == "meta" {
		return sdk.Gives(o.As(kindMeta, ""))
	}
	m, ok := i.tables.Resource(o.Service, o.Name)
	if !ok {
		return sdk.NotFollowed(o, "the resources of "+o.Service+" are not known")
	}
	if slices.Contains(m.Identifiers, name) {
		return sdk.Effect{Text: identifierOf(o, name)}
	}
	if slices.Contains(m.Attributes, name) {
		e := sdk.Plain("an attribute of a resource")
		if h, ok := i.tables.Helper(o.Service+"."+o.Name, "load"); ok {
			return i.help(o, h, sdk.Arguments{})
		}
		if m.Load.Operation != "" {
			e.Calls = i.calls(o, m.Load.Operation, i.parameters(o, m.Load, sdk.Arguments{}), "")
		}
		return e
	}
	return i.resourceMethod(o, m, name)
}

func (i *idioms) resourceMethod(o *sdk.Object, m serviceref.ResourceModel, name string) sdk.Effect {
	within := o.Name + "." + name
	if _, ok := m.Actions[name]; ok || name == "load" || name == "reload" {
		return sdk.Gives(o.As(kindAction, within))
	}
	if _, ok := m.Waiters[name]; ok {
		return sdk.Gives(o.As(kindResourceWait, within))
	}
	if _, ok := m.Subresources[name]; ok {
		return sdk.Gives(o.As(kindSubresource, within))
	}
	if _, ok := m.Collections[name]; ok {
		return sdk.Gives(o.As(kindCollection, within))
	}
	if _, ok := i.tables.Helper(o.Service+"."+o.Name, name); ok {
		return sdk.Gives(o.As(kindAction, within))
	}
	if name == "get_available_subresources" || strings.HasPrefix(name, "_") {
		return sdk.Plain("a member of every resource")
	}
	return sdk.NotFollowed(o, "a resource of "+o.Service+" has no member "+name+" that is known")
}

// split takes "type.name" apart.
func split(name string) (typ, member string) {
	at := strings.LastIndexByte(name, '.')
	return name[:at], name[at+1:]
}

// action calls an action, waiter or helper of a resource.
func (i *idioms) action(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	typ, name := split(o.Name)
	if name == "reload" {
		name = "load"
	}
	if h, ok := i.tables.Helper(o.Service+"."+typ, name); ok {
		return i.help(o, h, args)
	}
	m, _ := i.tables.Resource(o.Service, typ)
	a, ok := m.Actions[name]
	if w, isWaiter := m.Waiters[name]; isWaiter {
		a, ok = w, true
	}
	if name == "load" {
		a, ok = m.Load, true
	}
	if !ok || a.Operation == "" {
		return sdk.Plain("what " + name + " gives")
	}
	args = i.parameters(o, a, args)
	if operation, ok := i.tables.Waiter(o.Service, a.Operation); ok {
		a.Operation = operation
	}
	e := sdk.Effect{Calls: i.calls(o, a.Operation, args, "")}
	response := i.response(o, a.Operation, args)
	if a.Returns == "" {
		e.Results = []*sdk.Object{response}
	} else {
		e.Results = []*sdk.Object{i.returned(o, a, response.Arguments)}
	}
	return e
}

// parameters adds to the caller's arguments those that the model fills.
func (i *idioms) parameters(o *sdk.Object, a serviceref.ResourceAction, args sdk.Arguments) sdk.Arguments {
	all := sdk.Arguments{Open: args.Open}
	for _, target := range sortedKeys(a.Parameters) {
		if strings.ContainsAny(target, "[") {
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

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
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

// returned is the resource that an action or collection gives. Identifiers that come from the response are known where the request tells them.
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
func (i *idioms) subresource(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	typ, name := split(o.Name)
	m, _ := i.tables.Resource(o.Service, typ)
	sub := m.Subresources[name]
	target, _ := i.tables.Resource(o.Service, sub.Type)
	made := &sdk.Object{Kind: kindResource, Service: o.Service, Name: sub.Type, Foreign: o.Foreign, Arguments: make(map[string]symbolic.Set)}
	position := 0
	for _, identifier := range target.Identifiers {
		from := sub.Identifiers[identifier]
		if from != "" {
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

// throughReference reads a member of a reference that is a property (instance.vpc), not a method.
func (i *idioms) throughReference(o *sdk.Object, name string) sdk.Effect {
	_, reference := split(o.Name)
	if reference == "" || unicode.IsUpper(rune(reference[0])) {
		return sdk.Plain("a member of a method")
	}
	return i.Member(i.subresource(o, sdk.Arguments{}).Results[0], name)
}

// collectionMember refines a collection, or does something to all of its items.
func (i *idioms) collectionMember(o *sdk.Object, name string) sdk.Effect {
	switch name {
	case "all", "filter", "limit", "page_size", "pages":
		return sdk.Gives(o.As(kindRefine, o.Name))
	}
	typ, collection := split(o.Name)
	m, _ := i.tables.Resource(o.Service, typ)
	if _, ok := m.Collections[collection].Batch[name]; ok {
		return sdk.Gives(o.As(kindBatch, o.Name+"."+name))
	}
	return sdk.NotFollowed(o, "a collection of "+o.Service+" has no member "+name+" that is known")
}

// refined is a collection that will pass these arguments on. Its identifiers are spelled as attributes, arguments as the API does.
func refined(o *sdk.Object, args sdk.Arguments) *sdk.Object {
	c := o.As(kindCollection, o.Name)
	c.Arguments = make(map[string]symbolic.Set)
	for name, set := range o.Arguments {
		c.Arguments[name] = set
	}
	for _, f := range args.Named {
		if unicode.IsUpper(rune((f.Name + " ")[0])) {
			sdk.Flatten(c.Arguments, f.Name, f.Value)
		}
	}
	return c
}

// listing is the call that a collection makes when it is gone through.
func (i *idioms) listing(o *sdk.Object) (serviceref.Collection, sdk.Arguments) {
	typ, name := split(o.Name)
	m, _ := i.tables.Resource(o.Service, typ)
	c := m.Collections[name]
	var args sdk.Arguments
	for _, name := range sorted(o.Arguments) {
		if unicode.IsUpper(rune((name + " ")[0])) {
			args.Named = append(args.Named, sdk.Field{Name: name, Value: sdk.Given{Text: o.Arguments[name]}})
		}
	}
	return c, i.parameters(o, c.List, args)
}

func (i *idioms) iterate(o *sdk.Object) sdk.Effect {
	c, args := i.listing(o)
	return sdk.Effect{
		Calls:   i.calls(o, c.List.Operation, args, ""),
		Results: []*sdk.Object{i.returned(o, c.List, o.Arguments)},
	}
}

// batch lists a collection and does something to all of its items with one operation a page.
func (i *idioms) batch(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	within, name := split(o.Name)
	c, listArgs := i.listing(o.As(kindCollection, within))
	item := i.returned(o, c.List, o.Arguments)
	action := c.Batch[name]
	e := sdk.Effect{Calls: i.calls(o, c.List.Operation, listArgs, "")}
	call := sdk.Call{Service: o.Service, Operation: action.Operation, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
	for target, from := range action.Parameters {
		if set := sourceOf(item, from, nil); len(set) > 0 {
			call.Arguments[target] = set
		}
	}
	for _, f := range args.Named {
		call.Open = sdk.Flatten(call.Arguments, f.Name, f.Value) || call.Open
	}
	if !o.Foreign {
		e.Calls = append(e.Calls, call)
	}
	e.Results = []*sdk.Object{{Kind: kindResponse, Service: o.Service, Name: action.Operation, Data: true, Foreign: o.Foreign}}
	return e
}
