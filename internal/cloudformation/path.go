package cloudformation

import (
	"path"
	"strings"
)

// Path is a local path of the template as a path from the root of the tree; false where it leads out of the tree.
func (t *Template) Path(text string) (string, bool) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, `\`, "/"), "file://")
	if path.IsAbs(text) || strings.Contains(text, "\x00") || len(text) > 1 && text[1] == ':' {
		return "", false
	}
	clean := path.Join(path.Dir(t.File), text)
	if clean == ".." || strings.HasPrefix(clean, "../") {
		return "", false
	}
	return clean, true
}

// Remote says whether a location names something that is not in the repository.
func Remote(text string) bool {
	return strings.Contains(text, "://") || strings.HasPrefix(text, "arn:")
}
