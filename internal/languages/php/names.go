package php

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// names resolves the names of a file: its namespace, and what it uses under which name.
type names struct {
	namespace string
	classes   map[string]string // by alias, in small letters
	functions map[string]string
}

func newNames() *names {
	return &names{classes: make(map[string]string), functions: make(map[string]string)}
}

// within is a name that is declared in the file, in full.
func (n *names) within(name string) string {
	if n.namespace == "" || name == "" {
		return name
	}
	return n.namespace + `\` + name
}

// class is the full name of a class as the file writes it.
func (n *names) class(name string) string {
	if rest, ok := strings.CutPrefix(name, `\`); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(name, `namespace\`); ok {
		return n.within(rest)
	}
	first, rest, qualified := strings.Cut(name, `\`)
	if full, ok := n.classes[strings.ToLower(first)]; ok {
		if qualified {
			return full + `\` + rest
		}
		return full
	}
	return n.within(name)
}

// function is the name of a function without the namespaces that lead to it, by which all functions of a program are known.
func (n *names) function(name string) string {
	if full, ok := n.functions[strings.ToLower(name)]; ok {
		name = full
	}
	return short(name)
}

// short is the last step of a name.
func short(name string) string { return name[strings.LastIndexByte(name, '\\')+1:] }

// uses notes what "use A\B as C, D" brings.
func (l *lowerer) uses(n parse.Node) {
	prefix := ""
	if group := childOf(n, "namespace_use_group"); group.Exists() {
		prefix = childOf(n, "namespace_name").Text() + `\`
		l.useClauses(group, prefix, n.Has("function"))
		return
	}
	l.useClauses(n, prefix, n.Has("function"))
}

func (l *lowerer) useClauses(n parse.Node, prefix string, functions bool) {
	for clause := range n.Children() {
		if clause.Kind() != "namespace_use_clause" && clause.Kind() != "namespace_use_group_clause" {
			continue
		}
		name := childOf(clause, "qualified_name", "namespace_name", "name").Text()
		name = strings.TrimPrefix(prefix+strings.TrimPrefix(name, `\`), `\`)
		alias := short(name)
		if as := childOf(clause, "namespace_aliasing_clause"); as.Exists() {
			alias = as.First().Text()
		}
		into := l.names.classes
		if functions || clause.Has("function") {
			into = l.names.functions
		}
		into[strings.ToLower(alias)] = name
	}
}

// classRef is a class by its name, or by what stands for one: self, static, parent, a variable.
func (l *lowerer) classRef(n parse.Node) program.Expr {
	switch n.Kind() {
	case "relative_scope":
		return l.relative(n, n.Text())
	case "name", "qualified_name", "namespace_name":
		if text := strings.ToLower(n.Text()); text == "self" || text == "static" || text == "parent" {
			return l.relative(n, text)
		}
		return l.name(n, l.names.class(n.Text()))
	}
	return &program.Call{At: l.at(n), Function: l.name(n, nameClassNamed), Args: []program.Arg{{Value: l.expr(n)}}}
}

// relative is self, static or parent.
func (l *lowerer) relative(n parse.Node, text string) program.Expr {
	switch {
	case text == "parent":
		return &program.Call{At: l.at(n), Function: l.name(n, nameSuper)}
	case text == "self" && l.class != nil && !l.class.shared && l.class.name != "":
		return l.name(n, l.class.name)
	}
	return l.name(n, "$this")
}

// made is the class that "new" makes an instance of.
func (l *lowerer) made(n parse.Node) program.Expr {
	ref := l.classRef(n)
	if name, ok := ref.(*program.Name); ok && name.ID == "$this" && n.Kind() != "variable_name" {
		return &program.Call{At: l.at(n), Function: l.name(n, nameClass), Args: []program.Arg{{Value: ref}}}
	}
	return ref
}

// typeOf is the class that a type names; nil where it names none.
func (l *lowerer) typeOf(n parse.Node) program.Expr {
	switch n.Kind() {
	case "named_type":
		return l.classRef(n.First())
	case "optional_type", "union_type", "type_list", "intersection_type", "disjunctive_normal_form_type":
		for child := range n.Children() {
			if t := l.typeOf(child); t != nil {
				return t
			}
		}
	}
	return nil
}
