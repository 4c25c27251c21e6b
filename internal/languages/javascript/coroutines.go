package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// maxCallee is how long the name of such a call may be, in bytes.
const maxCallee = 80

// coroutine lowers the calls that make an asynchronous function of a generator, as libraries did before the language had such functions and
// compilers still do: co(function* () {}), co.wrap(function* () {}), __awaiter(this, void 0, void 0, function* () {}). nil where it is none.
func (l *lowerer) coroutine(n, function parse.Node) program.Expr {
	if function.End()-function.Start() > maxCallee {
		return nil
	}
	name := strings.Trim(function.Text(), "()0, ")
	name = name[strings.LastIndexByte(name, '.')+1:]
	if interop[name] && n.Field("arguments").First().Exists() {
		return l.interop(n, n.Field("arguments").First())
	}
	if name != "co" && name != "wrap" && name != "coroutine" && name != "__awaiter" {
		return nil
	}
	var given []parse.Node
	for child := range n.Field("arguments").Children() {
		given = append(given, child)
	}
	if len(given) == 0 {
		return nil
	}
	last := given[len(given)-1]
	if kind := last.Kind(); kind != "generator_function" && (kind != "function_expression" && kind != "function" || !last.Has("*")) {
		return nil
	}
	l.waits = true
	f := l.function(last)
	switch name {
	case "co":
		return &program.Call{At: l.at(n), Function: f}
	case "__awaiter":
		on := &program.Member{At: l.at(function), X: f, Name: "call"}
		return &program.Call{At: l.at(n), Function: on, Args: []program.Arg{{Value: l.name(function, receiver)}}}
	}
	return f
}

// interop are the helpers of compilers that make a module of what is imported.
var interop = map[string]bool{
	"__importDefault": true, "__importStar": true, "_interopRequireDefault": true, "_interopRequireWildcard": true, "__toESM": true, "__toModule": true,
}

// interop lowers what such a helper gives, and what import() does.
func (l *lowerer) interop(n, module parse.Node) program.Expr {
	return l.asModule(n, l.expr(module))
}

func (l *lowerer) asModule(n parse.Node, x program.Expr) program.Expr {
	return &program.Call{At: l.at(n), Function: l.name(n, wordInterop), Args: []program.Arg{{Value: x}}}
}
