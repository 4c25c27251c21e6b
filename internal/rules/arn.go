package rules

import "strings"

// fieldsOf are the six fields of an ARN, or fewer for what is none.
func fieldsOf(arn string) []string { return strings.SplitN(arn, ":", 6) }

func hasWildcard(s string) bool { return strings.ContainsAny(s, "*?") }

// cutAction cuts an action into service prefix and name.
func cutAction(action string) (service, name string, ok bool) {
	service, name, ok = strings.Cut(action, ":")
	return caseless(service), name, ok
}

// describes reports whether an action by its name only lists or describes.
func describes(action string) bool {
	_, name, _ := cutAction(action)
	return strings.HasPrefix(name, "List") || strings.HasPrefix(name, "Describe")
}
