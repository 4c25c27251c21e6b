package iam

import "testing"

// Whatever a policy says, some things hold of it.
func TestLaws(t *testing.T) {
	c := seeded(11)
	for range 3_000 {
		_, p := c.pair()
		p = c.sprinkle(p)
		more := c.sprinkle(of(c.statement(false))).Statements[0]
		for law, policies := range map[string][2]Policy{
			"a policy is within itself":                      {p, p},
			"within itself and one Allow more":               {p, of(append([]Statement{asAllow(more)}, p.Statements...)...)},
			"with one Deny more it is within itself":         {of(append([]Statement{asDeny(more)}, p.Statements...)...), p},
			"without an Allow it is within itself":           {withoutAllow(p), p},
			"twice the same is the same":                     {of(append(p.Statements, p.Statements...)...), p},
			"nothing is within it":                           {of(), p},
			"it is within everything, where nothing is shut": {p, of(allow("*", "*"))},
		} {
			if v := Subset(policies[0], policies[1]); v.Outcome != Proved {
				t.Fatalf("%s: %s %s\n%+v\n%+v", law, v.Outcome, v.Reason, policies[0], policies[1])
			}
		}
	}
}

func asAllow(s Statement) Statement { s.Effect = Allow; return s }

func asDeny(s Statement) Statement { s.Effect = Deny; return s }

// withoutAllow drops the first Allow.
func withoutAllow(p Policy) (out Policy) {
	dropped := false
	for _, s := range p.Statements {
		if s.Effect == Allow && !dropped {
			dropped = true
			continue
		}
		out.Statements = append(out.Statements, s)
	}
	return out
}
