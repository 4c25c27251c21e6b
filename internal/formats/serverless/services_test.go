package serverless_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// written is one generated service.
type written struct {
	name  string
	files map[string]string
}

type object = map[string]any

// snippet is a part of a service in JSON, and what it shows.
type snippet struct{ name, text string }

// events are one list of events a line.
var events = []snippet{
	{"http", `{"http": {"path": "orders", "method": "post"}}`},
	{"http in short, twice", `{"http": "GET orders"}, {"http": "POST orders"}`},
	{"http with an authorizer", `{"http": {"path": "orders", "method": "get", "authorizer": "other-one"}}`},
	{"http with an authorizer elsewhere", `{"http": {"path": "o", "method": "get", "authorizer": "arn:aws:lambda:us-east-1:123456789012:function:authorize"}}`},
	{"http with a user pool", `{"http": {"path": "o", "method": "get", "authorizer": {"name": "pool", "arn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_x"}}}`},
	{"http with IAM", `{"http": {"path": "o", "method": "get", "authorizer": "aws_iam"}}`},
	{"httpApi", `{"httpApi": "GET /orders"}`},
	{"httpApi for all", `{"httpApi": "*"}`},
	{"websocket", `{"websocket": "$connect"}, {"websocket": {"route": "say"}}`},
	{"websocket with an authorizer", `{"websocket": {"route": "$connect", "authorizer": {"name": "other-one"}}}`},
	{"s3", `{"s3": "uploads-of-shop"}`},
	{"s3 with rules", `{"s3": {"bucket": "uploads-of-shop", "event": "s3:ObjectRemoved:*", "rules": [{"prefix": "in/"}]}}`},
	{"s3 existing", `{"s3": {"bucket": "uploads-of-shop", "existing": true}}`},
	{"sns", `{"sns": "paid-orders"}`},
	{"sns by its name", `{"sns": {"topicName": "paid-orders", "displayName": "Paid"}}`},
	{"sns by its ARN", `{"sns": "arn:aws:sns:us-east-1:123456789012:paid"}`},
	{"sns of the resources", `{"sns": {"arn": {"Ref": "Topic"}, "topicName": "mine"}}`},
	{"sqs", `{"sqs": "arn:aws:sqs:us-east-1:123456789012:jobs"}`},
	{"sqs of the resources", `{"sqs": {"arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "batchSize": 5}}`},
	{"sqs spelled out", `{"sqs": {"arn": {"Fn::Join": [":", ["arn:aws:sqs", {"Ref": "AWS::Region"}, {"Ref": "AWS::AccountId"}, "jobs"]]}}}`},
	{"stream of DynamoDB", `{"stream": {"type": "dynamodb", "arn": {"Fn::GetAtt": ["Table", "StreamArn"]}}}`},
	{"stream of DynamoDB by its ARN", `{"stream": "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2020-01-01T00:00:00.000"}`},
	{"stream of Kinesis", `{"stream": {"type": "kinesis", "arn": {"Fn::GetAtt": ["Stream", "Arn"]}}}`},
	{"stream of Kinesis by its ARN", `{"stream": "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"}`},
	{"stream with a consumer", `{"stream": {"arn": "arn:aws:kinesis:us-east-1:123456789012:stream/clicks", "consumer": "arn:aws:kinesis:us-east-1:123456789012:stream/clicks/consumer/c:1"}}`},
	{"stream with a failure topic", `{"stream": {"arn": "arn:aws:kinesis:us-east-1:123456789012:stream/clicks", "destinations": {"onFailure": "arn:aws:sns:us-east-1:123456789012:failed"}}}`},
	{"stream with a failure queue", `{"stream": {"type": "dynamodb", "arn": {"Fn::GetAtt": ["Table", "StreamArn"]}, "destinations": {"onFailure": {"arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "type": "sqs"}}}}`},
	{"msk", `{"msk": {"arn": "arn:aws:kafka:us-east-1:123456789012:cluster/logs/abc-1", "topic": "mine"}}`},
	{"kafka", `{"kafka": {"topic": "mine", "bootstrapServers": ["a.example:9092"], "accessConfigurations": {"saslScram512Auth": ["arn:aws:secretsmanager:us-east-1:123456789012:secret:k"]}}}`},
	{"kafka in a network", `{"kafka": {"topic": "mine", "bootstrapServers": ["a.example:9092"], "accessConfigurations": {"vpcSubnet": ["subnet-0011"], "vpcSecurityGroup": ["sg-0123"], "saslPlainAuth": ["arn:aws:secretsmanager:us-east-1:123456789012:secret:k"]}}}`},
	{"activemq", `{"activemq": {"arn": "arn:aws:mq:us-east-1:123456789012:broker:b:b-1", "queue": "mine", "basicAuthArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:k"}}`},
	{"rabbitmq", `{"rabbitmq": {"arn": "arn:aws:mq:us-east-1:123456789012:broker:b:b-1", "queue": "mine", "basicAuthArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:k"}}`},
	{"schedule", `{"schedule": "rate(1 hour)"}`},
	{"schedule with two rates and a name", `{"schedule": {"rate": ["rate(1 hour)", "cron(0 12 * * ? *)"]}}, {"schedule": {"rate": ["rate(2 hours)"], "name": "mine"}}`},
	{"schedule by the Scheduler", `{"schedule": {"rate": ["rate(1 hour)"], "method": "scheduler"}}`},
	{"eventBridge", `{"eventBridge": {"pattern": {"source": ["mine"]}}}`},
	{"eventBridge with a bus", `{"http": "GET x"}, {"eventBridge": {"eventBus": "orders", "pattern": {"source": ["mine"]}}}`},
	{"eventBridge with a bus elsewhere", `{"eventBridge": {"eventBus": "arn:aws:events:us-east-1:123456789012:event-bus/theirs", "name": "mine", "schedule": "rate(1 hour)"}}`},
	{"eventBridge with a bus of the resources", `{"eventBridge": {"eventBus": {"Ref": "Bus"}, "pattern": {"source": ["mine"]}}}`},
	{"cloudwatchEvent", `{"cloudwatchEvent": {"event": {"source": ["aws.ec2"]}}}`},
	{"cloudwatchLog", `{"cloudwatchLog": "/aws/lambda/a"}`},
	{"cloudwatchLog of two groups", `{"cloudwatchLog": "/aws/lambda/abc"}, {"cloudwatchLog": {"logGroup": "/aws/lambda/abd", "filter": "{$.x = 1}"}}`},
	{"cognitoUserPool", `{"cognitoUserPool": {"pool": "shoppers", "trigger": "PreSignUp"}}`},
	{"iot", `{"iot": {"sql": "SELECT * FROM 'x'"}}`},
	{"iot with a name", `{"iot": {"sql": "SELECT * FROM 'x'", "name": "mine"}}`},
	{"iotFleetProvisioning", `{"iotFleetProvisioning": {"templateBody": {"Parameters": {}}, "provisioningRoleArn": "arn:aws:iam::123456789012:role/p"}}`},
	{"alexaSkill", `{"alexaSkill": "amzn1.ask.skill.xx-xx-xx"}`},
	{"alexaSkill turned off", `{"alexaSkill": {"appId": "amzn1.ask.skill.xx-xx-xx", "enabled": false}}`},
	{"alexaSmartHome", `{"alexaSmartHome": "amzn1.ask.skill.xx-xx-xx"}`},
	{"alb", `{"alb": {"listenerArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/lb/50dc6c495c0c9188/f2f7dc8efc522ab2", "priority": 1, "conditions": {"path": "/x"}}}`},
	{"cloudFront", `{"cloudFront": {"eventType": "viewer-request", "origin": "https://a.example/x"}}`},
	{"none of them", ``},
}

// grantedFor are the events for which something is granted: to which role counts.
var grantedFor = []string{"http", "sqs", "stream", "msk", "kafka", "activemq", "websocket", "schedule", "cloudFront"}

// features are what a function may say beside its events.
var features = []snippet{
	{"environment", `"environment": {"A": "1", "B": {"Ref": "Table"}, "STAGE": "own"}`},
	{"name", `"name": "other-name"`},
	{"tracing", `"tracing": true`},
	{"tracing passed through", `"tracing": "PassThrough"`},
	{"onError", `"onError": "arn:aws:sns:us-east-1:123456789012:failed"`},
	{"onError of the resources", `"onError": {"Ref": "Topic"}`},
	{"kmsKeyArn", `"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/0123"`},
	{"vpc", `"vpc": {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1"]}`},
	{"fileSystemConfig", `"vpc": {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1"]}, "fileSystemConfig": {"localMountPath": "/mnt/a", "arn": "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0d0d0d0d0d0d0d0d0"}`},
	{"destinations by key", `"destinations": {"onSuccess": "other-one", "onFailure": "arn:aws:sqs:us-east-1:123456789012:failed"}`},
	{"destinations with a type", `"destinations": {"onFailure": {"type": "sns", "arn": {"Ref": "Topic"}}, "onSuccess": {"type": "eventBus", "arn": {"Fn::GetAtt": ["Bus", "Arn"]}}}`},
	{"url", `"url": true`},
	{"url with IAM", `"url": {"authorizer": "aws_iam"}`},
	{"provisionedConcurrency", `"provisionedConcurrency": 2, "url": true, "events": [{"http": "GET x"}, {"sqs": "arn:aws:sqs:us-east-1:123456789012:jobs"}, {"schedule": "rate(1 hour)"}]`},
	{"disableLogs", `"disableLogs": true`},
	{"role by its ARN", `"role": "arn:aws:iam::123456789012:role/theirs", "events": [{"sqs": "arn:aws:sqs:us-east-1:123456789012:jobs"}], "tracing": true`},
	{"role of the resources", `"role": "Own"`},
	{"role by GetAtt", `"role": {"Fn::GetAtt": ["Own", "Arn"]}`},
	{"runtime", `"runtime": "python3.11", "timeout": 3`},
	{"layers", `"layers": ["arn:aws:lambda:us-east-1:123456789012:layer:theirs:3", {"Ref": "Layer"}]`},
	{"versionFunction", `"versionFunction": false, "reservedConcurrency": 3`},
	{"a name and no logs", `"name": "other-name", "disableLogs": true`},
	{"destinations to a function elsewhere", `"destinations": {"onFailure": "arn:aws:lambda:us-east-1:123456789012:function:theirs"}`},
	{"snapStart", `"snapStart": true, "runtime": "java17", "events": [{"httpApi": "GET /x"}]`},
	{"condition", `"condition": "Sometimes"`},
}

// providers are what the provider may say.
var providers = []snippet{
	{"statements", `"iam": {"role": {"statements": [{"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": {"Fn::GetAtt": ["Table", "Arn"]}}]}}`},
	{"legacy statements", `"iamRoleStatements": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::x/*"}, {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]`},
	{"managed policies", `"iam": {"role": {"managedPolicies": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", {"Ref": "Policy"}], "permissionsBoundary": "arn:aws:iam::123456789012:policy/b", "name": "the-role"}}`},
	{"legacy managed policies", `"iamManagedPolicies": ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"], "rolePermissionsBoundary": "arn:aws:iam::123456789012:policy/b"`},
	{"role by its ARN", `"iam": {"role": "arn:aws:iam::123456789012:role/theirs"}`},
	{"legacy role", `"role": "Own"`},
	{"role by a function", `"iam": {"role": {"Fn::GetAtt": ["Own", "Arn"]}}`},
	{"environment", `"environment": {"STAGE": "dev", "TABLE": {"Ref": "Table"}}`},
	{"vpc", `"vpc": {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1"]}`},
	{"tracing", `"tracing": {"lambda": true}`},
	{"kmsKeyArn", `"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/0123"`},
	{"an API that is there", `"apiGateway": {"restApiId": "abcdef", "restApiRootResourceId": "xyz"}`},
	{"authorizers of an HTTP API", `"httpApi": {"authorizers": {"mine": {"type": "request", "functionName": "other-one"}}}`},
	{"a bucket with a name", `"s3": {"inbox": {"name": "the-inbox-of-shop"}}`},
	{"a vpc that a function turns off", `"vpc": {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1"]}`},
	{"an HTTP API that is there", `"httpApi": {"id": "abcdef"}`},
	{"layers", `"layers": [{"Ref": "Layer"}]`},
	{"a role at a path", `"iam": {"role": {"path": "/shop/", "statements": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": "a"}}}]}}`},
}

const stock = `{"Conditions": {"Sometimes": {"Fn::Equals": ["a", "b"]}}, "Resources": {
	"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}},
	"Queue": {"Type": "AWS::SQS::Queue"},
	"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "mine"}},
	"Stream": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "clicks"}},
	"Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": {"S3Bucket": "a", "S3Key": "b"}}},
	"Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "bus"}},
	"Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}}},
	"Own": {"Type": "AWS::IAM::Role", "Properties": {
		"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
		"Policies": [{"PolicyName": "own", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "Topic"}}]}}]}}
}}`

// generated are the services on which both readings must agree.
func generated(t *testing.T) []written {
	var all []written
	add := func(name string, s object) {
		text, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, written{name, map[string]string{"serverless.json": string(text)}})
	}
	for _, e := range events {
		with := parsed(t, e.name, `"events": [`+e.text+`]`)
		add("event "+e.name, service(t, with, nil))
		if slices.Contains(grantedFor, strings.Fields(e.name)[0]) {
			own := maps.Clone(with)
			own["role"] = "Own"
			add("event "+e.name+", a role of its own", service(t, own, nil))
			add("event "+e.name+", a role of the plugin", plugin(t, with, nil))
		}
	}
	for _, f := range features {
		add("function with "+f.name, service(t, parsed(t, f.name, f.text), nil))
	}
	for _, p := range providers {
		with := parsed(t, p.name, `"events": [{"http": "GET x"}, {"sqs": "arn:aws:sqs:us-east-1:123456789012:jobs"}]`)
		switch p.name {
		case "authorizers of an HTTP API":
			with = parsed(t, p.name, `"events": [{"httpApi": {"path": "/x", "method": "get", "authorizer": {"name": "mine"}}}]`)
		case "a vpc that a function turns off":
			with = parsed(t, p.name, `"vpc": null`)
		case "an HTTP API that is there":
			with = parsed(t, p.name, `"events": [{"httpApi": "GET /x"}]`)
		case "a bucket with a name":
			with = parsed(t, p.name, `"events": [{"s3": "inbox"}]`)
		}
		add("provider with "+p.name, service(t, with, parsed(t, p.name, p.text)))
	}
	return append(append(all, pluginServices(t, add)...), variableServices...)
}

func parsed(t *testing.T, name, text string) object {
	t.Helper()
	var all object
	if err := json.Unmarshal([]byte("{"+text+"}"), &all); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}

// service is one with two functions: the one that a case is about, whose key has letters that logical IDs have not, and another.
func service(t *testing.T, function, provider object) object {
	t.Helper()
	p := object{"name": "aws", "runtime": "nodejs18.x", "region": "us-east-1", "stage": "dev"}
	maps.Copy(p, provider)
	fn := object{"handler": "handler.main"}
	maps.Copy(fn, function)
	var resources object
	if err := json.Unmarshal([]byte(stock), &resources); err != nil {
		t.Fatal(err)
	}
	return object{
		"service": "shop", "provider": p, "resources": resources,
		"functions": object{"take_order": fn, "other-one": object{"handler": "handler.main"}},
	}
}

func plugin(t *testing.T, function, provider object) object {
	t.Helper()
	s := service(t, function, provider)
	s["plugins"] = []string{"serverless-iam-roles-per-function"}
	fn := s["functions"].(object)["take_order"].(object)
	if fn["iamRoleStatements"] == nil {
		fn["iamRoleStatements"] = []any{object{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::x/*"}}
	}
	return s
}

// pluginServices are those in which functions have roles of their own.
func pluginServices(t *testing.T, add func(string, object)) []written {
	statements := parsed(t, "statements", `"iamRoleStatements": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]`)
	add("plugin, inherited", plugin(t, object{"iamRoleStatementsInherit": true, "iamRoleStatementsName": "mine"}, statements))
	add("plugin, not inherited", plugin(t, object{}, statements))
	byDefault := plugin(t, object{"onError": "arn:aws:sns:us-east-1:123456789012:failed"}, statements)
	byDefault["custom"] = object{"serverless-iam-roles-per-function": object{"defaultInherit": true, "iamGlobalPermissionsBoundary": "arn:aws:iam::123456789012:policy/b"}}
	add("plugin, inherited by default", byDefault)
	network := parsed(t, "vpc", `"vpc": {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1"]}`)
	add("plugin, in a network", plugin(t, object{"tracing": true}, network))
	extended := service(t, object{"events": []any{object{"websocket": "$connect"}}}, nil)
	extended["resources"].(object)["extensions"] = object{
		"TakeUnderscoreorderLambdaPermissionWebsockets": object{"Properties": object{"SourceArn": "arn:aws:execute-api:us-east-1:123456789012:x/*"}},
	}
	add("extension of a permission", extended)
	role := service(t, object{}, nil)
	role["resources"].(object)["extensions"] = object{"IamRoleLambdaExecution": object{"Properties": object{"ManagedPolicyArns": []string{"arn:aws:iam::aws:policy/AmazonSQSFullAccess"}}}}
	add("extension of the role", role)
	return nil
}

// variableServices are resolved by the command itself.
var variableServices = []written{
	{"variables", map[string]string{
		"serverless.yml": `service: shop
frameworkVersion: "3"
custom:
  base: orders
  table: ${self:custom.base}-${sls:stage}
  nested:
    dev: {size: small, list: [one, two]}
    prod: {size: large, list: [three, four]}
  indirect: nested
params:
  default: {domain: example.org}
  dev: {domain: dev.example.org}
provider:
  name: aws
  runtime: nodejs18.x
  stage: ${opt:stage, 'dev'}
  region: us-east-1
  environment:
    TABLE: ${self:custom.table}
    SIZE: ${self:custom.nested.${sls:stage}.size}
    SECOND: ${self:custom.nested.dev.list.1}
    DEFAULT: ${self:custom.missing, 'nothing'}
    FALLBACK: ${self:custom.missing, self:custom.base}
    INDIRECT: ${self:custom.${self:custom.indirect}.dev.size}
    FILE: ${file(config.json):x.y}
    TEXT: ${file(note.txt)}
    NUMBER: ${file(config.json):n}
    BOOL: ${strToBool('true')}
    BOTH: ${self:service}/${self:provider.stage}/${aws:region}
    SUB: !Sub "${AWS::Region}-${self:service}-${Table}"
  iam:
    role:
      statements: ${file(iam.yml):statements}
functions:
  - ${file(functions.yml)}
  - last:
      handler: handler.main
      environment: ${file(config.json):env}
resources:
  - ${file(resources.yml)}
  - Resources:
      Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: "${self:service}-jobs"}}
    Outputs:
      Url: {Value: !Ref Queue}
`,
		"config.json":   `{"x": {"y": "deep"}, "n": 5, "env": {"ONLY": "here"}}`,
		"note.txt":      "text",
		"iam.yml":       "statements:\n  - Effect: Allow\n    Action: dynamodb:GetItem\n    Resource: !GetAtt Table.Arn\n  - ${self:custom.more, file(more.yml)}\n",
		"more.yml":      "Effect: Allow\nAction: [sqs:SendMessage]\nResource: !GetAtt Queue.Arn\n",
		"functions.yml": "first:\n  handler: handler.main\n  events:\n    - sns: topic-${sls:stage}\n    - sqs: {arn: !GetAtt Queue.Arn}\n",
		"resources.yml": "Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: ${self:custom.table}\n",
	}},
}
