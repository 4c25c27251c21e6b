package languages_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
)

// calls follows one Python file that is entered at its function handler.
func calls(src string) flow.Result {
	tree := source.Files{"handler.py": []byte(src)}
	return languages.Calls(tree, locate.Place{Language: "python", File: "handler.py", Symbol: "handler", Roots: []string{"."}}, nil)
}

// TestHostile: input that is made to be deep, large or endless ends within the budget, and what was not followed is unknown.
func TestHostile(t *testing.T) {
	const n = 50_000
	header := "import boto3\ns3 = boto3.client('s3')\n"
	fill := func(line string) string { return strings.Repeat(line, (900_000)/len(line)) }
	for _, c := range []struct {
		name, src string
		complete  bool // nothing is unknown
	}{
		{"brackets", "x = " + strings.Repeat("[", n) + strings.Repeat("]", n), false},
		{"parentheses", "x = " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n), false},
		{"open parentheses", "x = " + strings.Repeat("(", n), false},
		{"calls", "x = " + strings.Repeat("f(", n) + strings.Repeat(")", n), false},
		{"members", "x = a" + strings.Repeat(".b", n), false},
		{"sum", "x = 'a'" + strings.Repeat(" + 'a'", n), false},
		{"indentation", deep("if x:", 3000), false},
		{"functions", deep("def f():", 2000), false},
		{"lambdas", "x = " + strings.Repeat("lambda: ", n) + "1", true},
		{"not", "x = " + strings.Repeat("not ", n) + "1", false},
		{"f-strings", "x = " + strings.Repeat("f'{", 500) + strings.Repeat("}'", 500), false},
		{"elifs", "if x:\n  y = 1\n" + strings.Repeat("elif x:\n  y = 2\n", n), true},
		{"many ifs", strings.Repeat("if a:\n  b = 1\n", n), true},
		{"many names", manyNames(20_000), true},
		{"one list", "x = [" + strings.Repeat("'a',", 200_000) + "]\n", true},
		{"one dictionary", "x = {" + manyKeys(30_000) + "}\n", true},
		{"random words", strings.Repeat("a \" b ' c ( \n", 10_000), false},
		{"assignments of lists", "x = []\n" + fill("x = [x, x]\n"), true},
		{"exponential calls", exponential(40), true},
		{"iterating over what is no iterator", "class A:\n  pass\nfor x in A():\n  pass\n", true},
		{"an iterator of itself", "class A:\n  def __iter__(self):\n    return self\n  def __next__(self):\n    return A()\nfor x in A():\n  for y in x:\n    pass\n", true},
		{"a list in itself", "x = []\nx.append(x)\nfor y in x:\n  print(y[0][0], *x)\nf = {}\nf['f'] = f\nopen(**f)\n", true},
		{"a property of itself", "class A:\n  @property\n  def a(self):\n    return self.a\nA().a\n", true},
		{"a long line of classes", lineOfClasses(5_000), true},
		{"nested loops", nestedLoops(12), true},
		{"growing strings", header + "def f(p):\n  s3.get_object(Bucket=p, Key=p)\n  f(p + 'a')\n  f(p + 'b')\n  f('c' + p)\nf('')\n", true},
		{"every function calls every other", clique(60), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			result := calls(c.src + "\ndef handler(event, context):\n  pass\n")
			if result.Steps > flow.MaxSteps+1 {
				t.Errorf("%d steps", result.Steps)
			}
			if c.complete != (len(result.Unknown) == 0) {
				t.Errorf("complete = %v, unknown: %.300s", !c.complete, fmt.Sprint(result.Unknown))
			}
		})
	}
}

// deep nests blocks with that header.
func deep(header string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + header + "\n")
	}
	b.WriteString(strings.Repeat(" ", n) + "pass\n")
	return b.String()
}

// lineOfClasses is classes of which each builds on the one before, and a call of what the first has.
func lineOfClasses(n int) string {
	var b strings.Builder
	b.WriteString("class C0:\n  def m(self):\n    return self\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "class C%d(C%d):\n  def m%d(self):\n    return self.m()\n", i, i-1, i)
	}
	fmt.Fprintf(&b, "C%d().m%d()\n", n-1, n-1)
	return b.String()
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "name_%d = 'v%d'\n", i, i)
	}
	return b.String()
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "'k%d': 'v%d', ", i, i)
	}
	return b.String()
}

// exponential is functions that each call the next one twice with other arguments.
func exponential(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "def f%d(x):\n  f%d(x + 'a')\n  f%d(x + 'b')\n", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "def f%d(x):\n  return x\nf0('')\n", n)
	return b.String()
}

// nestedLoops changes a list within many loops, so that none of them settles soon.
func nestedLoops(n int) string {
	var b strings.Builder
	b.WriteString("x = []\n")
	for i := range n {
		fmt.Fprintf(&b, "%sfor i%d in range(x):\n", strings.Repeat(" ", i), i)
	}
	fmt.Fprintf(&b, "%sx = [x, {}, i0]\n", strings.Repeat(" ", n))
	return b.String()
}

func clique(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "def f%d(x, y):\n", i)
		for j := range n {
			fmt.Fprintf(&b, "  f%d([x, y], y + 'a')\n", j)
		}
	}
	b.WriteString("f0([], '')\n")
	return b.String()
}
