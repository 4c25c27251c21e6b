package javascript_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
)

// TestHostile: input that is made to be deep, large or endless ends within the budget, and what was not followed is unknown.
func TestHostile(t *testing.T) {
	const n = 50_000
	header := "const s3 = new (require('aws-sdk').S3)();\n"
	for _, c := range []struct {
		name, src string
		complete  bool // nothing is unknown
	}{
		{"brackets", "x = " + strings.Repeat("[", n) + strings.Repeat("]", n), false},
		{"parentheses", "x = " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n), false},
		{"open parentheses", "x = " + strings.Repeat("(", n), false},
		{"calls", "x = " + strings.Repeat("f(", n) + strings.Repeat(")", n), false},
		{"chained calls", "x = a" + strings.Repeat(".b()", n), false},
		{"members", "x = a" + strings.Repeat(".b", n), false},
		{"sum", "x = 'a'" + strings.Repeat(" + 'a'", n), false},
		{"blocks", strings.Repeat("{", n) + strings.Repeat("}", n), false},
		{"functions", strings.Repeat("function f() {", 2000) + strings.Repeat("}", 2000), true},
		{"arrows", "x = " + strings.Repeat("() => ", n) + "1", true},
		{"not", "x = " + strings.Repeat("!", n) + "1", false},
		{"templates", "x = " + strings.Repeat("`${", 500) + strings.Repeat("}`", 500), false},
		{"else ifs", "if (x) y = 1;\n" + strings.Repeat("else if (x) y = 2;\n", n), false},
		{"many ifs", strings.Repeat("if (a) { b = 1; }\n", n), true},
		{"ternaries", "x = " + strings.Repeat("a ? b : ", n) + "c", false},
		{"patterns", "const " + strings.Repeat("[", 2000) + "a" + strings.Repeat("]", 2000) + " = x;", true},
		{"objects", "x = " + strings.Repeat("{a:", 2000) + "1" + strings.Repeat("}", 2000), false},
		{"one list", "x = [" + strings.Repeat("'a',", 200_000) + "]\n", true},
		{"one switch", "switch (x) {" + strings.Repeat("case 1: y();\n", 20_000) + "}", true},
		{"random words", strings.Repeat("a \" b ' c ( ` \n", 1000), false},
		{"not text", strings.Repeat("\xff\xfe\x00\x01", 1000), false},
		{"minified", strings.Repeat("!function(e,t){var n=e.exports;n.a=function(e){return t(e+1)}}({exports:{}},function(e){return e});", 5000), true},
		{"a list in itself", "const x = []; x.push(x); for (const y of x) y[0][0](...x); const f = {}; f.f = f; Object.assign(f, f, f);", true},
		{"an object on itself", "const o = { get() { return this.get().get(); } }; o.get();", true},
		{"a promise of itself", "const p = new Promise((r) => p.then(r)); p.then(() => p);", true},
		{"a class of itself", "class A extends A {} new A(); class B { constructor() { this.b = new B(); } } new B();", true},
		{"a prototype of itself", "function A() {} A.prototype = Object.create(A.prototype); A.prototype.a = new A(); new A().a.a.a;", true},
		{"a module of itself", "module.exports = require('./handler'); exports.handler = () => {};", false},
		{"growing strings", header + "function f(p) { s3.getObject({ Bucket: p }); f(p + 'a'); f(p + 'b'); f('c' + p); }\nf('');", true},
		{"growing callbacks", header + "function f(g) { g(() => f((h) => g(h))); } f((h) => h());", true},
		{"reductions", "let x = [1, 2, 3]; for (let i = 0; i < 9; i++) x = x.map((y) => [y, x]).reduce((a, b) => a.concat(b), x);", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			result := run(t, "handler.js", c.src+"\nexports.handler = async () => {};\n")
			if result.Steps > flow.MaxSteps+1 {
				t.Errorf("%d steps", result.Steps)
			}
			if c.complete != (len(result.Unknown) == 0) {
				t.Errorf("complete = %v, unknown: %.300s", !c.complete, fmt.Sprint(result.Unknown))
			}
		})
	}
}

// TestTypesEnd: the same for what TypeScript adds.
func TestTypesEnd(t *testing.T) {
	for name, src := range map[string]string{
		"generics":    "type A = " + strings.Repeat("Promise<", 5000) + "X" + strings.Repeat(">", 5000) + ";",
		"unions":      "type A = " + strings.Repeat("X | ", 20_000) + "Y; const a: A = f();",
		"interfaces":  "interface A extends B { a: B } interface B extends A { b: A } const a: A = f(); a.a.b.a.b.a;",
		"namespaces":  strings.Repeat("namespace A { export ", 1000) + "const x = 1" + strings.Repeat("}", 1000),
		"decorators":  strings.Repeat("@a ", 5000) + "class A {}",
		"truncated":   "export class A { constructor(private readonly a: {",
		"assertions":  "const x = " + strings.Repeat("<any>", 5000) + "1;",
		"conditional": "type A = " + strings.Repeat("X extends Y ? ", 3000) + "Z" + strings.Repeat(" : W", 3000) + ";",
	} {
		t.Run(name, func(t *testing.T) {
			if result := run(t, "handler.ts", src+"\nexport const handler = async () => {};\n"); result.Steps > flow.MaxSteps+1 {
				t.Errorf("%d steps", result.Steps)
			}
		})
	}
}

// FuzzRun: whatever the code, following it ends, twice in the same way, and every place lies in the file.
func FuzzRun(f *testing.F) {
	f.Add("handler.js", "const { S3 } = require('aws-sdk'); exports.handler = async ({ a: [b, ...c] = [] }) => new S3().getObject({ Key: `x${b}` }).promise();")
	f.Add("handler.ts", "import { S3Client as C } from '@aws-sdk/client-s3'; class A<T> { constructor(private c: C) {} @d() get x() { return this.c } } export { A as handler };")
	f.Add("handler.tsx", "export const handler = () => <A b={() => 1} {...c}>{d ?? e?.f!}</A>;")
	f.Add("a.json", `{"a": [1, "b", null, {"c": true}]}`)
	f.Fuzz(func(t *testing.T, file, src string) {
		if len(src) > 20_000 || strings.ContainsAny(file, "\x00/") || file == "" {
			t.Skip("long inputs only cost time here")
		}
		first, again := run(t, file, src), run(t, file, src)
		if fmt.Sprint(first) != fmt.Sprint(again) {
			t.Errorf("two runs differ:\n%v\n%v", first, again)
		}
		for _, c := range first.Calls {
			if c.Span.End > len(src) || c.Span.Start > c.Span.End || c.Span.Line < 1 {
				t.Errorf("span %+v of %d bytes", c.Span, len(src))
			}
		}
	})
}
