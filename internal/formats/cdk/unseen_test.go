package cdk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

func files(body string, more ...string) source.Files {
	tree := source.Files{"cdk.json": []byte(`{"app": "node app.js"}`), "app.js": []byte(fmt.Sprintf(frame, body)), "src/index.js": []byte("exports.handler = async () => {}\n"), "package.json": []byte(`{"dependencies": {"acme": "1", "@acme/constructs": "1", "aws-cdk-lib": "2"}}`)}
	for i := 0; i+1 < len(more); i += 2 {
		tree[more[i]] = []byte(more[i+1])
	}
	return tree
}

// TestUnseen is what the code does that is not followed: then the role of F may have more than is seen, and says so. Where a case has nothing
// of the kind, it does not.
func TestUnseen(t *testing.T) {
	for _, c := range []struct {
		name, body string
		seen       bool
	}{
		{"nothing", "const f = fn('F')", true},
		{"a package's own construct", "new (require('@acme/constructs').Access)(this, 'A', { target: fn('F') })", false},
		{"within a list of what a package is given", "require('acme').grant([{ to: fn('F') }])", false},
		{"a grant that is in no table", "new cdk.aws_timestream.CfnTable(this, 'T', {}).grantSomething(fn('F'))", false},
		{"a grant of something that is not known", "require('acme').table.grantRead(fn('F'))", false},
		{"a grant to something that is not known", "fn('F'); new s3.Bucket(this, 'B').grantRead(require('acme').role)", false},
		{"a method that is in no table", "fn('F').addSomething('x')", false},
		{"a method that gives nothing", "fn('F').addEnvironment('A', 'b')", true},
		{"a statement of somebody else", "fn('F').addToRolePolicy(require('acme').statement)", false},
		{"a statement with more than is seen", "fn('F').addToRolePolicy(new iam.PolicyStatement({ ...require('acme').props }))", false},
		{"a condition that is added", "const s = new iam.PolicyStatement({ actions: ['a:b'], resources: ['*'] }); s.addCondition('StringEquals', { a: 'b' }); fn('F').addToRolePolicy(s)", false},
		{"a managed policy by a name that is not known", "fn('F').role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(require('acme').name))", false},
		{"a policy that is a construct of a package", "fn('F').role.attachInlinePolicy(new (require('acme').P)(this, 'P'))", true},
		{"an aspect of the app's own", "fn('F'); class A { visit(node) { node.role.addToPolicy(1) } }; cdk.Aspects.of(this).add(new A())", false},
		{"an override of the role", "fn('F').node.defaultChild.addPropertyOverride('Role', 'x')", false},
		{"an override of the memory", "fn('F').node.defaultChild.addPropertyOverride('MemorySize', 1)", true},
		{"a policy of a bucket that names it", "new s3.Bucket(this, 'B').addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], principals: [fn('F').grantPrincipal] }))", false},
		{"one of two functions", "const a = fn('F'), b = fn('G'); new s3.Bucket(this, 'B').grantRead(process.env.X ? a : b)", false},
		{"an event source of a package", "fn('F').addEventSource(new (require('acme').Source)())", false},
		{"an event source that is in no table", "fn('F').addEventSource(new cdk.aws_lambda_event_sources.ManagedKafkaEventSource({}))", false},
		{"properties with more than is seen", "new lambda.Function(this, 'F', { ...require('acme').props, handler: 'index.handler' })", false},
		{"a policy to the letter that is not followed", "fn('F'); new iam.CfnPolicy(this, 'P', { policyDocument: require('acme').doc, roles: [require('acme').role] })", false},
		{"an extension that reads secrets with the role", "new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda.Code.fromAsset('src'), paramsAndSecrets: require('acme').p })", false},
		{"a program that is too deep", "fn('F'); const deep = n => deep(n + 1) ; const g = f => { f(x => g(y => x(y))); return g(g) }; deep(0)", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := read(files("    " + c.body + "\n"))
			i := slices.IndexFunc(s.Roles, func(r *stack.Role) bool { return r.ID == "S/F/ServiceRole" })
			if i < 0 {
				t.Fatalf("the role is not read: %+v", s.Roles)
			}
			opaque := slices.ContainsFunc(s.Roles[i].Grants, func(g *stack.Grant) bool { return g.Opaque != "" })
			if (len(s.Roles[i].Elsewhere) == 0) != c.seen || opaque == c.seen {
				t.Errorf("elsewhere: %+v, opaque: %v", s.Roles[i].Elsewhere, opaque)
			}
		})
	}
}

// TestNotTold is functions of which something decides that is not known: no role is made up for them, and no code.
func TestNotTold(t *testing.T) {
	s := read(files(`    const common = { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromAsset('src') }
    const a = new iam.Role(this, 'A', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })
    const b = new iam.Role(this, 'B', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })
    const f = new lambda.Function(this, 'F', { ...common, role: process.env.X ? a : b })
    new s3.Bucket(this, 'Bucket').grantRead(f)
    new lambda.Function(this, 'G', { ...common, role: require('acme').role })
    new lambda.Function(this, 'I', { ...common, ...(process.env.X ? { role: a } : {}) })
    for (const name of require('acme').names) new lambda.Function(this, name, { ...common })
    if (process.env.X) { new lambda.Function(this, 'H', { ...common }) } else { new lambda.Function(this, 'H', { ...common, handler: 'index.other' }) }
`))
	for _, fn := range s.Functions {
		told := fn.Role.ID != ""
		if want := !slices.Contains([]string{"S/F", "S/G", "S/I"}, fn.ID); told != want {
			t.Errorf("the role of %s is %q", fn.ID, fn.Role.ID)
		}
		if fn.ID == "S/H" && fn.Code.Remote == "" {
			t.Errorf("the code of %s is taken for known", fn.ID)
		}
	}
	for _, r := range s.Roles {
		if (r.ID == "S/A" || r.ID == "S/B" || r.ID == "S/H/ServiceRole") && len(r.Elsewhere) == 0 {
			t.Errorf("%s is taken for known", r.ID)
		}
	}
	if len(s.Functions) != 5 {
		t.Errorf("%d functions", len(s.Functions))
	}
}

// TestEnvironment is variables that are not all seen: what depends on one that is not set may happen all the same.
func TestEnvironment(t *testing.T) {
	for environment, seen := range map[string]bool{"{ A: 'b' }": true, "{ ...require('acme').variables }": false, "require('acme').variables": false, "{ ...(process.env.X ? { A: 'b' } : {}) }": false} {
		s := read(files("    new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda.Code.fromAsset('src'), environment: " + environment + " })\n"))
		if len(s.Roles) != 1 || (len(s.Roles[0].Elsewhere) == 0) != seen {
			t.Errorf("%s: %+v", environment, s.Roles[0].Elsewhere)
		}
	}
}

// TestGiven is properties whose value is not followed: they are given all the same, so that no permission is taken for one of any source.
func TestGiven(t *testing.T) {
	s := read(files(`    const api = new cdk.aws_apigateway.RestApi(this, 'Api')
    fn('F').addPermission('P', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: api.arnForExecuteApi('GET') })
`))
	if len(s.Triggers) != 1 || len(s.Triggers[0].Arn) != 1 || !s.Triggers[0].Arn[0].Value.HasUnknown() {
		t.Errorf("triggers %+v", s.Triggers)
	}
}

// TestHostile reads what nobody writes who means well: each ends, with a place for what was left out.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, settings, code string }{
		{"no settings", `[]`, ""},
		{"settings of another shape", `{"app": {"a": 1}}`, ""},
		{"an app that is not there", `{"app": "node bin/nothing.js"}`, ""},
		{"an app out of the repository", `{"app": "node ../../../etc/passwd.js"}`, ""},
		{"an app in Java", `{"app": "mvn -e -q compile exec:java"}`, ""},
		{"no code", `{"app": "node app.js"}`, "((((" + strings.Repeat("(", 20_000)},
		{"a construct in itself", `{"app": "node app.js"}`, "const { Stack } = require('aws-cdk-lib'); class A extends Stack { constructor(s, i) { super(s, i); new A(this, i) } }; new A(null, 'x')"},
		{"a path without end", `{"app": "node app.js"}`, "const { App, Stack } = require('aws-cdk-lib'); let s = new App(); let id = 'x'; for (;;) { id = id + id; s = new Stack(s, id) }"},
		{"a folder out of the repository", `{"app": "node app.js"}`, fmt.Sprintf(frame, "new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda.Code.fromAsset('../../..') })\n")},
		{"a class below itself", `{"app": "node app.js"}`, "const cdk = require('aws-cdk-lib'); class A extends A {}; new A(new cdk.App(), 'A'); class B extends cdk.Stack {}; B.prototype = B; new B(B, B)"},
		{"many", `{"app": "node app.js"}`, fmt.Sprintf(frame, strings.Repeat("new s3.Bucket(this, 'B').grantRead(fn('F'))\n", 3000))},
		{"an alias of itself", `{"app": "node app.js"}`, fmt.Sprintf(frame, "const a = new lambda.Alias(this, 'A', { version: a }); a.addToRolePolicy(a); a.grantInvoke(a); a.role.role.role.addToPolicy(a.node.defaultChild.node)\n")},
		{"names of tokens", `{"app": "node app.js"}`, fmt.Sprintf(frame, "fn('\\u0000token 1').addEnvironment('\\u0000token 0', '\\u0000token 99')\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := read(source.Files{"cdk.json": []byte(c.settings), "app.js": []byte(c.code)})
			if s == nil {
				return
			}
			for _, p := range s.Problems {
				if p.Span.File == "" || p.Span.Line == 0 || p.Text == "" {
					t.Errorf("a problem without a place: %+v", p)
				}
			}
			for _, fn := range s.Functions {
				if strings.HasPrefix(fn.Code.Dir, "..") {
					t.Errorf("code out of the repository: %s", fn.Code.Dir)
				}
			}
		})
	}
}

// FuzzRead reads any code, and edits what it read: no panic, places within the files, and edits that can be applied.
func FuzzRead(f *testing.F) {
	for _, body := range []string{
		"    fn('F').addToRolePolicy(new iam.PolicyStatement({ actions: ['a:b', 'a:c'], resources: ['*'] }))\n",
		"    const t = new dynamodb.Table(this, 'T', {}); t.grantReadData(fn('F')); new lambda.Alias(this, 'A', { version: fn('F').currentVersion })\n",
		"    for (const n of ['a', x]) new sqs.Queue(this, n, { ...n }).grantSendMessages(fn(n))\n",
	} {
		f.Add(fmt.Sprintf(frame, body))
	}
	f.Fuzz(func(t *testing.T, code string) {
		tree := source.Files{"cdk.json": []byte(`{"app": "node app.js"}`), "app.js": []byte(code)}
		s := read(tree)
		if s == nil {
			t.Fatal("an app is not read")
		}
		for _, r := range s.Roles {
			for _, g := range r.Grants {
				if src := tree[g.Cause.File]; g.Cause.Start < 0 || g.Cause.Start > g.Cause.End || g.Cause.End > len(src) {
					t.Fatalf("a place outside of its file: %+v", g.Cause)
				}
				narrow := g.Statement
				if len(narrow.Actions) > 1 {
					narrow.Actions = narrow.Actions[:1]
				}
				edits, err := edit(tree, s, r.ID, g.Key, narrow)
				if err != nil {
					continue
				}
				if _, err := source.Overlay(tree, edits); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkRead reads apps of several sizes.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1, 4, 16} {
		body := ""
		for i := range 20 * n {
			body += fmt.Sprintf("    new s3.Bucket(this, 'B%d').grantRead(new lambda.Function(this, 'F%d', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda.Code.fromAsset('src') }))\n", i, i)
		}
		b.Run(fmt.Sprintf("%dx", n), func(b *testing.B) {
			tree := files(body)
			b.SetBytes(int64(len(tree["app.js"])))
			for b.Loop() {
				if s := read(tree); len(s.Functions) != 20*n {
					b.Fatalf("%d functions", len(s.Functions))
				}
			}
		})
	}
}
