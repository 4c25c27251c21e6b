package iam

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// The proof is held against brute force: an evaluator of a dozen lines that shares nothing with it, asked about every request
// of a small universe. A proof must have no request against it there, and a counterexample must be one for that evaluator too.

// choose makes the random policies of a test: from a seed, or from the bytes of a fuzzer.
type choose func(n int) int

func seeded(seed int64) choose { return rand.New(rand.NewSource(seed)).Intn }

func (c choose) text(letters string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(letters[c(len(letters))])
	}
	return b.String()
}

func (c choose) glob(most int) string {
	letters := "ab*"
	if c(4) == 0 {
		letters = "ab*?"
	}
	return c.text(letters, 1+c(most))
}

func (c choose) action() string {
	if c(12) == 0 {
		return "*"
	}
	a := c.glob(2) + ":" + c.glob(3)
	if c(4) == 0 {
		return strings.ToUpper(a)
	}
	return a
}

func (c choose) resource() string {
	if c(4) == 0 {
		return c.glob(2) + ":" + c.glob(2)
	}
	return c.glob(4)
}

var someConditions = []Condition{
	{Operator: "StringEquals", Key: "k", Values: []symbolic.Value{symbolic.Text("1")}},
	{Operator: "StringEquals", Key: "K", Values: []symbolic.Value{symbolic.Text("2"), symbolic.Text("1")}},
	{Operator: "StringLike", Key: "k", Values: []symbolic.Value{symbolic.Text("?")}},
	{Operator: "StringNotEquals", Key: "k", Values: []symbolic.Value{symbolic.Text("1")}},
	{Operator: "StringNotLike", Key: "k", Values: []symbolic.Value{symbolic.Text("*")}},
	{Operator: "StringEqualsIfExists", Key: "k", Values: []symbolic.Value{symbolic.Text("1")}},
	{Operator: "Null", Key: "k", Values: []symbolic.Value{symbolic.Text("false")}},
	{Operator: "Null", Key: "k", Values: []symbolic.Value{symbolic.Text("true")}},
	{Operator: "StringEquals", Key: "m", Values: []symbolic.Value{symbolic.Text("1")}},
}

var somePrincipals = []Principal{
	{Kind: "*", Value: symbolic.Text("*")}, {Kind: "AWS", Value: symbolic.Text("*")}, {Kind: "AWS", Value: symbolic.Text("a")},
	{Kind: "AWS", Value: symbolic.Text("b")}, {Kind: "Service", Value: symbolic.Text("a")}, {Kind: "Service", Value: symbolic.Text("b")},
}

func terms(texts ...string) (list []Term) {
	for _, t := range texts {
		list = append(list, Term{Value: symbolic.Text(t)})
	}
	return list
}

func (c choose) statement(trust bool) Statement {
	s := Statement{Effect: Allow}
	if c(4) == 0 {
		s.Effect = Deny
	}
	for range 1 + c(2) {
		s.Actions = append(s.Actions, terms(c.action())...)
		s.Resources = append(s.Resources, terms(c.resource())...)
	}
	if c(6) == 0 {
		s.Actions, s.NotActions = nil, s.Actions
	}
	if c(6) == 0 {
		s.Resources, s.NotResources = nil, s.Resources
	}
	for c(3) == 0 {
		s.Conditions = append(s.Conditions, someConditions[c(len(someConditions))])
	}
	if c(6) == 0 {
		s.When = []symbolic.Condition{{Name: "Prod", Not: c(2) == 0}}
	}
	if c(8) == 0 && len(s.Resources) > 0 {
		s.Resources[0].When = []symbolic.Condition{{Name: "Prod", Not: c(2) == 0}}
	}
	for trust && (len(s.Principals) == 0 || c(3) == 0) {
		s.Principals = append(s.Principals, somePrincipals[c(len(somePrincipals))])
	}
	return s
}

// pair is two policies; the new one is often the old one made narrower, else few would be proved.
func (c choose) pair() (new, old Policy) {
	trust := c(5) == 0
	for range 1 + c(3) {
		old.Statements = append(old.Statements, c.statement(trust))
		new.Statements = append(new.Statements, c.statement(trust))
	}
	if c(3) == 0 {
		return new, old
	}
	new.Statements = append([]Statement(nil), old.Statements...)
	s := &new.Statements[c(len(new.Statements))]
	switch c(4) {
	case 0:
		s.Conditions = append(append([]Condition(nil), s.Conditions...), someConditions[c(len(someConditions))])
	case 1:
		if len(s.Resources) > 0 {
			s.Resources = terms(s.Resources[0].Value.String() + c.text("ab*", 1))
		}
	case 2:
		if len(s.Actions) > 0 {
			s.Actions = terms(strings.Replace(s.Actions[0].Value.String(), "*", c.text("ab*", 1), 1))
		}
	case 3:
		new.Statements = append(new.Statements, c.statement(trust))
	}
	return new, old
}

// plainGlob is the glob of the oracle.
func plainGlob(p, s string) bool {
	switch {
	case p == "":
		return s == ""
	case p[0] == '*':
		return plainGlob(p[1:], s) || s != "" && plainGlob(p, s[1:])
	}
	return s != "" && (p[0] == '?' || p[0] == s[0]) && plainGlob(p[1:], s[1:])
}

// point is one concrete request of the universe.
type point struct {
	action, resource, kind, name string
	context                      map[string]string
	prod                         bool
}

func (q point) during(when []symbolic.Condition) bool {
	for _, c := range when {
		if c.Not == q.prod {
			return false
		}
	}
	return true
}

func (q point) among(terms []Term, text string) bool {
	for _, t := range terms {
		if q.during(t.When) && plainGlob(t.Value.String(), text) {
			return true
		}
	}
	return false
}

func (q point) meets(c Condition) bool {
	v, has := q.context[strings.ToLower(c.Key)]
	hit := false
	for _, w := range c.Values {
		hit = hit || plainGlob(w.String(), v)
	}
	switch {
	case c.Operator == "Null":
		return has != (c.Values[0].String() == "true")
	case strings.Contains(c.Operator, "Not"):
		return !has || !hit
	case strings.HasSuffix(c.Operator, "IfExists"):
		return !has || hit
	}
	return has && hit
}

func (q point) applies(s Statement) bool {
	lowered := func(ts []Term) (list []Term) {
		for _, t := range ts {
			list = append(list, Term{Value: symbolic.Text(strings.ToLower(t.Value.String())), When: t.When})
		}
		return list
	}
	ok := q.during(s.When) && q.among(append(lowered(s.Actions), lowered(s.NotActions)...), strings.ToLower(q.action)) == (len(s.NotActions) == 0) &&
		q.among(append(append([]Term(nil), s.Resources...), s.NotResources...), q.resource) == (len(s.NotResources) == 0)
	for _, c := range s.Conditions {
		ok = ok && q.meets(c)
	}
	if len(s.Principals) == 0 {
		return ok
	}
	for _, p := range s.Principals {
		if p.Value.String() == "*" || p.Kind == q.kind && p.Value.String() == q.name {
			return ok
		}
	}
	return false
}

func (q point) allowed(p Policy) bool {
	allow := false
	for _, s := range p.Statements {
		if q.applies(s) {
			if s.Effect == Deny {
				return false
			}
			allow = true
		}
	}
	return allow
}

func words(letters string, from, to int) (list []string) {
	if from <= 0 {
		list = append(list, "")
	}
	if to > 0 {
		for _, w := range words(letters, from-1, to-1) {
			for _, l := range letters {
				list = append(list, w+string(l))
			}
		}
	}
	return list
}

// against finds a request that new allows and old does not. Strings that no statement of both tells apart are asked about once.
func against(new, old Policy) *point {
	all := append(append([]Statement(nil), new.Statements...), old.Statements...)
	var actionGlobs, resourceGlobs []string
	for _, s := range all {
		for _, t := range append(append([]Term(nil), s.Actions...), s.NotActions...) {
			actionGlobs = append(actionGlobs, strings.ToLower(t.Value.String()))
		}
		for _, t := range append(append([]Term(nil), s.Resources...), s.NotResources...) {
			resourceGlobs = append(resourceGlobs, t.Value.String())
		}
	}
	actions, resources := distinct(allActions, actionGlobs), distinct(allResources, resourceGlobs)
	for _, q := range points() {
		for _, q.action = range actions {
			for _, q.resource = range resources {
				if q.allowed(new) && !q.allowed(old) {
					return &q
				}
			}
		}
	}
	return nil
}

// distinct leaves one of those texts that match the same globs.
func distinct(texts, globs []string) (list []string) {
	seen := make(map[string]bool)
	for _, text := range texts {
		key := make([]byte, len(globs))
		for i, g := range globs {
			if plainGlob(g, text) {
				key[i] = 1
			}
		}
		if !seen[string(key)] {
			seen[string(key)], list = true, append(list, text)
		}
	}
	return list
}

var (
	allActions   = universe("abz", 2, 3)
	allResources = append(words("abz", 1, 5), universe("abz", 3, 2)...)
)

func universe(letters string, left, right int) (list []string) {
	for _, a := range words(letters, 0, left) {
		for _, b := range words(letters, 0, right) {
			list = append(list, a+":"+b)
		}
	}
	return list
}

// points is every principal, context and condition of the template.
func points() (list []point) {
	for _, who := range [][2]string{{"AWS", "a"}, {"AWS", "b"}, {"AWS", "z"}, {"Service", "a"}, {"Service", "b"}} {
		for _, k := range []string{"", "1", "2", "12"} {
			for _, m := range []string{"", "1"} {
				for _, prod := range []bool{false, true} {
					q := point{kind: who[0], name: who[1], prod: prod, context: make(map[string]string)}
					if k != "" {
						q.context["k"] = k
					}
					if m != "" {
						q.context["m"] = m
					}
					list = append(list, q)
				}
			}
		}
	}
	return list
}

// pointOf is a counterexample in the oracle's words.
func pointOf(r *Request) point {
	q := point{action: r.Action, resource: r.Resource.String(), kind: r.Principal.Kind, name: r.Principal.Value.String(), context: make(map[string]string)}
	for k, v := range r.Context {
		q.context[strings.ToLower(k)] = v.String()
	}
	for _, c := range r.When {
		q.prod = !c.Not
	}
	return q
}

// judge fails where a verdict is wrong. Every (deep) proof is held against the whole universe.
func judge(t *testing.T, new, old Policy, deep bool) Outcome {
	t.Helper()
	v := Subset(new, old)
	switch v.Outcome {
	case Proved:
		if deep {
			if q := against(new, old); q != nil {
				t.Fatalf("proved, and yet %+v\nnew %+v\nold %+v", *q, new, old)
			}
		}
	case Counterexample:
		if q := pointOf(v.Counter); !q.allowed(new) || q.allowed(old) {
			t.Fatalf("%+v is no counterexample\nnew %+v\nold %+v", q, new, old)
		}
	case Unsettled:
		if v.Reason == "" {
			t.Fatalf("unsettled without a reason: %+v %+v", new, old)
		}
	}
	return v.Outcome
}

func TestSubsetAgainstBruteForce(t *testing.T) {
	pairs, deepEach := 10_000, 10
	if testing.Short() {
		pairs = 1_000
	}
	c := seeded(7)
	count := make(map[Outcome]int)
	for k := range pairs {
		new, old := c.pair()
		count[judge(t, new, old, k%deepEach == 0)]++
	}
	t.Logf("%d pairs, 0 wrong: %d proved (1 in %d held against every request), %d counterexamples, %d unsettled",
		pairs, count[Proved], deepEach, count[Counterexample], count[Unsettled])
	if count[Proved] < pairs/10 || count[Counterexample] < pairs/10 || count[Unsettled] > pairs/4 {
		t.Errorf("the test no longer tells much: %v", count)
	}
}

func FuzzSubset(f *testing.F) {
	for seed := range int64(8) {
		draw := seeded(seed)
		bytes := make([]byte, 200)
		for i := range bytes {
			bytes[i] = byte(draw(256))
		}
		f.Add(bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		at := 0
		c := choose(func(n int) int {
			if at == len(bytes) {
				return n - 1
			}
			at++
			return int(bytes[at-1]) % n
		})
		new, old := c.pair()
		judge(t, new, old, true)
	})
}
