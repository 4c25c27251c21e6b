package flow

import "github.com/parebot/pare/internal/program"

// Ahead is a Loader that can begin to read files before they are asked for.
type Ahead interface {
	Loader
	// Expect says which files are likely to be loaded next, the first one first. It does not wait for them.
	Expect(files []string)
}

// expect tells the loader what the module will import as soon as its code runs, as far as that stands at the top of it.
func (r *run) expect(m Module, code *program.Module) {
	loader, ok := r.loader.(Ahead)
	if !ok {
		return
	}
	var files []string
	for _, stmt := range code.Body {
		x := r.importIn(stmt)
		if x == nil || x.Lazy {
			continue
		}
		if len(r.files)+len(files) >= maxFiles { // more are not read
			break
		}
		for _, found := range r.lang.Find(m, x) {
			if r.modules[moduleKey(found)] == nil && found.File != "" {
				files = append(append(files, found.File), found.Files...)
			}
		}
	}
	loader.Expect(files)
}

// importIn is what a statement imports, in either of two ways: as a statement, or by a function that gives the module that is named.
func (r *run) importIn(stmt program.Stmt) *program.Import {
	switch stmt := stmt.(type) {
	case *program.Import:
		return stmt
	case *program.Assign:
		return r.importBy(stmt.Value)
	case *program.Do:
		return r.importBy(stmt.X)
	}
	return nil
}

func (r *run) importBy(x program.Expr) *program.Import {
	call, ok := x.(*program.Call)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	name, named := call.Function.(*program.Name)
	text, literal := call.Args[0].Value.(*program.Text)
	if !named || !literal {
		return nil
	}
	if n, known := r.lang.Builtin(name.ID); !known || n.Do != Import {
		return nil
	}
	return importNamed(text.Value, call.Span())
}
