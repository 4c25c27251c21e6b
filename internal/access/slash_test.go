package access

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// The name of a parameter may begin with a slash, which its ARN then does not repeat. Where an expression tells the name, either way
// of writing the ARN is what the code needs.
func TestSlash(t *testing.T) {
	const arn = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter"
	for _, grant := range []string{arn + "${Name}", arn + "/${Name}"} {
		c := comparing{
			env:    map[string]string{"NAME": "${Name}"},
			calls:  calls("ssm GetParameter Name=${env:NAME}"),
			grants: []string{"Allow ssm:GetParameter,ssm:PutParameter " + grant},
		}
		got := printed(c.run())
		for _, want := range []string{"used ssm:GetParameter on ", "unused ssm:PutParameter on "} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: want %q in\n%s", grant, want, got)
			}
		}
		if strings.Contains(got, "missing") {
			t.Errorf("%s: nothing is missing:\n%s", grant, got)
		}
	}
}

// Where the name is known to begin with a slash, so is the ARN.
func TestKnownSlash(t *testing.T) {
	const arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/"
	name := symbolic.Part{Kind: symbolic.Parameter, Text: "Name", Form: symbolic.Text("/shop/key")}
	if got, want := slashed(symbolic.Concat(symbolic.Text(arn), symbolic.Value{name})).String(), strings.TrimSuffix(arn, "/")+"${Name}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A name that begins with a slash has it once in the ARN, also where what follows is told by an expression.
func TestSlashBeforeAnExpression(t *testing.T) {
	c := comparing{
		env:    map[string]string{"E": "${Env}"},
		calls:  calls("ssm GetParameter Name=/${env:E}/mode"),
		grants: []string{"Allow ssm:GetParameter arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Env}/mode"},
	}
	got := printed(c.run())
	if !strings.Contains(got, ":parameter/${Env}/mode") || strings.Contains(got, "missing") || strings.Contains(got, "parameter*") {
		t.Errorf("the name begins with a slash:\n%s", got)
	}
}
