package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
)

// summary is the one comment that is edited in place; ok is false where there is nothing to say and nothing was said before.
func summary(in Input, s said) (body string, ok bool) {
	switch {
	case in.Settings.Comment == "never" && in.Posted.Summary == 0:
		return "", false
	case len(s.worse) == 0 && len(untold(in)) == 0 && in.Posted.Summary == 0 && in.Settings.Comment != "always":
		return "", false
	}
	needed := []string{heading(in, s)}
	if len(in.Report.Functions) > 0 {
		needed = append(needed, table(in))
	}
	needed = append(needed, excessWords(in, s), suggestedWords(s))
	// What is shed first when the comment grows too long stands last.
	optional := []string{outside(in, s), unverified(in), why(in), listedDetails("Was so before", s.old), drawing(in)}
	return fit(needed, optional, footnote(in)), true
}

// fit puts together as much as fits into one comment; the first and last parts always do.
func fit(needed, optional []string, last string) string {
	room := MaxBody - 300 - len(last)
	var b strings.Builder
	for i, part := range append(needed, optional...) {
		if part == "" {
			continue
		}
		if b.Len()+len(part)+2 > room {
			if i == 0 || i < len(needed) {
				part = cut(part, max(room-b.Len()-2, 16))
			} else {
				part = "(More did not fit into one comment: the check run has it.)"
			}
		}
		if b.Len()+len(part)+2 > room+100 {
			break
		}
		b.WriteString(part + "\n\n")
	}
	return b.String() + last
}

func heading(in Input, s said) string {
	if len(s.worse) == 0 {
		if n := len(untold(in)); n > 0 {
			return fmt.Sprintf("### ⚪ Pare: could not tell for %d of %s", n, count(len(in.Report.Functions), "function", "functions"))
		}
		return "### 🟢 Pare: nothing to tighten"
	}
	roles, missing := make(map[string]bool), 0
	other := 0
	for _, f := range s.worse {
		switch f.Kind {
		case finding.Adds:
			missing++
		case finding.Removes:
			roles[f.File+f.Subject] = true
		default:
			other++
		}
	}
	var parts []string
	if len(roles) > 0 {
		parts = append(parts, count(len(roles), "role can be tightened", "roles can be tightened"))
	}
	if missing > 0 {
		parts = append(parts, count(missing, "permission is missing", "permissions are missing"))
	}
	if other > 0 {
		parts = append(parts, count(other, "thing to look at", "things to look at"))
	}
	mark := "🟡"
	if conclusion(in, s) == "failure" {
		mark = "🔴"
	}
	return "### " + mark + " Pare: " + strings.Join(parts, ", ")
}

// suggestedWords counts what can be committed, and where.
func suggestedWords(s said) string {
	var removes, adds, patches int
	for _, f := range s.worse {
		switch {
		case f.Proof == nil || f.Proof.Verdict != "proved":
		case f.Suggestion == nil || slices.ContainsFunc(s.outside, func(o finding.Finding) bool { return o.Fingerprint == f.Fingerprint }):
			patches++
		case f.Kind == finding.Adds:
			adds++
		default:
			removes++
		}
	}
	var parts []string
	if removes > 0 {
		parts = append(parts, fmt.Sprintf("%s, each proved to take access away only", count(removes, "suggestion", "suggestions")))
	}
	if adds > 0 {
		parts = append(parts, count(adds, "suggestion adds what is missing", "suggestions add what is missing"))
	}
	if patches > 0 {
		parts = append(parts, count(patches, "change is in the patch below", "changes are in the patch below"))
	}
	if len(parts) == 0 {
		return ""
	}
	return "**What is suggested.** " + strings.Join(parts, "; ") + "."
}

// outside lists what no line of the diff can carry, with its patch.
func outside(in Input, s said) string {
	if len(s.outside) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s outside the lines of this diff:**\n", count(len(s.outside), "finding is", "findings are"))
	for _, f := range s.outside {
		head, _, _ := strings.Cut(f.Message, "\n\n")
		fmt.Fprintf(&b, "\n- %s %s", code(fmt.Sprintf("%s:%d", f.File, f.Line)), message(head))
	}
	if p := patch(in, s.outside); p != "" {
		b.WriteString("\n\n<details><summary>Patch</summary>\n\n" + block("diff", p) + "\n</details>")
	}
	return b.String()
}

// unverified says what was not judged, and why.
func unverified(in Input) string {
	var lines []string
	for _, g := range gaps(touchedFunctions(in)) {
		var whom []string
		for _, id := range g.functions {
			whom = append(whom, code(id))
		}
		lines = append(lines, fmt.Sprintf("- %s: %s %s", strings.Join(whom, ", "), message(g.Reason), code(fmt.Sprintf("%s:%d", g.File, g.Line))))
	}
	for _, u := range in.Report.Unread {
		lines = append(lines, fmt.Sprintf("- %s: %s", code(fmt.Sprintf("%s:%d", u.File, u.Line)), message(u.Reason)))
	}
	return details(fmt.Sprintf("Not verified (%d)", len(lines)), lines)
}

// gap is what could not be told at one place, and for which functions.
type gap struct {
	finding.Gap
	functions []string
}

// gaps tells once what several functions share, in the order in which it comes up.
func gaps(functions []finding.Function) (list []gap) {
	at := make(map[finding.Gap]int)
	for _, fn := range functions {
		for _, g := range fn.Unknown {
			g.Service = ""
			i, ok := at[g]
			if !ok {
				i, at[g] = len(list), len(list)
				list = append(list, gap{Gap: g})
			}
			if !slices.Contains(list[i].functions, fn.ID) {
				list[i].functions = append(list[i].functions, fn.ID)
			}
		}
	}
	return list
}

// why lists each need with the line that causes it. That Lambda writes logs needs no explanation.
func why(in Input) string {
	var lines []string
	for _, fn := range touchedFunctions(in) {
		for _, n := range fn.Needed {
			if n.Kind == finding.FromPlatform && strings.HasPrefix(n.Action, "logs:") {
				continue
			}
			line := fmt.Sprintf("- %s: %s on %s", code(fn.ID), code(n.Action), code(n.Resource))
			if len(n.Because) > 0 {
				line += " " + code(fmt.Sprintf("%s:%d", n.Because[0].File, n.Because[0].Line))
			}
			lines = append(lines, line)
		}
	}
	return details("Why each permission is needed", lines)
}

func listedDetails(headline string, list []finding.Finding) string {
	if len(list) == 0 {
		return ""
	}
	_, body, _ := strings.Cut(listed(headline, list), "\n\n")
	return details(fmt.Sprintf("%s (%d)", headline, len(list)), strings.Split(body, "\n"))
}

func details(headline string, lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	const most = 100
	if len(lines) > most {
		lines = append(lines[:most:most], fmt.Sprintf("- and %d more", len(lines)-most))
	}
	return "<details><summary>" + plainText(headline) + "</summary>\n\n" + strings.Join(lines, "\n") + "\n</details>"
}

func footnote(in Input) string {
	note := "<sub>Compared with " + code(in.BaseRef) + " at " + code(short(in.BaseSHA)) + ", settings from there. Head " + code(short(in.HeadSHA)) + ". " + code("/pare help") + "</sub>"
	if in.Proposed {
		note = "<sub>This change edits Pare's settings: they count once they are on " + code(in.BaseRef) + ".</sub>\n\n" + note
	}
	return note
}

func short(sha string) string { return sha[:min(7, len(sha))] }
