package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// function is one resource of a template as people write them.
const function = `
  # Writes the orders of one shop.
  Function%[1]d:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/orders/
      Handler: app.handler
      Environment: {Variables: {TABLE: !Ref Orders%[1]d, QUEUE: !GetAtt "Queue%[1]d.Arn"}}
      Policies:
        - Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: [dynamodb:GetItem, dynamodb:PutItem] # both
              Resource: !Sub "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-%[1]d"
            - Effect: Allow
              Action:
                - s3:GetObject
                - s3:ListBucket
              Resource: '*'
      Description: >-
        Writes the orders of shop %[1]d
        to its own table.
`

func template(functions int) []byte {
	var b bytes.Buffer
	b.WriteString("AWSTemplateFormatVersion: 2010-09-09\nResources:")
	for i := range functions {
		fmt.Fprintf(&b, function, i)
	}
	return b.Bytes()
}

// parseOnly is what the YAML parser costs alone.
func parseOnly(src []byte) error {
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

// BenchmarkRead shows that the cost is linear and how it stands to the parser's own.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{20, 80, 320} {
		src := template(n)
		b.Run(fmt.Sprintf("parser/%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if err := parseOnly(src); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("read/%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if docs, problems := Read("t.yaml", src); len(docs) != 1 || len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}

// BenchmarkHostile reads text that costs some readers the square of its size.
func BenchmarkHostile(b *testing.B) {
	for _, n := range []int{16 << 10, 64 << 10, 256 << 10} {
		for name, src := range map[string]string{
			"wide":      "[" + strings.Repeat("'é', ", n/6) + "x]",
			"flow":      "[" + strings.Repeat("{a: b}, ", n/8) + "x]",
			"deep":      strings.Repeat("[", n),
			"dashes":    strings.Repeat("- ", n/2) + "a",
			"keys":      strings.Repeat("a:\n", n/3),
			"comments":  strings.Repeat("# x\n", n/4) + "a: b\n",
			"gaps":      "a:\n" + strings.Repeat("\n", n) + "  b",
			"blocks":    strings.Repeat("- |\n x\n", n/7),
			"aliases":   "a: &a [x, x, x]\nb: [" + strings.Repeat("*a, ", n/4) + "*a]\n",
			"documents": strings.Repeat("--- a\n", n/6),
			"json":      "{" + strings.Repeat(`"a": [1],`, n/9) + `"b": 1}`,
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					Read("t.yaml", []byte(src))
				}
			})
		}
	}
}
