package kotlin

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// typed lowers a type to what names its class; nil where it is of no interest: numbers, strings, functions, type parameters.
func (l *lowerer) typed(n parse.Node) program.Expr {
	switch n.Kind() {
	case "nullable_type", "parenthesized_type", "non_nullable_type":
		return l.typed(n.First())
	case "user_type":
		var steps []string
		for child := range n.Children() {
			if child.Kind() == "identifier" {
				steps = append(steps, child.Text())
			}
		}
		return l.path(n, steps)
	}
	return nil
}

// path is a class by the names that lead to it.
func (l *lowerer) path(n parse.Node, steps []string) program.Expr {
	if len(steps) == 0 || plainTypes[steps[0]] {
		return nil
	}
	for _, s := range l.scopes {
		if s.types[steps[0]] {
			return nil
		}
	}
	x := l.classNamed(n, steps[0])
	if !isClass(steps[0]) && len(steps) > 2 {
		if x = l.inFull(n, steps); x == nil {
			return nil
		}
		return x
	}
	for _, step := range steps[1:] {
		x = &program.Member{At: l.at(n), X: x, Name: step}
	}
	return x
}

// inFull is a class whose name is written with its package.
func (l *lowerer) inFull(n parse.Node, steps []string) program.Expr {
	for last, name := range steps {
		if last == 0 || !isClass(name) {
			continue
		}
		whole := strings.Join(steps[:last+1], ".")
		if !l.qualified[whole] {
			l.qualified[whole] = true
			l.imports = append(l.imports, &program.Import{
				At: l.at(n), Module: strings.Join(steps[:last], "."), Lazy: true, Names: []program.Imported{{Name: name, As: whole}},
			})
		}
		var x program.Expr = l.name(n, whole)
		for _, step := range steps[last+1:] {
			x = &program.Member{At: l.at(n), X: x, Name: step}
		}
		return x
	}
	return nil
}

// classNamed is a class by its name alone: one that a class around it defines, or any other.
func (l *lowerer) classNamed(n parse.Node, name string) program.Expr {
	for depth := len(l.scopes) - 1; depth >= 0; depth-- {
		if l.scopes[depth].nested[name] {
			return &program.Member{At: l.at(n), X: l.classAt(n, depth), Name: name}
		}
	}
	return l.name(n, name)
}

// classAt names the class at a depth from where the file, or the function that it stands in, begins.
func (l *lowerer) classAt(n parse.Node, depth int) program.Expr {
	s := l.scopes[depth]
	if depth == 0 || s.local || l.scopes[depth-1].class == "" {
		return l.name(n, s.class)
	}
	return &program.Member{At: l.at(n), X: l.classAt(n, depth-1), Name: s.class}
}

// plainTypes have values without further interest.
var plainTypes = map[string]bool{
	"String": true, "Any": true, "Int": true, "Long": true, "Boolean": true, "Double": true, "Float": true, "Unit": true, "Nothing": true,
	"Char": true, "Byte": true, "Short": true, "Number": true, "List": true, "MutableList": true, "Map": true, "MutableMap": true, "Set": true,
	"MutableSet": true, "Collection": true, "Iterable": true, "Array": true, "ByteArray": true, "CharSequence": true, "Pair": true, "Context": true,
	"Function": true, "Sequence": true, "Result": true, "Optional": true,
}
