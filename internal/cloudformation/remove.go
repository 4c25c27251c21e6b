package cloudformation

import (
	"slices"

	"github.com/parebot/pare/internal/document"
)

// remove takes a value out, and with it what becomes empty: the list, the policy, the property.
func (e *editor) remove(p place) error {
	for len(p.steps) > 0 {
		up, step := p.up(), p.steps[len(p.steps)-1]
		switch n := up.node(); {
		case n == p.node():
		case len(up.steps) > 0 && up.steps[len(up.steps)-1] == "Fn::If":
			if !isNoValue(n.Items[otherBranch(step)]) {
				return e.noValue(p)
			}
			up = up.up() // nothing is left in either branch
		case n.Kind == document.List && len(n.Items) > 1:
			return e.apply(document.RemoveItem(e.src, n, slices.Index(n.Items, p.node())))
		case n.Kind == document.Map && keeps(up, step):
			return e.apply(document.RemoveKey(e.src, n, step))
		}
		p = up
	}
	return e.removeResource(p.resource)
}

func otherBranch(step string) int {
	if step == "1" {
		return 2
	}
	return 1
}

// keeps says whether a map makes sense without this entry. A policy without statements does not.
func keeps(up place, step string) bool {
	switch step {
	case "Statement":
		return false
	case "PolicyDocument":
		return false
	case "Policies", "ManagedPolicyArns":
		return true
	}
	return len(up.node().Pairs) > 1
}

// noValue writes AWS::NoValue in the place of a branch, in the form that the other functions of the file have.
func (e *editor) noValue(p place) error {
	w := written{scalar: "!Ref AWS::NoValue"}
	if e.style.long {
		w = written{pairs: []writtenPair{{"Ref", written{scalar: e.quote("AWS::NoValue")}}}}
	}
	return e.swap(p.node(), e.joined(p, w))
}

// removeResource takes out a policy that is a resource of its own, if nothing else names it.
func (e *editor) removeResource(r *Resource) error {
	if r.Type != "AWS::IAM::Policy" && r.Type != "AWS::IAM::RolePolicy" {
		return cannot("%s would be left without statements", r.ID)
	}
	for _, other := range append(e.Resources, &Resource{ID: "Outputs", Node: e.Root.Get("Outputs")}) {
		if other != r && slices.Contains(e.references(other.Node), r.ID) {
			return cannot("%s would be left without statements, and %s refers to it", r.ID, other.ID)
		}
	}
	return e.apply(document.RemoveKey(e.src, e.Root.Get("Resources"), r.ID))
}
