package sam

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// connections is what a connector grants to the role of its function: source type, destination type, category, actions, resources.
// The function is the source, or the destination where a source is polled. Source: the connector profiles of aws-sam-translator.
const connections = `
AWS::Lambda::Function AWS::Lambda::Function Write lambda:InvokeAsync,lambda:InvokeFunction ${Arn}
AWS::Lambda::Function AWS::S3::Bucket Read s3:GetObject,s3:GetObjectAcl,s3:GetObjectLegalHold,s3:GetObjectRetention,s3:GetObjectTorrent,s3:GetObjectVersion,s3:GetObjectVersionAcl,s3:GetObjectVersionForReplication,s3:GetObjectVersionTorrent,s3:ListBucket,s3:ListBucketMultipartUploads,s3:ListBucketVersions,s3:ListMultipartUploadParts ${Arn},${Arn}/*
AWS::Lambda::Function AWS::S3::Bucket Write s3:AbortMultipartUpload,s3:DeleteObject,s3:DeleteObjectVersion,s3:PutObject,s3:PutObjectLegalHold,s3:PutObjectRetention,s3:RestoreObject ${Arn},${Arn}/*
AWS::Lambda::Function AWS::DynamoDB::Table Read dynamodb:GetItem,dynamodb:Query,dynamodb:Scan,dynamodb:BatchGetItem,dynamodb:ConditionCheckItem,dynamodb:PartiQLSelect ${Arn},${Arn}/index/*
AWS::Lambda::Function AWS::DynamoDB::Table Write dynamodb:PutItem,dynamodb:UpdateItem,dynamodb:DeleteItem,dynamodb:BatchWriteItem,dynamodb:PartiQLDelete,dynamodb:PartiQLInsert,dynamodb:PartiQLUpdate ${Arn},${Arn}/index/*
AWS::Lambda::Function AWS::SQS::Queue Read sqs:ReceiveMessage,sqs:GetQueueAttributes ${Arn}
AWS::Lambda::Function AWS::SQS::Queue Write sqs:DeleteMessage,sqs:SendMessage,sqs:ChangeMessageVisibility,sqs:PurgeQueue ${Arn}
AWS::Lambda::Function AWS::SNS::Topic Write sns:Publish ${Arn}
AWS::Lambda::Function AWS::Events::EventBus Write events:PutEvents ${Arn}
AWS::Lambda::Function AWS::StepFunctions::StateMachine Write states:StartExecution,states:StartSyncExecution ${Arn}
AWS::Lambda::Function AWS::StepFunctions::StateMachine Write states:StopExecution arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Name}:*
AWS::Lambda::Function AWS::StepFunctions::StateMachine Read states:DescribeStateMachine,states:ListExecutions ${Arn}
AWS::Lambda::Function AWS::StepFunctions::StateMachine Read states:DescribeExecution,states:DescribeStateMachineForExecution,states:GetExecutionHistory arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Name}:*
AWS::Lambda::Function AWS::Location::PlaceIndex Read geo:DescribePlaceIndex,geo:GetPlace,geo:SearchPlaceIndexForPosition,geo:SearchPlaceIndexForSuggestions,geo:SearchPlaceIndexForText ${Arn}
AWS::DynamoDB::Table AWS::Lambda::Function Read dynamodb:DescribeStream,dynamodb:GetRecords,dynamodb:GetShardIterator,dynamodb:ListStreams ${Arn}/stream/*
AWS::SQS::Queue AWS::Lambda::Function Write sqs:DeleteMessage ${Arn}
AWS::SQS::Queue AWS::Lambda::Function Read sqs:ReceiveMessage,sqs:GetQueueAttributes ${Arn}
`

// connection is one connector between two resources.
type connection struct {
	id                  string
	source, destination end
	permissions         []stack.Value
	node                *document.Node
	span                source.Span
	when                []symbolic.Condition
}

// end of a connector: a resource of the template, or what is told of one elsewhere.
type end struct {
	id, typ   string
	arn, name symbolic.Set
}

// connectors reads both ways to write one: as a resource, and as Connectors of the resource that is the source.
func (r *reader) connectors() {
	for _, res := range r.Resources {
		if res.Written == "AWS::Serverless::Connector" {
			r.connect(connection{id: res.ID, source: r.end(res.Properties.Get("Source")), node: res.Properties, span: res.Span, when: res.When})
		}
		embedded := res.Node.Get("Connectors")
		if embedded == nil {
			continue
		}
		for _, p := range embedded.Pairs {
			from := r.end(&document.Node{Kind: document.Map, Pairs: []document.Pair{{Key: text("Id"), Value: text(res.ID)}}})
			r.connect(connection{id: res.ID + p.Key.Value, source: from, node: p.Value.Get("Properties"), span: p.Span, when: res.When})
		}
	}
}

func text(s string) *document.Node { return &document.Node{Kind: document.String, Value: s} }

// connect reads the destinations of a connector: one, or a list.
func (r *reader) connect(c connection) {
	c.permissions = r.Strings(c.node.Get("Permissions"))
	for i, b := range r.Items(c.node.Get("Destination"), "", c.when) {
		one := c
		one.destination, one.when = r.end(b.Node), b.When
		if i > 0 {
			one.id += "/" + strconv.Itoa(i)
		}
		r.connectOne(one)
	}
}

// end reads Id, or Type with what else is given.
func (r *reader) end(n *document.Node) end {
	if res := r.Resource(r.String(n.Get("Id"))); res != nil {
		e := end{id: res.ID, typ: res.Type, name: symbolic.Certain(symbolic.Value{r.Attribute(res.ID, "Name")})}
		if arn := r.Arn(res.ID); arn != nil {
			e.arn = symbolic.Certain(arn)
		}
		return e
	}
	return end{typ: r.String(n.Get("Type")), arn: r.Eval(n.Get("Arn")), name: r.Eval(n.Get("Name"))}
}

func (r *reader) connectOne(c connection) {
	if principal := pushedBy(c.source.typ); principal != "" && r.Function(c.destination.id) != nil {
		r.pushed(c, principal)
		return
	}
	user, other := c.source, c.destination
	if r.Function(user.id) == nil {
		user, other = other, user
	}
	fn := r.Function(user.id)
	if fn == nil || r.Role(fn.Role.ID) == nil {
		return // between two resources of which none is a function whose role is here
	}
	b := cloudformation.Branch{Node: &document.Node{Span: c.span, Whole: c.span}, When: c.when, Path: c.id}
	var statements []serviceref.Statement
	for _, category := range c.permissions {
		pair := c.source.typ + " " + c.destination.typ + " " + category.Set[0].Value.String()
		found := connectionRows(pair)
		if len(found) == 0 {
			r.Opaque(r.Role(fn.Role.ID), b, stack.Connector, c.id, "what a connector grants from "+strings.Join(strings.Fields(pair), " to ")+" is not known")
			return
		}
		statements = append(statements, found...)
	}
	r.Expanded(r.Role(fn.Role.ID), b, stack.Connector, c.id, statements, map[string]symbolic.Set{"Arn": other.arn, "Name": other.name})
}

func connectionRows(pair string) (all []serviceref.Statement) {
	for line := range strings.Lines(connections) {
		if rest, found := strings.CutPrefix(line, pair+" "); found {
			all = append(all, rows("x "+rest, "x")...)
		}
	}
	return all
}

// pushedBy is the principal of a source that invokes functions itself.
func pushedBy(typ string) string {
	switch typ {
	case "AWS::SNS::Topic":
		return "sns.amazonaws.com"
	case "AWS::S3::Bucket":
		return "s3.amazonaws.com"
	case "AWS::Events::Rule":
		return "events.amazonaws.com"
	case "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api":
		return "apigateway.amazonaws.com"
	}
	return ""
}

// pushed is the permission that a connector makes.
func (r *reader) pushed(c connection, principal string) {
	service, _, _ := strings.Cut(principal, ".")
	t := &stack.Trigger{
		ID: c.id, Kind: stack.Permission, Function: c.destination.id, Source: service, Generated: true, When: c.when, Span: c.span,
		Target:    symbolic.Certain(symbolic.Value{r.Attribute(c.destination.id, "Arn")}),
		Principal: symbolic.Certain(symbolic.Text(principal)), Action: symbolic.Certain(symbolic.Text("lambda:InvokeFunction")), Arn: c.source.arn,
	}
	switch service {
	case "s3":
		t.SourceAccount = symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}})
	case "apigateway":
		api := symbolic.Certain(symbolic.Value{r.Attribute(c.source.id, "Ref")})
		t.Arn = symbolic.Join(r.executeAPI(), api, literal("/*"))
	}
	r.Stack.Triggers = append(r.Stack.Triggers, t)
}
