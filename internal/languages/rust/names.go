package rust

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// block is one block with the names that it declares. A name that a block around it has already is another variable: it gets another name,
// since the program that is made has one scope for a function.
type block struct {
	names    map[string]string
	types    map[string]parse.Node // type parameters with what bounds them
	function *program.Function     // whose body it is; nil for a block within one
}

func (l *lowerer) push() *block {
	b := &block{names: make(map[string]string), types: make(map[string]parse.Node)}
	l.scopes = append(l.scopes, b)
	return b
}

func (l *lowerer) pop() { l.scopes = l.scopes[:len(l.scopes)-1] }

// declare makes a name one of the block in hand, and gives the name that it has in the program.
func (l *lowerer) declare(name string) string {
	here := l.scopes[len(l.scopes)-1]
	if made, ok := here.names[name]; ok {
		return made
	}
	made := name
	for i := len(l.scopes) - 1; i >= 0 && l.scopes[i].function == nil; i-- {
		if i > 0 && l.scopes[i-1].names[name] != "" {
			l.temps++
			made = name + " " + strconv.Itoa(l.temps)
			break
		}
	}
	here.names[name] = made
	return made
}

// item makes a name of the block in hand that keeps its name.
func (l *lowerer) item(name string) { l.scopes[len(l.scopes)-1].names[name] = name }

// named is what a name has in the program; outer says that it belongs to a function around the one in hand.
func (l *lowerer) named(name string) (made string, outer, ok bool) {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		if made, ok := l.scopes[i].names[name]; ok {
			return made, outer, true
		}
		outer = outer || l.scopes[i].function != nil
	}
	return name, false, false
}

// bound is what a type parameter stands for: its first bound.
func (l *lowerer) bound(name string) (parse.Node, bool) {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		if n, ok := l.scopes[i].types[name]; ok {
			return n, true
		}
	}
	return parse.Node{}, false
}

// temp is a new variable that no source names.
func (l *lowerer) temp(n parse.Node) *program.Name {
	l.temps++
	return &program.Name{At: l.at(n), ID: "temp " + strconv.Itoa(l.temps)}
}

// native is a call of something that Rust's own library does, by its name in library.txt.
func (l *lowerer) native(n parse.Node, name string, args ...program.Expr) program.Expr {
	c := &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: nativePrefix + name}}
	for _, x := range args {
		c.Args = append(c.Args, program.Arg{Value: x})
	}
	return c
}

// nativePrefix stands before names that no source can have.
const nativePrefix = "rust "

// path lowers a::b::c, in expressions, types and patterns.
func (l *lowerer) path(n parse.Node) program.Expr {
	defer l.leave()
	if !l.enter() {
		return l.opaque(n, reasonDeep)
	}
	switch n.Kind() {
	case "scoped_identifier", "scoped_type_identifier":
		path := n.Field("path")
		x := l.path(path)
		switch name := path.Text(); {
		case !path.Exists(): // ::a::b
			return l.crate(n.Field("name"))
		case path.Kind() == "identifier" && !l.known(name) && name[0] >= 'a' && name[0] <= 'z':
			x = l.crate(path)
		}
		return &program.Member{At: l.at(n), X: x, Name: bare(n.Field("name"))}
	case "generic_type", "generic_type_with_turbofish":
		return l.path(n.First())
	case "bracketed_type", "qualified_type", "reference_type", "dynamic_type", "abstract_type":
		return l.typ(n)
	case "crate", "super":
		return l.need(n, n.Text(), &program.Import{At: l.at(n), Module: n.Text(), As: n.Text()})
	case "self":
		if made, _, ok := l.named("self"); ok {
			return &program.Name{At: l.at(n), ID: made}
		}
		return l.need(n, "self module", &program.Import{At: l.at(n), Module: "self", As: "self module"})
	}
	return l.first(n)
}

// first lowers a name that stands alone or first in a path.
func (l *lowerer) first(n parse.Node) program.Expr {
	name := bare(n)
	if self, _, ok := l.named("self"); ok && name == "Self" && l.inTrait {
		return l.native(n, "type-of", &program.Name{At: l.at(n), ID: self})
	}
	if name == "Self" && l.self.Exists() {
		self := l.self
		l.self = parse.Node{}
		defer func() { l.self = self }()
		return l.typ(self)
	}
	if made, _, ok := l.named(name); ok {
		return &program.Name{At: l.at(n), ID: made}
	}
	if bound, ok := l.bound(name); ok {
		if !bound.Exists() || bound.Text() == name {
			return l.unknown(n)
		}
		return l.path(bound)
	}
	if prelude()[name] {
		from := &program.Import{At: l.at(n), Module: "std.prelude", Names: []program.Imported{{Name: name, As: name}}, Lazy: true}
		return l.need(n, name, from)
	}
	return &program.Name{At: l.at(n), ID: name}
}

// known says that a name is declared around, or Rust's own.
func (l *lowerer) known(name string) bool {
	_, _, ok := l.named(name)
	_, parameter := l.bound(name)
	return ok || parameter || prelude()[name]
}

// bare is a name without the mark that lets it be a word of the language.
func bare(n parse.Node) string { return strings.TrimPrefix(n.Text(), "r#") }

func (l *lowerer) crate(n parse.Node) program.Expr {
	name := n.Text()
	return l.need(n, name, &program.Import{At: l.at(n), Module: name, As: name})
}

func (l *lowerer) need(n parse.Node, name string, i *program.Import) program.Expr {
	if _, ok := l.needs[name]; !ok {
		l.needs[name] = i
	}
	return &program.Name{At: l.at(n), ID: name}
}

// typ lowers a type to the path of what a value of it can be asked for: references, pointers and options are left out.
func (l *lowerer) typ(n parse.Node) program.Expr {
	defer l.leave()
	if !l.enter() || !n.Exists() {
		return nil
	}
	switch n.Kind() {
	case "type_identifier", "scoped_type_identifier", "identifier", "scoped_identifier", "self":
		return l.path(n)
	case "generic_type":
		return l.generic(n)
	case "reference_type", "pointer_type":
		return l.typ(n.Field("type"))
	case "dynamic_type", "abstract_type":
		return l.typ(n.Field("trait"))
	case "bracketed_type", "bounded_type", "parenthesized_type":
		return l.typ(n.First())
	case "qualified_type":
		return l.typ(n.Field("type"))
	}
	return nil
}

// generic lowers a type with arguments: what only wraps its argument is that.
func (l *lowerer) generic(n parse.Node) program.Expr {
	name := n.Field("type")
	last := name
	if name.Kind() == "scoped_type_identifier" {
		last = name.Field("name")
	}
	if !wrappers()[last.Text()] || l.ours[name.Text()] {
		return l.typ(name)
	}
	for argument := range n.Field("type_arguments").Children() {
		if argument.Kind() != "lifetime" {
			return l.typ(argument)
		}
	}
	return nil
}
