package document

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/source"
)

var update = flag.Bool("update", false, "write what is read into testdata")

var kinds = map[Kind]string{Null: "null", Bool: "bool", Number: "number", String: "string", List: "list", Map: "map"}

// cases opens every txtar file of a folder. What it returns in the end is the archive with the parts that are wanted.
func cases(t *testing.T, folder string, run func(*testing.T, *txtar.Archive)) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Comment) == 0 {
				t.Error("a case opens with prose that says what it shows")
			}
			run(t, archive)
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// want compares one part of the archive with what was got.
func want(t *testing.T, part *txtar.File, got string) {
	t.Helper()
	if *update {
		part.Data = []byte(got)
	}
	if diff := cmp.Diff(string(part.Data), got); diff != "" {
		t.Errorf("%s:\n%s", part.Name, diff)
	}
}

func TestRead(t *testing.T) {
	cases(t, "read", func(t *testing.T, a *txtar.Archive) {
		src := a.Files[0].Data
		docs, problems := Read(a.Files[0].Name, src)
		checkSpans(t, a.Files[0].Name, src)
		var tree, notes strings.Builder
		for _, doc := range docs {
			printTree(&tree, src, "", doc)
		}
		for _, p := range problems {
			fmt.Fprintf(&notes, "line %d, column %d: %s\n", p.Span.Line, p.Span.Column, p.Text)
		}
		want(t, &a.Files[1], tree.String())
		want(t, &a.Files[2], notes.String())
	})
}

// printTree prints one line a value.
func printTree(b *strings.Builder, src []byte, path string, n *Node) {
	text := strconv.Quote(string(src[n.Span.Start:n.Span.End]))
	if len(text) > 60 {
		text = text[:28] + " ... " + text[len(text)-28:]
	}
	lines := strconv.Itoa(n.Span.Line)
	if n.Span.EndLine > n.Span.Line {
		lines += "-" + strconv.Itoa(n.Span.EndLine)
	}
	fmt.Fprintf(b, "%-34s %-6s %-8s %-5s %s\n", "."+path, kinds[n.Kind], n.Tag, lines, text)
	for i, item := range n.Items {
		printTree(b, src, path+"["+strconv.Itoa(i)+"]", item)
	}
	for _, p := range n.Pairs {
		name := p.Key.Value
		if p.Merged {
			name += "<<"
		}
		printTree(b, src, strings.TrimPrefix(path+"."+name, "."), p.Value)
	}
}

// TestLimits shows that each limit costs a problem, and neither memory nor the other documents.
func TestLimits(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	merges := "m0: &m0 {a: 1}\n"
	for i := 1; i < 3000; i++ {
		merges += fmt.Sprintf("m%d: &m%d {<<: *m%d, k%d: 1}\n", i, i, i-1, i)
	}
	for _, c := range []struct {
		name, src, problem string
		docs               int
	}{
		{"deep flow", "--- a\n--- " + strings.Repeat("[", MaxDepth+2) + strings.Repeat("]", MaxDepth+2), "nested too deep", 1},
		{"deep blocks", strings.Repeat("- ", MaxDepth+2) + "a\n--- b\n", "nested too deep", 1},
		{"too deep for the parser", strings.Repeat("[", 20_000), "max depth", 0},
		{"many values", "[" + strings.Repeat("a,", MaxNodes+1) + "]", "too many values", 0},
		{"an alias bomb", bomb, "too many values", 1},
		{"a merge bomb", merges, "too many values", 0},
		{"UTF-16", "\xFF\xFEa\x00", "UTF-16", 0},
		{"no UTF-8", "a: \xff\xff", "cannot be read as YAML", 0},
		{"a control character", "a: \x01", "cannot be read as YAML", 0},
		{"many problems", strings.Repeat("a: 1\n", 300), "is there twice", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, problems := Read("t.yaml", []byte(c.src))
			if len(docs) != c.docs || len(problems) == 0 || !strings.Contains(problems[0].Text, c.problem) {
				t.Errorf("%d documents, problems %v", len(docs), problems)
			}
			if len(problems) > MaxProblems+1 {
				t.Errorf("%d problems are listed", len(problems))
			}
			walked := 0
			for _, doc := range docs {
				walked += count(doc)
			}
			if walked > MaxNodes+MaxAliases {
				t.Errorf("a walk meets %d values", walked)
			}
		})
	}
	deep := strings.Repeat("[", MaxDepth+2) + strings.Repeat("]", MaxDepth+2)
	if docs, problems := Read("t.json", []byte(deep)); len(docs) != 0 || len(problems) != 1 {
		t.Errorf("deep JSON: %d documents, problems %v", len(docs), problems)
	}
}

// count walks a tree as a reader would, through aliases.
func count(n *Node) int {
	total := 1
	for _, item := range n.Items {
		total += count(item)
	}
	for _, p := range n.Pairs {
		total += count(p.Key) + count(p.Value)
	}
	return total
}

// TestGet shows that a path through what is not there is nil and no panic.
func TestGet(t *testing.T) {
	docs, _ := Read("t.yaml", []byte("a: {b: c}\n? [x]\n: y\n"))
	if got := docs[0].Get("a").Get("b"); got == nil || got.Value != "c" {
		t.Errorf("a.b is %v", got)
	}
	for _, missing := range []*Node{docs[0].Get("x").Get("y"), docs[0].Get("a").Get("b").Get("c"), docs[0].Get(""), (*Node)(nil).Get("a")} {
		if missing != nil {
			t.Errorf("got %v, want nil", missing)
		}
	}
}

// TestSpanOfKey shows that the place of a problem is the key's own.
func TestSpanOfKey(t *testing.T) {
	src := []byte("a: 1\nb: 2\na: 3\n")
	_, problems := Read("t.yaml", src)
	if want := source.NewSpan("t.yaml", src, 10, 11); len(problems) != 1 || problems[0].Span != want {
		t.Errorf("problems %v, want one at %v", problems, want)
	}
}
