package formats_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v3"
	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
)

// sized are templates of n functions, each with a role, a policy, and what runs it; and the parser of their language alone.
var sized = []struct {
	name, file, head, tail string
	function               string // %[1]d is its number
	parse                  func(src []byte) error
	largest                int           // bytes that are read of such a file
	limit                  time.Duration // for that
}{
	{"sam-yaml", "template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources:\n", "", samFunction, parseYAML, 1 << 20, 250 * time.Millisecond},
	{"sam-json", "template.json", `{"Transform": "AWS::Serverless-2016-10-31", "Resources": {` + "\n", `"Last": {"Type": "AWS::SQS::Queue"}}}`, samFunctionJSON, parseJSON, 1 << 20, 250 * time.Millisecond},
	{"cloudformation-yaml", "template.yaml", "Resources:\n", "", cloudFormationFunction, parseYAML, 1 << 20, 250 * time.Millisecond},
	{"cloudformation-json", "template.json", `{"Resources": {` + "\n", `"Last": {"Type": "AWS::SQS::Queue"}}}`, cloudFormationFunctionJSON, parseJSON, 1 << 20, 250 * time.Millisecond},
	{"serverless-yaml", "serverless.yml", "service: shop\nplugins: [serverless-iam-roles-per-function]\nprovider:\n  name: aws\n  runtime: nodejs20.x\nfunctions:\n", "", serverlessFunction, parseYAML, 1 << 20, 250 * time.Millisecond},
	{"serverless-json", "serverless.json", `{"service": "shop", "plugins": ["serverless-iam-roles-per-function"], "provider": {"name": "aws", "runtime": "nodejs20.x"}, "functions": {` + "\n", `"last": {"handler": "a.b"}}}`, serverlessFunctionJSON, parseJSON, 1 << 20, 250 * time.Millisecond},
	{"terraform", "main.tf", "", "", terraformFunction, parseHCL, 1 << 20, 1500 * time.Millisecond},
	{"shell", "setup.sh", "#!/bin/bash\n", "", shellFunction, parseShell, 256 << 10, 1500 * time.Millisecond},
}

const (
	samFunction = `  # Takes the orders of shop %[1]d.
  Take%[1]d:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      CodeUri: src/orders/
      Handler: app.handler
      Environment: {Variables: {TABLE: !Ref Orders%[1]d, TOPIC: !Sub "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders-%[1]d"}}
      Events:
        Post:
          Type: Api
          Properties: {Path: /orders/%[1]d, Method: post}
        Jobs:
          Type: SQS
          Properties: {Queue: !Sub "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs-%[1]d"}
      Policies:
        - DynamoDBReadPolicy: {TableName: !Ref Orders%[1]d}
        - Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: [dynamodb:PutItem, dynamodb:UpdateItem] # both
              Resource: !GetAtt Orders%[1]d.Arn
            - Effect: Allow
              Action:
                - s3:GetObject
              Resource: 'arn:aws:s3:::orders-%[1]d/*'
  Orders%[1]d:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
`
	samFunctionJSON = `  "Take%[1]d": {
    "Type": "AWS::Serverless::Function",
    "Properties": {
      "Runtime": "python3.12",
      "CodeUri": "src/orders/",
      "Handler": "app.handler",
      "Environment": {"Variables": {"TABLE": {"Ref": "Orders%[1]d"}, "TOPIC": {"Fn::Sub": "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders-%[1]d"}}},
      "Events": {
        "Post": {"Type": "Api", "Properties": {"Path": "/orders/%[1]d", "Method": "post"}},
        "Jobs": {"Type": "SQS", "Properties": {"Queue": {"Fn::Sub": "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs-%[1]d"}}}
      },
      "Policies": [
        {"DynamoDBReadPolicy": {"TableName": {"Ref": "Orders%[1]d"}}},
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
              "Resource": {"Fn::GetAtt": ["Orders%[1]d", "Arn"]}
            },
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::orders-%[1]d/*"}
          ]
        }
      ]
    }
  },
  "Orders%[1]d": {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}},
`
	cloudFormationFunction = `  # Takes the orders of shop %[1]d.
  Role%[1]d:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Principal: {Service: lambda.amazonaws.com}}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [dynamodb:PutItem, dynamodb:UpdateItem] # both
                Resource: !GetAtt Orders%[1]d.Arn
              - Effect: Allow
                Action:
                  - s3:GetObject
                Resource: 'arn:aws:s3:::orders-%[1]d/*'
  Take%[1]d:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Code: src/orders/
      Handler: app.handler
      Role: !GetAtt Role%[1]d.Arn
      Environment: {Variables: {TABLE: !Ref Orders%[1]d, TOPIC: !Sub "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders-%[1]d"}}
  May%[1]d:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Take%[1]d
      Principal: sns.amazonaws.com
      SourceArn: !Sub "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:orders-%[1]d"
  Orders%[1]d:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
`
	cloudFormationFunctionJSON = `  "Role%[1]d": {
    "Type": "AWS::IAM::Role",
    "Properties": {
      "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]},
      "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
      "Policies": [
        {
          "PolicyName": "orders",
          "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Effect": "Allow",
                "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
                "Resource": {"Fn::GetAtt": ["Orders%[1]d", "Arn"]}
              },
              {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::orders-%[1]d/*"}
            ]
          }
        }
      ]
    }
  },
  "Take%[1]d": {
    "Type": "AWS::Lambda::Function",
    "Properties": {
      "Runtime": "python3.12",
      "Code": {"S3Bucket": "code", "S3Key": "orders-%[1]d.zip"},
      "Handler": "app.handler",
      "Role": {"Fn::GetAtt": ["Role%[1]d", "Arn"]},
      "Environment": {"Variables": {"TABLE": {"Ref": "Orders%[1]d"}}}
    }
  },
  "Orders%[1]d": {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}},
`
	serverlessFunction = `  # Takes the orders of shop %[1]d.
  take-%[1]d:
    handler: src/take.main
    environment:
      TABLE: orders-%[1]d
      STAGE: ${sls:stage}
    iamRoleStatements:
      - Effect: Allow
        Action: [dynamodb:PutItem, dynamodb:UpdateItem] # both
        Resource: arn:aws:dynamodb:${aws:region}:${aws:accountId}:table/orders-%[1]d
      - Effect: Allow
        Action:
          - s3:GetObject
        Resource: 'arn:aws:s3:::orders-%[1]d/*'
    events:
      - http: POST /orders/%[1]d
      - sqs: arn:aws:sqs:${aws:region}:${aws:accountId}:jobs-%[1]d
`
	serverlessFunctionJSON = `  "take-%[1]d": {
    "handler": "src/take.main",
    "environment": {"TABLE": "orders-%[1]d", "STAGE": "${sls:stage}"},
    "iamRoleStatements": [
      {
        "Effect": "Allow",
        "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        "Resource": "arn:aws:dynamodb:${aws:region}:${aws:accountId}:table/orders-%[1]d"
      },
      {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::orders-%[1]d/*"}
    ],
    "events": [{"http": "POST /orders/%[1]d"}, {"sqs": "arn:aws:sqs:${aws:region}:${aws:accountId}:jobs-%[1]d"}]
  },
`
	terraformFunction = `# Takes the orders of shop %[1]d.
resource "aws_iam_role" "take%[1]d" {
  name               = "take-%[1]d"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "take%[1]d" {
  role   = aws_iam_role.take%[1]d.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"] # both
        Resource = aws_dynamodb_table.orders%[1]d.arn
      },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::orders-%[1]d/*" },
    ]
  })
}
resource "aws_dynamodb_table" "orders%[1]d" {
  name = "orders-%[1]d"
}
resource "aws_lambda_function" "take%[1]d" {
  function_name = "take-%[1]d"
  role          = aws_iam_role.take%[1]d.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "src"
  environment {
    variables = {
      TABLE = aws_dynamodb_table.orders%[1]d.name
    }
  }
}
resource "aws_lambda_permission" "take%[1]d" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.take%[1]d.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = "arn:aws:sns:*:*:orders-%[1]d"
}
`
	shellFunction = `# Takes the orders of shop %[1]d.
aws iam create-role --role-name take-%[1]d --assume-role-policy-document '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
aws iam put-role-policy --role-name take-%[1]d --policy-name orders --policy-document '{
  "Statement": [
    {"Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem"], "Resource": "arn:aws:dynamodb:*:*:table/orders-'"$STAGE"'"}
  ]
}'
aws lambda create-function --function-name take-%[1]d --role arn:aws:iam::111122223333:role/take-%[1]d --runtime python3.12 --handler app.handler --zip-file fileb://src.zip
`
)

func parseYAML(src []byte) error {
	d := yaml.NewDecoder(bytes.NewReader(src))
	for {
		var doc yaml.Node
		if err := d.Decode(&doc); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func parseJSON(src []byte) error {
	var doc any
	return json.Unmarshal(src, &doc)
}

func parseHCL(src []byte) error {
	if _, problems := hclsyntax.ParseConfig(src, "main.tf", hcl.InitialPos); problems.HasErrors() {
		return problems
	}
	return nil
}

func parseShell(src []byte) error {
	_, err := syntax.NewParser(syntax.KeepComments(true)).Parse(bytes.NewReader(src), "")
	return err
}

// ofSize is a template of about so many bytes, and how many functions it has.
func ofSize(head, function, tail string, size int) (src []byte, functions int) {
	var b strings.Builder
	b.WriteString(head)
	for ; b.Len() < size-len(tail)-len(function)-100; functions++ {
		fmt.Fprintf(&b, function, functions)
	}
	b.WriteString(tail)
	return []byte(b.String()), functions
}

// BenchmarkFormats reads templates of 1, 4 and 16 times a size, to a megabyte. "of-parser" is the speed of all of it as a share of that of the
// parser alone, each in its best round, since others use the machine too; "live" the most memory that was in use at once, as the garbage collector saw it, in
// multiples of the template; "of-limit" the time of the largest as a share of what it may take.
func BenchmarkFormats(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program does it
	for _, c := range sized {
		for _, size := range []int{c.largest / 16, c.largest / 4, c.largest} {
			src, functions := ofSize(c.head, c.function, c.tail, size)
			tree := source.Files{c.file: src}
			b.Run(fmt.Sprintf("%s/%dkB", c.name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				alone, all := time.Hour, time.Hour
				for b.Loop() {
					start := time.Now()
					if err := c.parse(src); err != nil {
						b.Fatal(err)
					}
					middle := time.Now()
					if s := formats.Read(tree, c.file); s == nil || len(s.Functions) < functions && c.name != "shell" {
						b.Fatal("not read")
					}
					alone, all = min(alone, middle.Sub(start)), min(all, time.Since(middle))
				}
				b.ReportMetric(alone.Seconds()/all.Seconds(), "of-parser")
				b.ReportMetric(all.Seconds()*1000, "read-ms")
				if size == c.largest {
					b.ReportMetric(all.Seconds()/c.limit.Seconds(), "of-limit")
				}
				b.ReportMetric(float64(livePeak(func() { formats.Read(tree, c.file) }))/float64(len(src)), "live")
			})
		}
	}
}

// livePeak is the most bytes that were reachable at once while f ran, beyond those that were before. The collector runs all the time meanwhile.
func livePeak(f func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	runtime.GC()
	before := live()
	done, peak := make(chan bool), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			select {
			case <-done:
				peak <- max(most, live())
				return
			default:
				most = max(most, live())
				time.Sleep(time.Millisecond)
			}
		}
	}()
	f()
	done <- true
	return max(<-peak, before) - before
}

func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
