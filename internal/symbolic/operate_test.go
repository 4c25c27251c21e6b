package symbolic

import "testing"

func TestOperate(t *testing.T) {
	queue := value("https://sqs.", region, ".amazonaws.com/", account, "/", ref("Q", "AWS::SQS::Queue", nil))
	for _, test := range []struct {
		op   string
		args []Value
		want string // as printed; * for what waits
	}{
		{"lower", []Value{Text("Ab")}, "ab"},
		{"lower", []Value{value("X-", region)}, "x-${AWS::Region}"},
		{"upper", []Value{value("x-", region)}, "*"},
		{"upper", []Value{value("x-", account)}, "X-${AWS::AccountId}"},
		{"lower", []Value{value("A-", named)}, "a-named"},
		{"strip", []Value{Text(" a\n")}, "a"},
		{"lstrip", []Value{Text("//a/"), Text("/")}, "a/"},
		{"rstrip", []Value{value("x", env), Text("/")}, "*"},
		{"rstrip", []Value{value("x/", account, "/"), Text("/")}, "x/${AWS::AccountId}"},
		{"removeprefix", []Value{value("s3://", env), Text("s3://")}, "${Env}"},
		{"removeprefix", []Value{value("s", env), Text("s3://")}, "*"},
		{"removeprefix", []Value{value("x", env), Text("s3://")}, "x${Env}"},
		{"removesuffix", []Value{value(env, ".fifo"), Text(".fifo")}, "${Env}"},
		{"removesuffix", []Value{Text(".f"), Text("x.f")}, ".f"},
		{"replace", []Value{value("a.b.", account), Text("."), Text("-")}, "a-b-${AWS::AccountId}"},
		{"replace", []Value{value("a.", env), Text("."), Text("-")}, "*"},
		{"replace", []Value{value("a:", account), Text("1"), Text("-")}, "*"},
		{"split:5", []Value{value(arn(orders)), Text(":")}, "table/${Orders}"},
		{"split:-1", []Value{value(arn(orders)), Text("/")}, "${Orders}"},
		{"split:-1", []Value{value("x:", env), Text(":")}, "*"},
		{"split:0", []Value{value("x:", env), Text(":")}, "x"},
		{"split:2", []Value{value("x:", env), Text(":")}, "*"},
		{"split:7", []Value{Text("a:b"), Text(":")}, "*"},
		{"split:1", []Value{Text(" a  b ")}, "b"},
		{"split:1:1", []Value{Text("a/b/c"), Text("/")}, "b/c"},
		{"rsplit:0:1", []Value{value("a/b/", account), Text("/")}, "a/b"},
		{"rsplit:1:9", []Value{Text("a/b"), Text("/")}, "b"},
		{"base", []Value{queue}, "${Q}"},
		{"base", []Value{Text("none")}, "none"},
		{"slice:1:3", []Value{Text("abcd")}, "bc"},
		{"slice::-1", []Value{Text("abcd")}, "abc"},
		{"slice:3:1", []Value{Text("abcd")}, ""},
		{"slice:5:", []Value{value("s3://", env)}, "${Env}"},
		{"slice:6:", []Value{value("s3://", env)}, "*"},
		{"slice::4", []Value{value("s3://", env)}, "s3:/"},
		{"slice::4", []Value{value(env, "x")}, "*"},
		{"format", []Value{Text("{}-{{{}}}"), Text("a"), value(env)}, "a-{${Env}}"},
		{"format", []Value{Text("{1}{0}"), Text("a"), Text("b")}, "ba"},
		{"format:name", []Value{Text("{}/{name}"), Text("a"), Text("b")}, "a/b"},
		{"format", []Value{Text("{:>5}"), Text("a")}, "*"},
		{"format", []Value{Text("{}"), Text("a"), Text("b")}, "a"},
		{"format", []Value{Text("{")}, "*"},
		{"percent", []Value{Text("%s-%d%%"), value(env), Text("3")}, "${Env}-3%"},
		{"percent", []Value{Text("%s")}, "*"},
		{"join", []Value{Text("/"), Text("a"), value(env), nil}, "a/${Env}/"},
		{"resolve", []Value{Text("ssm:/a")}, "*"},
		{"rot13", []Value{Text("a")}, "*"},
		{"lower", nil, "*"},
		{"slice:a:", []Value{Text("a")}, "*"},
	} {
		if got := Operate(test.op, test.args...).String(); got != test.want {
			t.Errorf("Operate(%s, %v) = %s, want %s", test.op, test.args, got, test.want)
		}
	}
}

// What waits is done as soon as its operand is known, also within other operations.
func TestSubstituteWakesWhatWaits(t *testing.T) {
	name := Part{Kind: Env, Text: "TABLE"}
	v := Concat(Text("t/"), Operate("lower", Operate("split:-1", value(name), Text(":"))))
	set := Substitute(v, func(p Part) (Set, bool) {
		return Set{{Value: Text("a:B")}, {Value: Text("a:C"), When: []Condition{{Name: "Prod"}}}}, p.Kind == Env
	})
	if len(set) != 2 || set[0].Value.String() != "t/b" || set[1].Value.String() != "t/c" || len(set[1].When) != 1 {
		t.Errorf("got %v", set)
	}
	same := Substitute(v, func(Part) (Set, bool) { return nil, false })
	if len(same) != 1 || same[0].Value.Key() != v.Key() {
		t.Errorf("without a value it became %v", same)
	}
}

func TestLoopsOfOperationsEnd(t *testing.T) {
	v := value(Part{Kind: Event})
	for range 1000 {
		v = Operate("strip", v)
	}
	if len(v) != 1 || waiting([]Value{v}) > maxWaiting {
		t.Errorf("a thousand operations wait %d deep", waiting([]Value{v}))
	}
}

// FuzzOperate: no operation panics, and what it makes of known text is known or fails.
func FuzzOperate(f *testing.F) {
	for _, op := range []string{"split:1", "rsplit:0:1", "slice:1:-1", "format:a", "percent", "removesuffix", "base", "replace", "strip"} {
		f.Add(op, "a{}/%s", "/", 1)
	}
	f.Fuzz(func(t *testing.T, op, a, b string, at int) {
		for _, args := range [][]Value{nil, {Text(a)}, {Text(a), Text(b)}, {Text(a), Text(b), Text(a)}} {
			for _, p := range Operate(op, args...) {
				if p.Kind != Literal && p.Kind != Unknown && p.Kind != Apply {
					t.Fatalf("%s made a part of kind %d", op, p.Kind)
				}
			}
		}
		at = min(max(at, 0), len(a))
		Operate(op, value(a[:at], account, a[at:]), Text(b))
	})
}
