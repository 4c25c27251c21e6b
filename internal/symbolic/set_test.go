package symbolic

import (
	"testing"

	"pgregory.net/rapid"
)

func TestPrint(t *testing.T) {
	for want, v := range map[string]Value{
		"${Orders.Arn}/index/*":   value(arn(orders), "/index/*"),
		"${Orders}":               value(orders),
		"${AWS::Region}":          value(region),
		"${Env}-${import:Net-Id}": value(env, "-", Part{Kind: Import, Text: "Net-Id"}),
		"${env:TABLE}":            value(Part{Kind: Env, Text: "TABLE"}),
		"a*b":                     value("a", what, Part{Kind: Event}, "b"),
		"":                        nil,
	} {
		if got := v.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestKeyTellsValuesApart(t *testing.T) {
	values := []Value{
		nil, Text("a"), Text("ab"), value(orders), value(users), value(arn(orders)), value(env), value(Part{Kind: Parameter, Text: "Env", Stack: "other"}),
		value(what), value("a", env), value(env, "a"), value(Part{Kind: Apply, Text: "lower", Args: []Value{value(env)}}),
		value(Part{Kind: Apply, Text: "lower", Args: []Value{value(env), nil}}), Text("0,1:a,0:,0:;"),
	}
	seen := make(map[string]Value)
	for _, v := range values {
		if other, ok := seen[v.Key()]; ok {
			t.Errorf("%v and %v have one key", v, other)
		}
		seen[v.Key()] = v
	}
	if (Value{{Text: "a"}, {Text: "b"}}).Key() != Text("ab").Key() {
		t.Error("equal strings have two keys")
	}
}

func TestFold(t *testing.T) {
	parts := []Part{orders, arn(orders), named, arn(named), bucket, bucketArn}
	for _, test := range []struct {
		value Value
		want  string
	}{
		{value("arn:aws:dynamodb:", region, ":", account, ":table/", orders), "${Orders.Arn}"},
		{value("arn:", partition, ":dynamodb:", region, ":", account, ":table/", orders, "/index/*"), "${Orders.Arn}/index/*"},
		{value("arn:aws:dynamodb:", region, ":", account, ":table/named"), "${Named.Arn}"},
		{value("arn:aws:dynamodb:", region, ":", account, ":table/named/index/*"), "${Named.Arn}/index/*"},
		{value("arn:aws:dynamodb:", region, ":", account, ":table/named-other"), "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/named-other"},
		{value("arn:aws:dynamodb:", region, ":", account, ":table/named", env), "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/named${Env}"},
		{value("arn:aws:dynamodb:us-east-1:", account, ":table/named"), "arn:aws:dynamodb:us-east-1:${AWS::AccountId}:table/named"},
		{value("arn:aws:s3:::", bucket, "/in/", what), "${Bucket.Arn}/in/*"},
		{value(bucketArn, "/*"), "${Bucket.Arn}/*"},
		{Text("named"), "${Named}"},
		{Text("named/x"), "named/x"},
		{Text("*"), "*"},
		{nil, ""},
	} {
		if got := Fold(test.value, parts).String(); got != test.want {
			t.Errorf("Fold(%s) = %s, want %s", test.value, got, test.want)
		}
	}
}

func TestSets(t *testing.T) {
	prod, dev := []Condition{{Name: "Prod"}}, []Condition{{Name: "Prod", Not: true}}
	branches := Set{{Value: Text("a"), When: prod}, {Value: Text("b"), When: dev}}

	joined := Join(branches, Certain(Text("-")), branches)
	if len(joined) != 2 || joined[0].Value.String() != "a-a" || joined[1].Value.String() != "b-b" {
		t.Errorf("branches of one condition mix: %v", joined)
	}
	if got := Join(Certain(Text("a")), Nothing()); len(got) != 0 {
		t.Errorf("a part does not exist, and yet %v", got)
	}
	if got := Union(Set{{Value: Text("a"), When: prod}}, Set{{Value: Text("a"), When: dev}}); len(got) != 1 || got[0].When != nil {
		t.Errorf("with and without Prod is always: %v", got)
	}
	if got := Union(Certain(Text("a")), Set{{Value: Text("a"), When: prod}}, Certain(Text("b"))); len(got) != 2 {
		t.Errorf("got %v", got)
	}

	var many Set
	for c := range byte(10) {
		many = append(many, Choice{Value: Text(string('a' + c))})
	}
	if got := Join(many, many); len(got) != 1 || !got[0].Value.HasUnknown() {
		t.Errorf("a hundred values are not widened: %d", len(got))
	}
}

func TestConditions(t *testing.T) {
	c, notC, d := Condition{Stack: "t", Name: "C"}, Condition{Stack: "t", Name: "C", Not: true}, Condition{Stack: "u", Name: "C"}
	if Compatible([]Condition{c}, []Condition{notC}) || !Compatible([]Condition{c}, []Condition{d}) || !Compatible(nil, nil) {
		t.Error("a condition and its opposite exclude each other, of one stack only")
	}
	if !Implies([]Condition{c, d}, []Condition{d}) || Implies(nil, []Condition{d}) || !Implies([]Condition{c, notC}, []Condition{d}) {
		t.Error("more conditions imply fewer, and what never is implies all")
	}
}

func TestKnown(t *testing.T) {
	if text, ok := value("x/", named).Known(); !ok || text != "x/named" {
		t.Errorf("a literal name is known: %q %v", text, ok)
	}
	if _, ok := value(env).Known(); ok {
		t.Error("a default makes nothing known")
	}
	if value(arn(orders)).HasUnknown() || !value("a", what).HasUnknown() {
		t.Error("an expression is not unknown, what nobody could tell is")
	}
}

// Few choices are put together as many are: each value once, the first one first; two values are the same where their keys are.
func TestUnionOfFew(t *testing.T) {
	one := func(t *rapid.T) Value {
		return rapid.SampledFrom([]Value{
			nil, {}, Text(""), Text("a"), Text("b"), {{Kind: Literal}}, {{Kind: Literal, Text: "a"}, {Kind: Literal, Text: "b"}}, Text("ab"),
			{{Kind: Env, Text: "a"}}, {{Kind: Parameter, Text: "a"}}, {{Kind: Parameter, Text: "a", Stack: "s"}},
			{{Kind: Attribute, Text: "a", Attr: "Arn"}}, {{Kind: Attribute, Text: "a", Attr: "Ref"}},
			{{Kind: Apply, Text: "lower", Args: []Value{Text("a")}}}, {{Kind: Apply, Text: "lower", Args: []Value{Text("b")}}},
		}).Draw(t, "value")
	}
	rapid.Check(t, func(t *rapid.T) {
		v, w := one(t), one(t)
		if v.same(w) != (v.Key() == w.Key()) {
			t.Errorf("%v and %v are the same: %v; their keys are %q and %q", v, w, v.same(w), v.Key(), w.Key())
		}
		sets := []Set{{{Value: v}, {Value: w}}, {{Value: one(t)}}}
		few, ok := unionOfFew(sets)
		if !ok {
			t.Fatal("three choices are not few")
		}
		pad := make(Set, 0, 2*fewChoices)
		for i := range 2 * fewChoices {
			pad = append(pad, Choice{Value: Text(string(rune('m' + i)))})
		}
		if many := Union(append(sets, pad)...); len(many) != len(few)+len(pad) {
			t.Errorf("%v comes to %v, among others to %v", sets, few, many)
		}
	})
}
