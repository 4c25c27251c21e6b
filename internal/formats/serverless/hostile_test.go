package serverless_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

const head = "service: s\nprovider:\n  name: aws\n  environment:\n    X: ${self:custom.a0}\n    Y: still here\nfunctions:\n  f:\n    handler: f.main\n"

// repeated writes n lines, each with its number and the next.
func repeated(n int, form string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i, i+1)
	}
	return b.String()
}

// TestHostile reads services that are made to take for ever, to lead out of the repository or to be no service at all. Each is read within
// bounds, says what was not read, and the rest is there.
func TestHostile(t *testing.T) {
	for _, c := range []struct {
		name, text string
		more       map[string]string
		problem    string // a part of one of the problems; "" for none
	}{
		{"texts that double", head + "custom:\n" + repeated(60, "  a%[1]d: x${self:custom.a%[2]d}${self:custom.a%[2]d}\n") + "  a60: end\n", nil, ""},
		{"lists that double", head + "custom:\n" + repeated(60, "  a%[1]d: [\"${self:custom.a%[2]d}\", \"${self:custom.a%[2]d}\"]\n") + "  a60: end\n", nil, ""},
		{"a long chain", head + "custom:\n" + repeated(5000, "  a%[1]d: ${self:custom.a%[2]d}\n") + "  a5000: end\n", nil, "leads back to itself, or through more than is followed"},
		{"a circle", head + "custom:\n  a0: ${self:custom.a1}\n  a1: ${self:custom.a0}\n", nil, "leads back to itself"},
		{"the service within itself", head + "custom:\n  a0: ${self:}\n", nil, ""},
		{"a part within itself", head + "custom:\n  a0: {b: \"${self:custom.a0}\"}\n", nil, ""},
		{"sections within themselves", "service: ${self:service}\nprovider: {name: aws, stage: \"${self:custom.stage}\", iam: \"${self:provider.iam}\"}\ncustom: {stage: \"${self:provider.stage}\"}\n" +
			"functions: {f: {handler: f.main, events: \"${self:functions.f.events}\", environment: \"${self:functions.f}\"}, g: \"${self:functions}\"}\n", nil, "leads back to itself"},
		{"functions of themselves", "service: s\nprovider: {name: aws}\nfunctions: ${self:functions}\n", nil, "leads back to itself"},
		{"everything is a list", "service: [s]\nprovider: {name: aws, environment: [1], iam: [x], vpc: [x], tracing: [x], s3: [x], httpApi: [x]}\nplugins: {a: b}\npackage: [x]\nlayers: [x]\n" +
			"params: [x]\nconstructs: [x]\ncustom: [x]\nresources: [[x], x, {Resources: [x], extensions: [x]}]\nfunctions: {f: {handler: [x], events: [[x], {sqs: [x]}, {stream: {arn: [x], destinations: {onFailure: [x]}}}, {s3: [x]}, {http: {authorizer: [x]}}, " +
			"{schedule: {rate: [1, 2]}}, {eventBridge: [x]}, {alb: [x]}, {cognitoUserPool: [x]}, {cloudwatchLog: [x]}, {httpApi: {authorizer: [x]}}], environment: [x], vpc: [x], role: [x], iamRoleStatements: [x], destinations: {onSuccess: [x]}, onError: [x], layers: x, " +
			"url: [x], image: [x], package: [x], iam: [x], deadLetter: [x], fileSystemConfig: [x]}, g: {image: {name: x, command: x}}}\n", nil, ""},
		{"files in a circle", head + "custom: ${file(one.yml)}\n", map[string]string{"one.yml": "${file(two.yml)}\n", "two.yml": "${file(one.yml)}\n"}, "leads back to itself"},
		{"a file that has itself", head + "custom: ${file(one.yml)}\n", map[string]string{"one.yml": "a0: ${file(one.yml):a0}\n"}, "leads back to itself"},
		{"out of the repository", head + "custom:\n  a0: ${file(../../../etc/passwd)}\n", nil, "outside the repository"},
		{"an absolute path", head + "custom:\n  a0: ${file(/etc/passwd)}\n", nil, "outside the repository"},
		{"a home", head + "custom:\n  a0: ${file(~/.aws/credentials)}\n", nil, "outside the repository"},
		{"a thousand files", head + "custom:\n" + repeated(1000, "  a%[1]d: ${file(f%[1]d.yml)}\n"), files(1000), ""},
		{"aliases that double", head + "custom:\n  a0: *z\n" + "  z: &z [1]\n", nil, ""},
		{"keys twice", head + "custom:\n  a0: one\n  a0: two\n", nil, "is there twice"},
		{"a tag that nobody knows", head + "custom:\n  a0: !Strange {a: b}\n", nil, ""},
		{"half a variable", head + "custom:\n  a0: ${self:custom.\n", nil, ""},
		{"variables in variables", head + "custom:\n  a0: " + strings.Repeat("${self:custom.", 3000) + "x" + strings.Repeat("}", 3000) + "\n", nil, ""},
		{"marks in the text", head + "custom:\n  a0: \"\\0000\\000\"\n", nil, ""},
		{"a megabyte of functions", "service: s\nprovider: {name: aws}\nfunctions:\n" + repeated(6500, "  f%[1]d: {handler: a.b, events: [{sqs: \"arn:aws:sqs:us-east-1:123456789012:q%[1]d\"}, {http: GET /}], environment: {A: \"${self:service}\"}}\n"), nil, ""},
		{"a megabyte of text", head + "custom:\n  a0: " + strings.Repeat("${self:service} ", 60_000) + "\n", nil, ""},
		{"5 MiB", head + "custom:\n  a0: " + strings.Repeat("${self:service} ", 350_000) + "\n", nil, "larger than is read"},
		{"statements without end", "service: s\nprovider:\n  name: aws\n  iamRoleStatements:\n" + repeated(3000, "    - {Effect: Allow, Action: \"s3:Get%[1]d\", Resource: \"*\"}\n") + "functions: {f: {handler: f.main}}\n", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{"serverless.yml": []byte(c.text)}
			for name, text := range c.more {
				tree[name] = []byte(text)
			}
			done := make(chan *stack.Stack, 1)
			go func() { done <- serverless.Read(tree, "serverless.yml") }()
			var s *stack.Stack
			select {
			case s = <-done:
			case <-time.After(20 * time.Second):
				t.Fatal("reading does not end")
			}
			if s == nil {
				t.Fatal("not read at all")
			}
			found := c.problem == ""
			for _, p := range s.Problems {
				found = found || strings.Contains(p.Text, c.problem)
				if p.Span.File == "" {
					t.Errorf("a problem without a place: %s", p.Text)
				}
			}
			if !found {
				t.Errorf("no problem says %q: %+v", c.problem, s.Problems)
			}
			if len(s.Functions) == 0 && len(s.Problems) == 0 {
				t.Error("nothing is read, and nothing says why")
			}
			if strings.HasPrefix(c.text, head) && len(s.Functions) == 1 && len(s.Functions[0].Env["Y"].Set) != 1 {
				t.Error("the rest is not read")
			}
		})
	}
}

func files(n int) map[string]string {
	all := map[string]string{}
	for i := range n {
		all[fmt.Sprintf("f%d.yml", i)] = "x: 1\n"
	}
	return all
}
