package sam

import (
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
)

// merge is what the transform makes of Globals and a resource's own properties: maps are joined key by key, lists one behind the other,
// and of anything else the resource's own counts. Values keep their places.
func merge(global, own *document.Node) *document.Node {
	switch {
	case global == nil:
		return own
	case own == nil:
		return global
	case isMap(global) && isMap(own):
		return joined(global, own)
	case global.Kind == document.List && own.Kind == document.List && global.Tag == "" && own.Tag == "":
		both := *own
		both.Items = append(append([]*document.Node{}, global.Items...), own.Items...)
		return &both
	}
	return own
}

func joined(global, own *document.Node) *document.Node {
	all := *own
	all.Pairs = nil
	for _, p := range own.Pairs {
		p.Value = merge(global.Get(p.Key.Value), p.Value)
		all.Pairs = append(all.Pairs, p)
	}
	for _, p := range global.Pairs {
		if own.Get(p.Key.Value) == nil {
			all.Pairs = append(all.Pairs, p)
		}
	}
	return &all
}

// isMap says whether a node is a map and not a call of an intrinsic function.
func isMap(n *document.Node) bool {
	if n.Kind != document.Map || n.Tag != "" {
		return false
	}
	return len(n.Pairs) != 1 || n.Pairs[0].Key.Value != "Ref" && !isFn(n.Pairs[0].Key.Value)
}

func isFn(key string) bool { return len(key) > 4 && key[:4] == "Fn::" }

// code is where the code of a function is.
func (r *reader) code(f function) stack.Code {
	c := r.location(f)
	c.BuildMethod = r.String(f.Node.Get("Metadata").Get("BuildMethod"))
	if entries := f.Node.Get("Metadata").Get("BuildProperties").Get("EntryPoints"); entries != nil {
		for _, entry := range entries.Items {
			c.Entries = append(c.Entries, r.String(entry))
		}
	}
	c.Binary = r.String(f.Node.Get("Metadata").Get("BuildProperties").Get("Binary"))
	return c
}

func (r *reader) location(f function) stack.Code {
	context := f.Node.Get("Metadata").Get("DockerContext")
	switch uri := f.props.Get("CodeUri"); {
	case f.props.Get("InlineCode") != nil:
		return r.InlineCode(f.props.Get("InlineCode"))
	case r.String(f.props.Get("PackageType")) == "Image" || f.props.Get("ImageUri") != nil:
		return r.image(f, context)
	case uri == nil:
		dir, _ := r.Path(".")
		return stack.Code{Dir: dir, Span: f.Span}
	case isMap(uri):
		return stack.Code{Remote: "s3://" + r.String(uri.Get("Bucket")) + "/" + r.String(uri.Get("Key")), Span: uri.Whole}
	default:
		return r.CodeAt(uri)
	}
}

// image is a function that is a container image: the folder of its Dockerfile, or where the image is.
func (r *reader) image(f function, context *document.Node) stack.Code {
	if context != nil {
		if dir, ok := r.Path(r.String(context)); ok {
			return r.built(f, stack.Code{Image: dir, Span: context.Whole})
		}
		r.Problem(context.Whole, "the Dockerfile lies outside the repository")
	}
	if uri := f.props.Get("ImageUri"); uri != nil {
		return stack.Code{Image: r.Default(uri), Span: uri.Whole}
	}
	return stack.Code{Image: "an image that the template does not name", Span: f.Span}
}

// built is an image that is built from a Dockerfile. One of which the template changes more than the command is not told apart from one that
// is elsewhere.
func (r *reader) built(f function, c stack.Code) stack.Code {
	c.Dockerfile = r.String(f.Node.Get("Metadata").Get("Dockerfile"))
	settings := f.props.Get("ImageConfig")
	unnamed := f.Node.Get("Metadata").Get("Dockerfile") != nil && c.Dockerfile == ""
	if unnamed || f.Node.Get("Metadata").Get("DockerBuildTarget") != nil || settings.Get("EntryPoint") != nil || settings.Get("WorkingDirectory") != nil {
		return stack.Code{Image: "an image that the template changes", Span: c.Span}
	}
	if command := settings.Get("Command"); command != nil {
		c.Command = []string{""}
		if len(command.Items) == 1 {
			c.Command[0] = r.String(command.Items[0])
		}
	}
	return c
}
