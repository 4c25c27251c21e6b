package cdk

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// statements gives a role the statements among a value: single ones, and those of documents.
func (a *app) statements(role string, g sdk.Given, at source.Span) {
	found := objects(g)
	if len(found) == 0 {
		a.unseen(role, at, "the statement is not followed")
	}
	for _, n := range a.nodesOf(found, at) {
		if n.Kind == document.Null {
			a.unseen(role, n.Whole, "the statement is not followed")
			continue
		}
		a.grants[role] = append(a.grants[role], grant{node: n, at: n.Whole})
	}
}

// nodesOf are the statements that objects are; one that cannot be told is null.
func (a *app) nodesOf(all []*sdk.Object, at source.Span) (nodes []*document.Node) {
	for _, o := range all {
		if o.Place.Line > 0 {
			at = o.Place
		}
		rec, ok := a.names.made(o)
		switch {
		case ok && rec.name == "aws_iam.PolicyStatement":
			nodes = append(nodes, a.statement(o, rec.properties(), at))
		case ok && (rec.name == "aws_iam.PolicyStatement.fromJson" || rec.name == "aws_iam.PolicyDocument.fromJson"):
			nodes = append(nodes, a.written(rec, at)...)
		case ok && rec.name == "aws_iam.PolicyDocument":
			nodes = append(nodes, a.ofDocument(o, rec, at)...)
		case named(o, "Effect.ALLOW"), named(o, "Effect.DENY"):
		default:
			nodes = append(nodes, &document.Node{Kind: document.Null, Span: at, Whole: at})
		}
	}
	return nodes
}

// ofDocument are the statements of a document, also those that are added to it.
func (a *app) ofDocument(o *sdk.Object, rec record, at source.Span) (nodes []*document.Node) {
	if rec.args.Open {
		nodes = append(nodes, &document.Node{Kind: document.Null, Span: at, Whole: at})
	}
	if g, ok := rec.properties().get("statements"); ok {
		nodes = a.nodesOf(objects(g), at)
	}
	for _, d := range a.changes[o.Key()] {
		if d.name == "addStatements" {
			nodes = append(nodes, a.nodesOf(d.objects(), d.at)...)
		}
	}
	return nodes
}

// statement is one that the app makes, with all that is added to it later.
func (a *app) statement(o *sdk.Object, p properties, at source.Span) *document.Node {
	parts := map[string]symbolic.Set{}
	for _, name := range []string{"actions", "resources", "notActions", "notResources"} {
		if g, ok := p.get(name); ok {
			parts[name] = texts(g)
		}
	}
	conditions := a.conditions(p, at)
	effect := "Allow"
	if g, ok := p.get("effect"); ok && constant(g) != "ALLOW" {
		effect = "Deny"
	}
	for _, d := range a.changes[o.Key()] {
		name := lower(strings.TrimPrefix(d.name, "add"))
		switch name {
		case "actions", "resources", "notActions", "notResources":
			for _, g := range d.args.Positional {
				parts[name] = symbolic.Union(parts[name], texts(g))
			}
			if d.args.Open {
				parts[name] = symbolic.Union(parts[name], symbolic.Any("more may be added"))
			}
		case "allResources":
			parts["resources"] = symbolic.Union(parts["resources"], certain("*"))
		case "sourceAccountCondition", "sourceArnCondition", "accountCondition", "condition", "conditions", "principalOrgId":
			return &document.Node{Kind: document.Null, Span: at, Whole: at}
		}
	}
	if p.open {
		return &document.Node{Kind: document.Null, Span: at, Whole: at}
	}
	entries := []any{"Sid", a.property(p, "sid", at), "Effect", scalar(effect, at)}
	for _, pair := range [][2]string{{"actions", "Action"}, {"notActions", "NotAction"}, {"resources", "Resource"}, {"notResources", "NotResource"}} {
		if set := parts[pair[0]]; len(set) > 0 {
			entries = append(entries, pair[1], a.blueprint.texts(set, at))
		}
	}
	return mapping(at, append(entries, "Condition", conditions)...)
}

func (a *app) conditions(p properties, at source.Span) *document.Node {
	g, ok := p.get("conditions")
	if !ok {
		return nil
	}
	return a.node(g, at)
}

// node is a value of the code as one of a template.
func (a *app) node(g sdk.Given, at source.Span) *document.Node {
	switch {
	case len(g.Fields) > 0:
		n := mapping(at)
		for _, f := range g.Fields {
			if value := a.node(f.Value, at); value != nil {
				n.Pairs = append(n.Pairs, document.Pair{Key: scalar(f.Name, at), Value: value, Span: at})
			}
		}
		return n
	case len(g.Items) > 0 && len(g.Items[0].Fields) > 0:
		n := list(at)
		for _, item := range g.Items {
			n.Items = append(n.Items, a.node(item, at))
		}
		return n
	case len(g.Items) > 0:
		return a.blueprint.texts(texts(g), at)
	case len(g.Text) > 0:
		return a.text(g.Text, at)
	}
	return a.text(symbolic.Any("a value that is not followed"), at)
}

// written are the statements of an object of the policy language itself, as the code has it.
func (a *app) written(rec record, at source.Span) []*document.Node {
	p := rec.properties()
	if g, ok := p.get("Statement"); ok {
		var nodes []*document.Node
		for _, item := range g.Items {
			nodes = append(nodes, a.node(item, at))
		}
		if len(g.Items) == 0 {
			nodes = append(nodes, a.node(g, at))
		}
		return nodes
	}
	n := a.node(sdk.Given{Fields: p.fields}, at)
	if p.open || len(p.fields) == 0 {
		n = &document.Node{Kind: document.Null, Span: at, Whole: at}
	}
	return []*document.Node{n}
}
