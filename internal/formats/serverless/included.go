package serverless

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// included is a value of another file. A file of code is not run, and one that is not in the repository is given at deployment.
func (r *resolver) included(name, address string, at *document.Node) (*document.Node, *symbolic.Part) {
	var branches []branch
	for _, file := range r.named(name, at) {
		root := r.read(file.path, at)
		if root == nil {
			continue
		}
		if found := r.walk(root, steps(address), at); found != nil {
			branches = append(branches, branch{file.when, found})
		}
	}
	if found := r.choose(branches, at); found != nil {
		return found, nil
	}
	if clean, inside := r.inside(name); inside && r.files[clean] != nil {
		return nil, nil // the file is there and has no such value: the variable's next source counts
	}
	text := "file(" + r.inner(name) + ")"
	if address != "" {
		text += ":" + r.inner(address)
	}
	return nil, &symbolic.Part{Kind: symbolic.Parameter, Text: text, Stack: r.file}
}

// candidate is a file that a name may mean, and what must hold for that.
type candidate struct{ path, when string }

func (r *resolver) named(name string, at *document.Node) (all []candidate) {
	clean, inside := r.inside(name)
	switch {
	case !inside:
		r.problem(at.Whole, "the file "+r.shown(name)+" lies outside the repository and is not read")
	case !strings.Contains(name, mark):
		return []candidate{{path: clean}}
	default:
		for _, file := range r.tree.Paths() {
			if r.fits(clean, file) && len(all) < maxBranches {
				all = append(all, candidate{file, r.shown(path.Base(clean)) + " is " + path.Base(file)})
			}
		}
	}
	return all
}

// inside is a path from the service's folder as one from the root of the tree; false where it leads out of it.
func (r *resolver) inside(name string) (string, bool) {
	if path.IsAbs(name) || strings.HasPrefix(name, "~") || len(name) > 1 && name[1] == ':' {
		return "", false
	}
	clean := path.Join(path.Dir(r.file), strings.ReplaceAll(name, `\`, "/"))
	return clean, clean != ".." && !strings.HasPrefix(clean, "../")
}

// read is the root of another file, nil where it cannot be read.
func (r *resolver) read(file string, at *document.Node) *document.Node {
	root, known := r.files[file]
	if known {
		return root
	}
	r.files[file] = nil
	switch {
	case len(r.files) > maxFiles:
		r.problem(at.Whole, "this service reads more files than are followed")
		return nil
	case r.tree.Hash(file) == "":
		if !r.optional {
			r.problem(at.Whole, "the file "+file+" is not in the repository")
		}
		delete(r.files, file) // another place may want it without a default
		return nil
	case isCode(file):
		if root := r.exported(file); root != nil && root.Kind == document.Map {
			r.files[file] = root
			return root
		}
		r.problem(at.Whole, "what the code in "+file+" makes is not known here")
		return nil
	}
	r.files[file] = r.parse(file, at)
	return r.files[file]
}

func (r *resolver) parse(file string, at *document.Node) *document.Node {
	src, err := r.tree.Read(file)
	if err != nil {
		r.problem(at.Whole, "the file "+file+" cannot be read: "+err.Error())
		return nil
	}
	if ext := path.Ext(file); ext != ".yml" && ext != ".yaml" && ext != ".json" {
		return &document.Node{Kind: document.String, Value: string(src), Span: at.Span, Whole: at.Whole}
	}
	docs, problems := document.Read(file, src)
	r.problems = append(r.problems, problems...)
	if len(docs) == 0 {
		return &document.Node{Kind: document.Null, Span: source.NewSpan(file, src, 0, 0)}
	}
	return docs[0]
}

// param is a parameter of the service: of its stages, or of the file that composes several services.
func (r *resolver) param(name string, at *document.Node) *document.Node {
	var branches []branch
	var otherwise *document.Node
	for _, section := range []struct{ top, below string }{{"params", ""}, {"stages", "params"}} {
		top := r.root.Get(section.top)
		if top == nil {
			continue
		}
		for _, p := range r.follow(top).Pairs {
			found := r.walk(p.Value, append(steps(section.below), steps(name)...), at)
			switch {
			case found == nil:
			case p.Key.Value == "default":
				otherwise = found
			default:
				branches = append(branches, branch{"{sls:stage} is " + p.Key.Value, found})
			}
		}
	}
	if otherwise != nil {
		branches = append(branches, branch{"", otherwise})
	}
	return r.choose(branches, at)
}
