package cdk

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// code is where the code of a function is: what its class makes of its entry, else what the property code says.
func (a *app) code(c *construct, p properties) stack.Code {
	switch last(c.name) {
	case "NodejsFunction":
		return a.bundled(c, p)
	case "PythonFunction", "GoFunction":
		entry, _ := p.get("entry")
		return a.folder(entry.Text)
	}
	g, _ := p.get("code")
	if len(g.Objects) != 1 {
		return stack.Code{Remote: "code that is not followed"}
	}
	rec, ok := a.names.made(g.Objects[0])
	if !ok {
		return stack.Code{Remote: "code that is not followed"}
	}
	switch first := rec.first("path", "code", "directory"); last(rec.name) {
	case "fromAsset", "asset", "AssetCode":
		return a.folder(first)
	case "fromInline", "inline", "InlineCode":
		return a.inline(first)
	case "fromImageAsset", "fromAssetImage", "AssetImageCode":
		return a.image(rec, first)
	}
	return stack.Code{Remote: "what " + rec.name + " gives"}
}

// first is the first argument, which may be given by one of some names.
func (rec record) first(names ...string) symbolic.Set {
	for _, name := range names {
		if g, ok := rec.args.At(0, name); ok {
			return g.Text
		}
	}
	return nil
}

// inline is code that stands in the app, or that the app reads of a file.
func (a *app) inline(set symbolic.Set) stack.Code {
	if text, known := only(set); known {
		return stack.Code{Inline: text, InlineStart: -1}
	}
	if len(set) == 1 && len(set[0].Value) == 1 {
		name, ok := strings.CutPrefix(set[0].Value[0].Attr, contentOf)
		if file, known := a.path(certain(name)); ok && known {
			if src, err := a.tree.Read(file); err == nil {
				whole := source.Span{File: file, Line: 1, EndLine: 1, Column: 1, End: len(src)}
				return stack.Code{Inline: string(src), InlineStart: 0, Span: whole}
			}
		}
	}
	return stack.Code{Remote: "text that is not known"}
}

// contentOf begins what is known of the content of a file, before its path.
const contentOf = "content of "

// folder is code in a folder, or in an archive, of the repository.
func (a *app) folder(set symbolic.Set) stack.Code {
	dir, ok := a.path(set)
	if !ok {
		return stack.Code{Remote: "a folder that is not known"}
	}
	return stack.Code{Dir: dir}
}

func (a *app) image(rec record, set symbolic.Set) stack.Code {
	dir, ok := a.path(set)
	if !ok {
		return stack.Code{Remote: "a folder that is not known"}
	}
	p := rec.properties()
	code := stack.Code{Image: dir, Dockerfile: p.text("file")}
	if cmd, given := p.get("cmd"); given {
		for _, choice := range texts(cmd) {
			if text, known := choice.Value.Known(); known {
				code.Command = append(code.Command, text)
			}
		}
	}
	return code
}

// path is a path of the app as one from the root of the tree: what is relative starts at the folder of the settings. false where it is not
// known, or leads out of the repository.
func (a *app) path(set symbolic.Set) (string, bool) {
	text, ok := only(set)
	if !ok || text == "" {
		return "", false
	}
	clean := path.Join(a.dir, text)
	if path.IsAbs(text) { // from the folder of a file of code
		clean = strings.TrimPrefix(path.Clean(text), "/")
	}
	if clean == ".." || strings.HasPrefix(clean, "../") {
		return "", false
	}
	if clean == "" {
		clean = "."
	}
	return clean, true
}

// bundled is code that a bundler makes of one file, by default of the one beside that of the stack, with the construct's name in its own.
func (a *app) bundled(c *construct, p properties) stack.Code {
	entry, given := p.get("entry")
	if given {
		file, ok := a.path(entry.Text)
		if !ok {
			return stack.Code{Remote: "a file that is not known"}
		}
		return stack.Code{Dir: path.Dir(file), Entries: []string{path.Base(file)}}
	}
	bare := strings.TrimSuffix(c.at.File, path.Ext(c.at.File)) + "." + ownName(c.id)
	for _, ext := range []string{".ts", ".js", ".mjs", ".mts", ".cts", ".cjs"} {
		if a.tree.Hash(bare+ext) != "" {
			return stack.Code{Dir: path.Dir(bare), Entries: []string{path.Base(bare + ext)}}
		}
	}
	return stack.Code{Remote: "the file " + bare + ".ts, which is not there"}
}

// ownName is a construct's own name.
func ownName(id string) string { return path.Base(id) }

// unseen says that a role may have more than is seen.
func (a *app) unseen(role string, at source.Span, why string) {
	a.grants[role] = append(a.grants[role], grant{at: at, why: why})
}

// everywhere says so of all roles.
func (a *app) everywhere(at source.Span, why string) {
	for _, c := range a.order {
		if c.class == isFunction && !c.imported() {
			a.unseen(a.names.id(a.names.role(c.of)), at, why)
		} else if (c.class == "aws_iam.Role" || plainType(c.class) == "AWS::IAM::Role") && !c.imported() {
			a.unseen(c.id, at, why)
		}
	}
}

// rolesOf are the roles that something is granted to when an object is: a function's, the role itself. known is false where that cannot be
// told; other things than functions and roles have none that concern us.
func (a *app) rolesOf(g sdk.Given) (ids []string, known bool) {
	known = len(g.Objects) > 0
	for _, o := range g.Objects {
		if id := a.roleOf(o, 0); id != "" {
			ids = append(ids, id)
		}
	}
	return ids, known
}

// maxSteps bounds how far versions and aliases are followed to their function.
const maxSteps = 8

func (a *app) roleOf(o *sdk.Object, steps int) string {
	if steps > maxSteps {
		return ""
	}
	switch classOf(o.Name) {
	case "aws_iam.Role":
		return a.names.id(o)
	case isFunction:
		return a.names.id(a.names.role(o))
	case "aws_lambda.Alias", "aws_lambda.Version":
		if fn := a.functionOf(o, steps); fn != nil {
			return a.names.id(a.names.role(fn.of))
		}
	}
	return ""
}

// functionOf is the function that an object is, or is a version or an alias of.
func (a *app) functionOf(o *sdk.Object, steps int) *construct {
	if o == nil || steps > maxSteps {
		return nil
	}
	switch classOf(o.Name) {
	case isFunction:
		return a.get(o)
	case "aws_lambda.Alias", "aws_lambda.Version":
		if c := a.get(o); c != nil {
			for _, next := range c.objects() {
				if fn := a.functionOf(next, steps+1); fn != nil {
					return fn
				}
			}
			return nil
		}
		return a.constructs[idOf(path.Dir(argument(o, byPath)), o.Place.Line)]
	}
	return nil
}
