package analysis

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/source"
)

// TestSince reads testdata/since: prose, base/ and head/ as they are in the repository, and want: the findings that the change made
// worse, one a line: rule and subject. A file that only one side changes is written once, without a side.
func TestSince(t *testing.T) {
	files, err := filepath.Glob("testdata/since/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			archive := txtar.Parse(src)
			if len(archive.Comment) == 0 {
				t.Error("a case opens with prose")
			}
			base, head, want := source.Files{}, source.Files{}, ""
			for _, f := range archive.Files {
				switch side, name, _ := strings.Cut(f.Name, "/"); {
				case f.Name == "want":
					want = string(f.Data)
				case side == "base":
					base[name] = f.Data
				case side == "head":
					head[name] = f.Data
				default:
					base[f.Name], head[f.Name] = f.Data, f.Data
				}
			}
			ws := source.Workspace{Head: head, Base: base, Diff: source.Compare(base, head)}
			var worse []string
			for _, f := range Since(ws, options()).Findings {
				if f.Worse {
					worse = append(worse, fmt.Sprintf("%s %s\n", f.Rule, f.Subject))
				}
			}
			slices.Sort(worse)
			if got := strings.Join(slices.Compact(worse), ""); got != want {
				t.Errorf("worse is\n%swant\n%s", got, want)
			}
		})
	}
}

// Fingerprints of a template that is only written in another way are the same.
func TestFingerprintsOutliveFormatting(t *testing.T) {
	tree := source.Files{"src/app.py": []byte(goodPy)}
	prints := func(template string) (all []string) {
		tree["template.yaml"] = []byte(template)
		for _, f := range Run(tree, options()).Findings {
			all = append(all, f.Fingerprint)
		}
		slices.Sort(all)
		return all
	}
	block := sam(fn("F", "      Policies:\n        - Statement:\n            - Effect: Allow\n              Action:\n                - s3:GetObject\n                - s3:PutObject\n              Resource: \"*\"\n        - AmazonSQSFullAccess\n"))
	flow := "# A comment that moves every line.\n\n" + sam(fn("F", "      Policies: [{Statement: {Resource: '*', Action: [s3:GetObject, \"s3:PutObject\"], Effect: Allow}}, AmazonSQSFullAccess]\n"))
	if a, b := prints(block), prints(flow); len(a) < 2 || !slices.Equal(a, b) {
		t.Errorf("written as blocks %v, in flow %v", a, b)
	}
}
