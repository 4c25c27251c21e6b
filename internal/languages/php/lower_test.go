package php

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/program"
)

// lowered is the value of the last assignment in a source.
func lowered(t *testing.T, src string) (x program.Expr) {
	t.Helper()
	m, err := Lower("src/x.php", []byte("<?php\n"+src))
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
		return "<" + x.ID + ">"
	case *program.Member:
		return "<" + strings.Trim(shown(x.X), "<>") + "." + x.Name + ">"
	case *program.Index:
		return "<" + strings.Trim(shown(x.X), "<>") + "[" + shown(x.Key) + "]>"
	}
	return "<?>"
}

// TestStrings is how PHP writes strings, and what they say.
func TestStrings(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`'a'`, "a"},
		{`''`, ""},
		{`'a\n\\\''`, `a\n\'`},
		{`"a\n\t\\\"\$\x41\u{e9}\101"`, "a\n\t\\\"$A\u00e9A"},
		{`"\d"`, `\d`},
		{`"a$b/{$c['d']}/${e}"`, "a<$b>/<$c[d]>/<?>"},
		{`"$a[b]$a[0]$c->d"`, "<$a[b]><$a[<?>]><$c.d>"},
		{`'a' . 'b' . "c"`, "abc"},
		{`'a' . $b . 'c'`, "a<$b>c"},
		{"<<<E\n    a\n      $b\n    E", "a\n  <$b>"},
		{"<<<'E'\n  a $b\n  E", "a $b"},
		{`sprintf('%s-%s%%', $a, $b)`, "<$a>-<$b>%"},
		{`sprintf('%2$s/%1$s', $a, $b)`, "<$b>/<$a>"},
		{`sprintf('%03d/%s', $a, $b)`, "<?>/<$b>"},
		{`sprintf('%')`, ""},
		{`vsprintf('%s', [$a])`, "<$a>"},
		{`__DIR__ . '/a.php'`, "/src/a.php"},
		{`dirname(__DIR__) . '/a.php'`, "//a.php"},
		{`Foo::class`, "Foo"},
	} {
		if got := shown(lowered(t, "$x = "+c.src+";\n")); got != c.want {
			t.Errorf("%s is %q, want %q", c.src, got, c.want)
		}
	}
}

// TestNames is how the names of classes are resolved: by what the file uses, else in its namespace.
func TestNames(t *testing.T) {
	const header = "namespace App\\Orders;\nuse Aws\\S3\\S3Client;\nuse Aws\\{Sqs\\SqsClient as Queue, Sns};\n"
	for _, c := range []struct{ src, want string }{
		{"S3Client", `Aws\S3\S3Client`},
		{"s3client", `Aws\S3\S3Client`},
		{"Queue", `Aws\Sqs\SqsClient`},
		{`Sns\SnsClient`, `Aws\Sns\SnsClient`},
		{"Store", `App\Orders\Store`},
		{`Sub\Store`, `App\Orders\Sub\Store`},
		{`namespace\Store`, `App\Orders\Store`},
		{`\Store`, "Store"},
		{`\Aws\Kms\KmsClient`, `Aws\Kms\KmsClient`},
	} {
		if got := shown(lowered(t, header+"$x = "+c.src+"::class;\n")); got != c.want {
			t.Errorf("%s is %q, want %q", c.src, got, c.want)
		}
	}
}

// TestOpaque: what cannot be read is Opaque at its place, and what stands around it is read.
func TestOpaque(t *testing.T) {
	m, err := Lower("x.php", []byte("<?php\n$a = 1;\n$b = = 2;\n$c = 3;\nfunction f( {}\n$d = 4;\n"))
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
	if opaque == 0 || !strings.HasPrefix(names, "$a") {
		t.Errorf("%d opaque, names %s", opaque, names)
	}
}

// TestHostile: input that is made to be deep, large or broken is lowered.
func TestHostile(t *testing.T) {
	const n = 20_000
	for _, c := range []struct{ name, src string }{
		{"no code", "just text"},
		{"brackets", "<?php $x = " + strings.Repeat("[", n) + strings.Repeat("]", n) + ";"},
		{"open brackets", "<?php " + strings.Repeat("(", n)},
		{"blocks", "<?php " + strings.Repeat("{ if ($a) ", 5000)},
		{"functions", "<?php " + strings.Repeat("function f() {", 5000)},
		{"classes", "<?php " + strings.Repeat("class A { function f() { return new class {", 1000)},
		{"members", "<?php $x = $a" + strings.Repeat("->b", n) + ";"},
		{"calls", "<?php $x = $a" + strings.Repeat("->b()", n) + ";"},
		{"concatenation", "<?php $x = 'a'" + strings.Repeat(" . 'a'", n) + ";"},
		{"elseifs", "<?php if ($a) {}" + strings.Repeat(" elseif ($b) {}", 5000)},
		{"ternaries", "<?php $x = " + strings.Repeat("$a ? ", 5000)},
		{"matches", "<?php $x = " + strings.Repeat("match($a) { 1 => ", 3000)},
		{"cases", "<?php switch ($a) {" + strings.Repeat("case 'a': f();\n", 3000) + "}"},
		{"interpolation", "<?php $x = " + strings.Repeat("\"{$a[", 500) + strings.Repeat("]}\"", 500) + ";"},
		{"heredocs", "<?php " + strings.Repeat("<<<A\n", 3000)},
		{"targets", "<?php " + strings.Repeat("[$a, ", 3000)},
		{"tags", strings.Repeat("<?php ?>", 5000)},
		{"one line", "<?php $x = [" + strings.Repeat("'a',", 100_000) + "];"},
		{"binary", "<?php \x00\x01\xff\xfe" + strings.Repeat("\x80\x00", 1000)},
		{"invalid UTF-8", "<?php $x = \"\xff\xfe{$\xff}\";"},
	} {
		if m, err := Lower("x.php", []byte(c.src)); err != nil || m == nil {
			t.Errorf("%s: module %v, %v", c.name, m != nil, err)
		}
	}
}

// FuzzLower: every text is lowered, or refused for its size; spans lie in the text.
func FuzzLower(f *testing.F) {
	for _, seed := range []string{
		"<?php function f(A&B $a, ?C ...$b): static { return fn() => $a; }", "<?php class A extends B implements C { use D; const E = 1; public static ?F $g = null; }",
		"<?php foreach ($a as [$b, 'c' => $d] => &$e): f(); endforeach;", "<?php [$a, , $b] = list('c' => $d) = $e;", "<?php match(true) { $a, $b => 1, default => throw $c };",
		"<?php new class($a) { public function __construct(private A $b) {} };", "<?php \"$a[0]{$b->c()}${d}\" . <<<A\n $e\n A;", "<?php namespace A { use function B\\{c, d}; }",
		"<?php $a?->{$b}(...)::$c ??= static::D[1];", "<?php enum A: string { case B = 'c'; }", "<?php switch ($a): case 1: break; endswitch; ?>text<?= $b ?>",
		"<?php try { } catch (A|B) { } finally { return; }", "<?php yield from $a => $b; global $c; static $d = 1; `ls`; exit;", "<?php f(a: 1, ...$b); define('A', 1);",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		m, err := Lower("x.php", []byte(src))
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
