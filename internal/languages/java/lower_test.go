package java

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/program"
)

// TestHostile: whatever the text, lowering ends, and what could not be read is Opaque with its reason.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, src, reason string }{
		{"nothing", "", ""},
		{"broken, and something behind it", "class A { void f() { x.y(; } void g() { h(\"kept\"); } }", reasonSyntax},
		{"cut off", "class A { void f() {  x.a(\"b", reasonSyntax},
		{"bytes that are no text", "\xff\xfe\x00\x01 class \x80\x81", reasonSyntax},
		{"parentheses in one another", "class A { void f() {  x = " + strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000) + "; } }", reasonDeep},
		{"blocks in one another", "class A { void f() { " + strings.Repeat("if (a) { ", 2000) + strings.Repeat("}", 2000) + " } }", reasonDeep},
		{"a chain of calls", "class A { void f() {  x" + strings.Repeat(".a()", 4000) + "; } }", ""},
		{"a string of many pieces", "class A { void f() {  y = x" + strings.Repeat(" + \"a\"", 4000) + "; } }", ""},
		{"one long line", "class A { void f() { " + strings.Repeat("f(1); ", 20000) + " } }", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := Lower("A.java", []byte(c.src))
			if err != nil {
				t.Fatal(err)
			}
			if text := fmt.Sprintf("%#v", reasons(m)); c.reason != "" && !strings.Contains(text, c.reason) {
				t.Errorf("reasons %s, want %q", text, c.reason)
			} else if c.reason == "" && len(reasons(m)) > 0 {
				t.Errorf("reasons %s", text)
			}
		})
	}
}

// reasons are those of all that is opaque in a program.
func reasons(m *program.Module) (all []string) {
	walk(m.Body, func(o *program.Opaque) { all = append(all, o.Reason) })
	return all
}

// FuzzLower: whatever the text, lowering it twice gives one program.
func FuzzLower(f *testing.F) {
	f.Add("class A { void f() { x.y(; } void g() { h(\"kept\"); } }")
	f.Add("class A { void f() {  x.a().b(y -> y.c(), \"d\" + e); } }")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 20_000 {
			t.Skip("long inputs only cost time here")
		}
		first, err := Lower("A.java", []byte(src))
		if err != nil {
			t.Skip(err)
		}
		again, _ := Lower("A.java", []byte(src))
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
	})
}

// walk visits what is opaque in statements, as deep as it goes.
func walk(body []program.Stmt, visit func(*program.Opaque)) {
	for _, stmt := range body {
		switch s := stmt.(type) {
		case *program.Do:
			walkExpr(s.X, visit)
		case *program.Assign:
			walkExpr(s.Value, visit)
		case *program.Return:
			walkExpr(s.Value, visit)
		case *program.If:
			for _, c := range s.Cases {
				walkExpr(c.Test, visit)
				walk(c.Body, visit)
			}
		}
	}
}

func walkExpr(x program.Expr, visit func(*program.Opaque)) {
	switch x := x.(type) {
	case *program.Opaque:
		visit(x)
		for _, part := range x.Parts {
			walkExpr(part, visit)
		}
	case *program.Function:
		walk(x.Body, visit)
	case *program.Class:
		walk(x.Body, visit)
	case *program.Call:
		walkExpr(x.Function, visit)
		for _, a := range x.Args {
			walkExpr(a.Value, visit)
		}
	case *program.Assigned:
		walkExpr(x.Value, visit)
	case *program.Conditional:
		walkExpr(x.Then, visit)
	}
}
