package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// thirdMember is a member of a client's package of v3, by how such names are spelt: the client, a command, a paginator, a waiter.
func (i *idioms) thirdMember(o *sdk.Object, name string) sdk.Effect {
	if name == "" || o.Name != "client" {
		return sdk.Plain("a member of a package")
	}
	kinds := []struct{ before, after, kind string }{
		{"", "Command", kindMaker}, {"paginate", "", kindPaginator}, {"waitUntil", "", kindWaiter}, {"waitFor", "", kindWaiter},
	}
	for _, k := range kinds {
		if !strings.HasPrefix(name, k.before) || !strings.HasSuffix(name, k.after) {
			continue
		}
		if operation, ok := i.tables.OperationOf(serviceref.JavaScript3, o.Service, name); ok {
			return sdk.Gives(&sdk.Object{Kind: k.kind, Service: o.Service, Name: operation})
		}
		return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
	}
	if client, ok := i.tables.ClientOf(serviceref.JavaScript3, name); ok && client == o.Service && name[0] >= 'A' && name[0] <= 'Z' {
		return sdk.Gives(&sdk.Object{Kind: kindClass, Service: client, Name: version3})
	}
	return sdk.Plain("a member of a package")
}

// command makes a command of its arguments.
func (i *idioms) command(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	input, given := args.At(0, "")
	return sdk.Gives(i.kept(o, kindCommand, o.Name, parameters(input, given))...)
}

// send makes the calls of the commands that a client is given.
func (i *idioms) send(client *sdk.Object, command sdk.Given) sdk.Effect {
	e := sdk.Effect{Callback: true}
	for _, o := range command.Objects {
		if o.Kind != kindCommand {
			continue
		}
		if !client.Foreign {
			e.Calls = append(e.Calls, replay(o)...)
		}
		response := &sdk.Object{Kind: kindResponse, Service: o.Service, Name: bare(o.Name), Data: true, Foreign: client.Foreign, Arguments: texts(o.Arguments)}
		e.Results = append(e.Results, response)
	}
	if len(e.Results) == 0 || command.Unknown != "" && !command.Function || onlyPlain(command) {
		e = both(e, sdk.NotFollowed(client, "the command that is sent here is not known"))
	}
	return e
}

// onlyPlain says that a given value may be something beside the objects, of which nothing is known.
func onlyPlain(g sdk.Given) bool {
	for _, choice := range g.Text {
		for _, part := range choice.Value {
			if part.Kind != symbolic.Unknown || !strings.HasPrefix(part.Text, "a value of ") {
				return true
			}
		}
	}
	return false
}

// texts are the arguments of a request that a response may repeat: those at the top.
func texts(arguments map[string]symbolic.Set) map[string]symbolic.Set {
	kept := make(map[string]symbolic.Set)
	for name, set := range arguments {
		if !strings.ContainsAny(name, ".[") {
			kept[name] = set
		}
	}
	return kept
}

// paged is a paginator: its arguments are the client, within settings, and those of the operation.
func (i *idioms) paged(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation, bound := strings.CutPrefix(o.Name, "bound ")
	at := 1
	if bound {
		at = 0
	}
	settings, _ := args.At(0, "")
	input, given := args.At(at, "")
	made := o.As(kindPages, "")
	made.Foreign = o.Foreign || !bound && onlyOthers(clientsAmong(settings))
	return sdk.Gives(i.kept(made, kindPages, operation, parameters(input, given))...)
}

// withClient is a function that is given a client, within settings, and an operation's arguments.
func (i *idioms) withClient(o *sdk.Object, args sdk.Arguments, operation, via string) sdk.Effect {
	operation, bound := strings.CutPrefix(operation, "bound ")
	settings, _ := args.At(0, "")
	made := *o
	made.Foreign = o.Foreign || !bound && onlyOthers(clientsAmong(settings))
	at := 1
	if bound {
		at = 0
	}
	input, given := args.At(at, "")
	return i.operation(&made, operation, parameters(input, given), via)
}
