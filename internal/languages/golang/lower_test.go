package golang_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/symbolic"
)

// bucket follows the body of a function that sets name, and gives what a bucket of that name may be called.
func bucket(t *testing.T, body string) string {
	t.Helper()
	src := "package main\n\nimport (\n\t\"context\"\n\t\"fmt\"\n\t\"os\"\n\t\"strings\"\n\n\t\"github.com/aws/aws-sdk-go-v2/aws\"\n" +
		"\t\"github.com/aws/aws-sdk-go-v2/service/s3\"\n)\n\n" + body + "\nfunc main() {\n\ts3.New(s3.Options{}).HeadBucket(context.TODO(), &s3.HeadBucketInput{Bucket: aws.String(name())})\n}\n"
	result := calls(t, src)
	if len(result.Calls) != 1 || len(result.Unknown) > 0 {
		t.Fatalf("calls %+v, unknown %+v", result.Calls, result.Unknown)
	}
	return texts(result.Calls[0].Arguments["Bucket"])
}

func texts(set symbolic.Set) string {
	all := make(map[string]bool)
	for _, choice := range set {
		all[choice.Value.String()] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(all)), "|")
}

// TestNames is what becomes of a string on its way through the language, one way a row: the body of a function name and what it gives.
func TestNames(t *testing.T) {
	for _, c := range []struct{ way, body, want string }{
		{"a literal", `func name() string { return "a" }`, "a"},
		{"a raw literal with an escape that is none", "func name() string { return `a\\n` }", `a\n`},
		{"constants", "const a, b = \"a\", a + \"b\"\nfunc name() string { return b }", "ab"},
		{"a constant like the one before", "const (\n\ta = \"a\"\n\tb\n)\nfunc name() string { return b }", "a"},
		{"variables in another order", "var a = b + \"x\"\nvar b = \"b\"\nfunc name() string { return a }", "bx"},
		{"a shadowed name", "func name() string {\n\ta := \"a\"\n\tif true {\n\t\ta := \"b\"\n\t\t_ = a\n\t}\n\treturn a\n}", "a"},
		{"a name of an outer block", "func name() string {\n\ta := \"a\"\n\t{\n\t\ta = \"b\"\n\t}\n\treturn a\n}", "b"},
		{"a name like an import", "func name() string {\n\tfmt := \"a\"\n\treturn fmt\n}", "a"},
		{"several at once", "func name() string {\n\ta, b := \"a\", \"b\"\n\ta, b = b, a\n\treturn a + b\n}", "ba"},
		{"several results", "func two() (string, error) { return \"a\", nil }\nfunc name() string {\n\ta, err := two()\n\tif err != nil {\n\t\treturn \"never\"\n\t}\n\treturn a\n}", "a"},
		{"results handed on", "func two() (string, string) { return \"a\", \"b\" }\nfunc join(a, b string) string { return a + b }\nfunc name() string { return join(two()) }", "ab"},
		{"a named result", "func name() (a string) {\n\ta = \"a\"\n\treturn\n}", "a"},
		{"a pointer", "func name() string {\n\ta := \"a\"\n\tp := &a\n\treturn *p\n}", "a"},
		{"a closure", "func name() string {\n\ta := \"a\"\n\tset := func() { a = \"b\" }\n\tset()\n\treturn a\n}", "a|b"},
		{"a method value", "type t struct{ a string }\nfunc (t t) get() string { return t.a }\nfunc name() string {\n\tf := t{\"a\"}.get\n\treturn f()\n}", "a"},
		{"an embedded field", "type in struct{ a string }\ntype out struct{ *in }\nfunc name() string {\n\to := out{&in{}}\n\to.a = \"a\"\n\treturn o.a\n}", "a"},
		{"a named string with a method", "type stage string\nfunc (s stage) table() string { return \"t-\" + string(s) }\nconst dev stage = \"dev\"\nfunc name() string { return dev.table() }", "t-dev"},
		{"an interface", "type namer interface{ get() string }\ntype t struct{}\nfunc (t) get() string { return \"a\" }\nfunc of(n namer) string { return n.get() }\nfunc name() string { return of(t{}) }", "a"},
		{"a type switch", "func of(v any) string {\n\tswitch v := v.(type) {\n\tcase string:\n\t\treturn v\n\t}\n\treturn \"other\"\n}\nfunc name() string { return of(\"a\") }", "a|other"},
		{"fields side by side", "type t struct{ a, b string }\nfunc name() string { return t{\"a\", \"b\"}.b }", "b"},
		{"parameters side by side", "func of(a, b, c string) string { return c }\nfunc name() string { return of(\"a\", \"b\", \"c\") }", "c"},
		{"a generic function", "func id[T any](v T) T { return v }\nfunc name() string { return id[string](\"a\") }", "a"},
		{"a map", "func name() string {\n\tm := map[string]string{\"k\": \"a\"}\n\tm[\"l\"] = \"b\"\n\treturn m[\"l\"]\n}", "b"},
		{"a channel", "func name() string {\n\tc := make(chan string, 1)\n\tgo func() { c <- \"a\" }()\n\treturn <-c\n}", "a"},
		{"append", "func name() string {\n\tvar all []string\n\tall = append(all, \"a\")\n\tfor _, one := range all {\n\t\treturn one\n\t}\n\treturn \"none\"\n}", "a|none"},
		{"a format", "func name() string { return fmt.Sprintf(\"%s-%d%%-%v\", \"a\", 1, \"b\") }", "a-1%-b"},
		{"the environment", "func name() string {\n\tif v, ok := os.LookupEnv(\"B\"); ok {\n\t\treturn strings.ToLower(\"X\") + v\n\t}\n\treturn \"none\"\n}", "none|x${env:B}"},
		{"fallthrough", "func name() string {\n\ta := \"a\"\n\tswitch os.Getenv(\"X\") {\n\tcase \"1\":\n\t\ta = \"b\"\n\t\tfallthrough\n\tcase \"2\":\n\t\ta += \"c\"\n\t}\n\treturn a\n}", "a|ac|bc"},
		{"a way that ends", "func name() string {\n\ta := os.Getenv(\"A\")\n\tif len(a) > 9 {\n\t\ta = \"long\"\n\t\tpanic(a)\n\t}\n\treturn a\n}", "${env:A}"},
		{"a deferred change", "func name() (a string) {\n\ta = \"a\"\n\tdefer func() { _ = a }()\n\treturn a\n}", "a"},
	} {
		t.Run(c.way, func(t *testing.T) {
			if got := bucket(t, c.body); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestHostile: input that is made to be deep, large or endless ends within the budget, and what was not followed is unknown.
func TestHostile(t *testing.T) {
	const n = 20_000
	deep := func(open, close string) string { return strings.Repeat(open, n) + "1" + strings.Repeat(close, n) }
	for _, c := range []struct {
		name, src string
		complete  bool
	}{
		{"brackets", "x := " + deep("(", ")"), false},
		{"open brackets", "x := " + strings.Repeat("(", n), false},
		{"blocks", strings.Repeat("{", n) + strings.Repeat("}", n), false},
		{"calls", "x := " + deep("f(", ")"), false},
		{"members", "x := a" + strings.Repeat(".b", n), false},
		{"sum", "x := \"a\"" + strings.Repeat(" + \"a\"", n), false},
		{"ifs", strings.Repeat("if x { ", n) + strings.Repeat("}", n), false},
		{"else ifs", "if x {}" + strings.Repeat(" else if x {}", n), false},
		{"functions", strings.Repeat("func() { ", n) + strings.Repeat("}()", n), false},
		{"deferred", strings.Repeat("defer f()\n", n), false},
		{"pointers", "var x " + strings.Repeat("*", n) + "int", true},
		{"many statements", strings.Repeat("x := 1\n", n), true},
		{"falling through", "switch x {\n" + strings.Repeat("case 1: fallthrough\n", n) + "}", false},
		{"a struct of itself", "type t struct{ *t }\nvar x t\nx.a.b.c()", true},
		{"a slice of itself", "x := []any{}\nx = append(x, x)\nfor _, y := range x { _ = y.([]any)[0] }", true},
		{"text that is none", "x := \"\xff\xfe\" + `\x00`", false},
		{"cut short", "x := map[string]func(", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			result := calls(t, "package main\n\nfunc main() {\n"+c.src+"\n}\n")
			if result.Steps > flow.MaxSteps+1 {
				t.Errorf("%d steps", result.Steps)
			}
			if c.complete != (len(result.Unknown) == 0) {
				t.Errorf("complete = %v, unknown: %.300s", !c.complete, fmt.Sprint(result.Unknown))
			}
		})
	}
}
