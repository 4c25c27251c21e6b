package sdk

import "github.com/parebot/pare/internal/symbolic"

// Echo is a member of a response that the request tells: nil where it does not.
func Echo(operation, member string, request map[string]symbolic.Set) symbolic.Set {
	if operation == "GetCallerIdentity" && member == "Account" {
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}})
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
