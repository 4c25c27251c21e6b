package rust

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// responseMember keeps what a call gave together, whatever is done with it: a member that the request tells is that.
func (i *idioms) responseMember(o *sdk.Object, name string) sdk.Effect {
	if echo(o, name) != nil {
		return sdk.Gives(o.As(kindMember, o.Name+"."+name))
	}
	return sdk.Gives(o)
}

func (i *idioms) callMember(o *sdk.Object) sdk.Effect {
	operation, name, _ := strings.Cut(o.Name, ".")
	return sdk.Effect{Text: echo(o.As(kindResponse, operation), name)}
}

// echo is a member of a response that the request tells; nil where it does not.
func echo(o *sdk.Object, name string) symbolic.Set {
	if o.Name == "GetCallerIdentity" && name == "account" {
		return sdk.Pseudo("AWS::AccountId")
	}
	for _, row := range echoes {
		if row.operation == o.Name && row.member == name && len(o.Arguments[row.argument]) > 0 {
			if row.begins {
				return symbolic.Join(o.Arguments[row.argument], symbolic.Any("what follows the prefix"))
			}
			return o.Arguments[row.argument]
		}
	}
	return nil
}

// echoes are members of responses that are, or begin with, an argument of the request. A queue's name stands for its URL.
var echoes = []struct {
	operation, member, argument string
	begins                      bool
}{
	{"GetQueueUrl", "queue_url", "QueueName", false},
	{"CreateQueue", "queue_url", "QueueName", false},
	{"CreateTopic", "topic_arn", "Name", false},
	{"ListObjectsV2", "key", "Prefix", true},
	{"ListObjects", "key", "Prefix", true},
	{"ListObjectVersions", "key", "Prefix", true},
}

// library makes the calls of a library's function.
func (i *idioms) library(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	calls, _ := i.tables.Library(serviceref.Rust, o.Name)
	e := sdk.Plain("what " + o.Name + " gives")
	for _, row := range calls {
		c := sdk.Call{Service: row.Client, Operation: row.Operation, Via: o.Name, Arguments: make(map[string]symbolic.Set)}
		for parameter, from := range row.Arguments {
			if g, ok := args.At(int(from[0]-'0'), from); ok {
				sdk.Flatten(c.Arguments, parameter, g)
			}
		}
		e.Calls = append(e.Calls, c)
	}
	return e
}
