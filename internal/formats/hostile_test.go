package formats_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// The good part of each template: a function that is there whatever stands beside it.
const (
	goodSAM            = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Good:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: a.b, Runtime: python3.12, CodeUri: src, Policies: [AmazonSQSFullAccess]}\n"
	goodCloudFormation = "Resources:\n  Good:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: a.b, Runtime: python3.12, Code: src, Role: !GetAtt Role.Arn}\n  Role:\n    Type: AWS::IAM::Role\n    Properties: {ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSQSFullAccess]}\n"
	goodJSON           = `{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Good": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "a.b", "Runtime": "python3.12", "CodeUri": "src", "Policies": ["AmazonSQSFullAccess"]}}`
	goodServerless     = "service: s\nprovider:\n  name: aws\n  runtime: python3.12\n  iam: {role: {managedPolicies: [arn:aws:iam::aws:policy/AmazonSQSFullAccess]}}\nfunctions:\n  Good:\n    handler: a.b\n"
	goodTerraform      = "resource \"aws_iam_role\" \"r\" {\n  assume_role_policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sts:AssumeRole\", Principal = { Service = \"lambda.amazonaws.com\" } }] })\n  managed_policy_arns = [\"arn:aws:iam::aws:policy/AmazonSQSFullAccess\"]\n}\n" +
		"resource \"aws_lambda_function\" \"Good\" {\n  function_name = \"Good\"\n  role = aws_iam_role.r.arn\n  handler = \"a.b\"\n  runtime = \"python3.12\"\n  filename = \"src\"\n}\n"
	goodShell = "aws iam create-role --role-name r --assume-role-policy-document '{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": \"lambda.amazonaws.com\"}}]}'\naws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/AmazonSQSFullAccess\n" +
		"aws lambda create-function --function-name Good --role arn:aws:iam::111122223333:role/r --runtime python3.12 --handler a.b --zip-file fileb://src\n"
)

// hostile are templates that hold what nobody writes who means well. The rest of each is read, unless lost says that there is none.
var hostile = []struct {
	format, name, file, text string
	more                     map[string]string
	problem                  string // a part of what one of the problems says; "" for none
	line                     int    // where
	lost                     bool
}{
	{format: "sam", name: "a key twice", text: goodSAM + "  Twice: {Type: AWS::SQS::Queue}\n  Twice: {Type: AWS::SNS::Topic}\n", problem: "is there twice", line: 7},
	{format: "sam", name: "a tab", text: goodSAM + "  More:\n\tType: AWS::SQS::Queue\n", problem: "cannot be read as YAML", line: 7, lost: true},
	{format: "sam", name: "unknown tags", text: goodSAM + "  More:\n    Type: AWS::SQS::Queue\n    Properties: !Rain::Embed x.yaml\n  Other: {Type: AWS::SNS::Topic, Properties: {TopicName: !Cidr [a, b, c]}}\n"},
	{format: "sam", name: "an alias bomb", text: goodSAM + "  Bomb:\n    Type: AWS::SQS::Queue\n    Properties:\n" + bomb("      "), problem: "too many values"},
	{format: "sam", name: "a merge of itself", text: goodSAM + "  Self: &s\n    Type: AWS::SQS::Queue\n    Properties: {<<: *s}\n", problem: ""},
	{format: "sam", name: "nested in itself", text: goodSAM + "  Nested: {Type: AWS::Serverless::Application, Properties: {Location: ./template.yaml}}\n"},
	{format: "sam", name: "out of the repository", text: goodSAM + "  Out: {Type: AWS::Serverless::Application, Properties: {Location: ../../../etc/passwd}}\n  Far: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, CodeUri: ../../../etc, Runtime: python3.12}}\n"},
	{format: "sam", name: "references to nothing", text: goodSAM + "  Odd: {Type: AWS::Serverless::Function, Properties: {Handler: !Ref Nothing, Runtime: !GetAtt No.Thing, CodeUri: !Sub \"${Nowhere}/x\", Role: !GetAtt Nobody.Arn, Environment: {Variables: {A: !FindInMap [No, Such, Map], B: !If [No, a, b], C: !ImportValue x}}}}\n"},
	{format: "sam", name: "everything is a list", text: goodSAM + "  Odd: {Type: AWS::Serverless::Function, Properties: [x]}\n  Odder: {Type: AWS::Serverless::Function, Properties: {Handler: [x], Policies: {a: {b: c}}, Events: [x], Environment: [x], Layers: {a: b}, VpcConfig: x, FunctionUrlConfig: [x], DeadLetterQueue: x, Role: [x], CodeUri: [x], Connectors: [x]}}\n"},
	{format: "sam", name: "names of each other", text: goodSAM + "  A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub \"${B.QueueName}x\"}}\n  B: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub \"${A.QueueName}x\"}}\n"},
	{format: "cloudformation", name: "five MiB of SAM", text: goodSAM + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 52_000), problem: "larger than is read", line: 1, lost: true},
	{format: "cloudformation", name: "five MiB of JSON", file: "template.json", text: goodJSON + strings.Repeat(`, "Q": {"Type": "AWS::SQS::Queue"}`, 150_000) + "}}", problem: "larger than is read", line: 1, lost: true},
	{format: "sam", name: "a key twice in JSON", file: "template.json", text: goodJSON + `, "Q": {"Type": "AWS::SQS::Queue"},` + "\n" + `"Q": {"Type": "AWS::SNS::Topic"}}}`, problem: "is there twice", line: 2},
	{format: "sam", name: "JSON without an end", file: "template.json", text: goodJSON, problem: "cannot be read as", line: 1, lost: true},

	{format: "cloudformation", name: "a key twice", text: goodCloudFormation + "  Twice: {Type: AWS::SQS::Queue}\n  Twice: {Type: AWS::SNS::Topic}\n", problem: "is there twice", line: 9},
	{format: "cloudformation", name: "a tab", text: goodCloudFormation + "  More:\n\tType: AWS::SQS::Queue\n", problem: "cannot be read as YAML", line: 9, lost: true},
	{format: "cloudformation", name: "an alias bomb", text: goodCloudFormation + "  Bomb:\n    Type: AWS::SQS::Queue\n    Properties:\n" + bomb("      "), problem: "too many values"},
	{format: "cloudformation", name: "nested in itself", text: goodCloudFormation + "  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./template.yaml}}\n"},
	{format: "cloudformation", name: "an include", text: goodCloudFormation + "  Fn::Transform: {Name: AWS::Include, Parameters: {Location: ../../../etc/passwd}}\n", problem: "", line: 0},
	{format: "cloudformation", name: "five MiB", text: goodCloudFormation + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 52_000), problem: "larger than is read", line: 1, lost: true},

	{format: "serverless", name: "a tab", file: "serverless.yml", text: goodServerless + "    events:\n\t- http: GET /\n", problem: "cannot be read as YAML", line: 10, lost: true},
	{format: "serverless", name: "an alias bomb", file: "serverless.yml", text: goodServerless + "custom:\n" + bomb("  "), problem: "too many values"},
	{format: "serverless", name: "unresolvable", file: "serverless.yml", text: goodServerless + "    environment:\n      A: ${env:NOT_SET}\n      B: ${nobody:knows}\n      C: ${file(gone.yml):x}\n", problem: "gone.yml", line: 12},
	{format: "serverless", name: "five MiB", file: "serverless.yml", text: goodServerless + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 52_000), problem: "larger than is read", line: 1, lost: true},

	{format: "terraform", name: "an argument twice", file: "main.tf", text: goodTerraform + "resource \"aws_sqs_queue\" \"q\" {\n  name = \"a\"\n  name = \"b\"\n}\n", problem: "Attribute redefined", line: 14},
	{format: "terraform", name: "a resource twice", file: "main.tf", text: goodTerraform + strings.Repeat("resource \"aws_sqs_queue\" \"q\" {\n  name = \"a\"\n}\n", 2)},
	{format: "terraform", name: "a module in itself", file: "main.tf", text: goodTerraform + "module \"m\" {\n  source = \"./\"\n}\n", problem: "itself"},
	{format: "terraform", name: "modules in each other", file: "main.tf", text: goodTerraform + "module \"m\" {\n  source = \"./m\"\n}\n", more: map[string]string{"m/main.tf": "module \"n\" {\n  source = \"../\"\n}\n"}, problem: "itself"},
	{format: "terraform", name: "out of the repository", file: "main.tf", text: goodTerraform + "module \"m\" {\n  source = \"../../../etc\"\n}\nresource \"aws_iam_role_policy\" \"p\" {\n  role   = aws_iam_role.r.id\n  policy = file(\"../../../etc/passwd\")\n}\n", problem: ""},
	{format: "terraform", name: "unresolvable", file: "main.tf", text: goodTerraform + "resource \"aws_lambda_function\" \"odd\" {\n  function_name = var.nothing\n  role = local.nothing\n  handler = data.no.thing.at_all\n  runtime = module.none.x[0].y\n  filename = each.value\n}\n"},
	{format: "terraform", name: "five MiB", file: "main.tf", text: goodTerraform + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 52_000), problem: "larger than", line: 1, lost: true},
	{format: "terraform", name: "a policy with a key twice", file: "main.tf", text: goodTerraform + "resource \"aws_iam_role_policy\" \"p\" {\n  role   = aws_iam_role.r.id\n  policy = \"{\\\"Statement\\\": [], \\\"Statement\\\": []}\"\n}\n"},

	{format: "shell", name: "a policy with a key twice", file: "setup.sh", text: goodShell + "aws iam put-role-policy --role-name r --policy-name p --policy-document '{\"Statement\": [], \"Statement\": [{}]}'\n"},
	{format: "shell", name: "out of the repository", file: "setup.sh", text: goodShell + "source ../../../etc/profile\naws iam put-role-policy --role-name r --policy-name p --policy-document file://../../../etc/passwd\naws iam put-role-policy --role-name r --policy-name q --policy-document file:///etc/passwd\n"},
	{format: "shell", name: "unresolvable", file: "setup.sh", text: goodShell + "aws lambda create-function --function-name \"$1\" --role \"$(cat role.txt)\" --runtime ${RUNTIME:-} --handler \"${H[@]}\" --zip-file fileb://$((1+1))\n"},
	{format: "shell", name: "scripts in each other", file: "setup.sh", text: goodShell + ". ./other.sh\n", more: map[string]string{"other.sh": ". ./setup.sh\n"}},
	{format: "shell", name: "more than is parsed", file: "setup.sh", text: goodShell + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 6000), problem: "larger than is read", line: 1, lost: true},
}

// bomb is a list of lists, each of which has the one before ten times.
func bomb(indent string) string {
	var b strings.Builder
	b.WriteString(indent + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "%sa%d: &a%d [%s*a%d]\n", indent, i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	return b.String()
}

// TestHostile reads each within bounds: what was left out is a problem with its place, and the rest is there.
func TestHostile(t *testing.T) {
	for _, c := range hostile {
		t.Run(c.format+"/"+c.name, func(t *testing.T) {
			if c.file == "" {
				c.file = "template.yaml"
			}
			tree := source.Files{c.file: []byte(c.text)}
			for name, text := range c.more {
				tree[name] = []byte(text)
			}
			start := time.Now()
			s := formats.ReadWith(tree, c.file, programs(tree))
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			if s == nil || s.Format != c.format {
				t.Fatalf("it is read as %+v", s)
			}
			said := c.problem == ""
			for _, p := range s.Problems {
				said = said || strings.Contains(p.Text, c.problem) && (c.line == 0 || p.Span.Line == c.line)
				if p.Span.File == "" || p.Span.Line == 0 || p.Text == "" {
					t.Errorf("a problem without a place: %+v", p)
				}
			}
			if !said || c.problem == "" && c.lost {
				t.Errorf("no problem says %q on line %d: %.3v", c.problem, c.line, s.Problems)
			}
			for _, file := range named(s) {
				if strings.HasPrefix(file, "..") || strings.HasPrefix(file, "/") {
					t.Errorf("it leads out of the repository: %s", file)
				}
			}
			if !c.lost && !isGood(s) {
				t.Errorf("the rest is not read: %+v", s)
			}
		})
	}
}

// named are the files and folders that a stack names for others to read.
func named(s *stack.Stack) []string {
	files := append([]string{s.File}, s.Also...)
	for _, fn := range s.Functions {
		files = append(files, fn.Code.Dir)
		for _, l := range fn.Layers {
			files = append(files, l.Dir)
		}
	}
	for _, n := range s.Nested {
		files = append(files, n.File)
	}
	return files
}

// isGood says whether the good function and its policy are read.
func isGood(s *stack.Stack) bool {
	for _, fn := range s.Functions {
		if !strings.HasSuffix(fn.ID, "Good") {
			continue
		}
		for _, r := range s.Roles {
			for _, g := range r.Grants {
				if r.ID == fn.Role.ID && g.Name == "AmazonSQSFullAccess" {
					return true
				}
			}
		}
	}
	return false
}
