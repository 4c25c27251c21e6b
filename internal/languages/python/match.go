package python

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// subjectName holds the subject of a match statement; no Python name looks like it.
const subjectName = "match subject"

// match lowers a match statement to an If: literals are compared, every other pattern may hold, names in patterns are given what
// stands at their place as far as that is simple, else the subject as a whole.
func (l *lowerer) match(n parse.Node) []program.Stmt {
	subject := &program.Name{At: l.at(n.Field("subject")), ID: subjectName}
	s := &program.If{At: l.at(n)}
	for clause := range n.Field("body").Children() {
		if clause.Kind() == "case_clause" {
			s.Cases = append(s.Cases, l.matchCase(clause, subject))
		}
	}
	assign := &program.Assign{At: subject.At, Targets: []program.Expr{subject}, Value: l.expr(n.Field("subject"))}
	return []program.Stmt{assign, s}
}

func (l *lowerer) matchCase(clause parse.Node, subject program.Expr) program.Case {
	var body []program.Stmt
	var test program.Expr = &program.Sequence{At: l.at(clause)}
	guard := clause.Field("guard")
	for pattern := range clause.Children() {
		if pattern.Kind() != "case_pattern" {
			continue
		}
		inner := pattern.First()
		switch {
		case pattern.Text() == "_" && !guard.Exists():
			test = nil
		case inner.Kind() == "string":
			test = &program.Binary{At: l.at(pattern), Op: "==", Left: subject, Right: l.expr(inner)}
		default:
			body = append(body, l.captures(pattern, subject)...)
		}
	}
	if guard.Exists() {
		test = &program.Sequence{At: l.at(guard), Parts: []program.Expr{l.expr(guard.First())}}
	}
	return program.Case{Test: test, Body: append(body, l.block(clause.Field("consequence"))...)}
}

// captures assigns the subject to the names that a pattern binds.
func (l *lowerer) captures(n parse.Node, subject program.Expr) (body []program.Stmt) {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	for child := range n.Children() {
		value := subject
		if name := child; name.Kind() == "dotted_name" && n.Kind() != "class_pattern" || name.Kind() == "identifier" {
			target := &program.Name{At: l.at(name), ID: name.Text()}
			body = append(body, &program.Assign{At: l.at(name), Targets: []program.Expr{target}, Value: value})
			continue
		}
		body = append(body, l.captures(child, value)...)
	}
	return body
}
