package config

import (
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	for _, c := range []struct{ name, text, wrong string }{
		{"nothing is the default", "", ""},
		{"a comment alone is nothing", "# later\n", ""},
		{"a stricter gate", "fail_on: low\nexclude: [examples/**]\n", ""},
		{"a key that nobody knows", "failon: low\n", "failon"},
		{"a value that nobody knows", "fail_on: sometimes\n", "fail_on is"},
		{"an excuse without a reason", "ignore:\n- rule: public-url\n", "needs a rule and a reason"},
		{"too many comments", "max_inline: 1000\n", "max_inline"},
		{"not YAML", "fail_on: [", "reading .github/pare.yml"},
		{"a pattern that is none", "exclude: ['[']\n", "not a pattern"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load([]byte(c.text))
			if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("Load: %v, want an error with %q", err, c.wrong)
			}
		})
	}
}
