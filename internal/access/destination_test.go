package access

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/stack"
)

// A destination of a kind that could not be told puts in doubt what sends records, and nothing else.
func TestDestination(t *testing.T) {
	c := comparing{
		grants: []string{"Allow sqs:SendMessage,dynamodb:PutItem *"},
		with: func(s *stack.Stack) {
			s.Functions[0].Destinations = []stack.Destination{{Reason: "on failure"}}
		},
	}
	const reason = "Lambda sends records on failure: the kind of the destination could not be told"
	want := []string{
		"gap events: " + reason, "gap lambda: " + reason, "gap s3: " + reason, "gap sns: " + reason, "gap sqs: " + reason,
		"unsettled sqs:SendMessage on *: " + reason,
		"unused dynamodb:PutItem on *",
		"partial",
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), printed(c.run())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
