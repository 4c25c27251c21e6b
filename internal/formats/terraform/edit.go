package terraform

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Edit turns a change of a stack that Read made into an atomic set of edits, or refuses with stack.ErrCannot and says why.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	e := &editor{reader: open(tree, s)}
	var err error
	switch {
	case change.Replace != nil:
		err = e.replace(change.Replace)
	case change.Add != nil:
		err = e.add(change.Add)
	case change.Set != nil:
		err = e.set(change.Set)
	}
	if err != nil {
		return nil, err
	}
	return e.edits, nil
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	e := &editor{reader: open(tree, s)}
	_, in := e.find(role)
	if in == nil {
		in = e.root
	}
	var lines []string
	for _, st := range statements {
		text, err := e.statementText(place{how: asObject, scope: in}, st, "")
		if err != nil {
			return nil, err
		}
		lines = append(lines, strings.Split(text+",", "\n")...)
	}
	return lines, nil
}

// opened is what a stack keeps of its files between one edit and the next.
type opened struct {
	hashes string
	reader *reader
}

// open reads the files of a stack, if they are not the ones that were read for the edit before.
func open(tree source.Tree, s *stack.Stack) *reader {
	var b strings.Builder
	for _, file := range s.Also {
		b.WriteString(tree.Hash(file) + "\n")
	}
	if kept, ok := s.Opened.(opened); ok && kept.hashes == b.String() {
		return kept.reader
	}
	r := newReader(tree, path.Dir(s.File))
	r.read()
	s.Opened = opened{b.String(), r}
	return r
}

// editor collects the edits of one change; all places are those of the files as they are.
type editor struct {
	*reader
	edits source.Edits
}

// cannot refuses a change in words for people.
func cannot(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, stack.ErrCannot)...)
}

func (e *editor) change(file string, start, end int, text string) {
	e.edits = append(e.edits, source.Edit{File: file, Start: start, End: end, Text: text})
}

func (e *editor) src(file string) []byte {
	src, _ := e.tree.Read(file)
	return src
}

// replace puts statements in the place of one cause.
func (e *editor) replace(c *stack.ReplaceGrants) error {
	role := e.roles[c.Role]
	if role == nil {
		return cannot("the role %s is not in this stack", c.Role)
	}
	g, err := replaceable(role, c.Keys)
	if err != nil {
		return err
	}
	for _, st := range c.With {
		if !symbolic.Implies(st.When, g.Statement.When) || !symbolic.Implies(g.Statement.When, st.When) {
			return cannot("the new statement depends on other conditions than the old one")
		}
	}
	if g.Origin == stack.Managed || g.Origin == stack.Customer && e.places[g.Key].node == nil {
		return e.replaceManaged(role, g, c.With)
	}
	p, found := e.places[g.Key]
	switch {
	case !found || p.node == nil:
		return cannot("the statement does not stand in the files as a value of its own")
	case len(c.With) == 0:
		return e.removeStatement(p, g)
	}
	return e.rewrite(p, g.Statement, c.With)
}

// replaceable is the first grant that the keys name, if it may be replaced at all.
func replaceable(role *stack.Role, keys []string) (*stack.Grant, error) {
	var first *stack.Grant
	for _, g := range role.Grants {
		named := slices.Contains(keys, g.Key)
		if named && first == nil {
			first = g
		}
		if first != nil && !named && g.Origin == stack.Managed && entryOf(g.Key) == entryOf(first.Key) {
			return nil, cannot("%s can only be replaced as a whole", g.Name)
		}
	}
	switch {
	case first == nil:
		return nil, cannot("the role %s has no such grant", role.ID)
	case first.Origin == stack.Framework:
		return nil, cannot("the module adds this by itself, because of line %d", first.Cause.Line)
	case first.Shared:
		return nil, cannot("the same lines serve other roles or places too")
	case first.Opaque != "" && first.Origin == stack.Inline:
		return nil, cannot("%s", first.Opaque)
	}
	return first, nil
}

func entryOf(key string) string {
	entry, _, _ := strings.Cut(key, "#")
	return entry
}

// rewrite turns one statement into others: the first in its place, the rest behind it.
func (e *editor) rewrite(p place, old iam.Statement, with []iam.Statement) error {
	if len(with) > 1 {
		if p.block == nil && p.list == nil {
			return cannot("the statement stands alone, and there is no list for a second one")
		}
		for _, st := range with[1:] {
			if st.Sid == old.Sid {
				st.Sid = ""
			}
			if err := e.insertBehind(p, st); err != nil {
				return err
			}
		}
	}
	return e.narrow(p, old, with[0])
}

// insertBehind writes a statement behind the one at a place.
func (e *editor) insertBehind(p place, st iam.Statement) error {
	file := p.node.Whole.File
	indent := e.indentAt(file, p.node.Whole.Start)
	text, err := e.statementText(p, st, indent)
	if err != nil {
		return err
	}
	end := p.node.Whole.End
	if p.block != nil {
		e.change(file, end, end, "\n\n"+indent+text)
		return nil
	}
	e.change(file, end, end, ",\n"+indent+text)
	return nil
}

// narrow makes one statement another, and touches only what differs.
func (e *editor) narrow(p place, old, new iam.Statement) error {
	sameShape := old.Effect == new.Effect && len(old.Conditions) == len(new.Conditions) && len(old.NotActions)+len(old.NotResources)+len(new.NotActions)+len(new.NotResources) == 0
	if !sameShape || p.node.Get("Action") == nil || p.node.Get("Resource") == nil {
		file := p.node.Whole.File
		text, err := e.statementText(p, new, e.indentAt(file, p.node.Whole.Start))
		if err != nil {
			return err
		}
		e.change(file, p.node.Whole.Start, p.node.Whole.End, text)
		return nil
	}
	if err := e.setTerms(p, "Action", old.Actions, new.Actions); err != nil {
		return err
	}
	return e.setTerms(p, "Resource", old.Resources, new.Resources)
}

// indentAt is what the line of an offset starts with.
func (e *editor) indentAt(file string, at int) string {
	src := e.src(file)
	start := strings.LastIndexByte(string(src[:at]), '\n') + 1
	end := start
	for end < at && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	return string(src[start:end])
}

// lines is the whole lines that a range stands on, with the blank line behind or before them.
func (e *editor) lines(file string, start, end int) (from, to int) {
	src := string(e.src(file))
	from = strings.LastIndexByte(src[:start], '\n') + 1
	to = len(src)
	if i := strings.IndexByte(src[end:], '\n'); i >= 0 {
		to = end + i + 1
	}
	for { // comments that stand right above belong to it
		above := strings.LastIndexByte(src[:max(0, from-1)], '\n') + 1
		line := strings.TrimSpace(src[above:max(above, from-1)])
		if from == 0 || !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "//") {
			break
		}
		from = above
	}
	if strings.HasPrefix(src[to:], "\n") {
		to++
	} else if from >= 2 && src[from-2:from] == "\n\n" {
		from--
	}
	return from, to
}
