package chalice

import (
	"path"
	"slices"

	"github.com/parebot/pare/internal/program"
)

// object is the application or the blueprint that an expression names, nil for anything else.
func (c *code) object(m *module, x program.Expr) *object {
	value, in := c.value(m, x)
	call, ok := value.(*program.Call)
	if !ok {
		return nil
	}
	if known, ok := c.objects[call]; ok {
		return known
	}
	switch c.kind(in, call.Function, 0) {
	case "Chalice":
		c.objects[call] = &object{}
	case "Blueprint":
		c.objects[call] = &object{prefix: c.prefix(call, in)}
	default:
		c.objects[call] = nil
	}
	return c.objects[call]
}

// kind is Chalice or Blueprint where an expression is that class, or one of the application's own below it.
func (c *code) kind(m *module, class program.Expr, depth int) string {
	if name := lastStep(class); name == "Chalice" || name == "Blueprint" || depth == maxDepth {
		return name
	}
	own, in := c.value(m, class)
	if own, ok := own.(*program.Class); ok {
		for _, base := range own.Bases {
			if kind := c.kind(in, base, depth+1); kind == "Chalice" || kind == "Blueprint" {
				return kind
			}
		}
	}
	return ""
}

// wrapped is the name of a function that may be handed through others: compress(routes.index).
func wrapped(x program.Expr) string {
	for range maxDepth {
		call, ok := x.(*program.Call)
		if !ok || len(call.Args) == 0 {
			break
		}
		x = call.Args[0].Value
	}
	return lastStep(x)
}

// called is the last step of the name that a call calls.
func called(call *program.Call) string { return lastStep(call.Function) }

// lastStep is the last of the names with dots between, "" for any other expression.
func lastStep(x program.Expr) string {
	switch f := x.(type) {
	case *program.Name:
		return f.ID
	case *program.Member:
		return f.Name
	}
	return ""
}

// value is what a name, or a member of a module, was given, and in which module that stands.
func (c *code) value(m *module, x program.Expr) (program.Expr, *module) {
	for range maxModules {
		if m == nil {
			return nil, nil
		}
		switch n := x.(type) {
		case *program.Name:
			if value := m.values[n.ID]; value != nil {
				x = value
				continue
			}
			if m = c.whence(m, &x, n.ID); m == nil {
				return nil, nil
			}
		case *program.Member:
			of := c.moduleOf(m, n.X)
			if of == nil {
				return x, m
			}
			m, x = of, &program.Name{ID: n.Name}
		default:
			return x, m
		}
	}
	return nil, nil
}

// whence is the module from which a name was imported, and the name that it has there.
func (c *code) whence(m *module, x *program.Expr, name string) *module {
	if from, ok := m.imports[name]; ok && from.name != "" {
		*x = &program.Name{ID: from.name}
		return c.modules[from.file]
	}
	for _, file := range m.stars {
		if of := c.modules[file]; of != nil && (of.values[name] != nil || of.imports[name].name != "" || len(of.stars) > 0) {
			return of
		}
	}
	return nil
}

// moduleOf is the module of the application that an expression names, nil for anything else.
func (c *code) moduleOf(m *module, x program.Expr) *module {
	switch n := x.(type) {
	case *program.Name:
		if from, ok := m.imports[n.ID]; ok && from.name == "" {
			return c.modules[from.file]
		}
	case *program.Member:
		of := c.moduleOf(m, n.X)
		if of == nil {
			return nil
		}
		if from, ok := of.imports[n.Name]; ok && from.name == "" {
			return c.modules[from.file]
		}
		if path.Base(of.file) == "__init__.py" {
			return c.modules[c.moduleFile(path.Join(path.Dir(of.file), n.Name))]
		}
	}
	return nil
}

// prefix is what the names of a blueprint's functions begin with, as its registration says.
func (c *code) prefix(blueprint *program.Call, in *module) string {
	for _, m := range c.order {
		for _, s := range m.body {
			do, ok := s.(*program.Do)
			if !ok {
				continue
			}
			call, ok := do.X.(*program.Call)
			if !ok || called(call) != "register_blueprint" || len(call.Args) == 0 {
				continue
			}
			if value, where := c.value(m, call.Args[0].Value); where != in || value != program.Expr(blueprint) {
				continue
			}
			i := slices.IndexFunc(call.Args, func(a program.Arg) bool { return a.Name == "name_prefix" })
			if i < 0 && len(call.Args) > 1 && call.Args[1].Name == "" {
				i = 1
			}
			if i > 0 {
				if text, ok := call.Args[i].Value.(*program.Text); ok {
					return text.Value
				}
			}
		}
	}
	return ""
}
