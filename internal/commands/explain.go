package commands

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

var actionName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}:[A-Za-z0-9*?]{1,128}$`)

// explain answers with a rule's manual page, or with what the tables say of an action or of a pattern of actions.
func explain(env Env, args []string) Answer {
	if len(args) == 0 {
		return Answer{Reply: "What is to be explained? A rule (" + codeList(env.Rules) + ") or an action such as `s3:GetObject`."}
	}
	what := strings.Trim(args[0], "`")
	if page, ok := env.Manual(strings.ToLower(what)); ok {
		return Answer{Reply: "**" + strings.ToLower(what) + "**\n\n" + page}
	}
	if !actionName.MatchString(what) {
		return Answer{Reply: "There is no such rule; the rules are " + codeList(env.Rules) + "."}
	}
	if strings.ContainsAny(what, "*?") {
		return Answer{Reply: pattern(env.Tables, what)}
	}
	a, ok := env.Tables.Action(what)
	if !ok {
		return Answer{Reply: "Pare's tables have no action `" + what + "`."}
	}
	return Answer{Reply: action(a)}
}

func action(a serviceref.Action) string {
	var b strings.Builder
	fmt.Fprintf(&b, "`%s` (%s)", a.Name, strings.ToLower(string(a.Level)))
	if len(a.Resources) == 0 {
		b.WriteString(" accepts `*` as its resource only.")
		return b.String()
	}
	b.WriteString(" works on:\n")
	for _, r := range a.Resources {
		for _, arn := range r.Arns {
			fmt.Fprintf(&b, "\n- %s `%s`", r.Name, arn)
		}
	}
	return b.String()
}

// pattern says how many actions a pattern allows, and which.
func pattern(t *serviceref.Tables, what string) string {
	list := t.Expand(what)
	if len(list) == 0 {
		return "Pare's tables have no action that `" + what + "` matches."
	}
	const most = 60
	words := fmt.Sprintf("`%s` allows %d actions: ", what, len(list))
	if len(list) > most {
		return words + codeList(list[:most]) + fmt.Sprintf(" and %d more.", len(list)-most)
	}
	return words + codeList(list) + "."
}

func codeList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	return strings.Join(quoted, ", ")
}
