package serverless

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	file := s.File
	switch {
	case change.Set != nil:
		file = settingFile(s, change.Set)
	case change.Replace != nil:
		if g := grantOf(s, change.Replace); g != nil && g.Cause.File != "" {
			file = g.Cause.File
			if madeByCode(tree, s, g) {
				return nil, fmt.Errorf("a value of this statement is made by code: %w", stack.ErrCannot)
			}
		}
	case change.Add != nil:
		file = homeFile(s, change.Add.Role)
	}
	if isCode(file) {
		return nil, fmt.Errorf("%s is code, which is not edited: %w", file, stack.ErrCannot)
	}
	edits, err := cloudformation.EditAs(tree, s, file, change, func(src []byte) *cloudformation.Template { return editable(tree, s, file, src) })
	if err == nil && change.Replace != nil {
		return kept(tree, s, file, change.Replace, edits)
	}
	return edits, err
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	src, err := tree.Read(s.File)
	if err != nil {
		return nil, fmt.Errorf("reading the service: %w", err)
	}
	if isCode(s.File) {
		return nil, fmt.Errorf("%s is code, which is not edited: %w", s.File, stack.ErrCannot)
	}
	parse := func(src []byte) *cloudformation.Template { return editable(tree, s, s.File, src) }
	return cloudformation.ExpressAs(s, s.File, src, role, statements, parse)
}

// madeByCode says whether a statement may have values that are read of code: an edit does not see those.
func madeByCode(tree source.Tree, s *stack.Stack, g *stack.Grant) bool {
	if !slices.ContainsFunc(s.Also, isCode) {
		return false
	}
	src, err := tree.Read(g.Cause.File)
	return err != nil || g.Cause.End > len(src) || strings.Contains(string(src[g.Cause.Start:g.Cause.End]), "${")
}

func roleOf(s *stack.Stack, id string) *stack.Role {
	for _, role := range s.Roles {
		if role.ID == id {
			return role
		}
	}
	return nil
}

// grantOf is the first grant that a change replaces.
func grantOf(s *stack.Stack, c *stack.ReplaceGrants) *stack.Grant {
	role := roleOf(s, c.Role)
	if role == nil || len(c.Keys) == 0 {
		return nil
	}
	for _, g := range role.Grants {
		if g.Key == c.Keys[0] {
			return g
		}
	}
	return nil
}

// editable is a file of the service as a template whose values are where they are written: all that the service knows, and the
// resources of this file as they stand in it.
func editable(tree source.Tree, s *stack.Stack, file string, src []byte) *cloudformation.Template {
	now := replaced{tree, file, src}
	text, err := now.Read(s.File)
	if err != nil {
		return nil
	}
	docs, _ := document.Read(s.File, text)
	if len(docs) == 0 {
		return nil
	}
	r := newResolver(now, s.File, docs[0])
	if !r.isService() {
		return nil
	}
	service := open(r, text)
	service.list()
	service.announce()
	service.waits(s)
	root, key := r.root, "self"
	if file != s.File {
		r.read(file, r.root)
		root, key = r.files[file], fileKey(file)
	}
	if root == nil {
		return nil
	}
	t := service.Template
	standing(t, file, root)
	t.Put(&cloudformation.Resource{ID: key, Type: "Serverless", Node: root, Properties: root})
	t.Src = src
	t.Root = sectionsOf(root, t.Root)
	t.Speaks(&cloudformation.Dialect{Prepare: r.prepared, Write: r.written, Homes: service.homes(s, file), Setting: service.setting})
	return t
}

// replaced is a tree in which one file has another text.
type replaced struct {
	source.Tree
	file string
	src  []byte
}

func (r replaced) Read(path string) ([]byte, error) {
	if path == r.file {
		return r.src, nil
	}
	return r.Tree.Read(path)
}

// sectionsOf is what an edit looks at beside its statements: the file itself for its style, and the mappings of the template.
func sectionsOf(root, template *document.Node) *document.Node {
	c := *root
	if root.Kind != document.Map {
		c = document.Node{Kind: document.Map, Style: root.Style, Pairs: []document.Pair{{Key: text("", root.Span), Value: root}}}
	}
	c.Pairs = c.Pairs[:len(c.Pairs):len(c.Pairs)]
	for _, p := range template.Pairs {
		if p.Key.Value == "Mappings" {
			c.Pairs = append(c.Pairs, p)
		}
	}
	return &c
}

// standing puts the resources of one file in the place of what was resolved of them.
func standing(t *cloudformation.Template, file string, root *document.Node) {
	nodes := make(map[source.Span]*document.Node)
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		if n == nil || n.Alias != nil {
			return
		}
		if nodes[n.Whole] == nil {
			nodes[n.Whole] = n
		}
		for _, item := range n.Items {
			walk(item)
		}
		for _, p := range n.Pairs {
			walk(p.Value)
		}
	}
	walk(root)
	for _, res := range t.Resources {
		raw := nodes[res.Node.Whole]
		if res.Node.Whole.File != file || raw == nil {
			continue
		}
		c := *res
		c.Node, c.Properties = raw, raw.Get("Properties")
		t.Put(&c)
	}
}

// waits tells which resources wait for which role: a role that named one of them would wait for itself.
func (s *service) waits(read *stack.Stack) {
	for _, f := range s.functions {
		for _, fn := range read.Functions {
			if fn.ID == f.key && fn.Role.ID != "" {
				res := *s.Resource(f.id)
				res.Node = object(f.span, entry{"Role", getAtt(fn.Role.ID, "Arn", f.span)})
				s.Put(&res)
			}
		}
	}
}

// prepared is resolve for values of which some are resolved already.
func (r *resolver) prepared(n *document.Node) *document.Node {
	if n == nil || r.final[n] {
		return n
	}
	return r.resolve(n)
}

// written is how a service names what is given at deployment.
func (r *resolver) written(p symbolic.Part) (string, bool) {
	switch {
	case p.Kind == symbolic.Parameter && p.Text == "sls:stage":
		return "${" + r.stageName() + "}", true
	case p.Kind == symbolic.Parameter && strings.Contains(p.Text, ":") && (p.Stack == "" || p.Stack == r.file):
		return "${" + strings.ReplaceAll(p.Text, "${sls:stage}", "${"+r.stageName()+"}") + "}", true
	case p.Kind == symbolic.Import && strings.HasPrefix(p.Text, "cf:"):
		return "${" + strings.ReplaceAll(p.Text, "${sls:stage}", "${"+r.stageName()+"}") + "}", true
	}
	return "", false
}

// stageName is the stage as this file can name it: older versions have no sls:stage.
func (r *resolver) stageName() string {
	if r.root.Get("provider").Get("stage") != nil {
		return "self:provider.stage"
	}
	if n := r.root.Get("frameworkVersion"); n != nil {
		digits := strings.TrimLeft(n.Value, "^~>=v ")
		if major, err := strconv.Atoi(strings.FieldsFunc(digits+".", func(c rune) bool { return c < '0' || c > '9' })[0]); err == nil && major < 3 {
			return "opt:stage, 'dev'"
		}
	}
	return "sls:stage"
}
