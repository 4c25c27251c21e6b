package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

var (
	somePolicies = []string{"AmazonS3FullAccess", "AmazonSQSFullAccess", "AWSLambdaBasicExecutionRole", "DynamoDBCrudPolicy: {TableName: !Ref Orders}", "S3ReadPolicy: {BucketName: !Ref Files}"}
	someActions  = []string{
		`"*"`, "dynamodb:*", "dynamodb:Get*", "dynamodb:*Item", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:ListTables", "s3:*", "s3:Get*",
		"s3:GetObject", "s3:PutObject", "s3:ListBucket", "sqs:SendMessage", "sqs:*", "kms:Decrypt", "logs:*", "iam:PassRole",
	}
	someResources = []string{
		`"*"`, "!GetAtt Orders.Arn", `!Sub "${Orders.Arn}/index/*"`, "!GetAtt Audit.Arn", "!GetAtt Files.Arn", `!Sub "${Files.Arn}/*"`,
		`"arn:aws:s3:::*"`, `"arn:aws:dynamodb:*:*:table/*"`, "!GetAtt Jobs.Arn",
	}
	someLines = []string{
		`dynamodb.get_item(TableName=os.environ["TABLE"], Key={})`, `dynamodb.put_item(TableName=os.environ["TABLE"], Item={})`, "dynamodb.list_tables()",
		`dynamodb.query(TableName=os.environ["TABLE"], IndexName="i")`, `dynamodb.put_item(TableName=event["table"], Item={})`,
		`s3.get_object(Bucket=os.environ["BUCKET"], Key=event["key"])`, `s3.get_object(Bucket="elsewhere", Key="k")`, `s3.put_object(Bucket=os.environ["BUCKET"], Key="k", **event)`,
		`s3.list_objects_v2(Bucket=event["bucket"])`, `sqs.send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")`, `getattr(sqs, event["op"])()`,
	}
)

// TestAllTogether holds for apps at random what holds for every page: all changes at once take away only, and keep each known need.
// A second look at the result finds nothing that the first one could have removed.
func TestAllTogether(t *testing.T) {
	tables := serviceref.Embedded()
	rapid.Check(t, func(r *rapid.T) {
		tree := source.Files{"template.yaml": []byte(someTemplate(r)), "app.py": []byte(someCode(r))}
		before := facts(tree, tables)
		var edits source.Edits
		left := false
		for _, j := range rules.Judge(before) {
			if j.Change == nil || j.Change.Add != nil {
				continue
			}
			changed, err := formats.Edit(tree, j.Stack, *j.Change)
			if err == nil {
				_, err = source.Overlay(tree, slices.Concat(edits, changed))
			}
			if err != nil {
				left = true // it cannot be written, or touches what another one removes
				continue
			}
			edits = append(edits, changed...)
		}
		fixed, err := source.Overlay(tree, edits)
		if err != nil {
			r.Fatal(err)
		}
		after := facts(fixed, tables)
		if len(after.Unread) > len(before.Unread) {
			text, _ := fixed.Read("template.yaml")
			r.Fatalf("the result cannot be read: %v\n%s", after.Unread, text)
		}
		holds(r, before, after)
		for _, j := range rules.Judge(after) {
			if j.Rule == "unused-action" && j.Change != nil && !left {
				text, _ := fixed.Read("template.yaml")
				r.Errorf("found only at the second look: %s\n%s\n%s", j.Message, tree["template.yaml"], text)
			}
		}
	})
}

func someTemplate(r *rapid.T) string {
	var b strings.Builder
	b.WriteString(`Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Audit: {Type: AWS::DynamoDB::Table}
  Files: {Type: AWS::S3::Bucket}
  Jobs: {Type: AWS::SQS::Queue}
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      Environment: {Variables: {TABLE: !Ref Orders, BUCKET: !Ref Files, QUEUE: !Ref Jobs}}
      Policies:
`)
	for _, p := range rapid.SliceOfNDistinct(rapid.SampledFrom(somePolicies), 0, 2, rapid.ID[string]).Draw(r, "policies") {
		fmt.Fprintf(&b, "        - %s\n", p)
	}
	b.WriteString("        - Statement:\n")
	for range rapid.IntRange(1, 4).Draw(r, "statements") {
		actions := rapid.SliceOfNDistinct(rapid.SampledFrom(someActions), 1, 4, rapid.ID[string]).Draw(r, "actions")
		resources := rapid.SliceOfNDistinct(rapid.SampledFrom(someResources), 1, 3, rapid.ID[string]).Draw(r, "resources")
		fmt.Fprintf(&b, "            - Effect: Allow\n              Action: [%s]\n              Resource:\n", strings.Join(actions, ", "))
		for _, one := range resources {
			fmt.Fprintf(&b, "                - %s\n", one)
		}
	}
	return b.String()
}

func someCode(r *rapid.T) string {
	lines := rapid.SliceOfNDistinct(rapid.SampledFrom(someLines), 0, 4, rapid.ID[string]).Draw(r, "lines")
	code := "import os\nimport boto3\ndynamodb = boto3.client('dynamodb')\ns3 = boto3.client('s3')\nsqs = boto3.client('sqs')\ndef handler(event, context):\n    pass\n"
	for _, line := range lines {
		code += "    " + line + "\n"
	}
	return code
}
