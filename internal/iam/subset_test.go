package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/symbolic"
)

// The symbols of these tests: two tables of one stack.
var (
	partition = symbolic.Part{Kind: symbolic.Pseudo, Text: "AWS::Partition"}
	region    = symbolic.Part{Kind: symbolic.Pseudo, Text: "AWS::Region"}
	account   = symbolic.Part{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}
	topic     = symbolic.Part{Kind: symbolic.Attribute, Text: "Topic", Attr: "Other", Stack: "t.yaml"}
	resolved  = symbolic.Part{Kind: symbolic.Unknown, Attr: "{{resolve:ssm:/table}}", Text: "resolved at deployment"}
	lost      = symbolic.Part{Kind: symbolic.Unknown, Text: "lost"}
)

func tableArn(name symbolic.Part) symbolic.Part {
	return symbolic.Part{
		Kind: symbolic.Attribute, Text: name.Text, Attr: "Arn", Stack: name.Stack, Type: name.Type,
		Form: value("arn:", partition, ":dynamodb:", region, ":", account, ":table/", name),
	}
}

func value(pieces ...any) symbolic.Value {
	var vs []symbolic.Value
	for _, p := range pieces {
		switch p := p.(type) {
		case string:
			vs = append(vs, symbolic.Text(p))
		case symbolic.Part:
			vs = append(vs, symbolic.Value{p})
		case symbolic.Value:
			vs = append(vs, p)
		}
	}
	return symbolic.Concat(vs...)
}

// allow is a statement of one action on resources.
func allow(action string, resources ...any) Statement {
	s := Statement{Effect: Allow, Actions: terms(action)}
	for _, r := range resources {
		s.Resources = append(s.Resources, Term{Value: value(r)})
	}
	return s
}

func deny(action string, resources ...any) Statement {
	s := allow(action, resources...)
	s.Effect = Deny
	return s
}

func (s Statement) except() Statement {
	s.Resources, s.NotResources = nil, s.Resources
	return s
}

func (s Statement) with(operator, key string, values ...any) Statement {
	c := Condition{Operator: operator, Key: key}
	for _, v := range values {
		c.Values = append(c.Values, value(v))
	}
	s.Conditions = append(slices.Clone(s.Conditions), c)
	return s
}

func (s Statement) when(name string, not bool) Statement {
	s.When = []symbolic.Condition{{Name: name, Not: not}}
	return s
}

func (s Statement) to(kind string, name any) Statement {
	s.Resources = nil
	s.Principals = append(slices.Clone(s.Principals), Principal{Kind: kind, Value: value(name)})
	return s
}

func of(statements ...Statement) Policy { return Policy{Statements: statements} }

func TestSubset(t *testing.T) {
	orders, users := tableArn(tableT), tableArn(tableU)
	for _, test := range []struct {
		why      string
		new, old Policy
		want     Outcome
	}{
		{"nothing is within nothing", of(), of(), Proved},
		{"fewer actions", of(allow("s3:GetObject", "*")), of(allow("s3:*", "*")), Proved},
		{"actions have no case", of(allow("S3:getobject", "*")), of(allow("s3:GetObject", "*")), Proved},
		{"resources have", of(allow("s3:GetObject", "arn:aws:s3:::A")), of(allow("s3:GetObject", "arn:aws:s3:::a")), Counterexample},
		{"more actions", of(allow("s3:*", "*")), of(allow("s3:Get*", "*")), Counterexample},
		{"a union covers", of(allow("s3:*", "arn:a")), of(allow("s3:*", "arn:?"), allow("s3:b*", "*")), Proved},
		{"only together", of(allow("s3:a?", "*")), of(allow("s3:*", "a*"), Statement{Effect: Allow, Actions: terms("s3:*"), NotResources: terms("a*")}), Proved},
		{"a dropped deny", of(allow("s3:*", "*")), of(allow("s3:*", "*"), deny("s3:Put*", "*")), Counterexample},
		{"a deny kept", of(allow("s3:*", "*"), deny("s3:P*", "*")), of(allow("s3:*", "*"), deny("s3:Put*", "*")), Proved},
		{"a deny that is elsewhere", of(allow("s3:Get*", "*")), of(allow("s3:*", "*"), deny("s3:Put*", "*")), Proved},
		{"everything but", of(allow("s3:Get*", "arn:b").except()), of(allow("s3:*", "arn:b").except()), Proved},
		{"everything but less", of(allow("s3:Get*", "arn:b").except()), of(allow("s3:*", "arn:b", "arn:c").except()), Counterexample},

		{"an expression is itself", of(allow("d:Get", orders)), of(allow("d:*", orders)), Proved},
		{"however it is written", of(allow("d:Get", value("arn:aws:dynamodb:", region, ":", account, ":table/", tableT))), of(allow("d:*", orders)), Proved},
		{"stars cover it", of(allow("d:Get", orders)), of(allow("d:*", "arn:aws:dynamodb:*:*:table/*")), Proved},
		{"below it", of(allow("d:Query", value(orders, "/index/x"))), of(allow("d:*", value(orders, "/index/*"))), Proved},
		{"narrower than everything", of(allow("d:Get", orders)), of(allow("d:*", "*")), Proved},
		{"another table", of(allow("d:Get", orders)), of(allow("d:Get", users)), Counterexample},
		{"another service", of(allow("d:Get", orders)), of(allow("d:Get", "arn:aws:s3:::*")), Counterexample},
		{"more than the table", of(allow("d:Get", "*")), of(allow("d:Get", orders)), Counterexample},
		{"trap: a question mark covers no symbol", of(allow("d:Get", value("t/", tableT))), of(allow("d:Get", "t/?")), Unsettled},
		{"trap: a literal of old against a symbol of new", of(allow("d:Get", value("t/", tableT))), of(allow("d:Get", "t/orders")), Unsettled},
		{"and the reverse", of(allow("d:Get", "t/orders")), of(allow("d:Get", value("t/", tableT))), Unsettled},
		{"trap: a deny may hit the symbol's value", of(allow("d:Get", value("t/", tableT))), of(allow("d:*", "*"), deny("d:*", "t/orders")), Unsettled},
		{"a deny of a symbol may hit a literal", of(allow("d:Get", "t/orders")), of(allow("d:*", "*"), deny("d:*", value("t/", tableT))), Unsettled},
		{"a deny that cannot", of(allow("d:Get", orders)), of(allow("d:*", "*"), deny("d:*", "arn:aws:s3:::*")), Proved},
		{"a deny of the other table", of(allow("d:Get", orders)), of(allow("d:*", "*"), deny("d:*", users)), Proved},
		{"the deny repeated", of(allow("d:Get", value("t/", tableT)), deny("d:*", "t/orders")), of(allow("d:*", "*"), deny("d:*", "t/orders")), Proved},
		{"trap: so may a NotResource", of(allow("d:Get", value("t/", tableT))), of(allow("d:*", "t/orders").except()), Unsettled},
		{"of symbols too", of(allow("d:Get", "t/orders")), of(allow("d:*", value("t/", tableT)).except()), Unsettled},
		{"but not of another service", of(allow("d:Get", orders)), of(allow("d:*", "arn:aws:s3:::*").except()), Proved},
		{"trap: a star in the middle and colons", of(allow("d:Get", "arn:aws:x:y:z")), of(allow("d:Get", "arn:*:z")), Unsettled},
		{"within its segment", of(allow("d:Get", "arn:aws:z")), of(allow("d:Get", "arn:*:z")), Proved},
		{"at the end it crosses", of(allow("d:Get", "arn:aws:x:y:z")), of(allow("d:Get", "arn:aws:*")), Proved},
		{"a symbol that may hold colons", of(allow("d:Get", value("a:", topic, ":z"))), of(allow("d:Get", "a:*:z")), Unsettled},
		{"a name does not", of(allow("d:Get", value("a:", tableT, ":z"))), of(allow("d:Get", "a:*:z")), Proved},

		{"unknown of new is anything", of(allow("d:Get", value("t/", lost))), of(allow("d:Get", "t/*")), Proved},
		{"which nothing less covers", of(allow("d:Get", value("t/", lost))), of(allow("d:Get", value("t/", lost))), Unsettled},
		{"unless what is written there is the same", of(allow("d:Get", resolved)), of(allow("d:*", resolved)), Proved},
		{"unknown of old proves nothing", of(allow("d:Get", "t/a")), of(allow("d:Get", value("t/", lost))), Unsettled},
		{"nor does an unknown deny of new", of(allow("d:*", "*"), deny("d:*", lost)), of(allow("d:*", "*"), deny("d:*", "a")), Unsettled},
		{"an unknown deny of old is everywhere", of(allow("d:Get", "t/a")), of(allow("d:*", "*"), deny("d:*", lost)), Unsettled},
		{"what could not be read is anything", of(Statement{Effect: Allow, Actions: terms("d:Get"), Resources: terms("a"), Partial: true}), of(allow("d:*", "*")), Unsettled},
		{"save by all", of(Statement{Effect: Allow, Actions: terms("d:Get"), Resources: terms("a"), Partial: true}), of(allow("*", "*")), Proved},
		{"an effect that could not be read may be a Deny", of(allow("d:Get", "a")), of(allow("d:*", "*"), Statement{Actions: terms("*"), Resources: terms("*"), Partial: true}), Unsettled},
		{"a policy variable is a symbol", of(allow("s3:Get", "b/${aws:username}/x")), of(allow("s3:Get", "b/${AWS:username}/*")), Proved},
		{"and no text", of(allow("s3:Get", "b/${aws:username}")), of(allow("s3:Get", "b/?{aws:username}")), Unsettled},

		{"a condition restricts", of(allow("d:Get", "*").with("StringEquals", "k", "a")), of(allow("d:Get", "*")), Proved},
		{"a condition dropped", of(allow("d:Get", "*")), of(allow("d:Get", "*").with("StringEquals", "k", "a")), Counterexample},
		{"keys have no case", of(allow("d:Get", "*").with("StringEquals", "AWS:SourceArn", "a")), of(allow("d:Get", "*").with("stringequals", "aws:sourcearn", "a")), Proved},
		{"fewer values", of(allow("d:Get", "*").with("StringEquals", "k", "a")), of(allow("d:Get", "*").with("StringEquals", "k", "b", "a")), Proved},
		{"more values", of(allow("d:Get", "*").with("StringEquals", "k", "a", "b")), of(allow("d:Get", "*").with("StringEquals", "k", "a")), Counterexample},
		{"equals is like", of(allow("d:Get", "*").with("StringEquals", "k", "ab")), of(allow("d:Get", "*").with("StringLike", "k", "a*")), Proved},
		{"ArnEquals is ArnLike", of(allow("d:Get", "*").with("ArnLike", "k", "arn:a:*")), of(allow("d:Get", "*").with("ArnEquals", "k", "arn:*")), Proved},
		{"if it exists is weaker", of(allow("d:Get", "*").with("StringEquals", "k", "a")), of(allow("d:Get", "*").with("StringEqualsIfExists", "k", "a")), Proved},
		{"and not stronger", of(allow("d:Get", "*").with("StringEqualsIfExists", "k", "a")), of(allow("d:Get", "*").with("StringEquals", "k", "a")), Counterexample},
		{"all of no values", of(allow("d:Get", "*").with("ForAllValues:StringEquals", "k", "a")), of(allow("d:Get", "*").with("Null", "k", "false")), Counterexample},
		{"forbidding more", of(allow("d:Get", "*").with("StringNotEquals", "k", "a", "b")), of(allow("d:Get", "*").with("StringNotEquals", "k", "a")), Proved},
		{"an expression as value", of(allow("d:Get", "*").with("StringEquals", "k", account)), of(allow("d:Get", "*").with("StringLike", "k", "*")), Proved},
		{"against a literal", of(allow("d:Get", "*").with("StringEquals", "k", account)), of(allow("d:Get", "*").with("StringEquals", "k", "123456789012")), Unsettled},
		{"operators that are not followed", of(allow("d:Get", "*").with("DateLessThan", "k", "2020")), of(allow("d:Get", "*").with("DateLessThan", "k", "2021")), Unsettled},
		{"are still themselves", of(allow("d:Get", "*").with("DateLessThan", "k", "2020")), of(allow("d:*", "*").with("DateLessThan", "k", "2020")), Proved},
		{"unknown values", of(allow("d:Get", "*").with("StringEquals", "k", lost)), of(allow("d:Get", "*").with("StringEquals", "k", lost)), Unsettled},

		{"a statement under a condition of the template", of(allow("d:Get", "*").when("Prod", false)), of(allow("d:Get", "*")), Proved},
		{"without it", of(allow("d:Get", "*")), of(allow("d:Get", "*").when("Prod", false)), Counterexample},
		{"with and without it", of(allow("d:Get", "*")), of(allow("d:Get", "*").when("Prod", false), allow("d:G*", "*").when("Prod", true)), Proved},
		{"the opposite", of(allow("d:Get", "*").when("Prod", true)), of(allow("d:Get", "*").when("Prod", false)), Counterexample},

		{"a service", of(allow("sts:AssumeRole").to("Service", "lambda.amazonaws.com")), of(allow("sts:AssumeRole").to("Service", "lambda.amazonaws.com").to("Service", "ec2.amazonaws.com")), Proved},
		{"another one", of(allow("sts:AssumeRole").to("Service", "ec2.amazonaws.com")), of(allow("sts:AssumeRole").to("Service", "lambda.amazonaws.com")), Counterexample},
		{"of another kind", of(allow("sts:AssumeRole").to("AWS", "x")), of(allow("sts:AssumeRole").to("Service", "x")), Counterexample},
		{"everyone", of(allow("sts:AssumeRole").to("Service", "x")), of(allow("sts:AssumeRole").to("AWS", "*")), Proved},
		{"not everyone", of(allow("sts:AssumeRole").to("*", "*")), of(allow("sts:AssumeRole").to("Service", "x")), Counterexample},
		{"an account is its root", of(allow("sts:AssumeRole").to("AWS", account)), of(allow("sts:AssumeRole").to("AWS", value("arn:aws:iam::", account, ":root"))), Proved},
		{"no wildcards in names", of(allow("sts:AssumeRole").to("AWS", "arn:aws:iam::1:role/a")), of(allow("sts:AssumeRole").to("AWS", "arn:aws:iam::1:role/*")), Counterexample},
		{"a symbol is no literal", of(allow("sts:AssumeRole").to("AWS", tableArn(tableT))), of(allow("sts:AssumeRole").to("AWS", "arn:aws:dynamodb:a:1:table/x")), Unsettled},
	} {
		v := Subset(test.new, test.old)
		if v.Outcome != test.want {
			t.Errorf("%s: %s, want %s (%s %+v)", test.why, v.Outcome, test.want, v.Reason, v.Counter)
		}
		if (v.Counter != nil) != (v.Outcome == Counterexample) || (v.Reason != "") != (v.Outcome == Unsettled) {
			t.Errorf("%s: %+v", test.why, v)
		}
	}
}

// A counterexample is a request that a person can read and try.
func TestCounterexampleIsReadable(t *testing.T) {
	v := Subset(of(allow("dynamodb:DeleteItem", tableArn(tableT)).with("StringEquals", "aws:SourceAccount", "1")), of(allow("dynamodb:Get*", "*")))
	if v.Counter == nil {
		t.Fatalf("%+v", v)
	}
	got := fmt.Sprint(v.Counter.Action, " ", v.Counter.Resource, " ", v.Counter.Context)
	want := "dynamodb:DeleteItem arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${T} map[aws:SourceAccount:1]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// hard is a policy of many stars in the middle: the classes of such patterns grow without measure.
func hard(n int, effect string) Policy {
	s := allow("s3:*")
	for i := range n {
		s.Resources = append(s.Resources, terms(fmt.Sprintf("*%c%d*%c*%d*a*b*c*", 'a'+i%26, i, 'z'-i%26, i*7%10))...)
	}
	s.Effect = Effect(effect)
	return of(s)
}

func TestBudget(t *testing.T) {
	for name, policies := range map[string][2]Policy{
		"states":      {of(allow("s3:*", "a*b*c")), of(append([]Statement{allow("s3:*", "?*")}, hard(60, "Deny").Statements...)...)},
		"comparisons": {wide(4000, "a", ""), wide(4000, "a", "*")},
		"cells":       {crossed(2000, "a"), crossed(2000, "b")},
		"worlds":      {manyConditions(), manyConditions()},
	} {
		start := time.Now()
		first := Subset(policies[0], policies[1])
		t.Logf("%s: given up after %v", name, time.Since(start))
		if first.Outcome != Unsettled || !strings.Contains(first.Reason, "too ") {
			t.Errorf("%s: %s %s", name, first.Outcome, first.Reason)
		}
		if second := Subset(policies[0], policies[1]); second.Reason != first.Reason {
			t.Errorf("%s: %q, and then %q", name, first.Reason, second.Reason)
		}
	}
}

func wide(n int, prefix, suffix string) Policy {
	s := allow("s3:*")
	for i := range n {
		s.Resources = append(s.Resources, terms(fmt.Sprintf("%s*%d*%s", prefix, i, strings.Repeat("x", 100)+suffix))...)
	}
	return of(s)
}

func crossed(n int, prefix string) Policy {
	s := wide(n, prefix, "").Statements[0]
	s.Actions = nil
	for i := range n {
		s.Actions = append(s.Actions, terms(fmt.Sprintf("s3:%s%d", prefix, i))...)
	}
	return of(s)
}

func manyConditions() (p Policy) {
	for i := range 12 {
		p.Statements = append(p.Statements, allow("s3:*", "*").when(fmt.Sprintf("C%d", i), false))
	}
	return p
}

// managed makes a policy as large as AWS's own: statements of services, with stars and lists of actions.
func managed(c choose) (old, narrowed Policy) {
	for actions := 100 + c(300); actions > 0; {
		service := "svc" + c.text("abcdefghij", 2)
		s := allow(service+":List*", "*")
		for range min(actions, 10+c(40)) {
			s.Actions = append(s.Actions, terms(service+":"+[]string{"Get", "Put", "Delete", "Describe"}[c(4)]+c.text("ABCDEFGHabcdefgh", 8)+[]string{"", "*"}[c(2)])...)
			actions--
		}
		if c(3) == 0 {
			s = s.with("StringEquals", "aws:SourceAccount", "123456789012")
		}
		old.Statements = append(old.Statements, s)
		n := s
		n.Actions = nil
		for _, a := range s.Actions {
			if c(2) == 0 {
				n.Actions = append(n.Actions, terms(strings.Replace(a.Value.String(), "*", "Some*", 1))...)
			}
		}
		n.Resources = terms("arn:aws:" + service + ":*:*:thing/*")
		narrowed.Statements = append(narrowed.Statements, n)
	}
	return old, narrowed
}

// TestSpeed prints how long the narrowings of policies as large as AWS's own take. It fails only far above what they should.
func TestSpeed(t *testing.T) {
	c := seeded(3)
	var took []time.Duration
	for range 200 {
		old, narrowed := managed(c)
		start := time.Now()
		v := Subset(narrowed, old)
		took = append(took, time.Since(start))
		if v.Outcome != Proved {
			t.Fatalf("%s %s", v.Outcome, v.Reason)
		}
		if v := Subset(old, narrowed); v.Outcome != Counterexample {
			t.Fatalf("widened: %s %s", v.Outcome, v.Reason)
		}
	}
	slices.Sort(took)
	t.Logf("200 narrowings of 100 to 400 actions: p50 %v, p99 %v", took[100], took[198])
	if took[100] > 50*time.Millisecond {
		t.Errorf("p50 is %v", took[100])
	}
}

func BenchmarkNarrowing(b *testing.B) {
	old, narrowed := managed(seeded(3))
	b.ReportAllocs()
	for b.Loop() {
		Subset(narrowed, old)
	}
}
