package csharp

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed members.txt
var membersText string

// spelling is members.txt: what the SDK calls members of requests otherwise than the API, and which arguments methods take by position.
type spelling struct {
	names     map[string]string   // "service operation Member" or "service * Member" -> path in the API's request
	positions map[string][]string // "service operation" -> members
}

var spelled = sync.OnceValue(func() spelling {
	s := spelling{make(map[string]string), make(map[string][]string)}
	for line := range strings.Lines(membersText) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		for _, operation := range strings.Split(f[1], ",") {
			for _, member := range f[2:] {
				if own, api, renamed := strings.Cut(member, "="); renamed {
					s.names[f[0]+" "+operation+" "+own] = api
				} else {
					key := f[0] + " " + operation
					s.positions[key] = append(s.positions[key], member)
				}
			}
		}
	}
	return s
})

// positions are the members of a request that its constructor, and the method of its operation, take by position.
func positions(service, operation string) []string { return spelled().positions[service+" "+operation] }

// requestOf is the one request among the arguments, or one that is made of arguments by position and by name.
func requestOf(args sdk.Arguments, members []string) sdk.Given {
	first, ok := args.At(0, "request")
	if ok {
		for _, o := range first.Objects {
			if o.Kind == kindRequest || o.Kind == kindShape {
				if len(first.Fields) == 0 && len(first.Keys) == 0 { // it may be empty, or come from elsewhere
					first.Open = first.Open || len(first.Text) > 0 || first.Unknown != ""
				}
				return first
			}
		}
	}
	request := sdk.Given{Objects: []*sdk.Object{{Kind: kindRequest}}, Open: args.Open}
	if ok && len(first.Fields) > 0 && len(members) == 0 {
		return first
	}
	for n, given := range args.Positional {
		if n < len(members) {
			request.Fields = append(request.Fields, sdk.Field{Name: members[n], Value: given})
		} else if len(members) == 0 && (len(given.Text) > 0 || given.Unknown != "") {
			request.Open = true
		}
	}
	for _, f := range args.Named {
		at := slices.IndexFunc(members, func(m string) bool { return strings.EqualFold(m, f.Name) })
		if at >= 0 {
			f.Name = members[at]
			request.Fields = append(request.Fields, f)
		}
	}
	return request
}

// call calls an API operation.
func (i *idioms) call(o *sdk.Object, operation string, args sdk.Arguments) sdk.Effect {
	request := requestOf(args, positions(o.Service, operation))
	calls := i.calls(o, operation, request, "")
	kept := make(map[string]symbolic.Set)
	for _, f := range request.Fields {
		if len(f.Value.Text) > 0 {
			kept[i.memberOf(o.Service, operation, f.Name)] = f.Value.Text
		}
	}
	response := &sdk.Object{Kind: kindResponse, Service: o.Service, Name: operation, Foreign: o.Foreign, Data: true, Arguments: kept}
	return sdk.Effect{Calls: calls, Results: []*sdk.Object{response}, Run: true}
}

// calls are the calls of one operation: one with the arguments that are always there, one with all that may be.
func (i *idioms) calls(o *sdk.Object, operation string, request sdk.Given, via string) (calls []sdk.Call) {
	if o.Foreign {
		return nil
	}
	for _, fields := range (sdk.Arguments{Named: request.Fields}).Variants() {
		c := sdk.Call{Service: o.Service, Operation: operation, Open: request.Open, Via: via, Arguments: make(map[string]symbolic.Set)}
		for _, f := range fields {
			if isNone(f.Value) {
				continue
			}
			name := i.memberOf(o.Service, operation, f.Name)
			if name == "Delete.Objects" {
				f.Value = deletions(f.Value)
			}
			c.Open = sdk.Flatten(c.Arguments, name, i.asAPI(o.Service, operation, f.Value, isLower(name))) || c.Open
		}
		joinCopy(c.Arguments)
		calls = append(calls, c)
	}
	return calls
}

// deletions are objects to delete, also where only their keys were added, with or without a version.
func deletions(g sdk.Given) sdk.Given {
	record := []*sdk.Object{{Kind: kindShape}}
	var items []sdk.Given
	for _, item := range g.Items {
		if len(item.Text) > 0 {
			key := sdk.Given{Text: item.Text}
			items = append(items, sdk.Given{Objects: record, Fields: []sdk.Field{{Name: "Key", Value: key}}})
		}
		if len(item.Fields) > 0 {
			items = append(items, item)
		}
	}
	g.Items = items
	for _, f := range g.Fields {
		key := sdk.Given{Text: symbolic.Certain(symbolic.Text(f.Name))}
		g.Items = append(g.Items, sdk.Given{Objects: record, Fields: []sdk.Field{{Name: "Key", Value: key}, {Name: "VersionId", Value: f.Value}}})
	}
	g.Fields = nil
	return g
}

func isNone(g sdk.Given) bool {
	return g.None && len(g.Text) == 0 && len(g.Fields) == 0 && len(g.Items) == 0 && g.Unknown == "" && len(g.Objects) == 0
}

func isLower(name string) bool { return name != "" && unicode.IsLower(rune(name[0])) }

// memberOf is the API's name of a request's member.
func (i *idioms) memberOf(service, operation, member string) string {
	names := spelled().names
	for _, key := range []string{service + " " + operation + " " + member, service + " * " + member} {
		if api := names[key]; api != "" {
			return api
		}
	}
	for _, input := range i.tables.Input(service, operation) {
		if strings.EqualFold(input, member) {
			return input
		}
	}
	return member
}

// asAPI is a value with the members of its records as the API names them. Entries of dictionaries are the program's own.
func (i *idioms) asAPI(service, operation string, g sdk.Given, lower bool) sdk.Given {
	isRecord := slices.ContainsFunc(g.Objects, func(o *sdk.Object) bool { return o.Kind == kindShape || o.Kind == kindRequest })
	fields := make([]sdk.Field, 0, len(g.Fields))
	for _, f := range g.Fields {
		if isRecord {
			f.Name = nested(service, f.Name, lower)
		}
		f.Value = i.asAPI(service, operation, f.Value, lower)
		fields = append(fields, f)
	}
	g.Fields = fields
	g.Items = slices.Clone(g.Items)
	for n := range g.Items {
		g.Items[n] = i.asAPI(service, operation, g.Items[n], lower)
	}
	g.Values = slices.Clone(g.Values)
	for n := range g.Values {
		g.Values[n] = i.asAPI(service, operation, g.Values[n], lower)
	}
	if isRecord && len(g.Fields) > 0 {
		g.Text = nil // a record is no string
	}
	return g
}

// nested is the API's name of a member of a record within a request: services that begin these with small letters do so everywhere.
func nested(service, name string, lower bool) string {
	if api := spelled().names[service+" . "+name]; api != "" {
		return api
	}
	if lower && name != "" {
		return strings.ToLower(name[:1]) + name[1:]
	}
	return name
}

// joinCopy writes a source that is given in parts as the API has it: bucket/key.
func joinCopy(arguments map[string]symbolic.Set) {
	bucket, hasBucket := arguments["CopySource.Bucket"]
	key, hasKey := arguments["CopySource.Key"]
	if !hasBucket && !hasKey {
		return
	}
	delete(arguments, "CopySource.Bucket")
	delete(arguments, "CopySource.Key")
	if !hasBucket {
		bucket = symbolic.Any("the bucket of the source is not known")
	}
	if !hasKey {
		key = symbolic.Any("the key of the source is not known")
	}
	arguments["CopySource"] = symbolic.Join(bucket, symbolic.Certain(symbolic.Text("/")), key)
}

// responseMember keeps what a call gave together, whatever is done with it, until the request tells a member.
func (i *idioms) responseMember(o *sdk.Object, name string) sdk.Effect {
	if text := sdk.Echo(o.Name, name, o.Arguments); text != nil {
		return sdk.Effect{Text: text}
	}
	return sdk.Gives(o)
}
