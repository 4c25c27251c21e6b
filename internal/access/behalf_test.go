package access

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/stack"
)

// A call that could not be told puts in doubt what the client's operations need of other services too, and nothing else.
func TestOnBehalf(t *testing.T) {
	c := comparing{
		gaps:   []sdk.Unknown{{Service: "athena", Reason: "the operation is computed"}},
		grants: []string{"Allow s3:GetObject,s3:PutBucketPolicy *", "Allow glue:GetTable,sqs:SendMessage *"},
	}
	want := []string{
		"gap athena: the operation is computed",
		"unsettled s3:GetObject on *: the operation is computed",
		"unused s3:PutBucketPolicy on *",
		"unsettled glue:GetTable on *: the operation is computed",
		"unused sqs:SendMessage on *",
		"partial",
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), printed(c.run())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A statement for calls by way of another service is not judged by the lines of the code, unless one of them needs all of it.
func TestThrough(t *testing.T) {
	c := comparing{
		grants: []string{"Allow s3:GetObject* *"},
		with: func(s *stack.Stack) {
			s.Roles[0].Grants[0].Statement.Conditions = []iam.Condition{{Operator: "ForAnyValue:StringEquals", Key: "aws:CalledVia"}}
		},
	}
	want := "unsettled s3:GetObject* on *: it is for calls that another service makes on the function's behalf, which are not followed\ncomplete"
	if diff := cmp.Diff(want, printed(c.run())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
