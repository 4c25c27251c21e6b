package analysis

import (
	"testing"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// FuzzRun reads any bytes as a template and its handler. Whatever they are: a report comes back, the same twice; and what it offers can
// be applied and read again.
func FuzzRun(f *testing.F) {
	f.Add(sam(fn("F", "      Policies:\n        - AmazonS3FullAccess\n        - Statement:\n            - Effect: Allow\n              Action: [s3:GetObject, 's3:Put*']\n              Resource: !If [C, '*', !Sub 'arn:aws:s3:::${P}/*']\n")), goodPy)
	f.Add(sam(fn("F", "      Policies: {DynamoDBCrudPolicy: {TableName: !Ref T}}\n")+"  T: {Type: 'AWS::DynamoDB::Table'}\n"), libraryPy)
	f.Add(good, "import boto3\ndef handler(e, c):\n    getattr(boto3.client(e['s']), e['o'])(**e)\n")
	f.Add(head+"Resources: &r\n  F: *r\n", "@d\ndef handler(:\n")
	f.Fuzz(func(t *testing.T, template, python string) {
		if len(template)+len(python) > 20_000 {
			return
		}
		tree := source.Files{"template.yaml": []byte(template), "src/app.py": []byte(python), "good/good.py": []byte(python)}
		report := Run(tree, options())
		if _, err := finding.Print(report); err != nil {
			t.Fatal(err)
		}
		var edits source.Edits
		for _, found := range report.Findings {
			if found.Kind != finding.Adds {
				edits = append(edits, sourceEdits(found.Edits)...)
			}
		}
		after, err := source.Overlay(tree, edits)
		if err != nil {
			t.Fatal(err)
		}
		if again := Run(after, options()); len(again.Unread) > len(report.Unread) || len(again.Functions) != len(report.Functions) {
			t.Errorf("the suggestions make the template read less well: %v", again.Unread)
		}
	})
}
