package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// proposer turns judgements into findings whose edits are proved on the re-read repository.
type proposer struct {
	*view
	reread int // see MaxReread
}

// drafts begins a finding of each judgement: one template after the other, so that each is opened once and forgotten.
func (p *proposer) drafts(judgements []rules.Judgement) []*draft {
	all := make([]*draft, len(judgements))
	of := make(map[*stack.Stack][]int)
	var stacks []*stack.Stack
	for i, j := range judgements {
		if of[j.Stack] == nil {
			stacks = append(stacks, j.Stack)
		}
		of[j.Stack] = append(of[j.Stack], i)
	}
	for _, s := range stacks {
		for _, i := range of[s] {
			all[i] = p.draft(judgements[i])
		}
		if s != nil {
			s.Opened = nil
		}
	}
	return all
}

// draft begins a finding of a judgement: with its edits, or with why they cannot be written.
func (p *proposer) draft(j rules.Judgement) *draft {
	d := &draft{Judgement: j, finding: finding.Finding{
		Rule: j.Rule, Severity: j.Severity, Confidence: j.Confidence, Kind: j.Kind, Subject: j.Subject,
		File: j.Place.File, Line: j.Place.Line, EndLine: j.Place.EndLine,
		Message: j.Message, Because: because(j.Because), Fingerprint: Fingerprint(j.Rule, p.before(j.Place.File), j.Key),
		Edits: []finding.Edit{}, Also: j.Also,
	}}
	if j.Change == nil {
		d.finding = explained(d.finding, j.Instead)
		return d
	}
	edits, err := formats.Edit(p.tree, j.Stack, *j.Change)
	if err != nil {
		d.finding = explained(d.finding, reasonOf(err))
		return d
	}
	d.edits = edits
	return d
}

// propose makes findings of drafts. Edits that cannot be proved are left out, and the finding says why.
func (p *proposer) propose(drafts []*draft) []finding.Finding {
	p.proveAll(slices.DeleteFunc(slices.Clone(drafts), func(d *draft) bool { return len(d.edits) == 0 }))
	all := make([]finding.Finding, 0, len(drafts))
	for _, d := range drafts {
		all = append(all, p.offered(d))
	}
	return all
}

// offered is the finding of a draft, with its edits where they are proved.
func (p *proposer) offered(d *draft) finding.Finding {
	f := d.finding
	if d.proof == nil {
		return f
	}
	f.Proof = d.proof
	if d.proof.Verdict != string(proved) {
		return explained(f, "Not offered as a suggestion: "+d.proof.Reason+".")
	}
	for _, e := range d.edits {
		f.Edits = append(f.Edits, finding.Edit{File: e.File, Start: e.Start, End: e.End, Text: e.Text})
	}
	f.Suggestion = suggestion(p.tree, d.edits)
	return f
}

// explained adds why there is nothing to commit.
func explained(f finding.Finding, why string) finding.Finding {
	if why != "" {
		f.Message += "\n\n" + why
	}
	return f
}

// reasonOf is the format's own words, without the sentinel's.
func reasonOf(err error) string {
	text := strings.TrimSuffix(strings.TrimSuffix(err.Error(), stack.ErrCannot.Error()), ": ")
	if text == "" || !errors.Is(err, stack.ErrCannot) {
		return "No suggestion: " + err.Error() + "."
	}
	return "No suggestion: " + text + "."
}

// Fingerprint recognises a finding again wherever it has moved: the rule, the file, and what it is about; never a line.
func Fingerprint(rule, file string, key []string) string {
	h := sha256.New()
	for _, part := range append([]string{rule, file}, key...) {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func because(notes []source.Note) []finding.Because {
	list := make([]finding.Because, 0, len(notes))
	for _, n := range notes {
		list = append(list, finding.Because{File: n.Span.File, Line: n.Span.Line, Text: n.Text})
	}
	return list
}

// together checks that all proved removals, applied at once, leave every known need allowed: then any subset of them does, in any order,
// since each removes only. The same with the additions: one that goes into a list which a removal takes away would leave no template.
// Where they do not go together, the later ones lose their edits, and additions before removals.
func (p *proposer) together(all []finding.Finding) {
	p.reread = 0 // what was proved one by one would be lost if there were nothing left to show it together
	removals := p.agree(all, nil, true)
	p.part(all)
	p.agree(all, removals, false)
}

// part takes the edits away from additions into what a removal takes away: with further removals the two may happen to read well. Two additions
// at one place part as well: committed one after the other they may mix, and only one of the two orders was read.
func (p *proposer) part(all []finding.Finding) {
	for i := range all {
		f := &all[i]
		if f.Kind != finding.Adds {
			continue
		}
		for j, g := range all {
			if i == j || !touch(f.Edits, g.Edits) {
				continue
			}
			if g.Kind == finding.Adds && j < i || g.Kind != finding.Adds && !p.eitherWay(g.Edits, f.Edits) {
				withdraw(f)
				break
			}
		}
	}
}

// eitherWay reports whether two sets of edits leave every need allowed in whichever order they are written.
func (p *proposer) eitherWay(a, b []finding.Edit) bool {
	return p.keeps(slices.Concat(sourceEdits(a), sourceEdits(b)), false) && p.keeps(slices.Concat(sourceEdits(b), sourceEdits(a)), false)
}

// touch reports whether two findings edit the same bytes, or bytes that are next to each other.
func touch(a, b []finding.Edit) bool {
	return slices.ContainsFunc(a, func(x finding.Edit) bool {
		return slices.ContainsFunc(b, func(y finding.Edit) bool { return x.File == y.File && x.Start <= y.End && y.Start <= x.End })
	})
}

func withdraw(f *finding.Finding) {
	f.Edits, f.Suggestion = []finding.Edit{}, nil
	f.Message += "\n\nCommit the other suggestions first: together with them this one would touch the same lines or remove a permission that is needed."
}

// agree takes the edits away from those findings that do not go together with what is applied and with those before them.
// It returns all that is applied then.
func (p *proposer) agree(all []finding.Finding, applied source.Edits, removals bool) source.Edits {
	var offers []*finding.Finding
	for i := range all {
		if f := &all[i]; len(f.Edits) > 0 && removals == (f.Kind != finding.Adds) {
			offers = append(offers, f)
		}
	}
	return p.agreed(offers, applied, removals)
}

// agreed tries offers together, and each half of them where that fails: what goes together with more goes together with less.
func (p *proposer) agreed(offers []*finding.Finding, applied source.Edits, removals bool) source.Edits {
	every := slices.Clip(applied)
	for _, f := range offers {
		every = append(every, sourceEdits(f.Edits)...)
	}
	switch {
	case len(offers) == 0 || len(offers) == 1 && len(applied) == 0 || p.keeps(every, removals):
		return every
	case len(offers) == 1:
		withdraw(offers[0])
		return applied
	}
	half := len(offers) / 2
	return p.agreed(offers[half:], p.agreed(offers[:half], applied, removals), removals)
}

func sourceEdits(edits []finding.Edit) source.Edits {
	out := make(source.Edits, 0, len(edits))
	for _, e := range edits {
		out = append(out, source.Edit{File: e.File, Start: e.Start, End: e.End, Text: e.Text})
	}
	return out
}
