package rules

import (
	"embed"
	"strings"

	"golang.org/x/tools/txtar"
)

//go:embed *.txtar
var pages embed.FS

// Manual is the page of a rule: what it looks for, why, and where it is silent. The same file is the rule's test.
func Manual(id string) (page string, ok bool) {
	for _, r := range All {
		if r.ID != id {
			continue
		}
		text, err := pages.ReadFile(strings.ReplaceAll(id, "-", "_") + ".txtar")
		return strings.TrimSpace(string(txtar.Parse(text).Comment)), err == nil
	}
	return "", false
}

// IDs names the rules in the order of the table.
func IDs() []string {
	ids := make([]string, len(All))
	for i, r := range All {
		ids[i] = r.ID
	}
	return ids
}
