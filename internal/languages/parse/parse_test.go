package parse_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/languages/java"
	"github.com/parebot/pare/internal/languages/javascript"
	"github.com/parebot/pare/internal/languages/kotlin"
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/languages/python"
	"github.com/parebot/pare/internal/languages/ruby"
	"github.com/parebot/pare/internal/program"
)

// TestRecovery gives parsers what they would take minutes to recover from: they give up. What is as long and has errors, but
// none that cost much, is still read.
func TestRecovery(t *testing.T) {
	quotes, marks := strings.Repeat(`"`, 150_001), strings.Repeat("a?b:", 40_000)
	tests := []struct {
		name  string
		lower func(string, []byte) (*program.Module, error)
		text  string
		read  bool
	}{
		{"x.js", javascript.Lower, quotes, false},
		{"x.ts", javascript.Lower, quotes, false},
		{"X.java", java.Lower, quotes, false},
		{"x.py", python.Lower, marks, false},
		{"x.rb", ruby.Lower, marks, false},
		{"X.kt", kotlin.Lower, quotes, false},
		{"lines.js", javascript.Lower, strings.Repeat("f(1);\n", 20_000) + "\"", true},
		{"lines.py", python.Lower, strings.Repeat("f(1)\n", 20_000) + "\"", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.lower(test.name, []byte(test.text))
			if gaveUp := errors.Is(err, parse.ErrParser); gaveUp == test.read {
				t.Fatalf("Lower() of %d bytes: %v, want it read: %v", len(test.text), err, test.read)
			}
		})
	}
}
