package serverless

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// composeFiles are the names of the file that composes several services.
var composeFiles = []string{"serverless-compose.yml", "serverless-compose.yaml", "serverless-compose.json"}

// composed is a parameter that the file which composes services gives this one: a text, or an output of another of them. It is nil where
// no such file gives it.
func (r *resolver) composed(name string, at *document.Node) *document.Node {
	for dir := path.Dir(r.file); ; dir = path.Dir(dir) {
		for _, base := range composeFiles {
			services := r.services(path.Join(dir, base), at)
			if services == nil {
				continue
			}
			if n := servedAt(services, dir, path.Dir(r.file)).Get("params").Get(name); n != nil {
				return r.handed(n, name, services, dir, at)
			}
		}
		if dir == "." {
			return nil
		}
	}
}

// services is the map of services of a file that composes them, nil where there is no such file.
func (r *resolver) services(file string, at *document.Node) *document.Node {
	if _, known := r.files[file]; !known && r.tree.Hash(file) == "" {
		return nil
	}
	return r.read(file, at).Get("services")
}

// servedAt is the service whose path leads to a folder.
func servedAt(services *document.Node, dir, folder string) *document.Node {
	for _, p := range services.Pairs {
		if at := p.Value.Get("path"); at != nil && path.Join(dir, at.Value) == folder {
			return p.Value
		}
	}
	return nil
}

// handed is the value of such a parameter. ${other.Output} is an output of the service that is called other there.
func (r *resolver) handed(n *document.Node, name string, services *document.Node, dir string, at *document.Node) *document.Node {
	if n.Kind == document.Map || n.Kind == document.List || !strings.Contains(n.Value, "${") {
		return n
	}
	p := symbolic.Part{Kind: symbolic.Parameter, Text: "param:" + name, Stack: r.file}
	inside, closed := strings.CutSuffix(strings.TrimPrefix(n.Value, "${"), "}")
	service, output, dotted := strings.Cut(inside, ".")
	if other := services.Get(service).Get("path"); closed && dotted && other != nil {
		p.Form = r.outputs()[outputOf(path.Join(dir, other.Value), output)]
	}
	return r.symbol(p, at)
}

// outputOf is the key of an output by the folder of its service, where one by the name of its stack would do as well.
func outputOf(folder, output string) string { return folder + "\x00" + output }
