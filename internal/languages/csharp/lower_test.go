package csharp

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// loader lowers the files of a tree.
type loader struct {
	tree   source.Files
	loaded map[string]*program.Module
}

func (l loader) Load(file string) (*program.Module, error) {
	if m, ok := l.loaded[file]; ok {
		return m, nil
	}
	m, err := Lower(file, l.tree[file])
	if err == nil {
		l.loaded[file] = m
	}
	return m, err
}

// calls follows one file that is entered at a method, or the program that its statements are.
func calls(src, symbol string) flow.Result {
	tree := source.Files{"handler.cs": []byte(src)}
	return flow.Run(flow.Entry{
		Language: New(tree, []string{"."}, serviceref.Embedded()), Loader: loader{tree, make(map[string]*program.Module)}, File: "handler.cs", Symbol: symbol,
	})
}

// shown prints a string expression: text as it is, anything else in angle brackets.
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
	}
	return "<?>"
}

// TestStrings is how C# writes strings, and what they say.
func TestStrings(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`""`, ""},
		{`"a\t\"\\\u0041\x42"`, "a\t\"\\AB"},
		{`@"a\b""c"`, `a\b"c`},
		{`"""a "b" c"""`, `a "b" c`},
		{"\"\"\"\n    a\n      b\n    \"\"\"", "a\n  b"},
		{`$"{a}/{b}/{{c}}"`, "<a>/<b>/{c}"},
		{`$"{a:D3}{b,5}"`, "<?><?>"},
		{`$@"a""\{b}"`, `a"\<b>`},
		{`$"""a"{b}"""`, `a"<b>`},
		{`'x'`, "x"},
		{`'\''`, "'"},
		{`string.Format("{0}-{1}-{{", a, b)`, "<a>-<b>-{"},
		{`string.Format("{0:x}{2}", a)`, "<?><?>"},
		{`String.Concat(a, "b")`, "<a>b"},
		{`nameof(a.b.Cde)`, "Cde"},
		{`string.Empty`, ""},
	} {
		m, err := Lower("x.cs", []byte("var x = "+c.src+";"))
		if err != nil {
			t.Fatal(err)
		}
		got := "nothing"
		for _, stmt := range m.Body {
			if a, ok := stmt.(*program.Assign); ok {
				got = shown(a.Value)
			}
		}
		if got != c.want {
			t.Errorf("%s is %q, want %q", c.src, got, c.want)
		}
	}
}

// TestOutline is what is seen of a file without parsing it, whatever its texts and comments hold.
func TestOutline(t *testing.T) {
	o := outlineOf(`global using A.B;
global using static C.D;
using E;
// class No1 { }
/* class No2 { } */
#region class No3
namespace F.G
{
    [X("class No4 {")] public partial class One<T> : Two<T>(3), IThree, F.Four where T : class, new()
    {
        string s = $"class {(x ? "No5" : "}")} {{ " + @"class ""No6"" {" + """ class "No7" { """;
        char c = '"', d = '\'';
        class Inner { }
        public static int Count<U>(this IList<U> list) => Count(this);
    }
    record struct Point(int X) : IPoint;
    namespace H { interface IDeep { } enum E { A } }
}
class Outer { }
`)
	var got []string
	for _, d := range o.types {
		text := d.path() + "(" + strings.Join(d.bases, ",") + ")"
		if d.partial {
			text += "+"
		}
		got = append(got, text)
	}
	const want = "F.G.One(Two,IThree,Four)+ F.G.Point(IPoint) F.G.H.IDeep() F.G.H.E() Outer()"
	if strings.Join(got, " ") != want {
		t.Errorf("types are %s, want %s", strings.Join(got, " "), want)
	}
	if strings.Join(o.globals, " ") != "A.B" || strings.Join(o.added, " ") != "Count" {
		t.Errorf("globals are %v, added methods %v", o.globals, o.added)
	}
}

// TestProgram: statements without a class run, and the runtime calls the handler that it is handed with the event.
func TestProgram(t *testing.T) {
	got := calls(`#:package Amazon.Lambda.RuntimeSupport@1.14.1
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.S3;

var s3 = new AmazonS3Client();
await s3.GetObjectAsync("b", "start");

async Task Handler(S3Event input, ILambdaContext context)
{
    await s3.DeleteObjectAsync(input.Records[0].S3.Bucket.Name, Keys.Of("k"));
}

await LambdaBootstrapBuilder.Create<S3Event>(Handler, new DefaultLambdaJsonSerializer()).Build().RunAsync();

static class Keys
{
    public static string Of(string key) => "in/" + key;
}
`, "")
	var lines []string
	for _, c := range got.Calls {
		lines = append(lines, c.Operation+" "+c.Arguments["Bucket"][0].Value.String()+" "+c.Arguments["Key"][0].Value.String())
	}
	if text := strings.Join(lines, "; "); text != "GetObject b start; DeleteObject * in/k" || len(got.Unknown) > 0 {
		t.Errorf("calls %s, unknown %v", text, got.Unknown)
	}
	if event := got.Calls[1].Arguments["Bucket"][0].Value[0].Text; event != "Records[].s3.bucket.name" {
		t.Errorf("the bucket is %q of the event", event)
	}
}

// TestReceivers: the word for what a method is called on is a value like any other.
func TestReceivers(t *testing.T) {
	got := calls(`class Function {
    private readonly Amazon.S3.IAmazonS3 s3 = new Amazon.S3.AmazonS3Client();
    private string bucket;
    private Function With(string name) { bucket = name; return this; }
    private Function Same => this;
    private object Read() => s3.GetObjectAsync(bucket, "k");
    private static object Of(Function f) => f.Same.Read();
    public object handler(object input) => Of(With("b").Use(x => this));
    private Function Use(Func<object, Function> f) => f(this);
}`, "Function.handler")
	if len(got.Calls) != 1 || len(got.Unknown) > 0 || got.Calls[0].Arguments["Bucket"][0].Value.String() != "b" {
		t.Errorf("calls %v, unknown %v", got.Calls, got.Unknown)
	}
}

// TestHostile: whatever the text, it is lowered to something, and what could not be read is unknown.
func TestHostile(t *testing.T) {
	in := func(body string) string {
		return "class Function { object handler(object x) { " + body + " return null; } }"
	}
	for _, c := range []struct {
		name, src string
		unknown   bool
	}{
		{"empty", "", true},
		{"binary", "\x00\x01\xff\xfe\x7f", true},
		{"invalid UTF-8", in("var s = \"\xff\xfe\";"), false},
		{"truncated", "class Function { object handler(object x) { s3.GetObject(", true},
		{"deep brackets", in("var y = " + strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000) + ";"), true},
		{"deep blocks", in(strings.Repeat("{ if (x) ", 3000) + ";" + strings.Repeat("}", 3000)), true},
		{"deep lambdas", in("var y = " + strings.Repeat("a => ", 3000) + "1;"), false},
		{"deep initialisers", in("var y = new A " + strings.Repeat("{ B = ", 3000) + "1" + strings.Repeat("}", 3000) + ";"), true},
		{"deep patterns", in("var y = x is " + strings.Repeat("{ A: ", 3000) + "1" + strings.Repeat("}", 3000) + ";"), true},
		{"deep interpolation", in("var y = " + strings.Repeat("$\"{", 500) + strings.Repeat("}\"", 500) + ";"), true},
		{"deep types", "class Function { object handler(" + strings.Repeat("List<", 3000) + "int" + strings.Repeat(">", 3000) + " x) { return 1; } }", false},
		{"deep classes", "class Function { object handler(object x) => 1; " + strings.Repeat("class A { ", 3000) + strings.Repeat("}", 3000) + " }", true},
		{"else ifs", in("if (x) { } " + strings.Repeat("else if (x) { } ", 20_000)), false},
		{"members", in("var y = x" + strings.Repeat(".B", 50_000) + ";"), true},
		{"a long line", in("var y = new[] { " + strings.Repeat("1, ", 200_000) + "};"), false},
		{"a class below itself", "class Function : Function { object handler(object x) => Handler(x); object Handler(object x) => base.Handler(x); }", false},
		{"a property of itself", "class Function { Function P => P.P; object handler(object x) => P; }", false},
		{"a container that asks itself", "class Function { Function(Function f) { } object handler(object x) { new ServiceCollection().AddSingleton<Function>(sp => sp.GetService<Function>()); return null; } }", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := calls(c.src, "Function.handler")
			if (len(got.Unknown) > 0) != c.unknown || len(got.Calls) > 0 || got.Steps > flow.MaxSteps+1 {
				t.Errorf("%d steps, calls %v, unknown %.300v", got.Steps, got.Calls, got.Unknown)
			}
		})
	}
}

// FuzzLower: every part of a program lies in its file, and following it ends, twice the same way.
func FuzzLower(f *testing.F) {
	f.Add("using A.B; namespace C { class Function { object handler(object x) { if (x is D { E: > 1 } y) return new F { [1] = y }; return x switch { _ => 1 }; } } }")
	f.Add("class Function { async Task handler(object x) { using var c = new Amazon.S3.AmazonS3Client(); foreach (var (k, v) in a) await c.GetObjectAsync($\"{k}\", v?.w?[0]!); } }")
	f.Add("public partial record Function(int A = 1) : B(A) { static Function() { } public int this[int i] { get => i; } enum E { F, G } }")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 20_000 {
			t.Skip("long inputs only cost time here")
		}
		first, again := calls(src, "Function.handler"), calls(src, "Function.handler")
		if first.Steps != again.Steps || len(first.Calls) != len(again.Calls) || len(first.Unknown) != len(again.Unknown) {
			t.Errorf("two runs differ: %d and %d steps", first.Steps, again.Steps)
		}
		for _, u := range first.Unknown {
			if u.Span.End > len(src) || u.Span.Start > u.Span.End {
				t.Errorf("span %+v of %d bytes", u.Span, len(src))
			}
		}
	})
}
