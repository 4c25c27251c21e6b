package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// sources is how an event source shows in the type of a resource or in the service of an ARN, and its name as a poller.
const sources = `
AWS::SQS::Queue             sqs      sqs
AWS::Kinesis::Stream        kinesis  kinesis
AWS::Kinesis::StreamConsumer kinesis kinesis
AWS::DynamoDB::Table        dynamodb dynamodb
AWS::DynamoDB::GlobalTable  dynamodb dynamodb
AWS::MSK::Cluster           kafka    msk
AWS::MSK::ServerlessCluster kafka    msk
AWS::AmazonMQ::Broker       mq       mq
AWS::DocDB::DBCluster       rds      documentdb
AWS::SNS::Topic             sns      sns
AWS::Lambda::Function       lambda   lambda
AWS::Events::EventBus       events   events
AWS::S3::Bucket             s3       s3
`

// SourceOf names the service of an ARN as a poller or a destination has it: "sqs", "msk", ...; "" where it cannot be told.
func SourceOf(arn symbolic.Set) string {
	for _, choice := range arn {
		for line := range strings.Lines(sources) {
			f := strings.Fields(line)
			if len(f) == 3 && (hasType(choice.Value, f[0]) || service(choice.Value) == f[1]) {
				return f[2]
			}
		}
	}
	return ""
}

func hasType(v symbolic.Value, typ string) bool {
	return len(v) == 1 && v[0].Kind == symbolic.Attribute && v[0].Type == typ
}

// service is the third field of an ARN.
func service(v symbolic.Value) string {
	fields := strings.SplitN(v.Expand().String(), ":", 4)
	if len(fields) < 4 || fields[0] != "arn" {
		return ""
	}
	return fields[2]
}

// IsConsumer says whether an ARN is that of a consumer of a stream with a throughput of its own.
func IsConsumer(arn symbolic.Set) bool {
	for _, choice := range arn {
		if hasType(choice.Value, "AWS::Kinesis::StreamConsumer") || strings.Contains(choice.Value.String(), "/consumer/") {
			return true
		}
	}
	return false
}

// KeyOf is the customer key of the resource of this template that an ARN names, nil where there is none.
func (r *Reader) KeyOf(arn symbolic.Set) *stack.Value {
	for _, choice := range arn {
		for _, id := range names(choice.Value) {
			res := r.Resource(id)
			if res == nil {
				continue
			}
			if key, state := r.encryption(res); state == stack.EncryptionCustomer {
				return &stack.Value{Set: key, Span: res.Span}
			}
		}
	}
	return nil
}

// Destination adds where the platform sends what a function leaves. kind "" is told from the target.
func (r *Reader) Destination(fn *stack.Function, n *document.Node, kind, reason string) {
	v := r.Value(n)
	if len(v.Set) == 0 {
		return
	}
	if kind == "" {
		kind = SourceOf(v.Set)
	}
	fn.Destinations = append(fn.Destinations, stack.Destination{Kind: strings.ToLower(kind), Target: v.Set, Span: v.Span, Reason: reason})
}
