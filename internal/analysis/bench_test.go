package analysis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/source"
)

// monorepo is n functions in services of ten, each service a template of its own, all with one shared module: the shape of a repository
// that has grown. Each function reads and writes a table that its environment names; each third one has more than it needs.
func monorepo(n int) source.Files {
	files := source.Files{"shared/store.py": []byte(sharedPy), "shared/__init__.py": nil, "shared/events.py": []byte(eventsPy)}
	for s := 0; s*10 < n; s++ {
		var b strings.Builder
		b.WriteString(head + "Globals:\n  Function:\n    Runtime: python3.12\n    Timeout: 10\nResources:\n")
		fmt.Fprintf(&b, "  Table:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: t%d\n  Queue:\n    Type: AWS::SQS::Queue\n", s)
		for i := range min(10, n-s*10) {
			fmt.Fprintf(&b, serviceFunction, i, s, i)
			switch i % 3 {
			case 0:
				b.WriteString("        - DynamoDBCrudPolicy:\n            TableName: !Ref Table\n        - SQSSendMessagePolicy:\n            QueueName: !GetAtt Queue.QueueName\n")
			case 1:
				b.WriteString("        - Statement:\n            - Effect: Allow\n              Action:\n                - dynamodb:GetItem\n                - dynamodb:PutItem\n              Resource: !GetAtt Table.Arn\n            - Effect: Allow\n              Action: sqs:SendMessage\n              Resource: !GetAtt Queue.Arn\n")
			case 2:
				b.WriteString("        - Statement:\n            - Effect: Allow\n              Action:\n                - dynamodb:*\n                - s3:PutObject\n              Resource: \"*\"\n        - AmazonSQSFullAccess\n")
			}
			files[fmt.Sprintf("svc%d/f%d.py", s, i)] = fmt.Appendf(nil, functionPy, i)
		}
		fmt.Fprintf(&b, "Outputs:\n  TableArn:\n    Value: !GetAtt Table.Arn\n    Export:\n      Name: table-%d\n", s)
		files[fmt.Sprintf("svc%d/template.yaml", s)] = []byte(b.String())
	}
	return files
}

const serviceFunction = `  F%d:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../
      Handler: svc%d/f%d.handler
      Environment:
        Variables:
          TABLE: !Ref Table
          QUEUE: !Ref Queue
      Policies:
`

const sharedPy = `import os
import boto3

class Store:
    def __init__(self, table=None):
        self.table = boto3.resource("dynamodb").Table(table or os.environ["TABLE"])

    def get(self, key):
        return self.table.get_item(Key={"id": key}).get("Item")

    def put(self, item):
        self.table.put_item(Item=item)

    def everything(self):
        return self.table.scan()["Items"]
`

const eventsPy = `import json
import os
import boto3

sqs = boto3.client("sqs")

def emit(name, **detail):
    sqs.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=json.dumps({"name": name, **detail}))
`

const functionPy = `import json
from shared.store import Store
from shared import events

store = Store()

def clean(body):
    return {k: v for k, v in json.loads(body).items() if v is not None}

def handler(event, context):
    item = clean(event["body"])
    known = store.get(item["id"])
    if known:
        item = {**known, **item}
    store.put(item)
    events.emit("stored-%d", id=item["id"])
    return {"statusCode": 200, "body": json.dumps(item)}
`

// BenchmarkRun is a whole repository, cold: nothing lowered before. Twice the functions should cost twice, not four times.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{50, 200, 800} {
		tree := monorepo(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Run(tree, options())
			}
		})
	}
}

// BenchmarkSince is a push that changes one function of fifty, with the lowered code of the push before it at hand.
func BenchmarkSince(b *testing.B) {
	base := monorepo(50)
	head := monorepo(50)
	head["svc1/f2.py"] = []byte(strings.Replace(string(head["svc1/f2.py"]), "store.put(item)", "store.everything()", 1))
	o := options()
	o.Cache = languages.NewCache()
	ws := source.Workspace{Head: head, Base: base, Diff: source.Compare(base, head)}
	b.ReportAllocs()
	for b.Loop() {
		Since(ws, o)
	}
}

// oneTemplate is n functions in one template, each with a role of its own that may do too much in two ways.
func oneTemplate(n int) source.Files {
	var b strings.Builder
	b.WriteString(head + "Globals:\n  Function:\n    Runtime: python3.12\nResources:\n")
	files := source.Files{}
	for i := range n {
		fmt.Fprintf(&b, oneFunction, i)
		files[fmt.Sprintf("src/f%d.py", i)] = []byte("import boto3, os\ntable = boto3.resource('dynamodb').Table(os.environ['TABLE'])\n\ndef handler(event, context):\n    return table.get_item(Key={'id': event['id']})\n")
	}
	files["template.yaml"] = []byte(b.String())
	return files
}

const oneFunction = `  T%[1]d:
    Type: AWS::DynamoDB::Table
  F%[1]d:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: f%[1]d.handler
      Environment:
        Variables:
          TABLE: !Ref T%[1]d
      Policies:
        - AmazonDynamoDBFullAccess
        - Statement:
            - Effect: Allow
              Action:
                - dynamodb:GetItem
                - s3:*
              Resource: "*"
`

// BenchmarkOneTemplate is a repository with all its functions in one file: every suggestion is proved there too.
func BenchmarkOneTemplate(b *testing.B) {
	for _, n := range []int{25, 100, 200} {
		tree := oneTemplate(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				for _, f := range Run(tree, options()).Findings {
					if len(f.Edits) == 0 {
						b.Fatal(f.Message)
					}
				}
			}
		})
	}
}
