package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// circular says whether a reference from owner to what v names would close a circle: what is named waits for owner already.
// The implicit role of a function counts as the function, which waits for it.
func (e *editor) circular(v symbolic.Value, owner string) bool {
	for _, p := range v {
		if p.Kind != symbolic.Attribute {
			continue
		}
		if id := e.owner(p.Text); id == owner || e.waits(id, owner, make(map[string]bool)) {
			return true
		}
	}
	return false
}

// owner is the resource that a logical ID stands in: the function of an implicit role.
func (e *editor) owner(id string) string {
	for _, role := range e.stack.Roles {
		if role.Implicit && role.ID == id {
			return role.ID[:len(role.ID)-len("Role")]
		}
	}
	return id
}

// waits says whether CloudFormation makes target before it makes id.
func (e *editor) waits(id, target string, seen map[string]bool) bool {
	r := e.byID[id]
	if r == nil || seen[id] {
		return false
	}
	seen[id] = true
	for _, next := range slices.Concat(e.references(r.Node), e.notified(id)) {
		next = e.owner(next)
		if next != id && (next == target || e.waits(next, target, seen)) {
			return true
		}
	}
	return false
}

// notified lists the functions that a bucket waits for: SAM writes an S3 event into the bucket's own notifications.
func (e *editor) notified(bucket string) (functions []string) {
	if e.byID[bucket].Type != "AWS::S3::Bucket" {
		return nil
	}
	for _, r := range e.Resources {
		events := r.Properties.Get("Events")
		if r.Written != "AWS::Serverless::Function" || events == nil {
			continue
		}
		for _, p := range events.Pairs {
			if n := p.Value.Get("Properties").Get("Bucket"); n != nil && slices.Contains(e.references(n), bucket) {
				functions = append(functions, r.ID)
			}
		}
	}
	return functions
}

// references lists the logical IDs that a value names, DependsOn included.
func (e *editor) references(n *document.Node) (ids []string) {
	if n == nil {
		return nil
	}
	name, arg := intrinsic(n)
	switch name {
	case "Ref", "Fn::GetAtt":
		for _, choice := range e.Eval(n) {
			ids = append(ids, choice.Value[0].Text)
		}
	case "Fn::Sub":
		for _, p := range pieces(arg.Value + first(arg.Items)) {
			id, _, _ := strings.Cut(p.text, ".")
			ids = append(ids, id)
		}
	}
	for _, item := range arg.Items {
		ids = append(ids, e.references(item)...)
	}
	for _, p := range arg.Pairs {
		if p.Key.Value == "DependsOn" {
			for _, on := range append([]*document.Node{p.Value}, p.Value.Items...) {
				ids = append(ids, on.Value)
			}
			continue
		}
		ids = append(ids, e.references(p.Value)...)
	}
	return ids
}

// first is the text of Fn::Sub in its form with a map of variables.
func first(items []*document.Node) string {
	if len(items) == 0 {
		return ""
	}
	return items[0].Value
}
