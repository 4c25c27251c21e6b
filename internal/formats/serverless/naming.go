package serverless

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// normal is a name as the framework has it in logical IDs: CreateDashorder for create-order.
func normal(name string) string {
	if strings.ContainsAny(name, "-_") {
		name = strings.ReplaceAll(strings.ReplaceAll(name, "-", "Dash"), "_", "Underscore")
	}
	return upperFirst(name)
}

// alphanumeric is a name as the framework has it where it drops every other letter.
func alphanumeric(name string) string {
	return upperFirst(strings.Map(func(c rune) rune {
		if c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			return c
		}
		return -1
	}, name))
}

func upperFirst(s string) string {
	if s == "" || s[0] >= 'A' && s[0] <= 'Z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

const roleID = "IamRoleLambdaExecution"

func functionID(key string) string { return normal(key) + "LambdaFunction" }
