package access

import (
	"fmt"
	"testing"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// many is an estate of n functions with 12 calls each, whose roles have the named managed policies.
func many(n int, policies ...string) (*estate.Estate, map[string]Code) {
	s := shop()
	code := make(map[string]Code)
	s.Functions, s.Roles = nil, nil
	for i := range n {
		id := fmt.Sprintf("F%d", i)
		r := &stack.Role{ID: id + "Role", Implicit: true}
		for _, name := range policies {
			r.Grants = append(r.Grants, managed(name)...)
		}
		s.Roles = append(s.Roles, r)
		s.Functions = append(s.Functions, &stack.Function{ID: id, Role: stack.RoleRef{ID: r.ID}})
		code[file+"#"+id] = Code{Calls: calls(
			"dynamodb PutItem TableName=${Orders}", "dynamodb GetItem TableName=${Orders}", "dynamodb Query TableName=${Orders} IndexName=day",
			"s3 GetObject Bucket=${Files} Key=${?}", "s3 PutObject Bucket=${Files} Key=out/${?}", "s3 ListObjectsV2 Bucket=${Files}",
			"sqs SendMessage QueueUrl=${Jobs}", "sns Publish TopicArn=${event:topic}", "ssm GetParameter Name=/app/db",
			"secretsmanager GetSecretValue SecretId=db", "lambda Invoke FunctionName=next", "stepfunctions StartExecution stateMachineArn=${event:flow}",
		)}
	}
	return estate.Link([]*stack.Stack{s}, source.Files{}), code
}

func managed(name string) (grants []*stack.Grant) {
	m, ok := tables.Managed(name)
	if !ok {
		panic(name)
	}
	for i, st := range m.Statements {
		s := iam.Statement{Effect: iam.Effect(st.Effect)}
		for _, a := range st.Actions {
			s.Actions = append(s.Actions, iam.Term{Value: symbolic.Text(a)})
		}
		for _, r := range st.Resources {
			s.Resources = append(s.Resources, iam.Term{Value: symbolic.Text(r)})
		}
		grants = append(grants, &stack.Grant{Key: fmt.Sprint(name, i), Statement: s, Origin: stack.Managed, Name: name})
	}
	return grants
}

func BenchmarkCompare(b *testing.B) {
	for _, policies := range [][]string{{"AWSLambdaBasicExecutionRole"}, {"AmazonS3FullAccess", "AmazonDynamoDBFullAccess"}, {"ReadOnlyAccess"}, {"AdministratorAccess"}} {
		e, code := many(2, policies...)
		b.Run(fmt.Sprint(policies), func(b *testing.B) {
			for b.Loop() {
				Compare(e, code, tables)
			}
		})
	}
}

// The same estate is compared the same way every time.
func TestSame(t *testing.T) {
	e, code := many(2, "AmazonS3FullAccess", "ReadOnlyAccess")
	first := printed(Compare(e, code, tables))
	for range 2 {
		if again := printed(Compare(e, code, tables)); again != first {
			t.Fatal("two comparisons of one estate differ")
		}
	}
}
