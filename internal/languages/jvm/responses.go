package jvm

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// responseMember keeps what a call gave together, whatever is done with it: only what its request tells is text.
func responseMember(o *sdk.Object, name string, isMethod bool) sdk.Effect {
	member := strings.TrimPrefix(name, "get")
	if member == "" {
		member = name
	}
	made := *o
	made.Kind = kindAnswer
	made.Name = o.Name + "#" + strings.ToUpper(member[:1]) + member[1:]
	if isMethod {
		return gives(&made)
	}
	return answer(&made, sdk.Arguments{})
}

// answer is a part of a response. Functions that it is given are called with the response, or with items of it.
func answer(o *sdk.Object, _ sdk.Arguments) sdk.Effect {
	operation, member, _ := strings.Cut(o.Name, "#")
	if set := echo(operation, member, o.Arguments); set != nil {
		return sdk.Effect{Text: set}
	}
	whole := *o
	whole.Kind, whole.Name = kindResponse, operation
	return sdk.Effect{Results: []*sdk.Object{&whole}, Feed: []*sdk.Object{&whole}}
}

// echo is a member of a response that the request tells: nil where it does not.
func echo(operation, member string, request map[string]symbolic.Set) symbolic.Set {
	if operation == "GetCallerIdentity" && member == "Account" {
		return pseudo("AWS::AccountId")
	}
	for _, row := range echoes {
		if row.operation == operation && row.member == member && len(request[row.argument]) > 0 {
			if row.begins {
				return symbolic.Join(request[row.argument], symbolic.Any("what follows the prefix"))
			}
			return request[row.argument]
		}
	}
	return nil
}

// echoes are members of responses that are, or begin with, an argument of the request. A queue's name stands for its URL.
var echoes = []struct {
	operation, member, argument string
	begins                      bool
}{
	{"GetQueueUrl", "QueueUrl", "QueueName", false},
	{"CreateQueue", "QueueUrl", "QueueName", false},
	{"CreateTopic", "TopicArn", "Name", false},
	{"ListObjectsV2", "Key", "Prefix", true},
	{"ListObjects", "Key", "Prefix", true},
	{"ListObjectVersions", "Key", "Prefix", true},
}
