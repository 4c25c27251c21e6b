package shell

import (
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Limits of one script.
const (
	maxSteps    = 20_000 // statements that run
	maxCommands = 1000   // of the aws command
	maxCalls    = 20     // functions within one another
	maxItems    = 50     // of a list that a loop takes one by one
)

// run is one script while it is gone through: every branch is taken, a loop goes through the words that are known.
type run struct {
	tree     source.Tree
	file     string
	lines    map[string]*source.Lines
	sources  map[string][]byte
	at       string // the file that is running
	cwd      string
	vars     map[string]value
	frames   []map[string]value // parameters and local variables of the functions that run
	sites    []source.Span      // where these are called
	funcs    map[string]function
	commands []*command
	archives map[string]string // folders by the archive that is made of them
	written  map[string]*text  // documents by the file that the script writes
	marks    marks
	problems []source.Note
	steps    int
	replaced []stack.Replacement
	params   map[string]bool // variables whose values are not known
	quiet    bool            // what runs makes nothing: a script that another reads
	made     []*resource
	loops    int   // that run within one another
	turn     *turn // of the loop that runs, see loop
}

// turn is one round of a loop: without its word there is no such round.
type turn struct {
	cut source.Span // the word, and what parts it from the one before or behind
}

type function struct {
	body *syntax.Stmt
	file string
}

func newRun(tree source.Tree, file string) *run {
	return &run{
		tree: tree, file: file, at: file, cwd: path.Dir(file), lines: make(map[string]*source.Lines), sources: make(map[string][]byte),
		vars: make(map[string]value), funcs: make(map[string]function), archives: make(map[string]string), written: make(map[string]*text),
		params: make(map[string]bool),
	}
}

// start runs the script; false where it cannot be read.
func (r *run) start() bool {
	parsed, ok := r.open(r.file)
	if ok {
		r.stmts(parsed.Stmts)
	}
	return ok
}

// open parses a script.
func (r *run) open(file string) (*syntax.File, bool) {
	src, err := r.tree.Read(file)
	if err != nil {
		return nil, false
	}
	r.sources[file], r.lines[file] = src, source.NewLines(file, src)
	parsed, err := parse(src)
	if err != nil {
		at := 0
		if e, ok := err.(syntax.ParseError); ok {
			at = min(int(e.Pos.Offset()), len(src))
		}
		r.problems = append(r.problems, source.Note{Span: r.lines[file].Span(at, at), Text: "this script could not be read: " + plain(err)})
		return nil, false
	}
	return parsed, true
}

func plain(err error) string {
	if e, ok := err.(syntax.ParseError); ok {
		return e.Text
	}
	return err.Error()
}

func (r *run) span(n syntax.Node) source.Span {
	return r.lines[r.at].Span(int(n.Pos().Offset()), int(n.End().Offset()))
}

func (r *run) files() []string {
	var all []string
	for file := range r.sources {
		all = append(all, file)
	}
	slices.Sort(all)
	return all
}

func (r *run) lookup(name string) (value, bool) {
	if n := len(r.frames); n > 0 {
		if v, ok := r.frames[n-1][name]; ok {
			return v, true
		}
	}
	v, ok := r.vars[name]
	return v, ok
}

func (r *run) set(name string, v value, local bool) {
	if n := len(r.frames); n > 0 {
		if _, there := r.frames[n-1][name]; there || local {
			r.frames[n-1][name] = v
			return
		}
	}
	r.vars[name] = v
}

func (r *run) stmts(all []*syntax.Stmt) {
	for _, s := range all {
		r.stmt(s)
	}
}

func (r *run) stmt(s *syntax.Stmt) (out value) {
	if r.steps++; r.steps > maxSteps {
		return value{}
	}
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		return r.call(c, s)
	case *syntax.Block:
		r.stmts(c.Stmts)
	case *syntax.Subshell:
		cwd := r.cwd
		r.stmts(c.Stmts)
		r.cwd = cwd
	case *syntax.BinaryCmd:
		return r.joined(c)
	case *syntax.IfClause:
		for ; c != nil; c = c.Else {
			r.stmts(c.Cond)
			r.stmts(c.Then)
		}
	case *syntax.WhileClause:
		r.stmts(c.Cond)
		r.body(c.Do, nil)
	case *syntax.ForClause:
		r.loop(c)
	case *syntax.CaseClause:
		for _, item := range c.Items {
			r.stmts(item.Stmts)
		}
	case *syntax.FuncDecl:
		if c.Name != nil {
			r.funcs[c.Name.Value] = function{c.Body, r.at}
		}
	case *syntax.DeclClause:
		for _, a := range c.Args {
			r.assign(a, c.Variant.Value == "local")
		}
	case *syntax.TimeClause:
		if c.Stmt != nil {
			return r.stmt(c.Stmt)
		}
	}
	return value{}
}

// joined runs both sides. What is piped into jq is asked for a member.
func (r *run) joined(c *syntax.BinaryCmd) value {
	left := r.stmt(c.X)
	if c.Op != syntax.Pipe && c.Op != syntax.PipeAll {
		return r.stmt(c.Y)
	}
	if call, ok := c.Y.Cmd.(*syntax.CallExpr); ok && len(call.Args) > 0 {
		switch call.Args[0].Lit() {
		case "jq":
			for _, w := range call.Args[1:] {
				if query := r.word(w).known(); strings.HasPrefix(query, ".") {
					return left.asked(strings.TrimPrefix(query, "."))
				}
			}
		case "sed", "envsubst":
			out := r.filled(left, call.Args)
			r.writes(out, c.Y)
			return out
		case "tr", "tee", "cat", "head", "tail":
			r.writes(left, c.Y)
			return left
		}
	}
	r.stmt(c.Y)
	return value{}
}

func (r *run) loop(c *syntax.ForClause) {
	each, ok := c.Loop.(*syntax.WordIter)
	if !ok || each.Name == nil || len(each.Items) > maxItems {
		r.body(c.Do, nil)
		return
	}
	for i, w := range each.Items {
		v := r.word(w)
		words := strings.Fields(v.known())
		if len(words) == 0 {
			v.Value, v.written = r.parameter(each.Name.Value), each.Name.Value
			r.set(each.Name.Value, v, false)
			r.body(c.Do, nil)
			continue
		}
		for _, word := range words[:min(len(words), maxItems)] {
			r.set(each.Name.Value, value{Value: symbolic.Text(word), written: word, span: v.span}, false)
			r.body(c.Do, r.turnOf(c, each.Items, i))
		}
	}
}

// body runs a loop once.
func (r *run) body(all []*syntax.Stmt, t *turn) {
	before := r.turn
	r.loops++
	r.turn = t
	r.stmts(all)
	r.loops--
	r.turn = before
}

// turnOf is the turn of one of several literal words, in a loop that stands by itself and does one thing.
func (r *run) turnOf(c *syntax.ForClause, words []*syntax.Word, i int) *turn {
	if r.loops > 0 || len(r.frames) > 0 || len(words) < 2 || words[i].Lit() == "" || !doesOneThing(c.Do) {
		return nil
	}
	from, to := words[i].Pos(), words[i].End()
	if i > 0 {
		from = words[i-1].End()
	} else {
		to = words[1].Pos()
	}
	return &turn{cut: r.lines[r.at].Span(int(from.Offset()), int(to.Offset()))}
}

// doesOneThing says that a body has one command, whatever it says on the screen beside.
func doesOneThing(body []*syntax.Stmt) bool {
	commands := 0
	for _, s := range body {
		call, ok := s.Cmd.(*syntax.CallExpr)
		if !ok || len(call.Args) == 0 {
			return false
		}
		if name := call.Args[0].Lit(); name != "echo" && name != "printf" && name != "sleep" {
			commands++
		}
	}
	return commands == 1
}

func (r *run) assign(a *syntax.Assign, local bool) {
	if a.Name == nil || a.Naked || a.Array != nil || a.Index != nil {
		return
	}
	v := r.word(a.Value)
	if a.Append {
		old, _ := r.lookup(a.Name.Value)
		v = value{Value: symbolic.Concat(old.Value, v.Value), span: v.span}
	}
	if v.HasUnknown() { // it is the same wherever the variable stands
		v.Value = r.parameter(a.Name.Value)
	}
	v.written = a.Name.Value
	r.set(a.Name.Value, v, local)
}

// substitution is what commands write.
func (r *run) substitution(c *syntax.CmdSubst) value {
	out := value{}
	for _, s := range c.Stmts {
		out = r.stmt(s)
	}
	if len(out.Value) == 0 && out.answer == nil && out.text == nil {
		out.Value = unknown("what a command writes")
	}
	if len(out.Value) == 0 && out.answer != nil {
		out.Value = unknown("what the aws command writes")
	}
	return out
}

// call runs a simple command.
func (r *run) call(c *syntax.CallExpr, s *syntax.Stmt) value {
	if len(c.Args) == 0 {
		for _, a := range c.Assigns {
			r.assign(a, false)
		}
		return value{}
	}
	name := path.Base(r.word(c.Args[0]).known())
	args := c.Args[1:]
	switch name {
	case "command", "exec", "sudo", "time", "nohup":
		return r.call(&syntax.CallExpr{Args: args}, s)
	case "aws":
		return r.aws(c, args)
	case "cd", "pushd":
		r.chdir(args)
	case "source", ".":
		r.include(args)
	case "zip":
		r.zip(args)
	case "cat":
		return r.cat(args, s)
	case "sed":
		return r.sed(c.Args, s)
	case "envsubst":
		return r.envsubst(c.Args, s)
	case "echo":
		return r.echo(args, s)
	default:
		if f, ok := r.funcs[name]; ok {
			r.sites = append(r.sites, r.span(c))
			r.invoke(f, args)
			r.sites = r.sites[:len(r.sites)-1]
		}
	}
	return value{}
}

// invoke runs a function with its arguments.
func (r *run) invoke(f function, args []*syntax.Word) {
	if len(r.frames) >= maxCalls {
		return
	}
	frame := make(map[string]value)
	for i, w := range args {
		frame[position(i+1)] = r.word(w)
	}
	at := r.at
	r.at = f.file
	r.frames = append(r.frames, frame)
	r.stmt(f.body)
	r.frames = r.frames[:len(r.frames)-1]
	r.at = at
}

func (r *run) chdir(args []*syntax.Word) {
	if len(args) != 1 {
		return
	}
	if to := r.word(args[0]).known(); to != "" && !path.IsAbs(to) {
		r.cwd = path.Join(r.cwd, to)
	} else {
		r.cwd = path.Dir(r.file)
	}
}

// include runs another script for its variables and functions; what it makes is told where it is read by itself.
func (r *run) include(args []*syntax.Word) {
	if len(args) == 0 || r.quiet {
		return
	}
	w := r.word(args[0])
	name := w.known()
	if name == "" { // "$DIR/vars.sh"
		if last := len(w.Value) - 1; last > 0 && w.Value[last].Kind == symbolic.Literal {
			name = strings.TrimPrefix(w.Value[last].Text, "/")
		}
	}
	for _, dir := range []string{r.cwd, path.Dir(r.at), "."} {
		file := path.Join(dir, name)
		if name == "" || r.tree.Hash(file) == "" || file == r.file || r.sources[file] != nil {
			continue
		}
		if parsed, ok := r.open(file); ok {
			at := r.at
			r.at, r.quiet = file, true
			r.stmts(parsed.Stmts)
			r.at, r.quiet = at, false
		}
		return
	}
}

// zip notes which folder an archive is made of.
func (r *run) zip(args []*syntax.Word) {
	var names []string
	flat := false
	for _, w := range args {
		text := r.word(w).known()
		if strings.HasPrefix(text, "-") {
			flat = flat || strings.Contains(text, "j")
			continue
		}
		names = append(names, text)
	}
	if len(names) == 0 || names[0] == "" {
		return
	}
	archive := path.Join(r.cwd, names[0])
	if path.Ext(archive) == "" {
		archive += ".zip"
	}
	from := r.folderOf(names[1:])
	if flat && len(names) > 1 {
		from = path.Join(from, path.Dir(names[1]))
	}
	if r.archives[archive] == "" && !strings.HasPrefix(from, "..") {
		r.archives[archive] = from
	}
}

// folderOf is the folder that a script is run in, as far as files tell it that lie there: that of the script itself, or one above it.
func (r *run) folderOf(names []string) string {
	for _, dir := range []string{r.cwd, path.Dir(r.cwd)} {
		for _, name := range names {
			file := path.Join(dir, name)
			if name != "" && !strings.HasPrefix(file, "..") && (r.tree.Hash(file) != "" || r.isFolder(file)) {
				return dir
			}
		}
	}
	return r.cwd
}

func (r *run) isFolder(name string) bool {
	paths := r.tree.Paths()
	i, _ := slices.BinarySearch(paths, name+"/")
	return i < len(paths) && strings.HasPrefix(paths[i], name+"/")
}

// cat gives what it reads: a here-document, or a file. Where it is written to a file, that is known by its name.
func (r *run) cat(args []*syntax.Word, s *syntax.Stmt) value {
	var v value
	for _, redirect := range s.Redirs {
		if (redirect.Op == syntax.Hdoc || redirect.Op == syntax.DashHdoc) && redirect.Hdoc != nil {
			v = value{Value: unknown("a document"), span: r.span(redirect.Hdoc), text: r.hereText(redirect)}
		}
	}
	if v.text == nil && len(args) == 1 {
		v = r.fromFile(r.word(args[0]))
	}
	r.writes(v, s)
	return v
}

// echo gives its words.
func (r *run) echo(args []*syntax.Word, s *syntax.Stmt) value {
	if len(args) != 1 {
		return value{}
	}
	v := r.word(args[0])
	r.writes(v, s)
	return v
}

// writes notes what is written to a file.
func (r *run) writes(v value, s *syntax.Stmt) {
	for _, redirect := range s.Redirs {
		if (redirect.Op == syntax.RdrOut || redirect.Op == syntax.RdrClob) && redirect.N == nil && v.text != nil {
			r.written[r.pathOf(r.word(redirect.Word))] = v.text
		}
	}
}

// pathOf is a path as the tree has it, or as it is written where it lies outside.
func (r *run) pathOf(v value) string {
	name := v.Value.String()
	if path.IsAbs(name) {
		return name
	}
	return path.Join(r.cwd, name)
}

func position(n int) string {
	const digits = "0123456789"
	if n < 10 {
		return digits[n : n+1]
	}
	return position(n/10) + position(n%10)
}
