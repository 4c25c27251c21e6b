package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// wider reports whether a cell's resource pattern names more resources than the needs that it is kept for, and narrower ones are known.
// A wildcard behind the name of one resource (a key of a bucket, an index of a table, a stream of a log group) is no more than one resource.
func wider(g Judged, s *stack.Stack) bool {
	r := g.ResourcePattern()
	if !Wide(r) {
		return false
	}
	for _, n := range g.Keep {
		if Logging(n.Action) || n.Scope == finding.StarOnly || n.Scope == finding.ScopeUnknown || symbolic.Match(PatternIn(s, n.Resource), r) == symbolic.Yes {
			return false
		}
	}
	return true
}

// Logging reports whether an action writes a log: where a function's role may write logs is decided once for all, and a role made with the function cannot name it.
func Logging(action string) bool {
	return slices.Contains([]string{"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}, action)
}

// Wide reports whether a resource pattern stands for more than one resource: it is *, or has a wildcard in an ARN's service,
// region, account or the name of the resource itself.
func Wide(pattern symbolic.Value) bool {
	x := pattern.Expand()
	if len(x) > 0 && x[0].Kind != symbolic.Literal && !(symbolic.Value{x[0]}).HasUnknown() {
		return false // an expression that stands for one resource, and what is within that
	}
	text := letters(x)
	fields := strings.SplitN(text, ":", 6)
	if len(fields) < 6 {
		return strings.ContainsAny(text, "*?")
	}
	for _, f := range fields[:5] {
		if f != "" && strings.ContainsAny(f, "*?") {
			return true
		}
	}
	return strings.ContainsAny(name(fields[2], fields[5]), "*?")
}

// untyped are the services whose ARNs begin their resource with its name; elsewhere a type stands before it.
var untyped = []string{"s3", "sqs", "sns", "execute-api"}

// name is the part of an ARN's resource that says which one it is: what follows its type, up to the next separator.
func name(service, resource string) string {
	if slices.Contains(untyped, service) {
		return before(resource, ":/")
	}
	at := strings.IndexAny(resource, ":/")
	if at < 0 {
		return resource
	}
	rest := before(resource[at+1:], resource[at:at+1])
	if service == "secretsmanager" {
		rest = strings.TrimSuffix(strings.TrimSuffix(rest, "-*"), anySuffix)
	}
	return rest
}

func before(s, separators string) string {
	if i := strings.IndexAny(s, separators); i >= 0 {
		return s[:i]
	}
	return s
}

// letters is the text of a value in which each symbol is one letter: what is asked is where its wildcards are. What a template computes
// and only the deployment tells is one string, and no wildcard.
func letters(v symbolic.Value) string {
	var b strings.Builder
	for _, p := range v {
		switch {
		case p.Kind == symbolic.Literal:
			b.WriteString(p.Text)
		default:
			b.WriteString("x")
		}
	}
	return b.String()
}
