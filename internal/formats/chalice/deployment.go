package chalice

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// deployment is an application at one stage.
type deployment struct {
	*application
	config
	suffix string // of the IDs, "" at the first stage
}

// apiHandler is the function that runs all routes.
const apiHandler = "api_handler"

// differs says whether a function of the stage has a role of which nothing was said at a stage before.
func (d *deployment) differs() bool {
	return slices.ContainsFunc(d.functions(), func(f function) bool {
		id := d.roleID(f.name)
		return id != generated && d.roles[id] == nil
	})
}

// function is one Lambda function of the application: what Chalice calls it, and the handlers that it runs.
type function struct {
	id, name string
	handlers []*handler
}

// functions are those that the decorators ask for, in the order of the code, the one for all routes first.
func (d *deployment) functions() (all []function) {
	routes := function{id: apiHandler, name: apiHandler}
	for _, h := range d.handlers {
		if h.event.Function == apiHandler {
			routes.handlers = append(routes.handlers, h)
		}
	}
	if len(routes.handlers) > 0 {
		all = append(all, routes)
	}
	for _, h := range d.handlers {
		if h.event.Function != apiHandler {
			all = append(all, function{id: h.id, name: h.name, handlers: []*handler{h}})
		}
	}
	return all
}

func (d *deployment) read() {
	for _, f := range d.functions() {
		fn := d.describe(f)
		fn.Role = d.role(f)
		d.Functions = append(d.Functions, fn)
		d.triggers(fn, f)
		d.generate(fn, f)
	}
	if d.unread != nil { // the policy is read all the same, and nothing of it is called unused
		if role := d.roles[d.role(function{name: apiHandler}).ID]; role != nil {
			role.Elsewhere = append(role.Elsewhere, *d.unread)
		}
	}
}

// describe reads what the configuration says of a function.
func (d *deployment) describe(f function) *stack.Function {
	fn := &stack.Function{
		ID: f.id + d.suffix, Span: d.place(f.name), Runtime: "python", Handler: f.entry(), Env: d.environment(f.name),
		Name: d.physical(f.name),
		Code: stack.Code{Dir: d.dir, Span: f.handlers[0].span, Aside: d.aside(f)},
	}
	fn.Arn = symbolic.Value{{Kind: symbolic.Attribute, Text: fn.ID, Attr: "Arn", Stack: d.File, Type: "AWS::Lambda::Function"}}
	if n := d.lookup(f.name, "xray"); d.is(f.name, "xray", false) {
		fn.Tracing = &source.Note{Span: n.Whole, Text: "X-Ray tracing is active"}
	}
	if n := d.lookup(f.name, "subnet_ids"); n != nil && len(n.Items) > 0 {
		fn.VPC = &source.Note{Span: n.Whole, Text: "the function runs in a VPC"}
	}
	for _, n := range d.list(f.name, "layers") {
		fn.Layers = append(fn.Layers, stack.Layer{Arn: symbolic.Certain(symbolic.Text(n.Value)), Span: n.Whole})
	}
	if vendor := path.Join(d.dir, "vendor"); slices.ContainsFunc(d.tree.Paths(), func(p string) bool { return strings.HasPrefix(p, vendor+"/") }) {
		fn.Layers = append(fn.Layers, stack.Layer{Dir: vendor, Span: fn.Span})
	}
	return fn
}

// physical is the name that Chalice gives a function: the one for the routes has none of its own.
func (d *deployment) physical(name string) symbolic.Set {
	app := d.text(name, "app_name")
	if app == "" {
		return nil
	}
	full := app + "-" + d.stage
	if name != apiHandler {
		full += "-" + name
	}
	return symbolic.Certain(symbolic.Text(full))
}

// entry is the handler as Chalice writes it: the application itself for routes, else the decorated function.
func (f function) entry() string {
	if f.name == apiHandler {
		return "app.app"
	}
	return f.handlers[0].symbol
}

// aside are the decorators by which the application runs other functions than this one. A function of its own is called by itself, so its
// decorator has nothing to say either, and all those with the same middleware have the same aside.
func (d *deployment) aside(f function) (all []source.Span) {
	routes := f.name == apiHandler
	kind := f.handlers[0].event.Middleware
	if known, ok := d.asides[kind]; ok && !routes {
		return known
	}
	for _, h := range d.handlers {
		if !routes || h.event.Function != apiHandler {
			all = append(all, h.span)
		}
	}
	for _, h := range d.middleware {
		if !h.around(kind) {
			all = append(all, h.span)
		}
	}
	if !routes {
		d.asides[kind] = all
	}
	return all
}

// around says whether a middleware runs for events of a type. What its decorator does not say in plain words runs for all.
func (h *handler) around(kind string) bool {
	typ, ok := h.args["event_type"].(*program.Text)
	if !ok || typ.Value == "all" {
		return kind != ""
	}
	return typ.Value == kind
}
