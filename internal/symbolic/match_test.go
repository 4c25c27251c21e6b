package symbolic

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The symbols of a small template: two tables and a bucket with generated names, a table with a name of its own.
var (
	region    = Part{Kind: Pseudo, Text: "AWS::Region"}
	account   = Part{Kind: Pseudo, Text: "AWS::AccountId"}
	partition = Part{Kind: Pseudo, Text: "AWS::Partition"}
	env       = Part{Kind: Parameter, Text: "Env", Stack: "t.yaml", Default: "prod"}
	orders    = ref("Orders", "AWS::DynamoDB::Table", nil)
	users     = ref("Users", "AWS::DynamoDB::Table", nil)
	named     = ref("Named", "AWS::DynamoDB::Table", Text("named"))
	bucket    = ref("Bucket", "AWS::S3::Bucket", nil)
	what      = Part{Kind: Unknown, Text: "why"}
)

func ref(id, typ string, name Value) Part {
	return Part{Kind: Attribute, Text: id, Attr: "Ref", Stack: "t.yaml", Type: typ, Form: name}
}

// value joins strings and parts.
func value(pieces ...any) Value {
	var vs []Value
	for _, p := range pieces {
		switch p := p.(type) {
		case string:
			vs = append(vs, Text(p))
		case Part:
			vs = append(vs, Value{p})
		}
	}
	return Concat(vs...)
}

// arn is the ARN of a table, as an attribute with its form.
func arn(name Part) Part {
	return Part{
		Kind: Attribute, Text: name.Text, Attr: "Arn", Stack: name.Stack, Type: name.Type,
		Form: value("arn:", partition, ":dynamodb:", region, ":", account, ":table/", name),
	}
}

var bucketArn = Part{Kind: Attribute, Text: "Bucket", Attr: "Arn", Stack: "t.yaml", Type: "AWS::S3::Bucket", Form: value("arn:", partition, ":s3:::", bucket)}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		why            string
		pattern, value Value
		want           Answer
	}{
		{"text is a glob", Text("s3:Get*"), Text("s3:GetObject"), Yes},
		{"and compares case", Text("s3:get*"), Text("s3:GetObject"), No},
		{"a question mark is one letter", Text("a?c"), Text("abc"), Yes},
		{"no more and no less", Text("a?c"), Text("ac"), No},
		{"a star crosses colons", Text("arn:*:x"), Text("arn:a:b:x"), Yes},
		{"letters beyond ASCII are themselves", Text("é"), Text("è"), No},
		{"and one letter", Text("a?"), Text("aé"), Yes},
		{"even bytes that are no text", Text("a\xff"), Text("a\xfe"), No},

		{"a symbol is itself, however it is written", value("arn:aws:dynamodb:", region, ":", account, ":table/", orders), value(arn(orders)), Yes},
		{"partition is aws", value("arn:", partition, ":s3:::", bucket), value("arn:aws:s3:::", bucket), Yes},
		{"stars cover symbols", Text("arn:aws:dynamodb:*:*:table/*"), value(arn(orders)), Yes},
		{"a question mark covers none", Text("arn:aws:s3:::?"), value(bucketArn), May},
		{"another service", Text("arn:aws:s3:::x/*"), value(arn(orders)), No},
		{"a generated name may be any", Text("arn:aws:dynamodb:us-east-1:123456789012:table/other"), value(arn(orders)), May},
		{"a literal name is known", Text("arn:aws:dynamodb:us-east-1:123456789012:table/other"), value(arn(named)), No},
		{"region and account are not", Text("arn:aws:dynamodb:us-east-1:123456789012:table/named"), value(arn(named)), May},
		{"an account is digits", Text("arn:aws:dynamodb:*:root:table/*"), value(arn(orders)), No},
		{"the index of a table is no table", value(arn(orders), "/index/*"), value(arn(orders)), No},
		{"nor is the table its index", value(arn(orders)), value(arn(orders), "/index/x"), No},
		{"all indices of it", value(arn(orders), "/index/*"), value(arn(orders), "/index/x"), Yes},
		{"two tables of one stack differ", value(arn(users)), value(arn(orders)), No},
		{"also behind a star", value("arn:aws:dynamodb:*:*:table/", users), value(arn(orders)), No},
		{"also their indices", value(arn(users), "/index/*"), value(arn(orders), "/index/x"), No},
		{"one name may begin with the other", value(arn(users), "*"), value(arn(orders)), May},
		{"of two stacks nobody knows", value("t/", Part{Kind: Attribute, Text: "A", Attr: "Ref", Stack: "a", Type: "T"}), value("t/", Part{Kind: Attribute, Text: "B", Attr: "Ref", Stack: "b", Type: "T"}), May},
		{"of one name in two stacks neither", value("t/", Part{Kind: Attribute, Text: "A", Attr: "Ref", Stack: "a", Type: "T"}), value("t/", Part{Kind: Attribute, Text: "A", Attr: "Ref", Stack: "b", Type: "T"}), May},
		{"stages of two APIs may share a name", value("x/", ref("A", "AWS::ApiGateway::Stage", nil)), value("x/", ref("B", "AWS::ApiGateway::Stage", nil)), May},
		{"names have no colon", value("arn:aws:sqs:", region, ":", account, ":a:b"), value("arn:aws:sqs:", region, ":", account, ":", ref("Q", "AWS::SQS::Queue", nil)), No},
		{"only some have slashes", value("alarm/a/b"), value("alarm/", ref("A", "AWS::CloudWatch::Alarm", nil)), May},
		{"most have not", value("table/a/b"), value("table/", orders), No},
		{"a reference that is all may be an ARN", Text("arn:aws:sns:*"), value(ref("Topic", "AWS::SNS::Topic", nil)), May},

		{"a default proves nothing", Text("prod-table"), value(env, "-table"), May},
		{"nor does it refute", Text("dev-table"), value(env, "-table"), May},
		{"what is fixed does", Text("dev-table"), value(env, "-bucket"), No},
		{"a parameter is itself", value(env, "-*"), value(env, "-table"), Yes},
		{"an empty parameter leaves little", Text("-table"), value(env, "-table"), May},

		{"what both begin with says nothing of the rest", value("t/", orders, "/x"), value("t/", orders, "/y"), No},
		{"but of a parameter nobody knows", value(env, "a*"), value(env, "b"), May},

		{"unknown is any string", Text("arn:aws:s3:::in/*"), value(what), May},
		{"not even itself", value(what), value(what), May},
		{"within what is fixed", Text("arn:aws:s3:::in/*"), value("arn:aws:s3:::in/", what), Yes},
		{"and what is fixed refutes", Text("arn:aws:s3:::out/*"), value("arn:aws:s3:::in/", what), No},
		{"a star in a value is any string", Text("arn:aws:s3:::in/*"), Text("arn:aws:s3:::in/*"), Yes},
		{"which a literal does not cover", Text("arn:aws:s3:::in/a"), Text("arn:aws:s3:::in/*"), May},
		{"the resource of a request without one", Text("*"), Text("*"), Yes},
		{"is no ARN", Text("arn:aws:s3:::*"), Text("*"), No},
		{"everything covers the unknown", Text("*"), value(what), Yes},
		{"operations wait", Text("A"), Operate("upper", value(env)), May},
	} {
		if got := Match(test.pattern, test.value); got != test.want {
			t.Errorf("%s: Match(%s, %s) = %d, want %d", test.why, test.pattern, test.value, got, test.want)
		}
	}
}

// Text alone takes a way of its own; it must agree with the oracle as well.
func TestMatchOfText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching("[ab*?]{0,8}").Draw(t, "pattern")
		text := rapid.StringMatching("[ab]{0,8}").Draw(t, "text")
		if got := Match(Text(pattern), Text(text)) == Yes; got != plainGlob(pattern, text) {
			t.Fatalf("%q against %q is %v", pattern, text, got)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	b.Run("text", func(b *testing.B) {
		for b.Loop() {
			Match(Text("dynamodb:Describe*"), Text("dynamodb:DescribeTable"))
		}
	})
	b.Run("symbols", func(b *testing.B) {
		for b.Loop() {
			Match(value(arn(orders), "/index/*"), value(arn(users), "/index/x"))
		}
	})
}

func TestMatchOfHugeStringsIsMay(t *testing.T) {
	if got := Match(value(env, strings.Repeat("a", 5000), env), value(env, strings.Repeat("b", 5001), env)); got != May {
		t.Errorf("got %d: a table of that size must not be filled", got)
	}
}

// plainGlob is the oracle.
func plainGlob(p, s string) bool {
	switch {
	case p == "":
		return s == ""
	case p[0] == '*':
		return plainGlob(p[1:], s) || s != "" && plainGlob(p, s[1:])
	}
	return s != "" && (p[0] == '?' || p[0] == s[0]) && plainGlob(p[1:], s[1:])
}

// TestMatchAgreesWithEveryInstance: Yes holds for every instantiation of the symbols, No for none.
func TestMatchAgreesWithEveryInstance(t *testing.T) {
	worlds := instances()
	rapid.Check(t, func(t *rapid.T) {
		pattern := drawn(t, "pattern", true)
		val := drawn(t, "value", false)
		got := Match(pattern, val)
		for _, w := range worlds {
			p, v := w.fill(pattern), w.fill(val)
			if hit := plainGlob(p, v); got != May && hit != (got == Yes) {
				t.Fatalf("Match(%s, %s) = %d, yet %q against %q is %v", pattern, val, got, p, v, hit)
			}
		}
	})
}

// drawn is a value of few letters and symbols; a name never opens it. Only patterns have wildcards.
func drawn(t *rapid.T, label string, wild bool) Value {
	letters := "ab1:/"
	if wild {
		letters = "ab1:/**?"
	}
	v := Text(string(letters[rapid.IntRange(0, 3).Draw(t, label)]))
	for range rapid.IntRange(0, 4).Draw(t, label) {
		symbols := []Part{env, orders, users, account, region, named}
		if !wild {
			symbols = append(symbols, what)
		}
		if n := rapid.IntRange(-len(symbols), len(symbols)-1).Draw(t, label); n >= 0 {
			v = Concat(v, Value{symbols[n]})
		} else {
			v = Concat(v, Text(string(letters[rapid.IntRange(0, len(letters)-1).Draw(t, label)])))
		}
	}
	return v
}

// world is what each symbol stands for.
type world map[string]string

func (w world) fill(v Value) string {
	var b strings.Builder
	for _, p := range v.Expand() {
		if p.Kind == Literal {
			b.WriteString(p.Text)
		} else {
			b.WriteString(w[p.Text])
		}
	}
	return b.String()
}

func instances() (list []world) {
	for _, anything := range []string{"", "a", "b:", "/1a"} {
		for _, unknown := range []string{"", "a", ":b", "ab1"} {
			for _, names := range [][2]string{{"a", "b"}, {"ab", "a"}, {"1", "b1"}, {"bb", "aa"}} {
				for _, digits := range []string{"1", "11"} {
					list = append(list, world{
						"Env": anything, "why": unknown, "Orders": names[0], "Users": names[1], "AWS::AccountId": digits, "AWS::Region": names[0],
					})
				}
			}
		}
	}
	return list
}
