package flow

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// host notes the classes whose instances a library makes by itself and calls: those of the types that the call is given, and those of the
// program that extend the library's classes of these names.
func (r *run) host(types []value, names string) {
	for _, v := range types {
		for _, t := range v.things {
			if c, ok := t.(*class); ok {
				r.hosts(c)
			}
		}
	}
	for _, c := range r.extending(names) {
		r.hosts(c)
	}
}

// extending are the classes of the program that extend a library's of these names, separated by commas.
func (r *run) extending(names string) (found []*class) {
	lang, ok := r.lang.(Descendants)
	if !ok || names == "" {
		return nil
	}
	for _, name := range strings.Split(names, ",") {
		for _, m := range lang.Below("", name) {
			r.load(m, nil, source.Span{})
		}
		extends := func(t thing) bool { f, ok := t.(foreign); return ok && lastName(f.path) == name }
		for _, c := range r.classes {
			if !slices.Contains(found, c) && slices.ContainsFunc(lineage(c, make(map[*class]bool)), extends) {
				found = append(found, c)
			}
		}
	}
	return found
}

func (r *run) hosts(c *class) {
	if !slices.Contains(r.hosted, c) {
		r.hosted = append(r.hosted, c)
		r.lasting++
	}
}

// runHosted hands out the methods of hosted classes, once all is known of what their instances are made with.
func (r *run) runHosted() {
	for ; r.served < len(r.hosted) && !r.spent; r.served++ {
		c := r.hosted[r.served]
		self := r.instanceOf(c)
		for _, name := range sortedNames(c.attrs.vars) {
			if name != r.special.Construct {
				r.escape(r.member(self, name, c.code.Span()))
			}
		}
	}
}

// mediate calls the methods of a name of the classes that extend a library's, where the first parameter is of the class of what is sent: as
// a mediator does, of how it is written "METHOD=NAMES".
func (r *run) mediate(op string, sent value, place source.Span) (all value) {
	method, names, _ := strings.Cut(op, "=")
	for _, t := range sent.things {
		message, ok := t.(*instance)
		if !ok {
			continue
		}
		for _, c := range r.extending(names) {
			f := r.attribute(c, method, nil)
			if r.takesFirst(f, message) {
				args := arguments{positional: []value{things(message)}, rest: data(reasonCaller), spread: true}
				all = union(all, r.call(r.bind(f, r.instanceOf(c), c, place), args, place))
			}
		}
	}
	if all.empty() && !vagueless(sent) {
		for _, c := range r.extending(names) { // any of them may be meant
			r.hosts(c)
		}
	}
	return all
}

// vagueless says that v is something of which all is known.
func vagueless(v value) bool { return !v.empty() && !vague(v) }

// takesFirst says that the first parameter of a function is of the class of an instance, or of one that it extends.
func (r *run) takesFirst(fn value, i *instance) bool {
	for _, t := range fn.things {
		f, ok := t.(*function)
		if !ok || len(f.code.Params) == 0 || f.code.Params[0].Type == nil {
			continue
		}
		of := lineage(i.of, make(map[*class]bool))
		for _, typ := range r.eval(f.outer, f.code.Params[0].Type).things {
			if c, ok := typ.(*class); ok && slices.Contains(of, thing(c)) {
				return true
			}
		}
	}
	return false
}
