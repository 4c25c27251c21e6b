package shell

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/sdk"
)

// TestShorthand reads what the aws command takes instead of JSON, and leaves alone what only looks like it.
func TestShorthand(t *testing.T) {
	for text, want := range map[string]string{
		"Id=1,MessageBody=x":                    "{Id:1 MessageBody:x}",
		"Objects=[{Key=d,VersionId=v},{Key=e}]": "{Objects:[{Key:d VersionId:v} {Key:e}]}",
		"Names=a,b,Other=c":                     "{Names:[a b] Other:c}",
		"Resources=[],Quiet=true":               "{Resources:[] Quiet:true}",
		`Key="a,b",Value='c=d'`:                 "{Key:a,b Value:c=d}",
		"Outer={Inner={Deep=x}}":                "{Outer:{Inner:{Deep:x}}}",
		"total = 5":                             "none",
		"https://example.com/?a=b":              "none",
		"Key=[a":                                "none",
		"Key={a=b":                              "none",
		"Key=a}":                                "none",
		"plain":                                 "none",
		"":                                      "none",
		strings.Repeat("a={", 100000):           "none",
		"a=" + strings.Repeat("[", 100000):      "none",
	} {
		got := "none"
		if fields, ok := shorthand(text, nil); ok {
			got = asText(sdk.Given{Fields: fields})
		}
		if got != want {
			t.Errorf("%.40s: %.80s, want %s", text, got, want)
		}
	}
}

// asText prints what a shorthand gave.
func asText(g sdk.Given) string {
	var all []string
	for _, f := range g.Fields {
		all = append(all, f.Name+":"+asText(f.Value))
	}
	if len(g.Fields) > 0 {
		return "{" + strings.Join(all, " ") + "}"
	}
	for _, item := range g.Items {
		all = append(all, asText(item))
	}
	if len(g.Items) > 0 || len(g.Text) == 0 {
		return "[" + strings.Join(all, " ") + "]"
	}
	return g.Text[0].Value.String()
}
