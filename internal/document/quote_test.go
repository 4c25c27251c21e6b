package document

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		"s3:GetObject":                        "s3:GetObject",
		"s3:*":                                "s3:*",
		"arn:aws:s3:::bucket/*":               "arn:aws:s3:::bucket/*",
		"*":                                   "'*'",
		"":                                    "''",
		"2012-10-17":                          "'2012-10-17'",
		"123456789012":                        "'123456789012'",
		"0x1F":                                "'0x1F'",
		"1e3":                                 "'1e3'",
		"12:30:45":                            "'12:30:45'",
		"yes":                                 "'yes'",
		"No":                                  "'No'",
		"null":                                "'null'",
		"~":                                   "'~'",
		"<<":                                  "'<<'",
		"${Orders.Arn}/index/*":               "'${Orders.Arn}/index/*'",
		"it's":                                "it's",
		"'quoted'":                            "'''quoted'''",
		"a: b":                                "'a: b'",
		"a #b":                                "'a #b'",
		"ends:":                               "'ends:'",
		" blank ":                             "' blank '",
		"two\nlines":                          `"two\nlines"`,
		"tab\there":                           `"tab\there"`,
		"a\u2028b":                            `"a\u2028b"`,
		"\u202Ebidi":                          `"\u202Ebidi"`,
		"a\\b\x00":                            `"a\\b\u0000"`,
		"\xff":                                "\"\uFFFD\"",
		"Writes the orders, many of them":     "'Writes the orders, many of them'",
		"https://sqs.eu-west-1.amazonaws.com": "https://sqs.eu-west-1.amazonaws.com",
	} {
		if got := Quote(s); got != want {
			t.Errorf("%q is quoted %s, want %s", s, got, want)
		}
	}
}

// TestQuoteReadsBack puts any string into every place where a scalar may stand and reads the same string again.
func TestQuoteReadsBack(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z0-9:#\-?!&*%@,\[\]{}'"|> \t\n\\./_<=~+]{0,12}`), rapid.StringMatching(`[0-9._:exEXTZ+-]{1,8}`))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		for _, place := range []string{"$", "- $\n", "k: $\n", "$: v\n", "[$, $]", "{k: $}", "{$: v}", "- - k: $ # c\n", "!Sub $"} {
			checkReadsBack(t, "t.yaml", strings.ReplaceAll(place, "$", Quote(s)), s)
		}
		for _, style := range []Style{Plain, SingleQuoted, DoubleQuoted, Literal} {
			checkReadsBack(t, "t.yaml", QuoteLike(&Node{Style: style}, s), s)
		}
		checkReadsBack(t, "t.json", "["+QuoteLike(&Node{json: true}, s)+"]", s)
	})
}

func checkReadsBack(t *rapid.T, file, src, s string) {
	docs, problems := Read(file, []byte(src))
	if len(docs) != 1 || len(problems) > 0 || !holds(docs[0], strings.ToValidUTF8(s, "\uFFFD")) {
		t.Fatalf("%q does not read back as %q: %v", src, s, problems)
	}
}

// holds says whether the string is one of a tree's values.
func holds(n *Node, s string) bool {
	if n.Kind == String && n.Value == s {
		return true
	}
	for _, item := range n.Items {
		if holds(item, s) {
			return true
		}
	}
	for _, p := range n.Pairs {
		if holds(p.Key, s) || holds(p.Value, s) {
			return true
		}
	}
	return false
}
