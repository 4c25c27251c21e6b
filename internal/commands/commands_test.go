package commands

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []Parsed
	}{
		{"a command is a line", "/pare regenerate", []Parsed{{Name: "regenerate", Args: []string{}}}},
		{"with words around it", "Thanks!\n/pare explain s3:GetObject\nand so on", []Parsed{{Name: "explain", Args: []string{"s3:GetObject"}}}},
		{"alone it asks for help", "/pare", []Parsed{{Name: "help"}}},
		{"not within a line", "please /pare regenerate", nil},
		{"not another word", "/parent regenerate", nil},
		{"not in a code span", "`/pare regenerate`", nil},
		{"not in a code span over lines", "`see\n/pare regenerate`", nil},
		{"not in a fence", "```\n/pare regenerate\n```", nil},
		{"not indented as code", "    /pare regenerate", nil},
		{"not in a quote", "> /pare regenerate", nil},
		{"nor in a lazy quote", "> said\n/pare regenerate", nil},
		{"not in a list", "- /pare regenerate", nil},
		{"not in an HTML comment", "<!--\n/pare regenerate\n-->", nil},
		{"not in inline HTML", "x <!-- a\n/pare regenerate\n-->", nil},
		{"two", "/pare help\n\n/pare regenerate", []Parsed{{Name: "help", Args: []string{}}, {Name: "regenerate", Args: []string{}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, Parse(c.body)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestFind(t *testing.T) {
	for name, want := range map[string]string{"regenrate": "regenerate", "hlep": "help", "destroy": ""} {
		if _, nearest, ok := Find(name); ok || nearest != want {
			t.Errorf("Find(%s): %q, want %q", name, nearest, want)
		}
	}
}

// The help is printed from the table, so that a command cannot be missing in it.
func TestHelp(t *testing.T) {
	reply := help(Env{}, nil).Reply
	for _, c := range All {
		if !strings.Contains(reply, "`/pare "+c.Name) {
			t.Errorf("the help does not name %s", c.Name)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(reply), "\n") {
		if cells := strings.Count(line, "|") - strings.Count(line, `\|`) - 1; cells != 3 {
			t.Errorf("%d cells in %s", cells, line)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("/pare help")
	f.Add("> /pare\n```\n/pare x\n")
	f.Fuzz(func(t *testing.T, body string) {
		if n := len(Parse(body)); n > MaxCommands {
			t.Errorf("%d commands", n)
		}
	})
}
