package analysis

import (
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/source"
)

// ignoreComment is an inline suppression: `# pare:ignore RULE reason`. Without a reason it does not count.
var ignoreComment = regexp.MustCompile(`(?:#|//)\s*pare:ignore\s+([a-z-]+|\*)\s+(\S.*)$`)

// suppressed reports whether the team has accepted a judgement: in the settings, or in a comment on its lines or the line above them.
// The comment must stand in accepted too, so that a change cannot excuse itself; nil accepts all (a Tree may not be comparable).
func (v *view) suppressed(j rules.Judgement, accepted source.Tree) bool {
	for _, s := range v.Settings.Ignore {
		if s.Reason != "" && s.Rule == j.Rule && (s.Subject == "" || s.Subject == j.Subject) && (s.File == "" || excluded([]string{s.File}, j.Place.File)) {
			return true
		}
	}
	for _, comment := range v.comments(j) {
		if accepted == nil || hasLine(accepted, comment) {
			return true
		}
	}
	return false
}

// comments lists the lines that suppress a judgement, as they stand in the file.
func (v *view) comments(j rules.Judgement) (found []string) {
	src, err := v.tree.Read(j.Place.File)
	if err != nil || !strings.Contains(string(src), "pare:ignore") {
		return nil
	}
	lines := strings.Split(string(src), "\n")
	for i := max(j.Place.Line-2, 0); i < min(j.Place.EndLine, len(lines)); i++ {
		if m := ignoreComment.FindStringSubmatch(strings.TrimSpace(lines[i])); m != nil && (m[1] == j.Rule || m[1] == "*") {
			found = append(found, strings.TrimSpace(lines[i]))
		}
	}
	return found
}

// hasLine reports whether any file of a tree has a line that reads so. The file may have been renamed, so all templates count.
func hasLine(tree source.Tree, line string) bool {
	for _, file := range tree.Paths() {
		if src, err := tree.Read(file); err == nil && strings.Contains(string(src), line) {
			return true
		}
	}
	return false
}
