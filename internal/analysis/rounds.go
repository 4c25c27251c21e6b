package analysis

import (
	"slices"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/source"
)

// draft is a judgement on its way to a finding: its edits are written, and not proved yet.
type draft struct {
	rules.Judgement
	finding finding.Finding
	edits   source.Edits // none where there is nothing to prove
	shared  bool         // the bytes that are edited may serve other roles too
	proof   *finding.Proof
}

// proveAll proves the edits of all drafts. To read the repository again for each would cost the square of its size, so drafts that have
// nothing to do with each other, each about a role or trigger of its own, are proved in rounds: all of a round are applied at once, and what
// becomes of each role is shown for the one draft that is about it. Where that does not tell them apart each is proved alone.
func (p *proposer) proveAll(drafts []*draft) {
	for _, d := range drafts {
		d.shared = p.shared(d)
	}
	for len(drafts) > 0 {
		var round, later []*draft
		taken := make(map[matter]bool)
		for _, d := range drafts {
			about := d.about()
			if taken[about] || len(round) > 0 && (d.shared || round[0].shared) || d.meets(round) {
				later = append(later, d)
				continue
			}
			taken[about] = true
			round = append(round, d)
		}
		if len(round) == 1 || !p.proveRound(round) {
			for _, d := range round {
				proof := p.prove(d.Judgement, d.edits)
				d.proof = &proof
			}
		}
		drafts = later
	}
}

// matter is what a draft is about: "role" or "trigger", the template, and the ID in it.
type matter [3]string

func (d *draft) about() matter {
	switch c := d.Change; {
	case c.Replace != nil:
		return matter{"role", d.Stack.File, c.Replace.Role}
	case c.Add != nil:
		return matter{"role", d.Stack.File, c.Add.Role}
	case c.Set != nil:
		return matter{"trigger", d.Stack.File, c.Set.Trigger}
	}
	return matter{}
}

// shared says that the bytes which a draft edits may serve other roles than its own.
func (p *proposer) shared(d *draft) bool {
	for _, r := range p.estate.Roles {
		if (matter{"role", r.Stack.File, r.ID}) != d.about() {
			continue
		}
		for _, g := range r.Grants {
			if g.Shared {
				return true
			}
		}
	}
	return false
}

// meets says that a draft edits bytes that one of the others edits, or next to them.
func (d *draft) meets(others []*draft) bool {
	return slices.ContainsFunc(others, func(o *draft) bool {
		return slices.ContainsFunc(d.edits, func(a source.Edit) bool {
			return slices.ContainsFunc(o.edits, func(b source.Edit) bool { return a.File == b.File && a.Start <= b.End && b.Start <= a.End })
		})
	})
}

// proveRound applies the edits of a round at once and proves each draft on its own role. It answers false where that does not tell them
// apart: then there are no proofs.
func (p *proposer) proveRound(round []*draft) bool {
	var edits source.Edits
	by := make(map[matter]*draft)
	for _, d := range round {
		edits = append(edits, d.edits...)
		by[d.about()] = d
	}
	after, err := p.relink(edits)
	if err != nil || p.triggersNarrow(after).Outcome != iam.Proved {
		return false
	}
	needs := p.needsOf()
	refused, ok := p.refused(after, by, needs)
	if !ok {
		return false
	}
	checked := 0
	for _, users := range needs {
		for _, u := range users {
			checked += len(u.Needs)
		}
	}
	for _, d := range round {
		d.proof = refused[d]
		if d.proof == nil {
			d.proof = &finding.Proof{Direction: direction(d.Kind), Verdict: string(iam.Proved), NeedsChecked: checked}
		}
	}
	return true
}

// refused are the drafts whose role allows more after a round than it should, or less than is needed, and why; ok is false where a role has
// changed that no draft is about.
func (p *proposer) refused(after *estate.Estate, by map[matter]*draft, needs map[[2]string][]access.User) (refused map[*draft]*finding.Proof, ok bool) {
	refused = make(map[*draft]*finding.Proof)
	roles := rolesOf(after)
	for _, old := range p.estate.Roles {
		now := roles[keyOf(old)]
		if now == nil {
			return nil, false
		}
		if sameRole(old.Role, now.Role) {
			continue
		}
		d := by[matter{"role", old.Stack.File, old.ID}]
		if d == nil {
			return nil, false
		}
		proof := finding.Proof{Direction: direction(d.Kind)}
		if v := narrowsRole(old, now, &d.Judgement); v.Outcome != iam.Proved {
			proof = settled(proof, v)
		} else if checked, lost := keptFor(old, now, needs[keyOf(old)]); lost != "" {
			proof.NeedsChecked = checked
			proof = failed(proof, lost)
		} else {
			continue
		}
		refused[d] = &proof
	}
	return refused, true
}
