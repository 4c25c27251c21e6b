package cdk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// editCode narrows a statement that the code of an app has as literals: its lists of actions and resources are written anew, or the statement
// stays. All else is refused with words that say what to write.
func editCode(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	switch {
	case change.Add != nil:
		return nil, cannot("the code of the app gives this role what it has: addToRolePolicy with a PolicyStatement of these actions and resources adds to it")
	case change.Replace == nil:
		return nil, cannot("the code of the app says who may invoke the function, and Pare does not write that")
	}
	g := granted(s, *change.Replace)
	if g == nil || g.Origin != stack.Inline || g.Opaque != "" || len(change.Replace.With) != 1 || len(change.Replace.Keys) != 1 {
		return nil, cannot(instead(s, *change.Replace))
	}
	edits, err := narrowed(tree, g, change.Replace.With[0])
	if err != nil {
		return nil, err
	}
	return edits, nil
}

func cannot(why string) error { return fmt.Errorf("%s: %w", why, stack.ErrCannot) }

// granted is the grant that a change is about, nil where it is of none.
func granted(s *stack.Stack, c stack.ReplaceGrants) *stack.Grant {
	for _, role := range s.Roles {
		for _, g := range role.Grants {
			if role.ID == c.Role && slices.Contains(c.Keys, g.Key) {
				return g
			}
		}
	}
	return nil
}

// instead is what a person writes in the place of what gives more than is needed.
func instead(s *stack.Stack, c stack.ReplaceGrants) string {
	g := granted(s, c)
	switch {
	case g == nil:
		return "this is not in the code of the app"
	case g.Origin == stack.Template && len(c.With) == 0:
		return "the call of " + g.Name + " can go"
	case g.Origin == stack.Template:
		return "in the place of " + g.Name + ", " + narrower(g, c.With)
	case g.Origin == stack.Managed:
		return "in the place of the managed policy, addToRolePolicy with a PolicyStatement of these actions and resources gives no more than that"
	case g.Origin == stack.Framework:
		return "the CDK gives this unasked"
	case len(c.With) == 0:
		return "the statement can go where the code makes it"
	}
	return "the code of the app makes this statement, and is changed by hand"
}

// narrower says which call gives less: grant with the actions, of classes that have it.
func narrower(g *stack.Grant, with []iam.Statement) string {
	generic := false
	for key := range granting() {
		class, method, _ := strings.Cut(key, " ")
		_, has := granting()[class+" grant"]
		generic = generic || method == g.Name && has && isOf(class, g)
	}
	if !generic {
		return "addToRolePolicy with a PolicyStatement of these actions and resources gives no more than that"
	}
	var actions []string
	for _, s := range with {
		for _, a := range s.Actions {
			if text := strconv.Quote(a.Value.String()); !slices.Contains(actions, text) {
				actions = append(actions, text)
			}
		}
	}
	return "grant with " + strings.Join(actions, ", ") + " behind the function gives no more than that"
}

// isOf says that a method of the name of a grant gives its actions in a class.
func isOf(class string, g *stack.Grant) bool {
	for _, r := range granting()[class+" "+g.Name] {
		if len(g.Statement.Actions) > 0 && slices.Contains(r.actions, g.Statement.Actions[0].Value.String()) {
			return true
		}
	}
	return false
}

// narrowed writes the lists of a statement in the code anew, as far as they are literals and say less now.
func narrowed(tree source.Tree, g *stack.Grant, now iam.Statement) (source.Edits, error) {
	src, err := tree.Read(g.Cause.File)
	if err != nil {
		return nil, fmt.Errorf("reading the code of the app: %w", err)
	}
	if now.Effect != g.Statement.Effect || len(now.NotActions)+len(now.NotResources) > 0 || len(now.Conditions) != len(g.Statement.Conditions) {
		return nil, cannot("the code of the app makes this statement, and is changed by hand")
	}
	var edits source.Edits
	for _, part := range []struct {
		name     string
		was, now []iam.Term
	}{{"actions", g.Statement.Actions, now.Actions}, {"resources", g.Statement.Resources, now.Resources}} {
		if slices.Equal(values(part.was), values(part.now)) {
			continue
		}
		made, err := relisted(src, g.Cause, part.name, values(part.was), part.now)
		if err != nil {
			return nil, err
		}
		edits = append(edits, made...)
	}
	if len(edits) == 0 {
		return nil, cannot("the statement says this already")
	}
	return edits, nil
}

func values(terms []iam.Term) (all []string) {
	for _, t := range terms {
		all = append(all, t.Value.String())
	}
	return all
}

// expressCode writes statements as TypeScript or Python has them.
func expressCode(s *stack.Stack, _ string, statements []iam.Statement) (lines []string, err error) {
	python := slices.ContainsFunc(s.Also, func(file string) bool { return strings.HasSuffix(file, ".py") })
	for _, st := range statements {
		actions, known := quoted(st.Actions)
		resources, all := quoted(st.Resources)
		if !known || !all || len(st.Conditions)+len(st.NotActions)+len(st.NotResources) > 0 || st.Effect != iam.Allow {
			return nil, cannot("this statement has no literals in the code")
		}
		if python {
			lines = append(lines, "iam.PolicyStatement(", "    actions=["+actions+"],", "    resources=["+resources+"],", ")")
			continue
		}
		lines = append(lines, "new iam.PolicyStatement({", "  actions: ["+actions+"],", "  resources: ["+resources+"],", "})")
	}
	return lines, nil
}

func quoted(terms []iam.Term) (text string, known bool) {
	var all []string
	for _, t := range terms {
		one, ok := t.Value.Known()
		if !ok {
			return "", false
		}
		all = append(all, strconv.Quote(one))
	}
	return strings.Join(all, ", "), true
}
