package java

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// imported notes "import a.b.C", "import a.b.*", "import static a.b.C.f" and "import static a.b.C.*". They do nothing by themselves.
func (l *lowerer) imported(n parse.Node) {
	whole := childOf(n, "scoped_identifier", "identifier").Text()
	path := strings.Split(strings.Join(strings.Fields(whole), ""), ".")
	i := &program.Import{At: l.at(n), Lazy: true, All: childOf(n, "asterisk").Exists()}
	last := len(path)
	if !i.All {
		last--
		i.Names = []program.Imported{{Name: path[last], As: path[last]}}
	}
	i.Module, i.Of = split(path[:last])
	l.imports = append(l.imports, i)
}

// split takes the classes at the end of a path from the package before them: names of packages begin with small letters.
func split(path []string) (module, of string) {
	for n, name := range path {
		if isClass(name) {
			return strings.Join(path[:n], "."), strings.Join(path[n:], ".")
		}
	}
	return strings.Join(path, "."), ""
}

func isClass(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(first)
}

// tops are what names of packages begin with that code writes in full.
var tops = map[string]bool{
	"com": true, "org": true, "net": true, "io": true, "java": true, "javax": true, "jakarta": true, "software": true, "aws": true, "de": true,
	"uk": true, "dev": true, "me": true, "eu": true, "fr": true, "co": true,
}

// inFull is a class whose name is written with its package, where path is or begins with one; rest is what follows it.
func (l *lowerer) inFull(n parse.Node, path []string) (x program.Expr, rest []string) {
	if len(path) < 3 || !tops[path[0]] {
		return nil, nil
	}
	for last, name := range path {
		if !isClass(name) {
			continue
		}
		if last == 0 {
			return nil, nil
		}
		whole := strings.Join(path[:last+1], ".")
		if !l.qualified[whole] {
			l.qualified[whole] = true
			l.imports = append(l.imports, &program.Import{
				At: l.at(n), Module: strings.Join(path[:last], "."), Lazy: true, Names: []program.Imported{{Name: name, As: whole}},
			})
		}
		return l.name(n, whole), path[last+1:]
	}
	return nil, nil
}

// pathOf is the names of a chain of names, nil where n is something else.
func pathOf(n parse.Node) []string {
	switch n.Kind() {
	case "identifier", "type_identifier":
		return []string{n.Text()}
	case "field_access", "scoped_identifier", "scoped_type_identifier":
		if strings.ContainsAny(n.Text(), "()[]\"<@") {
			return nil
		}
		return strings.Split(strings.Join(strings.Fields(n.Text()), ""), ".")
	}
	return nil
}

// typed lowers a type to what names its class; nil where it is of no interest: numbers, strings, type parameters.
func (l *lowerer) typed(n parse.Node) program.Expr {
	switch n.Kind() {
	case "type_identifier":
		if name := n.Text(); !plainTypes[name] && !l.isParameter(name) {
			return l.classNamed(n, name)
		}
	case "generic_type", "annotated_type":
		for child := range n.Children() {
			if child.Kind() == "type_identifier" || child.Kind() == "scoped_type_identifier" || child.Kind() == "generic_type" {
				return l.typed(child)
			}
		}
	case "scoped_type_identifier":
		path := pathOf(n)
		if path == nil {
			return nil
		}
		x, rest := l.inFull(n, path)
		if x == nil {
			x, rest = l.classNamed(n, path[0]), path[1:]
		}
		for _, name := range rest {
			x = &program.Member{At: l.at(n), X: x, Name: name}
		}
		return x
	}
	return nil
}

// classNamed is a class by its name alone: one that a class around it defines, or any other.
func (l *lowerer) classNamed(n parse.Node, name string) program.Expr {
	for depth := len(l.classes) - 1; depth >= 0; depth-- {
		if l.classes[depth].nested[name] {
			return &program.Member{At: l.at(n), X: l.path(n, depth), Name: name}
		}
	}
	return l.name(n, name)
}

// plainTypes have values without further interest.
var plainTypes = map[string]bool{
	"var": true, "String": true, "Object": true, "Integer": true, "Long": true, "Boolean": true, "Double": true, "Float": true, "Void": true,
	"Character": true, "Byte": true, "Short": true, "Number": true, "Class": true, "Iterable": true, "CharSequence": true, "Context": true,
	"List": true, "Map": true, "Set": true, "Collection": true, "Optional": true, "Function": true, "Supplier": true, "Consumer": true,
	"Runnable": true, "Callable": true, "Predicate": true, "BiFunction": true,
}

func (l *lowerer) isParameter(name string) bool {
	for _, c := range l.classes {
		if c.parameters[name] {
			return true
		}
	}
	return false
}

// parameterize notes the type parameters of a class or method.
func (l *lowerer) parameterize(n parse.Node) {
	if len(l.classes) == 0 {
		return
	}
	for parameter := range n.Field("type_parameters").Children() {
		l.classes[len(l.classes)-1].parameters[childOf(parameter, "type_identifier", "identifier").Text()] = true
	}
}
