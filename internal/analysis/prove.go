package analysis

import (
	"errors"
	"fmt"
	"maps"
	"slices"

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
	if v := p.narrows(after, &j); v.Outcome != iam.Proved {
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

// narrows shows that nothing is allowed after a change that was not before, but what the change of j (which may be nil) adds on purpose.
func (p *proposer) narrows(after *estate.Estate, j *rules.Judgement) iam.Verdict {
	roles := rolesOf(after)
	for _, old := range p.estate.Roles {
		now := roles[keyOf(old)]
		if now == nil {
			return iam.Verdict{Outcome: iam.Unsettled, Reason: "the role " + old.ID + " is gone after the edit"}
		}
		if sameRole(old.Role, now.Role) {
			continue
		}
		if v := narrowsRole(old, now, j); v.Outcome != iam.Proved {
			return v
		}
	}
	return p.triggersNarrow(after)
}

// narrowsRole shows that of one role.
func narrowsRole(old, now *estate.Role, j *rules.Judgement) iam.Verdict {
	if opaque(now) > opaque(old) {
		return iam.Verdict{Outcome: iam.Unsettled, Reason: "a policy of the role " + old.ID + " can no longer be read after the edit"}
	}
	allowed := identity(old)
	if j != nil && j.Change.Add != nil && old.ID == j.Change.Add.Role && old.Stack.File == j.Stack.File {
		allowed.Statements = append(allowed.Statements, j.Change.Add.Statements...)
	}
	return iam.Subset(identity(now), allowed)
}

// opaque counts the policies of a role whose text is not known: they are no part of a proof.
func opaque(r *estate.Role) (n int) {
	for _, g := range r.Grants {
		if g.Opaque != "" {
			n++
		}
	}
	return n
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
	if p.reread += p.weight(touched); p.reread > MaxReread {
		return nil, errors.New("this repository has more suggestions than are proved at once, so commit the others first")
	}
	stacks := make([]*stack.Stack, len(p.stacks))
	for i, s := range p.stacks {
		stacks[i] = s
		if !touches(touched, s) {
			continue
		}
		again := formats.ReadWith(tree, s.File, p.programs(tree))
		if again == nil || len(again.Problems) > len(s.Problems) {
			return nil, fmt.Errorf("the edited %s can no longer be read", s.File)
		}
		stacks[i] = again
	}
	return p.estate.Relink(stacks, tree), nil
}

// MaxReread bounds what the proofs of one analysis read again, in bytes of templates. A pattern that a policy stands for counts as some.
const (
	MaxReread    = 12 << 20
	patternBytes = 5
)

// weight is what reading files again costs.
func (p *proposer) weight(touched map[string]bool) (bytes int) {
	for _, s := range p.stacks {
		if !touches(touched, s) {
			continue
		}
		for _, file := range append([]string{s.File}, s.Also...) {
			if src, err := p.tree.Read(file); err == nil {
				bytes += len(src)
			}
		}
		for _, r := range s.Roles {
			for _, g := range r.Grants {
				bytes += patternBytes * (len(g.Statement.Actions) + len(g.Statement.Resources))
			}
		}
	}
	return bytes
}

// touches says whether one of the files that a stack was read from is among them.
func touches(files map[string]bool, s *stack.Stack) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(files)), s.ReadFrom)
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

// keyOf names a role within a repository: its template and its logical ID.
func keyOf(r *estate.Role) [2]string { return [2]string{r.Stack.File, r.ID} }

func rolesOf(e *estate.Estate) map[[2]string]*estate.Role {
	by := make(map[[2]string]*estate.Role, len(e.Roles))
	for _, r := range e.Roles {
		by[keyOf(r)] = r
	}
	return by
}

// needsKept counts the known needs that were asked about, and names the first that is allowed less than before.
func (p *proposer) needsKept(after *estate.Estate) (checked int, lost string) {
	roles := rolesOf(after)
	for _, c := range p.comparisons {
		if c.Role == nil {
			continue
		}
		now := roles[keyOf(c.Role)]
		if now == nil {
			return checked, "the role " + c.Role.ID + " is gone after the edit"
		}
		n, lost := keptFor(c.Role, now, c.Users)
		if checked += n; lost != "" {
			return checked, lost
		}
	}
	return checked, ""
}

// keptFor does that for those who use one role. A role that has not changed keeps everything.
func keptFor(old, now *estate.Role, users []access.User) (checked int, lost string) {
	same := sameRole(old.Role, now.Role)
	before, then := identity(old), identity(now)
	for _, u := range users {
		for _, n := range u.Needs {
			checked++
			if !same && allows(then, n) < allows(before, n) {
				return checked, fmt.Sprintf("`%s` on `%s`, which `%s` needs, would no longer be allowed", n.Action, n.Resource, u.Function.ID)
			}
		}
	}
	return checked, ""
}

// needsOf are those who use each role, with what they need.
func (p *proposer) needsOf() map[[2]string][]access.User {
	by := make(map[[2]string][]access.User)
	for _, c := range p.comparisons {
		if c.Role != nil {
			by[keyOf(c.Role)] = append(by[keyOf(c.Role)], c.Users...)
		}
	}
	return by
}

func allows(p iam.Policy, n access.Need) symbolic.Answer {
	return p.Allows(iam.Request{Action: n.Action, Resource: n.Resource, When: n.When})
}

// keeps reports whether every known need is still allowed after all of edits; and, where they are removals, nothing is that was not.
func (p *proposer) keeps(edits source.Edits, removals bool) bool {
	after, err := p.relink(edits)
	if err != nil || removals && p.narrows(after, nil).Outcome != iam.Proved {
		return false
	}
	_, lost := p.needsKept(after)
	return lost == ""
}
