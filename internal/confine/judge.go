package confine

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// maxText bounds every string of a report, in bytes; maxList every list of it.
const (
	maxText = 64 << 10
	maxList = 20_000
)

// judge looks at a report as if an enemy had written it: known words only, files of the trees, lines that exist, edits that apply, and
// suggestions that are what their edits make. What is true it cannot know; it makes sure that nothing else can be done with a lie.
func judge(r finding.Report, ws source.Workspace) error {
	if r.Version != finding.Version || r.Status != finding.Complete && r.Status != finding.Partial {
		return errors.New("a report of another version or status")
	}
	if max(len(r.Functions), len(r.Roles), len(r.Findings), len(r.Unread)) > maxList {
		return errors.New("a list that is too long")
	}
	for _, f := range r.Findings {
		if err := judgeFinding(f, ws.Head); err != nil {
			return fmt.Errorf("finding %.40q: %w", f.Rule, err)
		}
	}
	for _, fn := range r.Functions {
		if !knownStatus(fn.Status) || ws.Head.Hash(fn.Template) == "" || len(fn.ID) > maxText || len(fn.Needed) > maxList {
			return fmt.Errorf("function %.40q: not of this repository", fn.ID)
		}
	}
	for _, role := range r.Roles {
		if !knownStatus(role.Status) || ws.Head.Hash(role.Template) == "" || len(role.ID) > maxText {
			return fmt.Errorf("role %.40q: not of this repository", role.ID)
		}
	}
	return nil
}

func knownStatus(s finding.Status) bool {
	return s == finding.Complete || s == finding.Partial || s == finding.Unknown
}

func judgeFinding(f finding.Finding, head source.Tree) error {
	if !slices.Contains([]finding.Severity{finding.Info, finding.Low, finding.Medium, finding.High, finding.Critical}, f.Severity) ||
		!slices.Contains([]finding.Kind{finding.Removes, finding.Adds, finding.Restricts, finding.Tells}, f.Kind) {
		return errors.New("a severity or kind that there is not")
	}
	if len(f.Fingerprint) != 16 || len(f.Message) > maxText || len(f.Edits) > maxList || len(f.Because) > maxList {
		return errors.New("out of bounds")
	}
	src, err := head.Read(f.File)
	if err != nil {
		return errors.New("a file that is not there")
	}
	if lines := 1 + bytes.Count(src, []byte("\n")); f.Line < 1 || f.EndLine < f.Line || f.EndLine > lines {
		return errors.New("lines that are not there")
	}
	return judgeEdits(f, head)
}

// judgeEdits applies the edits again; a suggestion must give the same file.
func judgeEdits(f finding.Finding, head source.Tree) error {
	byFile := make(map[string][]source.Edit)
	for _, e := range f.Edits {
		byFile[e.File] = append(byFile[e.File], source.Edit(e))
	}
	for file, edits := range byFile {
		src, err := head.Read(file)
		if err != nil {
			return errors.New("an edit of a file that is not there")
		}
		after, err := source.Apply(src, edits)
		if err != nil {
			return errors.New("edits that do not apply")
		}
		if s := f.Suggestion; s != nil && (len(byFile) != 1 || s.File != file || !bytes.Equal(after, replaced(src, *s))) {
			return errors.New("a suggestion that is not what its edits make")
		}
	}
	if f.Suggestion != nil && len(byFile) == 0 {
		return errors.New("a suggestion without edits")
	}
	return nil
}

// replaced is a file with a suggestion's lines in place, nil where it has no such lines.
func replaced(src []byte, s finding.Suggestion) []byte {
	lines := bytes.SplitAfter(src, []byte("\n"))
	if s.StartLine < 1 || s.EndLine < s.StartLine || s.EndLine > len(lines) {
		return nil
	}
	var out bytes.Buffer
	for _, l := range lines[:s.StartLine-1] {
		out.Write(l)
	}
	if s.Text != "" {
		out.WriteString(s.Text)
		if bytes.HasSuffix(lines[s.EndLine-1], []byte("\n")) {
			out.WriteByte('\n')
		}
	}
	for _, l := range lines[s.EndLine:] {
		out.Write(l)
	}
	return out.Bytes()
}
