package serverless

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// from is what one source gives: a value, or a part that is open until deployment; neither where the source has no such value.
func (r *resolver) from(o origin, at *document.Node) (*document.Node, *symbolic.Part) {
	address := r.text(o.address, at)
	switch {
	case o.kind == "":
		return r.literal(o, at), nil
	case isStage(o.kind, address):
		p := r.stagePart()
		return nil, &p
	case isRegion(o.kind, address):
		return nil, &symbolic.Part{Kind: symbolic.Pseudo, Text: "AWS::Region"}
	case o.kind == "aws" && address == "accountId":
		return nil, &symbolic.Part{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}
	}
	switch o.kind {
	case "self":
		return r.self(address, at), nil
	case "file":
		return r.included(r.text(o.params, at), address, at)
	case "param":
		if found := r.param(address, at); found != nil {
			return found, nil
		}
		if found := r.composed(address, at); found != nil {
			return found, nil
		}
	case "cf":
		return nil, r.output(address, o.params)
	case "strToBool":
		return r.filled(document.Bool, r.text(o.params, at), at), nil
	}
	return nil, r.given(o, address)
}

// literal is a value that stands in the variable itself.
func (r *resolver) literal(o origin, at *document.Node) *document.Node {
	switch {
	case o.null:
		return r.filled(document.Null, "", at)
	case o.written == "true" || o.written == "false":
		return r.filled(document.Bool, o.written, at)
	}
	return r.filled(document.String, r.text(o.literal, at), at)
}

// filled is a scalar in which no variable is left.
func (r *resolver) filled(kind document.Kind, value string, at *document.Node) *document.Node {
	n := &document.Node{Kind: kind, Value: value, Span: at.Span, Whole: at.Whole}
	r.final[n] = true
	return n
}

// given is a value from outside: an option, an environment variable, a parameter of the store. It is the same wherever it is named.
func (r *resolver) given(o origin, address string) *symbolic.Part {
	text := o.kind
	if o.params != "" {
		text += "(" + o.params + ")"
	}
	p := &symbolic.Part{Kind: symbolic.Parameter, Text: text + ":" + r.inner(address)}
	if o.kind == "param" {
		p.Stack = r.file
	}
	return p
}

// output is an output of another stack, by that stack's name. One of this repository is found by whoever links stacks.
func (r *resolver) output(address, region string) *symbolic.Part {
	if region != "" {
		return &symbolic.Part{Kind: symbolic.Parameter, Text: "cf(" + region + "):" + r.inner(address)}
	}
	set := r.spelled(address)
	if len(set) != 1 {
		return &symbolic.Part{Kind: symbolic.Parameter, Text: "cf:" + r.inner(address)}
	}
	p := &symbolic.Part{Kind: symbolic.Import, Text: "cf:" + set[0].Value.String(), Stack: r.file}
	p.Form = r.outputs()[set[0].Value.String()]
	return p
}

// isStage: the stage has several names, which all mean the same string.
func isStage(kind, address string) bool {
	return (kind == "opt" || kind == "sls") && address == "stage" || kind == "self" && address == "provider.stage"
}

// isRegion: so has the region, which is CloudFormation's own.
func isRegion(kind, address string) bool {
	return (kind == "opt" || kind == "aws") && address == "region" || kind == "self" && address == "provider.region"
}

// stagePart is the stage, with its default.
func (r *resolver) stagePart() symbolic.Part {
	if r.stage == nil {
		r.stage = &symbolic.Part{Kind: symbolic.Parameter, Text: "sls:stage", Default: "dev"}
		provider := r.root.Get("provider")
		if provider == nil {
			return *r.stage
		}
		n := r.follow(provider).Get("stage")
		if n == nil {
			return *r.stage
		}
		if text := r.defaultOf(n); text != "" {
			r.stage.Default = text
		}
	}
	return *r.stage
}

// defaultOf is what a text is when nothing is given at deployment.
func (r *resolver) defaultOf(n *document.Node) string {
	all := variables(n.Value)
	if len(all) != 1 || !all[0].whole(n.Value) {
		return r.known(r.text(n.Value, n))
	}
	for _, o := range all[0].sources {
		if isStage(o.kind, o.address) || o.kind == "opt" || o.kind == "env" {
			continue
		}
		if found, _ := r.from(o, n); found != nil && found.Kind == document.String {
			return r.known(r.text(found.Value, found))
		}
	}
	return ""
}

// self is a value of the service's own file.
func (r *resolver) self(address string, at *document.Node) *document.Node {
	if address == "service" {
		if name := r.root.Get("service").Get("name"); name != nil {
			return r.follow(name)
		}
	}
	return r.walk(r.root, steps(address), at)
}

func steps(address string) []string {
	if address == "" {
		return nil
	}
	return strings.Split(address, ".")
}

// walk goes down names and indices. A name that depends on something not known chooses among all that fit; nil where there is nothing.
func (r *resolver) walk(n *document.Node, steps []string, at *document.Node) *document.Node {
	n = r.follow(n)
	if len(steps) == 0 {
		return n
	}
	if branches := r.choices[n]; branches != nil {
		return r.choose(r.walkAll(branches, steps, at), n)
	}
	step := steps[0]
	switch {
	case n.Kind == document.String && strings.Contains(n.Value, mark):
		return r.unknown("it is a part of "+r.shown(n.Value)+", which is given at deployment", at)
	case strings.Contains(step, mark):
		return r.choose(r.walkAll(r.fitting(n, step), steps[1:], at), at)
	case n.Kind == document.Map && r.entry(n, step) != nil:
		return r.walk(r.entry(n, step), steps[1:], at)
	case n.Kind == document.List:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Items) {
			return r.walk(n.Items[i], steps[1:], at)
		}
	}
	return nil
}

func (r *resolver) walkAll(branches []branch, steps []string, at *document.Node) (all []branch) {
	for _, b := range branches {
		if found := r.walk(b.node, steps, at); found != nil {
			all = append(all, branch{b.when, found})
		}
	}
	return all
}

// entry is Get for maps that are asked often.
func (r *resolver) entry(n *document.Node, key string) *document.Node {
	if len(n.Pairs) < 16 {
		return n.Get(key)
	}
	if r.index[n] == nil {
		by := make(map[string]*document.Node, len(n.Pairs))
		for _, p := range slices.Backward(n.Pairs) {
			if p.Named(p.Key.Value) {
				by[p.Key.Value] = p.Value
			}
		}
		r.index[n] = by
	}
	return r.index[n][key]
}

// fitting are the entries of a map whose names a text with marks may be.
func (r *resolver) fitting(n *document.Node, step string) (all []branch) {
	for _, p := range n.Pairs {
		if r.fits(step, p.Key.Value) {
			all = append(all, branch{r.shown(step) + " is " + p.Key.Value, p.Value})
		}
	}
	return all
}

// fits says whether a text with marks may be name.
func (r *resolver) fits(text, name string) bool {
	pieces := strings.Split(text, mark)
	for i := 1; i < len(pieces); i += 2 {
		pieces[i] = "*"
	}
	ok, err := path.Match(strings.Join(pieces, ""), name)
	return ok && err == nil
}

// choose is one of several values, as Fn::If within Fn::If. The last holds where none of the others does.
func (r *resolver) choose(branches []branch, at *document.Node) *document.Node {
	switch {
	case len(branches) == 0:
		return nil
	case len(branches) == 1:
		return branches[0].node
	case len(branches) > maxBranches:
		return r.unknown("it is one of more values than are followed", at)
	}
	out := branches[len(branches)-1].node
	for _, b := range slices.Backward(branches[:len(branches)-1]) {
		condition := &document.Node{Kind: document.String, Value: b.when, Span: at.Span, Whole: at.Whole}
		out = &document.Node{Kind: document.List, Tag: "!If", Items: []*document.Node{condition, b.node, out}, Span: at.Span, Whole: at.Whole}
	}
	r.choices[out] = branches
	return out
}
