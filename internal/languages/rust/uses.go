package rust

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// uses lowers what a use declaration names to imports, and declares the names. Names are looked for when they are used, since modules may name
// one another in a circle.
func (l *lowerer) uses(n parse.Node, prefix []string) (imports []program.Stmt) {
	defer l.leave()
	if !l.enter() {
		return []program.Stmt{&program.Do{At: l.at(n), X: l.opaque(n, reasonDeep)}}
	}
	switch n.Kind() {
	case "use_list":
		for child := range n.Children() {
			imports = append(imports, l.uses(child, prefix)...)
		}
		return imports
	case "scoped_use_list":
		return l.uses(n.Field("list"), append(slices.Clip(prefix), segments(n.Field("path"))...))
	case "use_as_clause":
		return l.use(n, append(slices.Clip(prefix), segments(n.Field("path"))...), bare(n.Field("alias")))
	case "use_wildcard":
		path := append(slices.Clip(prefix), segments(n.First())...)
		return []program.Stmt{&program.Import{At: l.at(n), Module: strings.Join(path, "."), All: true, Lazy: true}}
	case "self":
		return l.use(n, prefix, prefix[len(prefix)-1])
	}
	path := append(slices.Clip(prefix), segments(n)...)
	if len(path) == 0 {
		return nil
	}
	return l.use(n, path, path[len(path)-1])
}

func (l *lowerer) use(n parse.Node, path []string, as string) []program.Stmt {
	last := len(path) - 1
	if last < 0 || as == "_" {
		return nil
	}
	l.item(as)
	if first := path[0]; first == "crate" || first == "self" || first == "super" {
		l.ours[as] = true
	}
	i := &program.Import{At: l.at(n), Lazy: true}
	if last == 0 {
		i.Module, i.As, i.Lazy = path[0], as, false
		return []program.Stmt{i}
	}
	i.Module, i.Names = strings.Join(path[:last], "."), []program.Imported{{Name: path[last], As: as}}
	if upper := last - 1; upper > 0 && path[upper] != strings.ToLower(path[upper]) { // a variant of an enumeration
		i.Module, i.Of = strings.Join(path[:upper], "."), path[upper]
	}
	return []program.Stmt{i}
}

// segments are the names along a path.
func segments(n parse.Node) []string {
	if !n.Exists() {
		return nil
	}
	var names []string
	for _, name := range strings.Split(n.Text(), "::") {
		if name = strings.TrimPrefix(strings.TrimSpace(name), "r#"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// members is a dictionary of all that a module defines, by name.
func (l *lowerer) members(n parse.Node, names map[string]string) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		entry := program.Entry{Key: &program.Text{At: l.at(n), Value: name}, Value: &program.Name{At: l.at(n), ID: names[name]}}
		d.Entries = append(d.Entries, entry)
	}
	return d
}

// position is the name of a field of a tuple.
func position(n int) string { return strconv.Itoa(n) }
