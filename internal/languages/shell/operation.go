package shell

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed services.txt
var servicesText string

//go:embed commands.txt
var commandsText string

// services is services.txt.
var services = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(servicesText) {
		if f := strings.Fields(line); len(f) == 2 && f[0] != "#" {
			all[f[0]] = f[1]
		}
	}
	return all
})

// special is a row of commands.txt.
type special struct {
	client     string
	operations []string
	parameters map[string]string
}

// specials is commands.txt, by service and command.
var specials = sync.OnceValue(func() map[string]special {
	all := make(map[string]special)
	for line := range strings.Lines(commandsText) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] == "#" {
			continue
		}
		row := special{client: f[2], parameters: make(map[string]string)}
		if f[3] != "-" {
			row.operations = strings.Split(f[3], ",")
		}
		for _, field := range f[4:] {
			parameter, from, _ := strings.Cut(field, "=")
			row.parameters[parameter] = from
		}
		all[f[0]+" "+f[1]] = row
	}
	return all
})

// operation calls the operation behind a command: by its name in the service, by a waiter's, or as commands.txt has it.
func (c *command) operation(service string) sdk.Effect {
	name, known := c.word(1)
	if row, ok := specials()[service+" *"]; ok && row.client == "-" {
		return c.configured(service)
	}
	client := service
	if renamed, ok := services()[service]; ok {
		client = renamed
	}
	switch {
	case !c.tables.Client(client):
		return missing("", "the aws command has no service "+service+" that is known")
	case !known && len(c.words) < 2 && !c.open:
		return sdk.Plain("what aws writes")
	case !known:
		return missing(client, "which command of "+service+" is called is not known")
	case name == "help":
		return sdk.Plain("what aws writes")
	}
	if row, ok := specials()[service+" "+name]; ok {
		return c.special(row)
	}
	if name == "wait" {
		waiter, _ := c.word(2)
		if operation, ok := c.tables.Waiter(client, snake(waiter)); ok {
			return c.called(client, operation)
		}
		return missing(client, service+" has no waiter "+waiter+" that is known")
	}
	operation, ok := c.tables.Method(client, snake(name))
	if !ok {
		return missing(client, service+" has no command "+name+" that is known")
	}
	return c.called(client, operation)
}

func snake(name string) string { return strings.ReplaceAll(name, "-", "_") }

// configured is what a command writes that calls nothing.
func (c *command) configured(service string) sdk.Effect {
	verb, _ := c.word(1)
	what, _ := c.word(2)
	if service == "configure" && verb == "get" && strings.HasSuffix(what, "region") {
		return sdk.Effect{Text: sdk.Pseudo("AWS::Region")}
	}
	return sdk.Plain("what aws writes")
}

func (c *command) special(row special) sdk.Effect {
	e := sdk.Plain("what aws writes")
	for _, operation := range row.operations {
		call := sdk.Call{Service: row.client, Operation: operation, Open: c.open, Arguments: make(map[string]symbolic.Set)}
		for parameter, from := range row.parameters {
			g, ok := c.get(from)
			if at, err := strconv.Atoi(from); err == nil && at+1 < len(c.words) {
				g, ok = c.words[at+1], true
			}
			if ok {
				call.Arguments[parameter] = textOf(g)
			}
		}
		e.Calls = append(e.Calls, call)
	}
	return e
}

func textOf(g sdk.Given) symbolic.Set {
	if len(g.Text) == 0 {
		return symbolic.Any("the value is no string")
	}
	return g.Text
}

// called is the call of an operation with the options as its arguments, and what it writes.
func (c *command) called(client, operation string) sdk.Effect {
	call := sdk.Call{Service: client, Operation: operation, Open: c.open, Arguments: make(map[string]symbolic.Set)}
	members := make(map[string]string)
	for _, name := range c.tables.Input(client, operation) {
		members[strings.ToLower(name)] = name
	}
	for _, o := range c.options {
		if o.name == "--cli-input-json" || o.name == "--cli-input-yaml" {
			c.input(&call, o)
			continue
		}
		bare := strings.ReplaceAll(strings.TrimPrefix(o.name, "--"), "-", "")
		name, ok := members[bare]
		if !ok {
			name, ok = members[strings.TrimPrefix(bare, "no")]
		}
		if ok {
			call.Open = sdk.Flatten(call.Arguments, name, c.value(o)) || call.Open
		}
	}
	for n := 2; n < len(c.words); n++ {
		if _, ok := c.word(n); !ok { // it may be an option
			call.Open = true
		}
	}
	e := sdk.Plain("what aws writes")
	e.Calls = []sdk.Call{call}
	if text := c.echo(operation, call.Arguments); text != nil {
		return sdk.Effect{Calls: e.Calls, Text: text}
	}
	return e
}

// input takes the arguments of a call from a document.
func (c *command) input(call *sdk.Call, o option) {
	g := c.value(o)
	if len(g.Fields) == 0 {
		call.Open = true
	}
	for _, f := range g.Fields {
		call.Open = sdk.Flatten(call.Arguments, f.Name, f.Value) || call.Open
	}
}

// echoes are answers that the request tells, by operation and by what is asked of the answer. A queue's name stands for its URL.
var echoes = []struct{ operation, query, argument string }{
	{"GetQueueUrl", "QueueUrl", "QueueName"}, {"CreateQueue", "QueueUrl", "QueueName"}, {"CreateTopic", "TopicArn", "Name"},
}

// echo is the answer to a query that the request tells; nil where it does not.
func (c *command) echo(operation string, arguments map[string]symbolic.Set) symbolic.Set {
	g, _ := c.get("--query")
	query, _ := known(g)
	if operation == "GetCallerIdentity" && query == "Account" {
		return sdk.Pseudo("AWS::AccountId")
	}
	for _, row := range echoes {
		if row.operation == operation && row.query == query && len(arguments[row.argument]) > 0 {
			return arguments[row.argument]
		}
	}
	return nil
}
