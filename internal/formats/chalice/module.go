package chalice

import (
	"path"
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
	objects map[*program.Call]*object
	order   []*module // in which they are first imported, app.py first
}

// module is one file of the application.
type module struct {
	name, file string // the name with dots
	body       []program.Stmt
	src        []byte
	lines      *source.Lines
	values     map[string]program.Expr // what a name of the module is given, where that is once
	imports    map[string]imported     // what a name stands for in another module
	stars      []string                // files whose names are all here too
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
	switch first, _, _ := strings.Cut(s.Module, "."); {
	case s.All && whole != "":
		m.stars = append(m.stars, whole)
	case s.As != "" && whole != "":
		m.imports[s.As] = imported{file: whole}
	case s.As == "" && len(s.Names) == 0 && s.Level == 0:
		if file := c.moduleFile(path.Join(base, first)); file != "" {
			c.load(file)
			m.imports[first] = imported{file: file}
		}
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
