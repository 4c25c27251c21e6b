package chalice

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// maxDepth is how deep an expression of a decorator is followed.
const maxDepth = 20

// evaluator says what an argument of a decorator is when the application is deployed: then Chalice loads app.py with the environment that
// the configuration gives the functions.
type evaluator struct {
	*code
	env map[string]stack.Value
}

func (e evaluator) text(m *module, x program.Expr, depth int) symbolic.Set {
	if depth == maxDepth {
		return symbolic.Any("the expression is too deep")
	}
	x, m = e.value(m, x)
	switch x := x.(type) {
	case *program.Text:
		return symbolic.Certain(symbolic.Text(x.Value))
	case *program.Build:
		parts := make([]symbolic.Set, 0, len(x.Parts))
		for _, p := range x.Parts {
			parts = append(parts, e.text(m, p, depth+1))
		}
		return symbolic.Join(parts...)
	case *program.Binary:
		if x.Op == "+" {
			return symbolic.Join(e.text(m, x.Left, depth+1), e.text(m, x.Right, depth+1))
		}
	case *program.Either:
		return symbolic.Union(e.text(m, x.Left, depth+1), e.text(m, x.Right, depth+1))
	case *program.Index:
		if name, ok := x.Key.(*program.Text); ok && isEnvironment(x.X) {
			return e.variable(name.Value)
		}
	case *program.Call:
		return e.called(m, x, depth)
	}
	return symbolic.Any("the decorator's argument is not known before the application is deployed")
}

// called is os.environ.get or os.getenv.
func (e evaluator) called(m *module, x *program.Call, depth int) symbolic.Set {
	getter := false
	switch f := x.Function.(type) {
	case *program.Member:
		os, _ := f.X.(*program.Name)
		getter = f.Name == "get" && isEnvironment(f.X) || f.Name == "getenv" && os != nil && os.ID == "os"
	case *program.Name:
		getter = f.ID == "getenv"
	}
	if !getter || len(x.Args) == 0 {
		return symbolic.Any("the decorator's argument is not known before the application is deployed")
	}
	name, ok := x.Args[0].Value.(*program.Text)
	if !ok {
		return symbolic.Any("the decorator's argument is not known before the application is deployed")
	}
	if _, set := e.env[name.Value]; !set && len(x.Args) > 1 {
		return e.text(m, x.Args[1].Value, depth+1)
	}
	return e.variable(name.Value)
}

func (e evaluator) variable(name string) symbolic.Set {
	if v, ok := e.env[name]; ok {
		return v.Set
	}
	return symbolic.Any("the variable " + name + " is set where the application is deployed from")
}

// isEnvironment says whether an expression is os.environ.
func isEnvironment(x program.Expr) bool {
	switch x := x.(type) {
	case *program.Name:
		return x.ID == "environ"
	case *program.Member:
		os, ok := x.X.(*program.Name)
		return ok && os.ID == "os" && x.Name == "environ"
	}
	return false
}
