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
	lang, ok := r.lang.(Descendants)
	if !ok || names == "" {
		return
	}
	for _, name := range strings.Split(names, ",") {
		for _, m := range lang.Below("", name) {
			r.load(m, nil, source.Span{})
		}
		for _, c := range r.classes {
			extends := func(t thing) bool { f, ok := t.(foreign); return ok && lastName(f.path) == name }
			if slices.ContainsFunc(lineage(c, make(map[*class]bool)), extends) {
				r.hosts(c)
			}
		}
	}
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
