package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// unused is a finding on lines 3 and 4 of t.yaml, with a suggestion for them.
func unused(print string) finding.Finding {
	return finding.Finding{
		Rule: "unused-action", Severity: finding.Medium, Confidence: finding.Certain, Kind: finding.Removes, Subject: "F", File: "t.yaml", Line: 3, EndLine: 4,
		Message: "`F` does not use `s3:DeleteObject`.", Fingerprint: print, Worse: true,
		Edits:      []finding.Edit{{File: "t.yaml", Start: 4, End: 6, Text: ""}},
		Suggestion: &finding.Suggestion{File: "t.yaml", StartLine: 3, EndLine: 3, Text: ""},
		Proof:      &finding.Proof{Verdict: "proved", Direction: "removes", NeedsChecked: 3},
	}
}

func input(findings ...finding.Finding) Input {
	return Input{
		Report: finding.Report{Version: 1, Status: finding.Complete, Findings: findings, Functions: []finding.Function{{ID: "F", Template: "t.yaml", Status: finding.Complete, Role: "FRole"}}},
		Diff:   source.Diff{{Path: "t.yaml", OldPath: "t.yaml", Hunks: []source.Hunk{{NewStart: 1, NewLines: 6, Added: []int{3, 4}}}}},
		Head:   source.Files{"t.yaml": []byte("a\nb\nc\nd\ne\nf\n")}, HeadSHA: strings.Repeat("1", 40), BaseSHA: strings.Repeat("2", 40), BaseRef: "main",
		Settings: config.Default(), Tables: serviceref.Embedded(),
	}
}

const print0, print1 = "0123456789abcdef", "fedcba9876543210"

// kinds names the writes of a plan in order.
func kinds(writes []Write) string {
	var list []string
	for _, w := range writes {
		switch {
		case w.Check != nil:
			list = append(list, "check "+w.Check.Conclusion)
		case w.Review != nil:
			list = append(list, fmt.Sprintf("review %d", len(w.Review.Comments)))
		case w.Summary != nil:
			list = append(list, "summary")
		case w.Resolve != nil:
			list = append(list, "resolve")
		}
	}
	return strings.Join(list, ", ")
}

func TestPlan(t *testing.T) {
	posted := Posted{Summary: 9, Comments: []PostedComment{{ID: 5, Fingerprint: print0, Body: comment(anchored{Finding: unused(print0), Suggests: true})}}}
	old := unused(print0)
	old.Worse = false
	elsewhere := unused(print0)
	elsewhere.Line, elsewhere.EndLine, elsewhere.Suggestion = 6, 6, nil
	unread := input()
	unread.Report.Functions[0].Status = finding.Unknown
	accepted := unread
	accepted.Settings.AcceptUnread = true
	lenient := input(unused(print0))
	lenient.Settings.FailOn = "critical"
	for _, c := range []struct {
		name string
		in   Input
		add  func(*Input)
		want string
	}{
		{name: "nothing to say is said by the check run alone", in: input(), want: "check success"},
		{name: "a finding on the diff is a comment", in: input(unused(print0)), want: "check failure, review 1, summary"},
		{name: "what the base had is no comment", in: input(old), want: "check success"},
		{name: "outside the diff it is in the summary", in: input(elsewhere), want: "check failure, summary"},
		{name: "posted before, it is not posted again", in: input(unused(print0)), add: func(in *Input) { in.Posted = posted }, want: "check failure, summary"},
		{name: "a comment whose finding is gone is resolved", in: input(), add: func(in *Input) { in.Posted = posted }, want: "check success, summary, resolve"},
		{name: "what could not be read holds the merge", in: unread, want: "check action_required, summary"},
		{name: "unless the base accepts it", in: accepted, want: "check success, summary"},
		{name: "below fail_on the check passes", in: lenient, want: "check success, review 1, summary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.add != nil {
				c.add(&c.in)
			}
			if got := kinds(Plan(c.in)); got != c.want {
				t.Errorf("writes %s, want %s", got, c.want)
			}
		})
	}
}

// The same summary is not written twice: an edit sends people a notification for nothing.
func TestSummaryOnce(t *testing.T) {
	in := input(unused(print0))
	for _, w := range Plan(in) {
		if w.Summary != nil {
			in.Posted.Summary, in.Posted.SummaryBody = 7, w.Summary.Body
		}
	}
	if got := kinds(Plan(in)); strings.Contains(got, "summary") {
		t.Errorf("writes %s", got)
	}
}

// TestLimits: a report of thousands of findings with long names stays within every limit of GitHub.
func TestLimits(t *testing.T) {
	in := input()
	long := strings.Repeat("Ж@`|", 200)
	for i := range 3000 {
		f := unused(fmt.Sprintf("%016x", i))
		f.Subject, f.Message = long, "`"+long+"` "+long
		in.Report.Findings = append(in.Report.Findings, f)
		fn := in.Report.Functions[0]
		fn.ID = fmt.Sprint(long, i)
		fn.Unknown = []finding.Gap{{Service: "*", File: long, Line: 1, Reason: long}}
		in.Report.Functions = append(in.Report.Functions, fn)
	}
	for _, w := range Plan(in) {
		switch {
		case w.Check != nil:
			c := w.Check
			if len(c.Summary) > MaxOutput || len(c.Title) > MaxTitle || len(c.Annotations) > MaxNotes || len(c.Actions) > 3 {
				t.Errorf("check: summary %d, title %d, annotations %d", len(c.Summary), len(c.Title), len(c.Annotations))
			}
			for _, a := range c.Annotations {
				if len(a.Message) > MaxMessage || len(a.Title) > MaxTitle {
					t.Errorf("annotation: message %d, title %d", len(a.Message), len(a.Title))
				}
			}
		case w.Review != nil:
			if len(w.Review.Comments) > in.Settings.MaxInline {
				t.Errorf("%d comments", len(w.Review.Comments))
			}
			for _, c := range w.Review.Comments {
				if len(c.Body) > MaxBody-100 || c.StartLine >= c.Line {
					t.Errorf("comment of %d bytes on %d-%d", len(c.Body), c.StartLine, c.Line)
				}
			}
		case w.Summary != nil && len(w.Summary.Body) > MaxBody-100:
			t.Errorf("summary of %d bytes", len(w.Summary.Body))
		}
	}
}

// GitHub takes comments on lines of one hunk only, and Pare comments on what the change touched.
func TestAnchor(t *testing.T) {
	diff := source.Diff{{Path: "t.yaml", Hunks: []source.Hunk{{NewStart: 1, NewLines: 4, Added: []int{2}}, {NewStart: 10, NewLines: 4, Added: []int{12}}}}, {Path: "a.py", Hunks: []source.Hunk{{NewStart: 1, NewLines: 9, Added: []int{5}}}}}
	at := func(line, end int, because ...finding.Because) string {
		a, ok := anchor(finding.Finding{File: "t.yaml", Line: line, EndLine: end, Because: because}, diff)
		return fmt.Sprint(a.Path, " ", a.Start, "-", a.End, " ", ok)
	}
	for _, c := range []struct{ got, want string }{
		{at(2, 3), "t.yaml 2-3 true"},
		{at(3, 4), " 0-0 false"},
		{at(2, 12), "t.yaml 2-2 true"},
		{at(20, 21, finding.Because{File: "a.py", Line: 5}), "a.py 5-5 true"},
		{at(20, 21, finding.Because{File: "a.py", Line: 6}), " 0-0 false"},
	} {
		if c.got != c.want {
			t.Errorf("anchor %s, want %s", c.got, c.want)
		}
	}
}

func TestSarif(t *testing.T) {
	text, err := Sarif(input(unused(print0), unused(print1)).Report)
	if err != nil || strings.Count(string(text), `"ruleId": "unused-action"`) != 2 || strings.Count(string(text), `"id": "unused-action"`) != 1 {
		t.Errorf("%v %s", err, text)
	}
}
