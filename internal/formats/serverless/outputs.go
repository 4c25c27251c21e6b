package serverless

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// maxServices bounds the services of a repository that are read for their outputs.
const maxServices = 60

// outputs are the values that other services of the repository hand out, by "stack.Output". The name of a stack is known as far as
// its stage, which is the same for all services that are deployed together.
func (r *resolver) outputs() map[string]symbolic.Value {
	if r.others != nil || r.alone {
		return r.others
	}
	r.others = make(map[string]symbolic.Value)
	read := 0
	for _, file := range r.tree.Paths() {
		if file == r.file || !isNamed(file) || read == maxServices {
			continue
		}
		src := candidateText(r.tree, file)
		if src == nil {
			continue
		}
		read++
		if docs, _ := document.Read(file, src); len(docs) > 0 {
			other := newResolver(r.tree, file, docs[0])
			other.alone = true
			if other.isService() {
				open(other, src).handsOut(r.others)
			}
		}
	}
	return r.others
}

// handsOut adds the outputs of a service. One that has several values under conditions is not known.
func (s *service) handsOut(all map[string]symbolic.Value) {
	s.list()
	s.announce()
	outputs := s.Root.Get("Outputs")
	if outputs == nil {
		return
	}
	stack := s.spelled(s.name + "-" + s.stage)
	if name := s.scalar(s.provider.Get("stackName")); name != "" {
		stack = s.spelled(name)
	}
	if len(stack) != 1 {
		return
	}
	for _, p := range outputs.Pairs {
		if set := s.Eval(p.Value.Get("Value")); len(set) == 1 && len(set[0].When) == 0 && !set[0].Value.HasUnknown() {
			all[stack[0].Value.String()+"."+p.Key.Value] = set[0].Value
			all[outputOf(path.Dir(s.file), p.Key.Value)] = set[0].Value
		}
	}
}

// nameOfCustom is what custom calls a variable that has a default: a person knows it by that name, and the same text is the same value.
func (r *resolver) nameOfCustom(text string) string {
	if r.defined == nil {
		r.defined = make(map[string]string)
		if custom := r.root.Get("custom"); custom != nil {
			r.define(custom, "self:custom")
		}
	}
	return r.defined[text]
}

func (r *resolver) define(n *document.Node, name string) {
	if n.Alias != nil {
		return
	}
	for _, p := range n.Pairs {
		if !strings.ContainsAny(p.Key.Value, ".${}") {
			r.define(p.Value, name+"."+p.Key.Value)
		}
	}
	all := variables(n.Value)
	if n.Kind != document.String || n.Tag != "" || len(all) != 1 || !all[0].whole(n.Value) || len(all[0].sources) < 2 {
		return
	}
	if text := spell(all[0].sources); r.defined[text] == "" {
		r.defined[text] = name
	}
}
