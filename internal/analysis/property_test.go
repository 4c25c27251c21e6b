package analysis

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
)

// app draws a small SAM application: up to three functions, with roles of their own or one together, statements, managed policies and
// policy templates in any style of YAML, and handlers that call AWS through helpers, environment variables, literals and the event.
func app(t *rapid.T) source.Files {
	files := source.Files{}
	var b strings.Builder
	b.WriteString(head + "Parameters:\n  Stage:\n    Type: String\nConditions:\n  Prod: !Equals [!Ref Stage, prod]\nResources:\n")
	b.WriteString("  Orders:\n    Type: AWS::DynamoDB::Table\n  Files:\n    Type: AWS::S3::Bucket\n  Jobs:\n    Type: AWS::SQS::Queue\n")
	shared := rapid.Bool().Draw(t, "a role together")
	if shared {
		b.WriteString("  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {}\n      Policies:\n")
		for i := range rapid.IntRange(1, 3).Draw(t, "policies of the role") {
			fmt.Fprintf(&b, "        - PolicyName: p%d\n          PolicyDocument:\n            Statement:\n", i)
			writeStatements(t, &b, "              ")
		}
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "functions") {
		fmt.Fprintf(&b, "  F%d:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      Handler: f%d.handler\n      CodeUri: src/\n", i, i)
		b.WriteString("      Environment:\n        Variables:\n          ORDERS: !Ref Orders\n          FILES: !Ref Files\n          JOBS: !Ref Jobs\n")
		if shared && rapid.Bool().Draw(t, "uses it") {
			b.WriteString("      Role: !GetAtt Role.Arn\n")
		} else {
			writePolicies(t, &b)
		}
		files[fmt.Sprintf("src/f%d.py", i)] = []byte(handlerCode(t))
	}
	files["src/lib.py"] = []byte(libraryPy)
	files["template.yaml"] = []byte(b.String())
	return files
}

func writePolicies(t *rapid.T, b *strings.Builder) {
	b.WriteString("      Policies:\n")
	for range rapid.IntRange(1, 3).Draw(t, "policies") {
		switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
		case kind < 2:
			b.WriteString("        - " + rapid.SampledFrom([]string{"AmazonS3FullAccess", "AmazonSQSFullAccess", "AmazonDynamoDBReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}).Draw(t, "managed") + "\n")
		case kind < 4:
			b.WriteString("        - " + rapid.SampledFrom([]string{
				"DynamoDBCrudPolicy:\n            TableName: !Ref Orders", "DynamoDBReadPolicy: {TableName: !Ref Orders}",
				"S3CrudPolicy:\n            BucketName: !Ref Files", "SQSPollerPolicy:\n            QueueName: !GetAtt Jobs.QueueName",
			}).Draw(t, "template") + "\n")
		case kind == 4:
			b.WriteString("        - !If\n          - Prod\n          - Statement:\n")
			writeStatements(t, b, "              ")
			b.WriteString("          - !Ref AWS::NoValue\n")
		default:
			b.WriteString("        - Version: \"2012-10-17\"\n          Statement:\n")
			writeStatements(t, b, "            ")
		}
	}
}

func writeStatements(t *rapid.T, b *strings.Builder, indent string) {
	for range rapid.IntRange(1, 3).Draw(t, "statements") {
		effect := "Allow"
		if rapid.IntRange(0, 9).Draw(t, "effect") == 0 {
			effect = "Deny"
		}
		b.WriteString(indent + "- Effect: " + effect + "\n")
		writeList(t, b, indent+"  ", "Action", []string{
			"s3:*", "s3:GetObject", "s3:PutObject", "s3:Get*", "s3:DeleteObject", "s3:ListBucket", "S3:getobject",
			"dynamodb:*", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:*Item", "dynamodb:Scan",
			"sqs:*", "sqs:SendMessage", "sqs:ReceiveMessage", "sqs:Send*", "logs:PutLogEvents", "'*'", "kms:Decrypt",
		})
		writeList(t, b, indent+"  ", "Resource", []string{
			"'*'", "!GetAtt Orders.Arn", "!Sub ${Orders.Arn}/index/*", "!GetAtt Files.Arn", "!Sub ${Files.Arn}/*", "!Sub ${Files.Arn}/in/*",
			"!GetAtt Jobs.Arn", "arn:aws:s3:::*", "arn:aws:s3:::other/*", "!Sub arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*",
		})
		if rapid.IntRange(0, 7).Draw(t, "condition") == 0 {
			b.WriteString(indent + "  Condition: {StringEquals: {aws:SourceVpc: vpc-1}}\n")
		}
	}
}

// writeList writes some of the choices as a scalar, a flow list or a block list, with or without comments.
func writeList(t *rapid.T, b *strings.Builder, indent, key string, choices []string) {
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(choices), 1, 4, rapid.ID[string]).Draw(t, key)
	switch style := rapid.IntRange(0, 3).Draw(t, "style"); {
	case len(some) == 1 && style < 2:
		b.WriteString(indent + key + ": " + some[0] + "\n")
	case style == 2 && !strings.Contains(strings.Join(some, ""), "{"):
		b.WriteString(indent + key + ": [" + strings.Join(some, ", ") + "]\n")
	default:
		b.WriteString(indent + key + ":\n")
		for _, s := range some {
			if rapid.IntRange(0, 4).Draw(t, "comment") == 0 {
				b.WriteString(indent + "  # on " + key + "\n")
			}
			b.WriteString(indent + "  - " + s + "\n")
		}
	}
}

const libraryPy = `import os
import boto3

dynamodb = boto3.resource("dynamodb")
s3 = boto3.client("s3")
sqs = boto3.client("sqs", region_name="eu-west-1")
orders = dynamodb.Table(os.environ["ORDERS"])

def load(key):
    return orders.get_item(Key={"id": key})

def save(item, table=orders):
    table.put_item(Item=item)

def upload(key, body, bucket=None):
    s3.put_object(Bucket=bucket or os.environ["FILES"], Key=f"in/{key}", Body=body)

class Queue:
    def __init__(self, url):
        self.url = url

    def send(self, body):
        return sqs.send_message(QueueUrl=self.url, MessageBody=body)
`

// handlerCode draws a handler of a few calls.
func handlerCode(t *rapid.T) string {
	lines := []string{
		"lib.load(event['id'])", "lib.save({'id': '1'})", "lib.upload('a', b'')", "lib.upload(event['k'], b'', bucket='other')",
		"lib.Queue(os.environ['JOBS']).send('x')", "lib.s3.get_object(Bucket=os.environ['FILES'], Key='in/a')",
		"lib.s3.get_object(Bucket=event['bucket'], Key=event['key'])", "lib.s3.list_objects_v2(Bucket=os.environ['FILES'])",
		"[i for i in lib.orders.query(IndexName='by-day')['Items']]", "lib.orders.scan()", "lib.s3.delete_object(Bucket='other', Key='k')",
		"if event.get('x'): lib.save(event)", "getattr(lib.sqs, event['op'])(QueueUrl='q')", "for t in ['a', 'b']: lib.dynamodb.Table(t).get_item(Key={})", "pass",
	}
	some := rapid.SliceOfN(rapid.SampledFrom(lines), 0, 4).Draw(t, "calls")
	return "import os\nimport lib\n\ndef handler(event, context):\n    pass\n    " + strings.Join(some, "\n    ") + "\n"
}

// TestSuggestionsAreSound applies random sets of suggestions to random applications. Whatever is taken of them: the template is still read
// as well as before; every need that was allowed still is; and without additions nothing is allowed that was not. The report is the same
// twice, and once everything is taken, round by round, nothing is left to take away.
func TestSuggestionsAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := app(t)
		report := Run(tree, options())
		if a, b := print(t, report), print(t, Run(tree, options())); !bytes.Equal(a, b) {
			t.Fatalf("two runs differ:\n%s\n%s", a, b)
		}
		was := look(tree, options(), nil)
		var offers []finding.Finding
		for _, f := range report.Findings {
			if len(f.Edits) > 0 {
				offers = append(offers, f)
			}
		}
		for range min(1<<len(offers)-1, 6) {
			subset := slices.DeleteFunc(slices.Clone(offers), func(finding.Finding) bool { return rapid.Bool().Draw(t, "left out") })
			take(t, was, tree, subset)
		}
		settle(t, tree, report)
	})
}

// settle takes all removals, again and again: some wait for others (two that would empty a list together). It ends, soundly, within a few
// rounds.
func settle(t *rapid.T, tree source.Tree, report finding.Report) {
	for range 5 {
		removals := slices.DeleteFunc(slices.Clone(report.Findings), func(f finding.Finding) bool { return f.Kind == finding.Adds || len(f.Edits) == 0 })
		if len(removals) == 0 {
			return
		}
		tree = take(t, look(tree, options(), nil), tree, removals)
		report = Run(tree, options())
	}
	t.Fatalf("there is always more to take away: %s\n%s", print(t, report), read(tree))
}

func read(tree source.Tree) []byte { src, _ := tree.Read("template.yaml"); return src }

func print(t *rapid.T, r finding.Report) []byte {
	out, err := finding.Print(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// take applies suggestions and holds the result against what was.
func take(t *rapid.T, was *view, tree source.Tree, subset []finding.Finding) source.Tree {
	var edits source.Edits
	adds := false
	for _, f := range subset {
		edits = append(edits, sourceEdits(f.Edits)...)
		adds = adds || f.Kind == finding.Adds
	}
	after, err := source.Overlay(tree, edits)
	if err != nil {
		t.Fatalf("suggestions exclude each other: %v\n%s", err, read(tree))
	}
	is := look(after, options(), nil)
	if len(is.unread) > len(was.unread) || len(is.comparisons) != len(was.comparisons) {
		for _, f := range subset {
			t.Logf("%s %s:%d %v %.100s", f.Rule, f.File, f.Line, f.Edits, f.Message)
		}
		t.Fatalf("the edited template is read less well: %v\n%s\n=>\n%s", is.unread, read(tree), read(after))
	}
	for i, c := range was.comparisons {
		if c.Role == nil {
			continue
		}
		old, new := identity(c.Role), identity(is.comparisons[i].Role)
		for _, u := range c.Users {
			for _, n := range u.Needs {
				if allows(new, n) < allows(old, n) {
					t.Fatalf("%s loses %s on %s\n%s\n=>\n%s", u.Function.ID, n.Action, n.Resource, read(tree), read(after))
				}
			}
		}
		if v := iam.Subset(new, old); !adds && v.Outcome != iam.Proved {
			t.Fatalf("%s: %s %s %v\n%s\n=>\n%s", c.Role.ID, v.Outcome, v.Reason, v.Counter, read(tree), read(after))
		}
	}
	return after
}
