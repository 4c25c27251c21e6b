package chalice

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// handler is a decorated function of the application.
type handler struct {
	id     string // of the function that runs it, where that is one of its own
	name   string // that Chalice gives that function: the decorated function's, or what the decorator says
	symbol string // module.function
	event  serviceref.ChaliceEvent
	args   map[string]program.Expr // of the decorator
	within *module
	span   source.Span // the decorator with its @
}

// decorated finds the decorated functions of app.py and of all that it imports from the application's own folder.
func (a *application) decorated() (all []*handler, unread *source.Note) {
	file := path.Join(a.dir, "app.py")
	if a.programs == nil || a.tree.Hash(file) == "" {
		return nil, &source.Note{Span: a.root.Whole, Text: "the application's code was not found: there is no app.py beside " + folder}
	}
	c := &code{application: a, modules: make(map[string]*module)}
	if c.load(file) == nil {
		return nil, &source.Note{Span: source.Span{File: file, Line: 1, EndLine: 1, Column: 1}, Text: "the application's code could not be read"}
	}
	a.code = c
	for _, m := range c.order {
		m.functions(m.body, func(f *program.Function) { all = append(all, c.handlers(m, f)...) })
	}
	a.Also = append(a.Also, c.files()...)
	return all, nil
}

// handlers are what Chalice makes of a function's decorators.
func (c *code) handlers(m *module, f *program.Function) (all []*handler) {
	for _, d := range f.Decorators {
		call, ok := d.(*program.Call)
		if !ok {
			continue
		}
		member, ok := call.Function.(*program.Member)
		if !ok {
			continue
		}
		event, known := c.tables.ChaliceEvent(member.Name)
		object := c.object(m, member.X)
		if !known || event.None() || object == nil {
			continue
		}
		h := &handler{
			event: event, args: arguments(event, call.Args), within: m, span: c.withSign(call.Span()),
			symbol: m.name + "." + f.Name, name: f.Name,
		}
		c.naming(h, f.Name, object)
		all = append(all, h)
	}
	return all
}

// naming gives a handler its name and its ID. All routes are one function; those of a WebSocket have fixed names.
func (c *code) naming(h *handler, function string, object *object) {
	if text, ok := h.args["name"].(*program.Text); ok {
		h.name = text.Value
	}
	h.name = object.prefix + h.name
	switch h.event.Function {
	case apiHandler:
		h.name = apiHandler
		return
	case "":
	default:
		h.name = h.event.Function
	}
	for _, id := range []string{function, h.name, h.symbol} {
		if h.id = id; !c.taken[id] {
			break
		}
	}
	c.taken[h.id] = true
}

// arguments are those of a decorator by their names.
func arguments(event serviceref.ChaliceEvent, args []program.Arg) map[string]program.Expr {
	all := make(map[string]program.Expr)
	for i, arg := range args {
		switch {
		case arg.Rest != program.One:
		case arg.Name != "":
			all[arg.Name] = arg.Value
		case i < len(event.Parameters):
			all[event.Parameters[i]] = arg.Value
		}
	}
	return all
}

// withSign is the place of a decorator with the @ before it.
func (c *code) withSign(at source.Span) source.Span {
	src, err := c.tree.Read(at.File)
	if err != nil || at.Start > len(src) {
		return at
	}
	if i := strings.LastIndexByte(string(src[:at.Start]), '@'); i >= 0 && strings.TrimSpace(string(src[i+1:at.Start])) == "" {
		return source.NewSpan(at.File, src, i, at.End)
	}
	return at
}
