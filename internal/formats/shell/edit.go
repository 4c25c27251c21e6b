package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Edit turns a change of a stack that Read made into an atomic set of edits, or refuses with stack.ErrCannot and says why.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	r := newRun(tree, s.File)
	if !r.start() {
		return nil, cannot("the script cannot be read any more")
	}
	r.template()
	e := &editor{run: r}
	var err error
	switch {
	case change.Replace != nil:
		err = e.replace(s, change.Replace)
	case change.Add != nil:
		err = e.add(change.Add)
	case change.Set != nil:
		err = e.change(change.Set)
	}
	if err != nil {
		return nil, err
	}
	return e.edits, nil
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	r := newRun(tree, s.File)
	if !r.start() {
		return nil, cannot("the script cannot be read any more")
	}
	r.template()
	w := writer{run: r, how: inSingle}
	if res := r.resource("AWS::IAM::Role", role); res != nil {
		for _, t := range res.texts[inlineList] {
			if t != nil {
				w.how = t.how
			}
		}
	}
	var lines []string
	for _, st := range statements {
		text, err := w.statement(st, "")
		if err != nil {
			return nil, err
		}
		lines = append(lines, strings.Split(text+",", "\n")...)
	}
	return lines, nil
}

// editor collects the edits of one change.
type editor struct {
	*run
	edits source.Edits
}

func (e *editor) put(file string, start, end int, text string) {
	e.edits = append(e.edits, source.Edit{File: file, Start: start, End: end, Text: text})
}

func (r *run) resource(typ, id string) *resource {
	for _, res := range r.made {
		if res.id == id && (typ == "" || res.typ == typ) {
			return res
		}
	}
	return nil
}

// replace puts statements in the place of one cause.
func (e *editor) replace(s *stack.Stack, c *stack.ReplaceGrants) error {
	g := grantOf(s, c)
	switch {
	case g == nil:
		return cannot("the role %s has no such grant", c.Role)
	case g.Shared:
		return cannot("the same lines serve other roles too")
	}
	key, _, _ := strings.Cut(g.Key, "#")
	var res *resource
	for _, made := range e.made {
		if strings.HasPrefix(key, made.id+"/") && (res == nil || len(made.id) > len(res.id)) {
			res = made
		}
	}
	if res == nil {
		return cannot("the script does not make this")
	}
	steps := strings.Split(strings.TrimPrefix(key, res.id+"/"), "/")
	at := -1
	if len(steps) > 1 {
		at = number(steps[1])
	}
	switch {
	case steps[0] == managedList && at >= 0 && at < len(res.attached[managedList]):
		return e.replaceManaged(s, res.attached[managedList][at], g, c)
	case steps[0] == inlineList && at >= 0 && at < len(res.attached[inlineList]):
		item := res.props.Get(inlineList).Items[at]
		return e.replaceStatement(item.Get("PolicyDocument"), res.texts[inlineList][at], res.attached[inlineList][at], steps, g.Statement, c.With)
	case steps[0] == "PolicyDocument" && len(res.texts[inlineList]) > 0:
		return e.replaceStatement(res.props.Get("PolicyDocument"), res.texts[inlineList][0], nil, steps, g.Statement, c.With)
	}
	return cannot("the statement does not stand in the script as a value of its own")
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func grantOf(s *stack.Stack, c *stack.ReplaceGrants) *stack.Grant {
	for _, role := range s.Roles {
		if role.ID == c.Role {
			if i := slices.IndexFunc(role.Grants, func(g *stack.Grant) bool { return slices.Contains(c.Keys, g.Key) }); i >= 0 {
				return role.Grants[i]
			}
		}
	}
	return nil
}

// replaceManaged removes the command that attaches a policy, or makes it one that puts statements.
func (e *editor) replaceManaged(s *stack.Stack, made *command, g *stack.Grant, c *stack.ReplaceGrants) error {
	entry, _, _ := strings.Cut(g.Key, "#")
	for _, role := range s.Roles {
		for _, other := range role.Grants {
			if of, _, _ := strings.Cut(other.Key, "#"); role.ID == c.Role && of == entry && !slices.Contains(c.Keys, other.Key) && g.Origin == stack.Managed {
				return cannot("%s can only be replaced as a whole", g.Name)
			}
		}
	}
	if made.turn != nil {
		return e.leaveOut(made, c)
	}
	if made.inside {
		return cannot("a function or a loop of the script attaches this, maybe several times")
	}
	if len(c.With) == 0 {
		return e.remove(made)
	}
	src := e.sources[made.span.File]
	verb := strings.Index(string(src[made.span.Start:made.span.End]), "attach-role-policy")
	var policy *option
	for i := range made.options {
		if made.options[i].name == "--policy-arn" {
			policy = &made.options[i]
		}
	}
	if verb < 0 || policy == nil {
		return cannot("the command is not written as a whole")
	}
	text, err := e.policy(c.With, e.indent(made.span.File, made.span.Start))
	if err != nil {
		return err
	}
	name := g.Name
	if name == "" {
		name = "policy"
	}
	at := made.span.Start + verb
	e.put(made.span.File, at, at+len("attach-role-policy"), "put-role-policy")
	e.put(made.span.File, policy.span.Start, policy.span.End, "--policy-name "+name+"-needed --policy-document "+text)
	return nil
}

// leaveOut takes the word of one policy out of the loop that attaches several, and puts statements in a policy of their own.
func (e *editor) leaveOut(made *command, c *stack.ReplaceGrants) error {
	e.put(made.span.File, made.turn.cut.Start, made.turn.cut.End, "")
	if len(c.With) == 0 {
		return nil
	}
	return e.add(&stack.AddStatements{Role: c.Role, Statements: c.With})
}

// replaceStatement rewrites one statement of a document, or removes it.
func (e *editor) replaceStatement(doc *document.Node, t *text, made *command, steps []string, was iam.Statement, with []iam.Statement) error {
	list := doc.Get("Statement")
	at := number(steps[len(steps)-1])
	if list == nil || t == nil || at < 0 || list.Kind == document.List && at >= len(list.Items) {
		return cannot("the policy is not written here")
	}
	if made != nil && made.inside {
		return cannot("a function or a loop of the script puts this policy, maybe several times")
	}
	n := list
	if list.Kind == document.List {
		n = list.Items[at]
	}
	switch {
	case len(with) == 0 && list.Kind == document.List && len(list.Items) > 1:
		edit := document.RemoveItem(e.sources[t.file], list, at)
		edit.File = t.file
		e.edits = append(e.edits, edit)
		return nil
	case len(with) == 0 && made != nil:
		return e.remove(made)
	case len(with) == 0:
		return cannot("it is the only statement of its policy")
	case len(with) > 1 && list.Kind != document.List:
		return cannot("the statement stands alone, and there is no list for a second one")
	}
	w := writer{run: e.run, how: t.how, flat: n.Whole.Line == n.Whole.EndLine, fills: t.fills}
	indent := e.indent(t.file, n.Whole.Start)
	text, err := w.statements(with, indent)
	if err != nil {
		return err
	}
	if !e.inPlace(n, t, w, indent, was, with[0]) {
		e.put(t.file, n.Whole.Start, n.Whole.End, text)
		return nil
	}
	if len(with) > 1 {
		text, err = w.statements(with[1:], indent)
		e.put(t.file, n.Whole.End, n.Whole.End, ",\n"+indent+text)
	}
	return err
}

// inPlace writes the actions and resources that differ where they stand, so that all else of the statement stays as a person wrote it. It
// says whether that is the whole change.
func (e *editor) inPlace(n *document.Node, t *text, w writer, indent string, was, now iam.Statement) bool {
	if was.Sid == now.Sid || now.Sid == "" {
		was.Sid, now.Sid = "", ""
	}
	frame := func(s iam.Statement) string {
		s.Actions, s.Resources = nil, nil
		text, err := w.statement(s, "")
		return text + fmt.Sprint(err)
	}
	actions, resources := n.Get("Action"), n.Get("Resource")
	if actions == nil || resources == nil || frame(was) != frame(now) || len(now.Actions) == 0 || len(now.Resources) == 0 {
		return false
	}
	for _, part := range []struct {
		node     *document.Node
		was, now []iam.Term
	}{{actions, was.Actions, now.Actions}, {resources, was.Resources, now.Resources}} {
		if !slices.EqualFunc(part.was, part.now, func(a, b iam.Term) bool { return a.Value.Key() == b.Value.Key() }) {
			start, end := part.node.Whole.Start, part.node.Whole.End
			if w.how == inDouble && part.node.Kind == document.String { // each quotation mark has a backslash, see double
				start, end = start-1, end+1
			}
			e.put(t.file, start, end, w.list(part.now, indent+"  "))
		}
	}
	return true
}

// indent is what the line of an offset begins with.
func (r *run) indent(file string, at int) string {
	src := r.sources[file]
	start := strings.LastIndexByte(string(src[:at]), '\n') + 1
	end := start
	for end < at && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	return string(src[start:end])
}

// remove takes a command away with its lines, if nothing else stands on them.
func (e *editor) remove(c *command) error {
	src := string(e.sources[c.span.File])
	start := strings.LastIndexByte(src[:c.span.Start], '\n') + 1
	end := len(src)
	if i := strings.IndexByte(src[c.span.End:], '\n'); i >= 0 {
		end = c.span.End + i + 1
	}
	if c.inside || strings.TrimSpace(src[start:c.span.Start]) != "" || strings.TrimSpace(src[c.span.End:end]) != "" {
		return cannot("the command is a part of another")
	}
	if before := strings.TrimRight(src[:start], " \t\r\n"); strings.HasSuffix(before, "\\") || strings.HasSuffix(before, "&&") || strings.HasSuffix(before, "|") {
		return cannot("the command is a part of another")
	}
	if _, err := parse([]byte(src[:start] + src[end:])); err != nil {
		return cannot("the block that the command stands in would be empty")
	}
	e.put(c.span.File, start, end, "")
	return nil
}

// add gives a role statements: in a policy that the script puts, else by a command of its own.
func (e *editor) add(c *stack.AddStatements) error {
	res := e.resource("AWS::IAM::Role", c.Role)
	if res == nil {
		return cannot("the role %s is not in this script", c.Role)
	}
	for i, made := range res.attached[inlineList] {
		t, doc := res.texts[inlineList][i], res.props.Get(inlineList).Items[i].Get("PolicyDocument")
		list := doc.Get("Statement")
		if t == nil || made.inside || list == nil || list.Kind != document.List || len(list.Items) == 0 || e.shared(res, t) {
			continue
		}
		last := list.Items[len(list.Items)-1]
		indent := e.indent(t.file, last.Whole.Start)
		text, err := writer{run: e.run, how: t.how, fills: t.fills}.statements(c.Statements, indent)
		if err != nil {
			return err
		}
		e.put(t.file, last.Whole.End, last.Whole.End, ",\n"+indent+text)
		return nil
	}
	return e.newPolicy(res, c.Statements)
}

// shared says that a document is put elsewhere too.
func (r *run) shared(of *resource, t *text) bool {
	for _, res := range r.made {
		for _, other := range res.texts[inlineList] {
			if other != nil && res != of && other.file == t.file && t.how == inFile {
				return true
			}
		}
	}
	return false
}

// newPolicy puts a policy of its own behind the last command for the role.
func (e *editor) newPolicy(res *resource, statements []iam.Statement) error {
	behind := res.made
	for _, made := range res.attached[managedList] {
		if !made.inside && made.span.File == behind.span.File && made.span.End > behind.span.End {
			behind = made
		}
	}
	src := string(e.sources[behind.span.File])
	end := len(src)
	if i := strings.IndexByte(src[behind.span.End:], '\n'); i >= 0 {
		end = behind.span.End + i
	}
	start := strings.LastIndexByte(src[:behind.span.Start], '\n') + 1
	role, ok := behind.get("--role-name")
	if behind.inside || !ok || strings.TrimSpace(src[start:behind.span.Start]) != "" || strings.TrimSpace(src[behind.span.End:end]) != "" {
		return cannot("there is no command for the role that another one could follow")
	}
	indent := src[start:behind.span.Start]
	text, err := e.policy(statements, indent)
	if err != nil {
		return err
	}
	name := src[role.span.Start:role.span.End]
	e.put(behind.span.File, end, end, "\n"+indent+"aws iam put-role-policy --role-name "+name+" --policy-name needed --policy-document "+text)
	return nil
}

// settings are the options behind the properties of triggers.
var settings = map[string]string{
	"SourceArn": "--source-arn", "SourceAccount": "--source-account", "AuthType": "--auth-type", "PrincipalOrgID": "--principal-org-id",
	"EventSourceToken": "--event-source-token", "FunctionUrlAuthType": "--function-url-auth-type", "Principal": "--principal",
}

// change sets a property of a permission or a URL.
func (e *editor) change(c *stack.SetTrigger) error {
	res := e.resource("", c.Trigger)
	name, ok := settings[c.Property]
	switch {
	case res == nil:
		return cannot("the trigger %s is not in this script", c.Trigger)
	case !ok:
		return cannot("%s cannot be set here", c.Property)
	case res.made.inside:
		return cannot("a function or a loop of the script makes this, maybe several times")
	}
	text, err := e.shellWord(c.Value)
	if err != nil {
		return err
	}
	file := res.made.span.File
	for _, o := range res.made.options {
		if o.name == name {
			e.put(file, o.span.Start, o.span.End, name+" "+text)
			return nil
		}
	}
	last := res.made.options[len(res.made.options)-1].span
	between := " "
	if src := string(e.sources[file][res.made.span.Start:last.Start]); strings.Contains(src, "\\\n") {
		between = " \\\n" + e.indent(file, last.Start)
	}
	e.put(file, last.End, last.End, between+name+" "+text)
	return nil
}
