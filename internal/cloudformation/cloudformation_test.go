package cloudformation

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/source"
)

func TestPieces(t *testing.T) {
	for _, c := range []struct {
		text string
		want []piece
	}{
		{"", nil},
		{"plain", []piece{{"plain", false}}},
		{"${A}", []piece{{"A", true}}},
		{"a-${ B.Arn }/*", []piece{{"a-", false}, {"B.Arn", true}, {"/*", false}}},
		{"${!aws:username}/${A}", []piece{{"${aws:username}/", false}, {"A", true}}},
		{"open ${A", []piece{{"open ${A", false}}},
	} {
		if got := pieces(c.text); !slices.Equal(got, c.want) {
			t.Errorf("pieces(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}

// TestPath shows which local paths of a template lead into the repository.
func TestPath(t *testing.T) {
	template := &Template{File: "app/infra/template.yaml"}
	for text, want := range map[string]string{
		"src/":               "app/infra/src",
		".":                  "app/infra",
		"../src":             "app/src",
		"../../src/../lib":   "lib",
		"file://src":         "app/infra/src",
		`..\src`:             "app/src",
		"../../../etc":       "",
		"/etc":               "",
		`C:\code`:            "",
		"a/../../../../etc":  "",
		"src\x00/../../root": "",
	} {
		got, ok := template.Path(text)
		if got != want || ok != (want != "") {
			t.Errorf("Path(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
}

// TestDifference holds that the edits turn the old bytes into the new, and cut no letter in two.
func TestDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aäö€\n x")))
		old, new := text.Draw(t, "old"), text.Draw(t, "new")
		edits := difference("f", []byte(old), []byte(new))
		got, err := source.Apply([]byte(old), edits)
		if err != nil || string(got) != new {
			t.Fatalf("applying %v to %q gives %q, %v, want %q", edits, old, got, err, new)
		}
		for _, e := range edits {
			if !utf8.ValidString(e.Text) || !utf8.ValidString(old[e.Start:e.End]) {
				t.Fatalf("an edit cuts a letter: %+v", e)
			}
		}
	})
}

// TestWrite shows one value in each way of writing.
func TestWrite(t *testing.T) {
	w := written{pairs: []writtenPair{
		{"Effect", written{scalar: "Allow"}},
		{"Action", written{items: []written{{scalar: "s3:GetObject"}, {scalar: "s3:PutObject"}}}},
	}}
	for _, c := range []struct {
		name  string
		style style
		flow  bool
		want  []string
	}{
		{"block", style{step: 2, dash: 2}, false, []string{"Effect: Allow", "Action:", "  - s3:GetObject", "  - s3:PutObject"}},
		{"dashes at the key", style{step: 2}, false, []string{"Effect: Allow", "Action:", "- s3:GetObject", "- s3:PutObject"}},
		{"flow", style{step: 2}, true, []string{"{Effect: Allow, Action: [s3:GetObject, s3:PutObject]}"}},
	} {
		if got := c.style.lines(w, c.flow); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
