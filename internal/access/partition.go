package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// partitionless writes an ARN that names another partition than aws as one of aws. A template is for one partition: where it writes
// arn:aws-cn:, that is what ${AWS::Partition} is too.
func partitionless(v symbolic.Value) symbolic.Value {
	if len(v) == 0 || v[0].Kind != symbolic.Literal || !strings.HasPrefix(v[0].Text, "arn:aws-") {
		return v
	}
	_, rest, ok := strings.Cut(strings.TrimPrefix(v[0].Text, "arn:"), ":")
	if !ok {
		return v
	}
	return symbolic.Concat(symbolic.Text("arn:aws:"+rest), v[1:])
}

// home is a statement whose resources are of the partition aws.
func home(s iam.Statement) iam.Statement {
	turned := func(terms []iam.Term) []iam.Term {
		out := slices.Clone(terms)
		for i := range out {
			out[i].Value = partitionless(out[i].Value)
		}
		return out
	}
	s.Resources, s.NotResources = turned(s.Resources), turned(s.NotResources)
	return s
}
