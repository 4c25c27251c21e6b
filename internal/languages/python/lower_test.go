package python

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/program"
)

// lowered is the value of the one assignment in a source.
func lowered(t *testing.T, src string) program.Expr {
	t.Helper()
	m, err := Lower("x.py", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for _, stmt := range m.Body {
		if a, ok := stmt.(*program.Assign); ok {
			return a.Value
		}
	}
	t.Fatalf("%q has no assignment", src)
	return nil
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
		return "<" + x.ID + ">"
	case *program.Index:
		return "<" + strings.Trim(shown(x.X), "<>") + "[" + shown(x.Key) + "]>"
	}
	return "<?>"
}

// TestStrings is how Python writes strings, and what they say.
func TestStrings(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`'a'`, "a"},
		{`""`, ""},
		{`'''a
b'''`, "a\nb"},
		{`'a\n\t\\\'\x41\u00e9\101'`, "a\n\t\\'A\u00e9A"},
		{`r'a\n'`, `a\n`},
		{`b'bytes'`, "bytes"},
		{"'a\\\nb'", "ab"},
		{`'\d'`, `\d`},
		{`('a' 'b'
   'c')`, "abc"},
		{`f'{a}/{b!s}/{{c}}'`, "<a>/<b>/{c}"},
		{`f'{a:>5}{a!r}{a=}'`, "<?><?><a>"},
		{`f'{d["k"]}'`, "<d[k]>"},
		{`rf'\{a}'`, `\<a>`},
		{`'%s-%s%%' % (a, b)`, "<a>-<b>%"},
		{`'%s' % a`, "<a>"},
		{`'%(k)s/%(l)s' % d`, "<d[k]>/<d[l]>"},
		{`'%03d/%s' % (a, b)`, "<?>/<b>"},
		{`'%' % a`, "%"},
		{`'{}/{}'.format(a, b)`, "<a>/<b>"},
		{`'{1}/{0}/{k}'.format(a, b, k=c)`, "<b>/<a>/<c>"},
		{`'{a.b}{0:5}{{}}'.format(a)`, "<?><?>{}"},
		{`'{'.format(a)`, "<a>"},
	} {
		if got := shown(lowered(t, "x = "+c.src+"\n")); got != c.want {
			t.Errorf("%s is %q, want %q", c.src, got, c.want)
		}
	}
}

// TestOpaque: what cannot be read is Opaque at its place, and what stands around it is read.
func TestOpaque(t *testing.T) {
	m, err := Lower("x.py", []byte("a = 1\nb = = 2\nc = 3\ndef f(:\n  pass\nd = 4\n"))
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
	if opaque < 2 || !strings.HasPrefix(names, "a") || !strings.Contains(names, "c") || !strings.HasSuffix(names, "d") {
		t.Errorf("%d opaque, names %s", opaque, names)
	}
}

// FuzzLower: every text is lowered, or refused for its size; spans lie in the text.
func FuzzLower(f *testing.F) {
	for _, seed := range []string{
		"def f(a, *b, c=1, **d):\n  return lambda x: x\n", "class A(B, metaclass=C):\n  x: int = 1\n", "match a:\n  case {'b': c}: pass\n",
		"with a as b, c: pass\n", "try:\n  pass\nexcept* E as e: pass\n", "x = f'{a:{b}}' % 1\n", "[a async for a in b if c]\n", "a[1:2, ...] = yield\n",
		"print >>f, 'x'\n", "x = '{}'.format(*a)\n", "@a.b(1)\nasync def f(): await x\n", "from . import *\n", "del a, b\n", "a = b = c: int\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		m, err := Lower("x.py", []byte(src))
		if err != nil {
			if len(src) <= 1<<20 {
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
