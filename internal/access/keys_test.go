package access

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// The facts kept by hand name actions that exist.
func TestKeyFacts(t *testing.T) {
	for line := range strings.Lines(keyFacts) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		for _, action := range f {
			if _, ok := tables.Action(strings.TrimSuffix(action, "?")); !ok {
				t.Errorf("%s is no action", action)
			}
		}
	}
}

// Requests that no SDK makes are those of direct.txt: named as such, or by a pattern that is made for them.
func TestDirect(t *testing.T) {
	for pattern, want := range map[string]string{
		"execute-api:Invoke": "execute-api:Invoke", "execute-api:*": "execute-api:Invoke", "execute-api:ManageConnections": "",
		"es:ESHttpGet": "es:ESHttp*", "es:ESHttp*": "es:ESHttp*", "es:*": "es:ESHttp*", "ES:eshttpput": "es:ESHttp*", "es:DescribeDomain": "",
		"rds-db:connect": "rds-db:connect", "kafka-cluster:ReadData": "kafka-cluster:*", "kafka:DescribeCluster": "",
		"lambda:InvokeFunctionUrl": "lambda:InvokeFunctionUrl", "lambda:Invoke*": "lambda:InvokeFunctionUrl", "lambda:*": "", "lambda:InvokeFunction": "",
		"*": "", "*:*": "", "s3:*": "",
	} {
		if got := direct(pattern); got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
	for line := range strings.Lines(directFacts) {
		if f := strings.Fields(line); len(f) > 0 && f[0] != "#" && len(tables.Expand(f[0])) == 0 {
			t.Errorf("%s is no action", f[0])
		}
	}
}

// A resource pattern is wide where it stands for more than one resource.
func TestWide(t *testing.T) {
	for text, want := range map[string]bool{
		"*":                                 true,
		"arn:aws:s3:::*":                    true,
		"arn:aws:s3:::*/*":                  true,
		"arn:aws:s3:::logs-*":               true,
		"arn:aws:s3:::bucket/*":             false,
		"arn:aws:s3:::bucket/in/*.csv":      false,
		"${Files.Arn}/*":                    false,
		"arn:aws:dynamodb:*:*:table/*":      true,
		"arn:aws:dynamodb:*:*:table/orders": true,
		"arn:aws:dynamodb:eu-west-1:111122223333:table/orders":         false,
		"arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*": false,
		"arn:aws:sqs:*:*:*": true,
		"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*": false,
		"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*":        true,
		"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????":     false,
		"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*":          false,
		"arn:aws:secretsmanager:eu-west-1:111122223333:secret:*":             true,
		"arn:aws:lambda:eu-west-1:111122223333:function:orders:*":            false,
		"arn:aws:lambda:eu-west-1:111122223333:function:orders*":             true,
		"arn:aws:ssm:eu-west-1:111122223333:parameter/app/*":                 false,
		"arn:aws:execute-api:eu-west-1:111122223333:abc/*/GET/orders":        false,
	} {
		if got := Wide(written(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	// What the template computes and only the deployment tells is one string.
	computed := symbolic.Concat(symbolic.Text("arn:aws:sqs:eu-west-1:111122223333:"), symbolic.Value{{Kind: symbolic.Unknown, Text: "computed"}})
	if Wide(computed) {
		t.Errorf("%s is no wildcard", computed)
	}
}

// The least policy groups by resource, then resources with the same actions.
func TestGroup(t *testing.T) {
	cell := func(action, resource string) Cell {
		return Cell{Action: symbolic.Text(action), Resource: symbolic.Text(resource)}
	}
	got := Group([]Cell{
		cell("dynamodb:GetItem", "a"), cell("dynamodb:PutItem", "a"), cell("dynamodb:getitem", "a"),
		cell("dynamodb:PutItem", "b"), cell("dynamodb:GetItem", "b"), cell("dynamodb:Scan", "c"),
	})
	if len(got) != 2 || len(got[0].Actions) != 2 || len(got[0].Resources) != 2 || len(got[1].Actions) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "s3:GetObject", true}, {"S3:get*", "s3:GetObject", true}, {"s3:*Object", "s3:GetObject", true}, {"s3:*Object", "s3:GetObjectAcl", false},
		{"s3:Get?bject", "s3:GetObject", true}, {"s3:Get?", "s3:GetObject", false}, {"s3:**", "s3:GetObject", true}, {"", "s3:GetObject", false},
		{"s3:*ct*ct", "s3:GetObjectct", true}, {"s3:GetObject", "s3:GetObjec", false},
	} {
		if got := glob(c.pattern, c.text); got != c.want {
			t.Errorf("glob(%q, %q) = %v", c.pattern, c.text, got)
		}
		if matched := matchAction(symbolic.Text(c.pattern), c.text) == symbolic.Yes; c.pattern != "" && matched != c.want {
			t.Errorf("matchAction(%q, %q) = %v", c.pattern, c.text, matched)
		}
	}
}
