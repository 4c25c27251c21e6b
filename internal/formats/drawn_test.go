package formats_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/source"
)

// drawings are the ways in which a template is drawn: what people write for the same thing.
var drawings = []struct {
	name string
	draw func(t *rapid.T) (source.Files, string)
}{
	{"cloudformation", drawnTemplate},
	{"cloudformation-json", drawnJSON},
	{"sam", drawnSAM},
	{"terraform", drawnTerraform},
}

// drawnStatement is one statement, in no format's words; references stand as REF0, REF1.
type drawnStatement struct {
	actions, resources []string
	comment, sid       bool
}

func drawnStatements(t *rapid.T, references int) (all []drawnStatement) {
	resources := []string{"*", "arn:aws:s3:::bucket/*", "arn:aws:sqs:*:*:jobs"}
	for i := range references {
		resources = append(resources, fmt.Sprintf("REF%d", i))
	}
	for range rapid.IntRange(1, 3).Draw(t, "statements") {
		all = append(all, drawnStatement{
			actions:   rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"s3:GetObject", "s3:PutObject", "dynamodb:GetItem", "sqs:*", "kms:Decrypt"}), 1, 4, rapid.ID[string]).Draw(t, "actions"),
			resources: rapid.SliceOfNDistinct(rapid.SampledFrom(resources), 1, 3, rapid.ID[string]).Draw(t, "resources"),
			comment:   rapid.Bool().Draw(t, "comment"),
			sid:       rapid.Bool().Draw(t, "sid"),
		})
	}
	return all
}

var (
	yamlReferences = strings.NewReplacer("REF0", "!GetAtt Table.Arn", "REF1", `!Sub "${Table.Arn}/index/*"`, "REF2", `!Join ["", [!GetAtt Table.Arn, /x]]`)
	jsonReferences = strings.NewReplacer(`"REF0"`, `{"Fn::GetAtt": ["Table", "Arn"]}`, `"REF1"`, `{"Fn::Sub": "${Table.Arn}/index/*"}`)
	hclReferences  = strings.NewReplacer(`"REF0"`, "aws_dynamodb_table.t.arn", `"REF1"`, `"${aws_dynamodb_table.t.arn}/index/*"`)
	textReferences = strings.NewReplacer("REF0", "${aws_dynamodb_table.t.arn}", "REF1", "${aws_dynamodb_table.t.arn}/index/*")
)

// yamlList is a list of YAML: in a block, in brackets, or one value alone.
func yamlList(t *rapid.T, pad, key string, values []string) string {
	values = append([]string{}, values...)
	for i, v := range values {
		values[i] = yamlReferences.Replace(v)
		if v == "*" || strings.HasSuffix(v, ":*") || !strings.HasPrefix(v, "REF") && rapid.Bool().Draw(t, "quoted") {
			values[i] = `"` + v + `"`
		}
	}
	switch shape := rapid.SampledFrom([]string{"block", "flow", "one"}).Draw(t, "shape"); {
	case len(values) == 1 && shape == "one":
		return pad + key + ": " + values[0] + " # one\n"
	case shape == "flow":
		return pad + key + ": [" + strings.Join(values, ", ") + "] # some\n"
	}
	return pad + key + ":\n" + pad + "  - " + strings.Join(values, "\n"+pad+"  - ") + "\n"
}

func yamlStatements(t *rapid.T, pad string) string {
	var b strings.Builder
	for i, s := range drawnStatements(t, 3) {
		if s.comment {
			fmt.Fprintf(&b, "%s# statement %d\n", pad, i)
		}
		b.WriteString(pad + "- Effect: Allow\n")
		if s.sid {
			fmt.Fprintf(&b, "%s  Sid: S%d\n", pad, i)
		}
		b.WriteString(yamlList(t, pad+"  ", "Action", s.actions) + yamlList(t, pad+"  ", "Resource", s.resources))
	}
	return b.String()
}

const yamlRest = `  # The table.
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {BillingMode: PAY_PER_REQUEST} # as used
`

// drawnTemplate is a template of CloudFormation: policies in the role, beside it, or both.
func drawnTemplate(t *rapid.T) (source.Files, string) {
	text := "# A template.\nResources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: lambda.amazonaws.com}}]}\n"
	if rapid.Bool().Draw(t, "in the role") {
		text += "      Policies: # its own\n"
		for i := range rapid.IntRange(1, 2).Draw(t, "policies") {
			text += fmt.Sprintf("        - PolicyName: p%d\n          PolicyDocument:\n            Version: \"2012-10-17\"\n            Statement:\n", i) + yamlStatements(t, "              ")
		}
	}
	if rapid.Bool().Draw(t, "beside") {
		text += "  Policy:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: beside\n      Roles: [!Ref Role]\n      PolicyDocument:\n        Statement:\n" + yamlStatements(t, "          ")
	}
	return source.Files{"template.yaml": []byte(text + yamlRest + "# The end.\n")}, "template.yaml"
}

// drawnSAM is a template of SAM: functions with policies, managed ones and templates of SAM between them.
func drawnSAM(t *rapid.T) (source.Files, string) {
	text := "Transform: AWS::Serverless-2016-10-31\nResources:\n" + yamlRest
	for i := range rapid.IntRange(1, 2).Draw(t, "functions") {
		text += fmt.Sprintf("  Do%d:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.main\n      Runtime: python3.12\n      CodeUri: src/\n      Policies:\n", i)
		for range rapid.IntRange(1, 3).Draw(t, "policies") {
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				text += "        - AmazonSQSFullAccess # for now\n"
			case 1:
				text += "        - DynamoDBReadPolicy: {TableName: !Ref Table}\n"
			}
			text += "        - Version: \"2012-10-17\"\n          Statement:\n" + yamlStatements(t, "            ")
		}
		text += "      Timeout: 3\n"
	}
	return source.Files{"template.yaml": []byte(text + "# The end.\n")}, "template.yaml"
}

// jsonStatement is a statement in one line or in several, with the entries of each list in one line or in several.
func jsonStatement(t *rapid.T, s drawnStatement, i int, pad, quote, separator string) string {
	entries := []string{quote + "Effect" + quote + separator + `"Allow"`}
	if s.sid {
		entries = append(entries, fmt.Sprintf("%sSid%s%s\"S%d\"", quote, quote, separator, i))
	}
	flat := rapid.Bool().Draw(t, "flat")
	for _, l := range []struct {
		key    string
		values []string
	}{{"Action", s.actions}, {"Resource", s.resources}} {
		text := `"` + strings.Join(l.values, `", "`) + `"`
		switch {
		case len(l.values) == 1 && rapid.Bool().Draw(t, "one"):
		case !flat && rapid.Bool().Draw(t, "lines"):
			text = "[\n" + pad + "    " + strings.ReplaceAll(text, ", ", ",\n"+pad+"    ") + "\n" + pad + "  ]"
		default:
			text = "[" + text + "]"
		}
		entries = append(entries, quote+l.key+quote+separator+text)
	}
	if flat {
		return "{" + strings.Join(entries, ", ") + "}"
	}
	return "{\n" + pad + "  " + strings.Join(entries, ",\n"+pad+"  ") + "\n" + pad + "}"
}

func jsonStatements(t *rapid.T, references int, pad, quote, separator string) string {
	var all []string
	for i, s := range drawnStatements(t, references) {
		all = append(all, jsonStatement(t, s, i, pad, quote, separator))
	}
	return strings.Join(all, ",\n"+pad)
}

// drawnJSON is a template of CloudFormation in JSON.
func drawnJSON(t *rapid.T) (source.Files, string) {
	text := `{
  "Resources": {
    "Table": {"Type": "AWS::DynamoDB::Table"},
    "Role": {
      "Type": "AWS::IAM::Role",
      "Properties": {
        "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]},
        "Policies": [
          {
            "PolicyName": "p",
            "PolicyDocument": {
              "Statement": [
                ` + jsonReferences.Replace(jsonStatements(t, 2, "                ", `"`, ": ")) + `
              ]
            }
          }
        ]
      }
    }
  }
}
`
	return source.Files{"template.json": []byte(text)}, "template.json"
}

// drawnTerraform is a role whose policies are objects, documents, here-documents and files.
func drawnTerraform(t *rapid.T) (source.Files, string) {
	tree := source.Files{}
	text := "# The role.\nresource \"aws_iam_role\" \"r\" {\n  name = \"r\"\n  assume_role_policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sts:AssumeRole\", Principal = { Service = \"lambda.amazonaws.com\" } }] })\n}\n\n" +
		"resource \"aws_dynamodb_table\" \"t\" {\n  name = \"t\" # short\n}\n"
	for i := range rapid.IntRange(1, 3).Draw(t, "policies") {
		var value string
		switch rapid.SampledFrom([]string{"object", "document", "here", "file"}).Draw(t, "kind") {
		case "object":
			value = "jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [\n      " + hclReferences.Replace(jsonStatements(t, 2, "      ", "", " = ")) + ",\n    ] # all\n  })"
		case "here":
			value = "<<EOF\n{\n  \"Statement\": [\n    " + textReferences.Replace(jsonStatements(t, 2, "    ", `"`, ": ")) + "\n  ]\n}\nEOF"
		case "file":
			name := fmt.Sprintf("p%d.json", i)
			tree[name] = []byte("{\n  \"Statement\": [\n    " + jsonStatements(t, 0, "    ", `"`, ": ") + "\n  ]\n}\n")
			value = "file(\"${path.module}/" + name + "\")"
		case "document":
			value = fmt.Sprintf("data.aws_iam_policy_document.d%d.json", i)
			text += fmt.Sprintf("\ndata \"aws_iam_policy_document\" \"d%d\" {\n", i) + hclReferences.Replace(blockStatements(t)) + "}\n"
		}
		text += fmt.Sprintf("\nresource \"aws_iam_role_policy\" \"p%d\" {\n  role   = aws_iam_role.r.id\n  policy = %s\n}\n", i, value)
	}
	tree["main.tf"] = []byte(text + "# The end.\n")
	return tree, "main.tf"
}

// blockStatements are the blocks of a policy document.
func blockStatements(t *rapid.T) string {
	var b strings.Builder
	for i, s := range drawnStatements(t, 2) {
		if s.comment {
			fmt.Fprintf(&b, "  # statement %d\n", i)
		}
		b.WriteString("  statement {\n")
		if s.sid {
			fmt.Fprintf(&b, "    sid       = \"S%d\"\n", i)
		}
		for _, l := range []struct {
			key    string
			values []string
		}{{"actions  ", s.actions}, {"resources", s.resources}} {
			if rapid.Bool().Draw(t, "lines") {
				b.WriteString("    " + strings.TrimSpace(l.key) + " = [\n      \"" + strings.Join(l.values, "\",\n      \"") + "\",\n    ]\n")
				continue
			}
			b.WriteString("    " + l.key + " = [\"" + strings.Join(l.values, `", "`) + "\"]\n")
		}
		b.WriteString("  }\n")
	}
	return b.String()
}
