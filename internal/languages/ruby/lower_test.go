package ruby

import (
	"errors"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/program"
)

// lowered is the value of the last assignment in a source.
func lowered(t *testing.T, src string) (x program.Expr) {
	t.Helper()
	m, err := Lower("x.rb", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for _, stmt := range m.Body {
		if a, ok := stmt.(*program.Assign); ok {
			x = a.Value
		}
	}
	if x == nil {
		t.Fatalf("%q has no assignment", src)
	}
	return x
}

// shown prints the parts of a string expression: text as it is, anything else in angle brackets.
func shown(x program.Expr) string {
	switch x := x.(type) {
	case *program.Text:
		return x.Value
	case *program.Build:
		all := ""
		for _, part := range x.Parts {
			all += shown(part)
		}
		return all
	case *program.Name:
		return "<" + strings.TrimSuffix(x.ID, "@x.rb") + ">"
	case *program.Call:
		return shown(x.Function)
	case *program.Index:
		return "<" + strings.Trim(shown(x.X), "<>") + "[" + shown(x.Key) + "]>"
	}
	return "<?>"
}

// TestStrings is how Ruby writes strings, and what they say.
func TestStrings(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`'a'`, "a"},
		{`""`, ""},
		{`:a`, "a"},
		{`:"a b"`, "a b"},
		{`"a\n\t\\\"\x41\u00e9\u{e9}\s"`, "a\n\t\\\"A\u00e9\u00e9 "},
		{`'a\n\\\''`, `a\n\'`},
		{`"a#{b}/#{c.d}"`, "a<b>/<?>"},
		{`%q(a#{b})`, "a#{b}"},
		{`%Q(a#{b})`, "a<b>"},
		{`%(a)`, "a"},
		{`"a" "b"`, "ab"},
		{"<<~E\n    a\n      b\n  E\n", "a\n  b\n"},
		{"<<-E\n  a #{b}\n  E\n", "  a <b>\n"},
		{"<<'E'\na#{b}\nE\n", "a#{b}\n"},
		{"f(<<~A, <<~B)\n  a\nA\n  b\nB\nx = 'after'", "after"},
		{`"%s-%s%%" % [a, b]`, "<a>-<b>%"},
		{`"%s" % a`, "<a>"},
		{`"%{k}/%<l>s" % d`, "<d[k]>/<d[l]>"},
		{`format("%03d/%s", a, b)`, "<?>/<b>"},
		{`format("%", a)`, ""},
		{`format(a, b)`, "<format>"},
	} {
		if got := shown(lowered(t, "x = "+c.src+"\n")); got != c.want {
			t.Errorf("%s is %q, want %q", c.src, got, c.want)
		}
	}
}

// TestNames: an identifier that was assigned before is a variable, which methods do not see; any other is a method.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		src    string
		isCall bool
	}{
		{"x = a", true},
		{"a = 1\nx = a", false},
		{"a = 1 if b\nx = a", false},
		{"a, (b, *c) = d\nx = c", false},
		{"a ||= 1\nx = a", false},
		{"def a; end\nx = a", true},
		{"f { |a| }\nx = a", true},
		{"f(a = 1)\nx = a", false},
		{"begin\n  1\nrescue => a\nend\nx = a", false},
		{"case b\nin {a:} then 1\nend\nx = a", false},
	} {
		if _, isCall := lowered(t, c.src+"\n").(*program.Call); isCall != c.isCall {
			t.Errorf("%q: a call is %v", c.src, isCall)
		}
	}
}

// TestOpaque: what cannot be read is Opaque at its place, and what stands around it is read.
func TestOpaque(t *testing.T) {
	m, err := Lower("x.rb", []byte("A = 1\nB = = 2\nC = 3\ndef f(\nend\nD = 4\n"))
	if err != nil {
		t.Fatal(err)
	}
	names, opaque := "", 0
	for _, stmt := range m.Body {
		switch stmt := stmt.(type) {
		case *program.Assign:
			if name, ok := stmt.Targets[0].(*program.Name); ok {
				names += name.ID
			}
		case *program.Do:
			if _, ok := stmt.X.(*program.Opaque); ok {
				opaque++
			}
		}
	}
	if opaque == 0 || !strings.HasPrefix(names, "A") {
		t.Errorf("%d opaque, names %s", opaque, names)
	}
}

// TestHostile: input that is made to be deep, large or broken is lowered, or refused; the parser does not end the process.
func TestHostile(t *testing.T) {
	const n = 20_000
	long := strings.Repeat("A", 300)
	for _, c := range []struct {
		name, src string
		refused   bool
	}{
		{"a heredoc with a long word", "<<" + long + "\n" + long + "\n", true},
		{"one with an indented end", "x = <<~" + long + "\n" + long + "\n", true},
		{"one in quotes", "<<\"" + strings.Repeat("a ", 200) + "\"\n", true},
		{"one whose quotes do not end", "f(<<-'" + strings.Repeat("a\n", 200), true},
		{"shifts", strings.Repeat("x <<\n", 300) + "y", false},
		{"an appended string", "x << \"" + long + "\"\n", false},
		{"brackets", "x = " + strings.Repeat("[", n) + strings.Repeat("]", n), false},
		{"open brackets", strings.Repeat("(", n), false},
		{"blocks", strings.Repeat("f { ", n), false},
		{"ends", strings.Repeat("end\n", n), false},
		{"methods", strings.Repeat("def f\n", 3000), false},
		{"members", "x = a" + strings.Repeat(".b", n), false},
		{"sums", "x = 'a'" + strings.Repeat(" + 'a'", n), false},
		{"elsifs", "if a\n1\n" + strings.Repeat("elsif b\n2\n", 5000) + "end\n", false},
		{"interpolation", "x = " + strings.Repeat("\"#{", 500) + strings.Repeat("}\"", 500), false},
		{"heredocs", strings.Repeat("<<A\n", 3000), false},
		{"patterns", "case x\nin " + strings.Repeat("[", 3000), false},
		{"targets", strings.Repeat("(a, ", 3000) + "b = c", false},
		{"words that do not end", strings.Repeat("%w(", 2000), false},
		{"one line", "x = [" + strings.Repeat("'a',", 100_000) + "]\n", false},
		{"binary", "\x00\x01\xff\xfe" + strings.Repeat("\x80\x00", 1000), false},
		{"invalid UTF-8", "x = \"\xff\xfe#{\xff}\"\n", false},
	} {
		m, err := Lower("x.rb", []byte(c.src))
		if c.refused != errors.Is(err, errHeredoc) || err == nil && m == nil {
			t.Errorf("%s: module %v, %v", c.name, m != nil, err)
		}
	}
}

// FuzzLower: every text is lowered, or refused; spans lie in the text.
func FuzzLower(f *testing.F) {
	for _, seed := range []string{
		"def f(a, *b, c: 1, **d, &e) = a\n", "class A < B\n  include C\n  class << self\n  end\nend\n", "case a\nin {b: [c, *d]} if e then f\nelse g\nend\n",
		"begin\n  a\nrescue B => e\n  retry\nelse\n  c\nensure\n  d\nend\n", "a&.b ||= c.(1) { |x, (y, z); w| next x }\n", "x = <<~A + <<-'B'\n  a#{b}\nA\n  c\n  B\n",
		"%w[a b].map(&:c).each { it }\n", "A::B = Struct.new(:c) do\n  def d; end\nend\n", "def f(...) = g(...)\n", "a, (b, *c) = *d, e\n", "f a, b: 1, 'c' => 2, **d\n",
		"->(x) { x }.call\n", "alias a b\nundef c\nBEGIN { }\n", "x = if a then b else c end\n", "while x do break 1 end until y\n", "`a#{b}`\n", "a rescue b\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		m, err := Lower("x.rb", []byte(src))
		if err != nil {
			if len(src) <= 1<<20 && !errors.Is(err, errHeredoc) {
				t.Fatal(err)
			}
			return
		}
		for _, stmt := range m.Body {
			if s := stmt.Span(); s.Start < 0 || s.End > len(src) || s.Start > s.End {
				t.Errorf("span %+v of %d bytes", s, len(src))
			}
		}
	})
}
