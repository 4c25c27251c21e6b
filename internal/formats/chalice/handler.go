package chalice

import (
	"bytes"
	"fmt"
	"path"

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
	c := &code{application: a, modules: make(map[string]*module), objects: make(map[*program.Call]*object)}
	if c.load(file) == nil {
		return nil, &source.Note{Span: top(file), Text: "the application's code could not be read"}
	}
	a.code = c
	for _, m := range c.order {
		m.registrations(m.body, func(made program.Expr, function string, at source.Span) {
			switch h := c.handler(m, made, function, at); {
			case h == nil:
			case len(all) == maxHandlers:
				a.excess(at)
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
	ids := []string{function, h.name, h.symbol}
	for h.id = function; c.taken[h.id]; ids = ids[1:] {
		if len(ids) == 0 {
			h.id = fmt.Sprintf("%s:%d", h.symbol, h.span.Line)
			break
		}
		h.id = ids[0]
	}
	c.taken[h.id] = true
}

// maxHandlers bounds the decorated functions of one application: a deployment has no room for more.
const maxHandlers = 1000

// excess notes, once, that there are more decorated functions than are read.
func (a *application) excess(at source.Span) {
	const text = "the application has more decorated functions than are read"
	if n := len(a.Problems); n == 0 || a.Problems[n-1].Text != text {
		a.problem(at, text)
	}
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

// maxBlanks is how much may stand between a @ and what it applies: nobody leaves any.
const maxBlanks = 80

// withSign is the place of a decorator with the @ before it.
func (c *code) withSign(at source.Span) source.Span {
	m := c.modules[at.File]
	if m == nil || at.Start > len(m.src) {
		return at
	}
	before := bytes.TrimRight(m.src[max(0, at.Start-maxBlanks):at.Start], " \t\\\r\n")
	if bytes.HasSuffix(before, []byte("@")) {
		return m.lines.Span(at.Start-(min(at.Start, maxBlanks)-len(before))-1, at.End)
	}
	return at
}
