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
	span   source.Span // the decorator with its @, or the call that stands in its place
}

// decorated finds the decorated functions of app.py and of all that it imports from the application's own folder.
func (a *application) decorated() (all []*handler, unread *source.Note) {
	file := path.Join(a.dir, "app.py")
	if a.programs == nil || a.tree.Hash(file) == "" {
		return nil, &source.Note{Span: a.root.Whole, Text: "the application's code was not found: there is no app.py beside " + folder}
	}
	c := &code{application: a, modules: make(map[string]*module)}
	if c.load(file) == nil {
		return nil, &source.Note{Span: top(file), Text: "the application's code could not be read"}
	}
	a.code = c
	for _, m := range c.order {
		m.registrations(m.body, func(made program.Expr, function string, at source.Span) {
			switch h := c.handler(m, made, function, at); {
			case h == nil:
			case h.event.None():
				a.middleware = append(a.middleware, h)
			default:
				all = append(all, h)
			}
		})
	}
	a.Also = append(a.Also, c.files()...)
	if len(all) == 0 {
		return nil, &source.Note{Span: top(file), Text: "no decorator here makes a function of the application"}
	}
	return all, nil
}

func top(file string) source.Span { return source.Span{File: file, Line: 1, EndLine: 1, Column: 1} }

// handler is what Chalice makes of a decorator of a function, nil where it is none of Chalice's.
func (c *code) handler(m *module, decorator program.Expr, function string, at source.Span) *handler {
	call, ok := decorator.(*program.Call)
	if !ok {
		return nil
	}
	member, ok := call.Function.(*program.Member)
	if !ok {
		return nil
	}
	event, known := c.tables.ChaliceEvent(member.Name)
	object := c.object(m, member.X)
	if !known || object == nil {
		return nil
	}
	h := &handler{
		event: event, args: arguments(event, call.Args), within: m, span: c.withSign(at), symbol: m.name + "." + function, name: function,
	}
	if !event.None() {
		c.naming(h, function, object)
	}
	return h
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
