package document

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/source"
)

// TestEdits makes the edits of a case together and wants the file that they give. A line of edits is the function's name, the path
// of the node, what the function takes, and the lines of text, each behind " | " (a dash before a line keeps its blanks).
func TestEdits(t *testing.T) {
	cases(t, "edit", func(t *testing.T, a *txtar.Archive) {
		file, src := a.Files[0].Name, a.Files[0].Data
		docs, problems := Read(file, src)
		if len(docs) != 1 || len(problems) > 0 {
			t.Fatalf("%d documents, problems %v", len(docs), problems)
		}
		var edits []source.Edit
		for line := range strings.Lines(string(a.Files[1].Data)) {
			edits = append(edits, edit(t, src, docs[0], strings.TrimSpace(line)))
		}
		got, err := source.Apply(src, edits)
		if err != nil {
			t.Fatal(err)
		}
		if _, problems := Read(file, got); len(problems) > 0 {
			t.Errorf("the result has problems: %v", problems)
		}
		want(t, &a.Files[2], string(got))
	})
}

func edit(t *testing.T, src []byte, root *Node, line string) source.Edit {
	parts := strings.Split(line, " | ")
	var text []string
	for _, part := range parts[1:] {
		text = append(text, strings.TrimPrefix(part, "- "))
	}
	words := strings.SplitN(parts[0], " ", 3)
	n := root
	for step := range strings.SplitSeq(strings.Trim(words[1], "."), ".") {
		if i, err := strconv.Atoi(step); err == nil {
			n = n.Items[i]
		} else if step != "" {
			n = n.Get(step)
		}
	}
	number, _ := strconv.Atoi(words[2])
	switch words[0] {
	case "Replace":
		return Replace(n, words[2])
	case "RemoveItem":
		return RemoveItem(src, n, number)
	case "RemoveKey":
		return RemoveKey(src, n, words[2])
	case "InsertItem":
		return InsertItem(src, n, number, text)
	case "InsertKey":
		return InsertKey(src, n, words[2], text)
	}
	t.Fatalf("no such edit: %s", line)
	return source.Edit{}
}
