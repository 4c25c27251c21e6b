package serverless_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/source"
)

// large is a service with n times 25 functions, each with what such functions have.
func large(n int) source.Files {
	var functions, resources, statements strings.Builder
	for i := range 25 * n {
		fmt.Fprintf(&functions, "  take-order-%d:\n    handler: src/f%d.main\n    environment:\n      TABLE: ${self:custom.table%d}\n      QUEUE: !Ref Queue%d\n"+
			"    events:\n      - http: POST /orders/%d\n      - sqs: !GetAtt Queue%d.Arn\n      - schedule: rate(1 hour)\n", i, i, i, i, i, i)
		fmt.Fprintf(&resources, "    Queue%d:\n      Type: AWS::SQS::Queue\n      Properties:\n        QueueName: ${self:service}-${sls:stage}-%d\n", i, i)
		fmt.Fprintf(&statements, "        - Effect: Allow\n          Action:\n            - dynamodb:GetItem\n            - dynamodb:PutItem\n"+
			"          Resource: arn:aws:dynamodb:${aws:region}:${aws:accountId}:table/${self:custom.table%d}\n", i)
	}
	var custom strings.Builder
	for i := range 25 * n {
		fmt.Fprintf(&custom, "  table%d: ${self:service}-orders-%d-${opt:stage, self:provider.stage}\n", i, i)
	}
	text := "service: shop\ncustom:\n" + custom.String() + "provider:\n  name: aws\n  stage: dev\n  iam:\n    role:\n      statements:\n" + statements.String() +
		"functions:\n" + functions.String() + "resources:\n  Resources:\n" + resources.String()
	return source.Files{"serverless.yml": []byte(text)}
}

// BenchmarkRead sets reading a service beside parsing its YAML, for files of 1, 4 and 16 times a size: both should grow with the file.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1, 4, 16} {
		tree := large(n)
		b.Run(fmt.Sprintf("service/%dx", n), func(b *testing.B) {
			b.SetBytes(int64(len(tree["serverless.yml"])))
			b.ReportAllocs()
			for range b.N {
				if s := serverless.Read(tree, "serverless.yml"); s == nil || len(s.Functions) != 25*n {
					b.Fatal("not read")
				}
			}
		})
		b.Run(fmt.Sprintf("yaml/%dx", n), func(b *testing.B) {
			b.SetBytes(int64(len(tree["serverless.yml"])))
			b.ReportAllocs()
			for range b.N {
				document.Read("serverless.yml", tree["serverless.yml"])
			}
		})
	}
}
