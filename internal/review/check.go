package review

import (
	"fmt"
	"path"
	"strings"

	"github.com/parebot/pare/internal/finding"
)

// severities from the mildest; a setting of never is above all.
var severities = []finding.Severity{finding.Info, finding.Low, finding.Medium, finding.High, finding.Critical}

func rank(s finding.Severity) int {
	for i, x := range severities {
		if x == s {
			return i
		}
	}
	return len(severities)
}

// check is the finished check run of this head.
func check(in Input, s said) *Check {
	c := &Check{
		ID: in.Posted.CheckID, Name: Name, Head: in.HeadSHA, ExternalID: in.External, Status: "completed",
		Conclusion: conclusion(in, s), Title: title(in, s), Actions: buttons(),
	}
	c.Summary = cut(checkSummary(in, s), MaxOutput)
	for _, f := range s.worse {
		if len(c.Annotations) == MaxNotes {
			break
		}
		c.Annotations = append(c.Annotations, annotation(f, in))
	}
	return c
}

// conclusion is honest: what could not be read is action_required, never success, unless the base's settings accept it.
func conclusion(in Input, s said) string {
	for _, f := range s.worse {
		if rank(f.Severity) >= rank(finding.Severity(in.Settings.FailOn)) {
			return "failure"
		}
	}
	if len(untold(in)) > 0 && !in.Settings.AcceptUnread {
		return "action_required"
	}
	return "success"
}

// untold lists the functions that this change may concern and whose code could not be read.
func untold(in Input) (ids []string) {
	for _, fn := range in.Report.Functions {
		if fn.Status == finding.Unknown && concerned(in, fn) {
			ids = append(ids, fn.ID)
		}
	}
	return ids
}

// concerned reports whether the change touches a function: its files, or anything in its template's folder, since its code was not found.
func concerned(in Input, fn finding.Function) bool {
	folder := path.Dir(fn.Template)
	for _, d := range in.Diff {
		for _, p := range []string{d.Path, d.OldPath} {
			if p != "" && (folder == "." || strings.HasPrefix(p, folder+"/")) {
				return true
			}
		}
	}
	return false
}

func title(in Input, s said) string {
	var tighten, missing, triggers int
	for _, f := range s.worse {
		switch f.Kind {
		case finding.Adds:
			missing++
		case finding.Restricts:
			triggers++
		case finding.Removes:
			tighten++
		}
	}
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{tighten, "to tighten"}, {missing, "missing"}, {triggers, "open to others"}, {len(s.worse) - tighten - missing - triggers, "to look at"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	if n := len(untold(in)); n > 0 {
		parts = append(parts, fmt.Sprintf("could not tell: %d of %s", n, count(len(in.Report.Functions), "function", "functions")))
	}
	if len(parts) == 0 {
		return "Nothing to tighten"
	}
	return cut(strings.Join(parts, ", "), MaxTitle)
}

func checkSummary(in Input, s said) string {
	read := 0
	for _, fn := range in.Report.Functions {
		if fn.Status != finding.Unknown {
			read++
		}
	}
	first := fmt.Sprintf("%s read, %s compared.", count(read, "function", "functions"), count(len(in.Report.Roles), "role", "roles"))
	if len(s.worse) == 0 {
		first += " Nothing that this pull request adds is wider than the code needs."
	}
	parts := []string{first}
	if len(in.Report.Functions) > 0 {
		parts = append(parts, table(in))
	}
	for _, section := range []string{listed("Found", s.worse), listed("Was so before", s.old), unverified(in)} {
		if section != "" {
			parts = append(parts, section)
		}
	}
	return strings.Join(parts, "\n\n")
}

// listed is a list of findings, a line each.
func listed(heading string, list []finding.Finding) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s (%d)**\n", heading, len(list))
	for _, f := range list {
		head, _, _ := strings.Cut(f.Message, "\n\n")
		fmt.Fprintf(&b, "\n- %s %s: %s", plainText(string(f.Severity)), code(fmt.Sprintf("%s:%d", f.File, f.Line)), message(head))
	}
	return b.String()
}

func annotation(f finding.Finding, in Input) Annotation {
	level := "notice"
	if rank(f.Severity) >= rank(finding.Severity(in.Settings.FailOn)) {
		level = "failure"
	} else if rank(f.Severity) >= rank(finding.Medium) {
		level = "warning"
	}
	return Annotation{
		Path: f.File, StartLine: max(f.Line, 1), EndLine: max(f.EndLine, f.Line, 1), Level: level,
		Title: cut(f.Rule+": "+visible(f.Subject), MaxTitle), Message: cut(plain(f.Message), MaxMessage),
	}
}

// buttons are shown once the run has completed; three at most.
func buttons() []Action {
	return []Action{{Label: "Regenerate", Description: "Read the head again", Identifier: "regenerate"}}
}
