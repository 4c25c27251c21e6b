package analysis

import (
	"fmt"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

const proved = iam.Proved

// prove applies edits, reads the repository again, and shows two things over every role that the bytes touch: the new policy allows nothing
// that the old one (with what the change adds on purpose) did not; and every known need that was allowed still is.
func (p *proposer) prove(j rules.Judgement, edits source.Edits) finding.Proof {
	proof := finding.Proof{Direction: direction(j.Kind)}
	after, err := p.relink(edits)
	if err != nil {
		return failed(proof, err.Error())
	}
	for _, old := range p.estate.Roles {
		now := roleOf(after, old)
		if now == nil {
			return failed(proof, "the role "+old.ID+" is gone after the edit")
		}
		allowed := identity(old)
		if j.Change.Add != nil && old.ID == j.Change.Add.Role && old.Stack.File == j.Stack.File {
			allowed.Statements = append(allowed.Statements, j.Change.Add.Statements...)
		}
		if v := iam.Subset(identity(now), allowed); v.Outcome != iam.Proved {
			return settled(proof, v)
		}
	}
	if v := p.triggersNarrow(after); v.Outcome != iam.Proved {
		return settled(proof, v)
	}
	checked, lost := p.needsKept(after)
	proof.NeedsChecked = checked
	if lost != "" {
		return failed(proof, lost)
	}
	proof.Verdict = string(iam.Proved)
	return proof
}

func direction(k finding.Kind) string {
	if k == finding.Adds {
		return "adds"
	}
	return "removes"
}

func failed(proof finding.Proof, reason string) finding.Proof {
	proof.Verdict, proof.Reason = string(iam.Unsettled), reason
	return proof
}

func settled(proof finding.Proof, v iam.Verdict) finding.Proof {
	proof.Verdict, proof.Reason = string(v.Outcome), v.Reason
	if v.Counter != nil {
		proof.Reason = fmt.Sprintf("the new policy would allow `%s` on `%s`, which today's does not", v.Counter.Action, v.Counter.Resource)
	}
	return proof
}

// relink reads the files that edits touch again, and links the estate anew.
func (p *proposer) relink(edits source.Edits) (*estate.Estate, error) {
	tree, err := source.Overlay(p.tree, edits)
	if err != nil {
		return nil, fmt.Errorf("applying the edits: %w", err)
	}
	touched := make(map[string]bool)
	for _, e := range edits {
		touched[e.File] = true
	}
	stacks := make([]*stack.Stack, len(p.stacks))
	for i, s := range p.stacks {
		stacks[i] = s
		if !touched[s.File] {
			continue
		}
		again := formats.Read(tree, s.File)
		if again == nil || len(again.Problems) > len(s.Problems) {
			return nil, fmt.Errorf("the edited %s can no longer be read", s.File)
		}
		stacks[i] = again
	}
	return estate.Link(stacks, tree), nil
}

// identity is everything that is attached to a role, as one policy.
func identity(r *estate.Role) iam.Policy {
	var all iam.Policy
	for _, g := range r.Grants {
		if g.Opaque == "" {
			all.Statements = append(all.Statements, g.Statement)
		}
	}
	return all
}

func roleOf(e *estate.Estate, r *estate.Role) *estate.Role {
	for _, other := range e.Roles {
		if other.ID == r.ID && other.Stack.File == r.Stack.File {
			return other
		}
	}
	return nil
}

// needsKept counts the known needs that were asked about, and names the first that is allowed less than before.
func (p *proposer) needsKept(after *estate.Estate) (checked int, lost string) {
	for _, c := range p.comparisons {
		if c.Role == nil {
			continue
		}
		now := roleOf(after, c.Role)
		if now == nil {
			return checked, "the role " + c.Role.ID + " is gone after the edit"
		}
		before, then := identity(c.Role), identity(now)
		for _, u := range c.Users {
			for _, n := range u.Needs {
				checked++
				if allows(then, n) < allows(before, n) {
					return checked, fmt.Sprintf("`%s` on `%s`, which `%s` needs, would no longer be allowed", n.Action, n.Resource, u.Function.ID)
				}
			}
		}
	}
	return checked, ""
}

func allows(p iam.Policy, n access.Need) symbolic.Answer {
	return p.Allows(iam.Request{Action: n.Action, Resource: n.Resource, When: n.When})
}

// keepsNeeds reports whether every known need is still allowed after all of edits.
func (p *proposer) keepsNeeds(edits source.Edits) bool {
	after, err := p.relink(edits)
	if err != nil {
		return false
	}
	_, lost := p.needsKept(after)
	return lost == ""
}
