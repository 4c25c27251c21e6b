package sam

import (
	"slices"
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
registry   glue:GetRegistry ${Registry}
registry   glue:GetSchemaVersion arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:schema/${Name}/*
`

// letsIn is, for each event type, the types of SourceAccessConfigurations whose URI is a secret that the transform lets the function read.
// The others name networks, hosts and scopes, or a secret for which the managed policy or nothing is made.
const letsIn = `
MSK              CLIENT_CERTIFICATE_TLS_AUTH
MQ               BASIC_AUTH
DocumentDB       BASIC_AUTH
SelfManagedKafka BASIC_AUTH SASL_SCRAM_256_AUTH SASL_SCRAM_512_AUTH CLIENT_CERTIFICATE_TLS_AUTH OAUTHBEARER_AUTH SERVER_ROOT_CA_CERTIFICATE
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

// secrets grants what a source asks for to be let in: its secrets, their key, the network of the function, the registry of its schemas.
func (r *reader) secrets(e event, key string) {
	network := e.typ == "DocumentDB"
	for i, b := range r.Items(e.props.Get("SourceAccessConfigurations"), "", nil) {
		typ := r.String(b.Node.Get("Type"))
		network = network || e.typ == "SelfManagedKafka" && strings.HasPrefix(typ, "VPC_")
		if isSecret(e.typ, typ) {
			r.secret(e, b.Node, key+"/secret/"+strconv.Itoa(i))
		}
	}
	if network {
		r.grants(e.function, rows(reads, "network"), key+"/network", e.span, nil)
	}
	if id := e.props.Get("SecretsManagerKmsKeyId"); id != nil && e.typ != "MSK" {
		r.grants(e.function, rows(reads, "key"), key+"/key", id.Whole, map[string]symbolic.Set{"Key": r.keyArn(id)})
	}
	if e.typ == "MSK" || e.typ == "SelfManagedKafka" {
		r.registry(e, key)
	}
}

func isSecret(event, typ string) bool {
	for line := range strings.Lines(letsIn) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == event {
			return typ != "" && slices.Contains(f[1:], typ)
		}
	}
	return false
}

func (r *reader) secret(e event, n *document.Node, key string) {
	r.grants(e.function, rows(reads, "secret"), key, n.Whole, map[string]symbolic.Set{"Secret": r.Eval(n.Get("URI"))})
}

// registry grants what the schemas of records ask for: the registry if it is one of Glue, the secrets of any.
func (r *reader) registry(e event, key string) {
	config := e.props.Get("SchemaRegistryConfig")
	for i, b := range r.Items(config.Get("AccessConfigs"), "", nil) {
		r.secret(e, b.Node, key+"/registry/"+strconv.Itoa(i))
	}
	for _, choice := range r.Eval(config.Get("SchemaRegistryURI")) {
		arn := strings.SplitN(choice.Value.String(), ":", 6)
		if name, ok := strings.CutPrefix(arn[len(arn)-1], "registry/"); ok && len(arn) == 6 {
			values := map[string]symbolic.Set{"Registry": symbolic.Certain(choice.Value), "Name": literal(name)}
			r.grants(e.function, rows(reads, "registry"), key+"/registry", config.Whole, values)
		}
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
