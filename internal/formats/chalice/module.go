package chalice

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// maxModules bounds how many files of one application are looked through for decorators.
const maxModules = 500

// code is the application's own modules.
type code struct {
	*application
	modules map[string]*module // by file
	order   []*module          // in which they are first imported, app.py first
}

// module is one file of the application.
type module struct {
	name, file string // the name with dots
	body       []program.Stmt
	src        []byte
	lines      *source.Lines
	values     map[string]program.Expr // what a name of the module is given, where that is once
	imports    map[string]imported     // what a name stands for in another module
}

// imported is a name of another module: "" for the module itself.
type imported struct{ file, name string }

// object is an application or a blueprint, to which decorators belong.
type object struct{ prefix string }

func (c *code) files() (all []string) {
	for _, m := range c.order {
		all = append(all, m.file)
	}
	return all
}

// load reads a module and all that it imports from the application's folder; nil where it cannot be read.
func (c *code) load(file string) *module {
	if m, known := c.modules[file]; known || len(c.modules) == maxModules {
		return m
	}
	p, err := c.programs(file)
	if err != nil {
		c.modules[file] = nil
		return nil
	}
	src, _ := c.tree.Read(file)
	name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(file, c.dir+"/"), ".py"), "/__init__")
	m := &module{
		name: strings.ReplaceAll(name, "/", "."), file: file, body: p.Body, src: src, lines: source.NewLines(file, src),
		values: make(map[string]program.Expr), imports: make(map[string]imported),
	}
	c.modules[file] = m
	c.order = append(c.order, m)
	c.bind(m, p.Body)
	return m
}

// bind notes what the names at the top of a module are.
func (c *code) bind(m *module, body []program.Stmt) {
	for _, s := range body {
		switch s := s.(type) {
		case *program.Import:
			c.importing(m, s)
		case *program.Assign:
			for _, target := range s.Targets {
				if name, ok := target.(*program.Name); ok {
					_, twice := m.values[name.ID]
					if m.values[name.ID] = s.Value; twice {
						m.values[name.ID] = nil
					}
				}
			}
		}
		for _, inner := range nested(s) {
			c.bind(m, inner)
		}
	}
}

// nested are the blocks that run in the scope of the statement itself.
func nested(s program.Stmt) (all [][]program.Stmt) {
	switch s := s.(type) {
	case *program.If:
		for _, branch := range s.Cases {
			all = append(all, branch.Body)
		}
	case *program.Try:
		all = append(all, s.Body, s.Else, s.Finally)
		for _, h := range s.Handlers {
			all = append(all, h.Body)
		}
	case *program.With:
		all = append(all, s.Body)
	}
	return all
}

// registrations calls visit for each decorator of a function at the top of a module, and for each call that does the same without one:
// app.route("/")(index).
func (m *module) registrations(body []program.Stmt, visit func(decorator program.Expr, function string, at source.Span)) {
	for _, s := range body {
		switch s := s.(type) {
		case *program.Assign:
			if f, ok := s.Value.(*program.Function); ok {
				for _, d := range f.Decorators {
					visit(d, f.Name, d.Span())
				}
			}
		case *program.Do:
			if call, ok := s.X.(*program.Call); ok && len(call.Args) == 1 {
				visit(call.Function, wrapped(call.Args[0].Value), call.Span())
			}
		}
		for _, inner := range nested(s) {
			m.registrations(inner, visit)
		}
	}
}

// importing follows an import into the application's folder.
func (c *code) importing(m *module, s *program.Import) {
	base := c.dir
	if s.Level > 0 {
		base = path.Dir(m.file)
		for range s.Level - 1 {
			base = path.Dir(base)
		}
	}
	steps := strings.ReplaceAll(s.Module, ".", "/")
	whole := c.moduleFile(path.Join(base, steps))
	if whole != "" {
		c.load(whole)
	}
	for _, n := range s.Names {
		as := n.As
		if as == "" {
			as = n.Name
		}
		if file := c.moduleFile(path.Join(base, steps, n.Name)); file != "" {
			c.load(file)
			m.imports[as] = imported{file: file}
		} else if whole != "" {
			m.imports[as] = imported{whole, n.Name}
		}
	}
	if s.As != "" && whole != "" {
		m.imports[s.As] = imported{file: whole}
	}
}

// moduleFile is the file of a module of the application, "" where it has none.
func (c *code) moduleFile(at string) string {
	if at != c.dir && c.dir != "." && !strings.HasPrefix(at, c.dir+"/") || strings.HasPrefix(at, "..") {
		return ""
	}
	for _, file := range []string{at + ".py", path.Join(at, "__init__.py")} {
		if c.tree.Hash(file) != "" {
			return file
		}
	}
	return ""
}

// object is the application or the blueprint that an expression names, nil for anything else.
func (c *code) object(m *module, x program.Expr) *object {
	value, in := c.value(m, x)
	call, ok := value.(*program.Call)
	if !ok {
		return nil
	}
	switch c.kind(in, call.Function, 0) {
	case "Chalice":
		return &object{}
	case "Blueprint":
		return &object{prefix: c.prefix(call, in)}
	}
	return nil
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
			from, ok := m.imports[n.ID]
			if !ok || from.name == "" {
				return nil, nil
			}
			m, x = c.modules[from.file], &program.Name{ID: from.name}
		case *program.Member:
			name, ok := n.X.(*program.Name)
			if !ok {
				return x, m
			}
			from, ok := m.imports[name.ID]
			if !ok || from.name != "" {
				return x, m
			}
			m, x = c.modules[from.file], &program.Name{ID: n.Name}
		default:
			return x, m
		}
	}
	return nil, nil
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
