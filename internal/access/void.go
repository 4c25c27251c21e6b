package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/symbolic"
)

// void reports whether a cell grants nothing: no resource that its one action works on can match the resource pattern.
func (j *jury) void(g Judged) bool {
	text, ok := g.ActionPattern().Known()
	if !ok || wildcard(g) {
		return false
	}
	action, known := j.tables.Action(text)
	if !known {
		return false
	}
	if len(action.Resources) == 0 || action.Star {
		none := Need{Action: text, Resource: symbolic.Text("*"), Scope: finding.StarOnly}
		return len(action.Resources) == 0 && none.within(g.ResourcePattern()) == symbolic.No
	}
	for _, t := range action.Resources {
		for _, arn := range t.Arns {
			if matchResource(partitionless(g.ResourcePattern()), anyOf(arn)) != symbolic.No {
				return false
			}
		}
	}
	return true
}

// elsewhere reports whether the action of a void cell is needed, or has a cell in its statement that grants something.
func (j *jury) elsewhere(g Judged) bool {
	for _, n := range j.needs {
		if matchAction(g.ActionPattern(), n.Action) != symbolic.No {
			return true
		}
	}
	for r := range g.Grant.Statement.Resources {
		if !j.void(Judged{Grant: g.Grant, Action: g.Action, Resource: r}) {
			return true
		}
	}
	return false
}

// anyOf is any resource of an ARN form.
func anyOf(form string) symbolic.Value {
	var out symbolic.Value
	for form != "" {
		before, after, ok := strings.Cut(form, "${")
		out = symbolic.Concat(out, symbolic.Text(before))
		if !ok {
			break
		}
		var name string
		name, form, _ = strings.Cut(after, "}")
		switch {
		case name == "Partition":
			out = symbolic.Concat(out, symbolic.Text("aws"))
		case mayHaveSlash(name):
			out = symbolic.Concat(out, unknown(name))
		default: // one name: a reference to a resource has no slash and no colon
			out = symbolic.Concat(out, symbolic.Value{{Kind: symbolic.Attribute, Text: name, Attr: "Ref", Type: "name"}})
		}
	}
	return out
}

// mayHaveSlash reports whether what a variable of an ARN form stands for may have slashes or colons in it.
func mayHaveSlash(variable string) bool {
	return slices.ContainsFunc([]string{"Object", "Path", "Parameter", "Log", "Secret", "Key", "Resource", "Slash"}, func(word string) bool {
		return strings.Contains(variable, word)
	})
}
