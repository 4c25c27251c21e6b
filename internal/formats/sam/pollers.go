package sam

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// polls is one event type a line: the property that names the source, and the managed policy that the transform attaches for it.
const polls = `
SQS              Queue   AWSLambdaSQSQueueExecutionRole
Kinesis          Stream  AWSLambdaKinesisExecutionRole
DynamoDB         Stream  AWSLambdaDynamoDBExecutionRole
MSK              Stream  AWSLambdaMSKExecutionRole
MQ               Broker  -
DocumentDB       Cluster -
SelfManagedKafka -       -
`

// reads is what the transform writes itself for a source that has no managed policy.
const reads = `
MQ         mq:DescribeBroker ${Source}
DocumentDB rds:DescribeDBClusters ${Source}
DocumentDB rds:DescribeDBClusterParameters arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster-pg:*
DocumentDB rds:DescribeDBSubnetGroups arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:subgrp:*
network    ec2:CreateNetworkInterface,ec2:DescribeNetworkInterfaces,ec2:DescribeVpcs,ec2:DeleteNetworkInterface,ec2:DescribeSubnets,ec2:DescribeSecurityGroups *
secret     secretsmanager:GetSecretValue ${Secret}
key        kms:Decrypt ${Key}
`

// poller reads an event whose source Lambda polls with the function's role.
func (r *reader) poller(e event) {
	property, policy := pollOf(e.typ)
	t := r.trigger(e, stack.Poller)
	t.Arn = r.Eval(e.props.Get(property))
	t.Consumer = cloudformation.IsConsumer(t.Arn)
	t.Encrypted = r.KeyOf(t.Arn)
	key := "Events/" + e.name
	if policy != "-" {
		r.framework(e.function, policy, key, e.span)
	}
	r.grants(e.function, rows(reads, e.typ), key+"/source", e.span, map[string]symbolic.Set{"Source": t.Arn})
	r.secrets(e, key)
	failed := e.props.Get("DestinationConfig").Get("OnFailure")
	r.destination(e.function, failed, "Destination", key+"/OnFailure", "on failure")
}

func pollOf(typ string) (property, policy string) {
	for line := range strings.Lines(polls) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == typ {
			return f[1], f[2]
		}
	}
	return "", "-"
}

// secrets grants what a source asks for to be let in: its secrets, their key, and the network of the function.
func (r *reader) secrets(e event, key string) {
	network := e.typ == "DocumentDB"
	for i, b := range r.Items(e.props.Get("SourceAccessConfigurations"), "", nil) {
		if strings.HasPrefix(r.String(b.Node.Get("Type")), "VPC_") {
			network = true
			continue
		}
		secret := map[string]symbolic.Set{"Secret": r.Eval(b.Node.Get("URI"))}
		r.grants(e.function, rows(reads, "secret"), key+"/secret/"+strconv.Itoa(i), b.Node.Whole, secret)
	}
	if network {
		r.grants(e.function, rows(reads, "network"), key+"/network", e.span, nil)
	}
	if id := e.props.Get("SecretsManagerKmsKeyId"); id != nil {
		r.grants(e.function, rows(reads, "key"), key+"/key", id.Whole, map[string]symbolic.Set{"Key": r.keyArn(id)})
	}
}

// keyArn is the ARN of a key that is given by its ID.
func (r *reader) keyArn(id *document.Node) symbolic.Set {
	pseudo := func(name string) symbolic.Set {
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
	}
	text := func(s string) symbolic.Set { return symbolic.Certain(symbolic.Text(s)) }
	return symbolic.Join(text("arn:"), pseudo("AWS::Partition"), text(":kms:"), pseudo("AWS::Region"), text(":"),
		pseudo("AWS::AccountId"), text(":key/"), r.Eval(id))
}
