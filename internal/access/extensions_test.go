package access

import (
	"slices"
	"testing"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestExtensions: what an extension may call beside the code is not known of its services, and of no others.
func TestExtensions(t *testing.T) {
	const at = "arn:aws:lambda:eu-west-1:015030872274:layer:"
	for layer, want := range map[string][]string{
		at + "AWS-Parameters-and-Secrets-Lambda-Extension:11":       {"kms", "secretsmanager", "ssm"},
		at + "AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:11": {"kms", "secretsmanager", "ssm"},
		at + "AWS-AppConfig-Extension:47":                           {"appconfig"},
		at + "AWSLambdaPowertoolsPythonV2:46":                       nil,
		"shared":                                                    nil,
	} {
		run := comparing{with: func(s *stack.Stack) {
			s.Functions[0].Layers = []stack.Layer{{Arn: symbolic.Certain(symbolic.Text(layer))}}
		}}
		var got []string
		for _, g := range run.run()[0].Users[0].Gaps {
			got = append(got, g.Service)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s leaves %q open, want %q", layer, got, want)
		}
	}
}
