package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

type callsCmd struct {
	Paths   []string `arg:"" name:"path" help:"Files or folders."`
	Handler string   `placeholder:"H" help:"Start at this handler (app.handler), as a template would name it; else everything in the files may run."`
	Format  string   `enum:"text,json" default:"text" help:"text or json."`
}

// said is the JSON of pare calls.
type said struct {
	Calls   []saidCall    `json:"calls"`
	Unknown []finding.Gap `json:"unknown"`
}

type saidCall struct {
	Service   string       `json:"service"`
	Operation string       `json:"operation"`
	File      string       `json:"file"`
	Line      int          `json:"line"`
	Actions   []saidAction `json:"actions"`
}

type saidAction struct {
	Action   string        `json:"action"`
	Resource string        `json:"resource"`
	Scope    finding.Scope `json:"scope"`
}

// Run reads code alone.
func (c *callsCmd) Run() error {
	spendMemory()
	out := &said{Calls: []saidCall{}, Unknown: []finding.Gap{}}
	for _, p := range c.Paths {
		tree, places, err := c.places(p)
		if err != nil {
			return err
		}
		cache := languages.NewCache()
		for _, at := range places {
			out.add(languages.Calls(tree, at, cache))
		}
	}
	out.sort()
	text := []byte(out.text())
	if c.Format == "json" {
		var err error
		if text, err = finding.Print(out); err != nil {
			return err
		}
	}
	_, err := os.Stdout.Write(text)
	return err
}

// places opens a path, and says where to start in it: at the handler, else at everything in each file that is read.
func (c *callsCmd) places(p string) (source.Tree, []locate.Place, error) {
	dir, only := p, ""
	info, err := os.Stat(p)
	if err != nil {
		return nil, nil, fmt.Errorf("reading code: %w", err)
	}
	if !info.IsDir() {
		dir, only = filepath.Dir(p), filepath.Base(p)
	}
	tree, err := openFolder(dir)
	if err != nil {
		return nil, nil, err
	}
	if c.Handler != "" {
		at, err := c.handler(tree)
		return tree, at, err
	}
	var places []locate.Place
	for _, file := range tree.Paths() {
		for _, l := range languages.All {
			if l.Reads(file) && (only == "" || file == only) {
				roots := append(locate.Around(tree, l.Name, file), ".", path.Dir(file))
				places = append(places, locate.Place{Language: l.Name, File: file, Symbol: flow.Everything, Roots: roots})
			}
		}
	}
	if len(places) == 0 {
		return nil, nil, fmt.Errorf("nothing in %s is code in a language that is read", p)
	}
	return tree, places, nil
}

// handler finds the file that a handler string names, in each language until one has it.
func (c *callsCmd) handler(tree source.Tree) ([]locate.Place, error) {
	var reasons []string
	for _, l := range languages.All {
		at, problem := locate.Find(&stack.Function{Runtime: l.Name, Handler: c.Handler, Code: stack.Code{Dir: "."}}, tree)
		if problem == nil {
			return []locate.Place{at}, nil
		}
		reasons = append(reasons, problem.Text)
	}
	return nil, fmt.Errorf("finding the handler %s: %s", c.Handler, strings.Join(reasons, "; "))
}

func (s *said) add(r flow.Result) {
	tables := tables()
	for _, call := range r.Calls {
		needs, known := access.Alone(call, tables)
		one := saidCall{Service: call.Service, Operation: call.Operation, File: call.Span.File, Line: call.Span.Line, Actions: []saidAction{}}
		for _, n := range needs {
			one.Actions = append(one.Actions, saidAction{n.Action, n.Resource.String(), n.Scope})
		}
		s.Calls = append(s.Calls, one)
		if !known {
			s.Unknown = append(s.Unknown, finding.Gap{Service: tables.Prefix(call.Service), File: one.File, Line: one.Line, Reason: "the tables do not know what this call needs"})
		}
	}
	for _, u := range r.Unknown {
		prefix := "*"
		if u.Service != "" {
			prefix = tables.Prefix(u.Service)
		}
		s.Unknown = append(s.Unknown, finding.Gap{Service: prefix, File: u.Span.File, Line: u.Span.Line, Reason: u.Reason})
	}
}

// sort brings what several files share together, and says it once.
func (s *said) sort() {
	order := func(file string, line int, rest ...string) string {
		return fmt.Sprintf("%s\x00%08d\x00%s", file, line, rest)
	}
	of := func(c saidCall) string { return order(c.File, c.Line, c.Service, c.Operation, fmt.Sprint(c.Actions)) }
	slices.SortStableFunc(s.Calls, func(a, b saidCall) int { return strings.Compare(of(a), of(b)) })
	s.Calls = slices.CompactFunc(s.Calls, func(a, b saidCall) bool { return of(a) == of(b) })
	slices.SortStableFunc(s.Unknown, func(a, b finding.Gap) int {
		return strings.Compare(order(a.File, a.Line, a.Service, a.Reason), order(b.File, b.Line, b.Service, b.Reason))
	})
	s.Unknown = slices.Compact(s.Unknown)
}

func (s *said) text() string {
	var b strings.Builder
	for _, c := range s.Calls {
		fmt.Fprintf(&b, "%s:%d: %s.%s\n", c.File, c.Line, c.Service, c.Operation)
		for _, a := range c.Actions {
			fmt.Fprintf(&b, "    %s on %s\n", a.Action, a.Resource)
		}
	}
	for _, g := range s.Unknown {
		fmt.Fprintf(&b, "%s:%d: could not tell (%s): %s\n", g.File, g.Line, g.Service, g.Reason)
	}
	return b.String()
}
