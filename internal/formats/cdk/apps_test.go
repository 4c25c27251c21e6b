package cdk_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// app is one app that is read and synthesized.
type app struct{ name, source string }

// frame is what every app is around what it declares.
const frame = `const cdk = require('aws-cdk-lib')
const { aws_lambda: lambda, aws_iam: iam, aws_s3: s3, aws_sqs: sqs, aws_sns: sns, aws_dynamodb: dynamodb, aws_kms: kms, aws_events: events } = cdk
class S extends cdk.Stack {
  constructor(scope, id) {
    super(scope, id)
    const fn = name => new lambda.Function(this, name, { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromAsset('src') })
%s  }
}
const app = new cdk.App()
new S(app, 'S')
app.synth()
`

// makes is how a construct of a class is made, without and with a key of its own.
var makes = map[string][2]string{
	"aws_dynamodb.Table":                 {"{ partitionKey: { name: 'p', type: 'S' }, stream: 'NEW_IMAGE' }", "{ partitionKey: { name: 'p', type: 'S' }, stream: 'NEW_IMAGE', encryptionKey: key }"},
	"aws_dynamodb.TableV2":               {"{ partitionKey: { name: 'p', type: 'S' }, dynamoStream: 'NEW_IMAGE', globalSecondaryIndexes: [{ indexName: 'i', partitionKey: { name: 'q', type: 'S' } }] }", ""},
	"aws_s3.Bucket":                      {"{}", "{ encryptionKey: key }"},
	"aws_sqs.Queue":                      {"{ queueName: 'q' }", "{ encryptionMasterKey: key }"},
	"aws_sns.Topic":                      {"{}", "{ masterKey: key }"},
	"aws_kinesis.Stream":                 {"{}", "{ encryptionKey: key }"},
	"aws_secretsmanager.Secret":          {"{}", "{ encryptionKey: key }"},
	"aws_ssm.StringParameter":            {"{ stringValue: 'x', parameterName: '/a/b' }", ""},
	"aws_kms.Key":                        {"{}", ""},
	"aws_lambda.Function":                {"{ runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromAsset('src') }", ""},
	"aws_stepfunctions.StateMachine":     {"{ stateMachineName: 'm', definitionBody: cdk.aws_stepfunctions.DefinitionBody.fromString('{}') }", ""},
	"aws_events.EventBus":                {"{ eventBusName: 'b' }", ""},
	"aws_logs.LogGroup":                  {"{ logGroupName: '/a' }", ""},
	"aws_ecr.Repository":                 {"{}", ""},
	"aws_iam.Role":                       {"{ assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }", ""},
	"aws_apigatewayv2.WebSocketApi":      {"{}", ""},
	"aws_kinesisfirehose.DeliveryStream": {"{ destination: new cdk.aws_kinesisfirehose.S3Bucket(new s3.Bucket(this, 'B')) }", ""},
}

// generated is an app for each class of the table of grants, once without and once with a key: a function for each of its methods.
func generated(t *testing.T) (all []app) {
	t.Helper()
	methods := tabled(t)
	for _, class := range slices.Sorted(maps.Keys(makes)) {
		for i, properties := range makes[class] {
			if properties == "" {
				continue
			}
			body := ""
			if i > 0 {
				body = "    const key = new kms.Key(this, 'Key')\n"
			}
			body += fmt.Sprintf("    const made = new cdk.%s(this, 'Made', %s)\n", class, properties)
			for _, method := range methods[class] {
				more := ""
				if method == "grant" || method == "grantStream" || method == "grantExecution" {
					more = ", 'sqs:SendMessage', 'sqs:ReceiveMessage'"
				}
				body += fmt.Sprintf("    made.%s(fn('%s')%s)\n", method, method, more)
			}
			name := strings.ReplaceAll(class, ".", "-") + []string{"", "-key"}[i]
			all = append(all, app{name, fmt.Sprintf(frame, body)})
		}
	}
	return append(all, written(t)...)
}

// tabled are the methods of the table, by class.
func tabled(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("grants.txt")
	if err != nil {
		t.Fatal(err)
	}
	methods := make(map[string][]string)
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 4 && f[0] != "#" && !slices.Contains(methods[f[0]], f[1]) {
			methods[f[0]] = append(methods[f[0]], f[1])
		}
	}
	return methods
}

// written are the apps of testdata/apps.txtar.
func written(t *testing.T) (all []app) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/apps.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		all = append(all, app{f.Name, fmt.Sprintf(frame, f.Data)})
	}
	return all
}
