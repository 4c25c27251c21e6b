package iam

import (
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// variables makes symbols of the policy variables in v's text: ${aws:username} is another string in each request, and the same one
// wherever it stands in one. The escapes ${*} ${?} ${$} are symbols too: one letter, which no pattern of ours can spell.
func variables(v symbolic.Value) symbolic.Value {
	var out []symbolic.Value
	for _, p := range v.Expand() {
		if p.Kind != symbolic.Literal || !strings.Contains(p.Text, "${") {
			out = append(out, symbolic.Value{p})
			continue
		}
		out = append(out, variablesIn(p.Text)...)
	}
	return symbolic.Concat(out...)
}

func variablesIn(text string) (out []symbolic.Value) {
	for {
		head, rest, found := strings.Cut(text, "${")
		name, behind, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return append(out, symbolic.Text(text))
		}
		out = append(out, symbolic.Text(head), symbolic.Value{{Kind: symbolic.Parameter, Text: strings.ToLower(name)}})
		text = behind
	}
}
