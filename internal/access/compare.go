package access

import (
	"slices"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Compare holds what each role's users need against what the role grants. Code is by estate.User.ID. A function whose role is not in
// the repository has a Comparison without a Role: its needs are known, and nothing that it is granted.
func Compare(e *estate.Estate, code map[string]Code, t *serviceref.Tables) []Comparison {
	all := make([]Comparison, 0, len(e.Roles)+len(e.Homeless))
	known, folds := make(operations), make(folds)
	for _, r := range e.Roles {
		c := Comparison{Role: r}
		for _, u := range r.Users {
			c.Users = append(c.Users, user(e, u, code[u.ID()], t, known, folds.of(u.Stack)))
		}
		c.judge(e, t)
		all = append(all, c)
	}
	for _, u := range e.Homeless {
		one := user(e, u, code[u.ID()], t, known, folds.of(u.Stack))
		one.Status = finding.Unknown
		all = append(all, Comparison{Users: []User{one}, Gaps: one.Gaps, Status: finding.Unknown})
	}
	return all
}

// folds is what resources of each stack may be called instead of their ARNs.
type folds map[*stack.Stack]*symbolic.Folds

func (f folds) of(s *stack.Stack) *symbolic.Folds {
	if f[s] == nil {
		f[s] = symbolic.NewFolds(symbols(s))
	}
	return f[s]
}

// user works out what one function needs, and what of that could not be told.
func user(e *estate.Estate, u estate.User, code Code, t *serviceref.Tables, known operations, folds *symbolic.Folds) User {
	w := &worker{estate: e, user: u, tables: t, known: known, folds: folds}
	w.platform()
	w.extensions()
	for _, c := range code.Calls {
		w.call(c)
	}
	for _, x := range code.Unknown {
		w.gaps = append(w.gaps, Gap{Service: w.prefix(x.Service), Client: x.Service, Note: source.Note{Span: x.Span, Text: x.Reason}})
	}
	if code.Unread != nil {
		w.gap(everything, code.Unread.Span, code.Unread.Text)
	}
	w.passes()
	w.keys()
	return User{
		User: u, Needs: merge(w.needs), Maybe: merge(w.maybe), Gaps: sortGaps(w.gaps),
		Status: status(code, w.gaps), Files: code.Files,
	}
}

// everything is the Gap.Service of a gap that may hide a need of any service.
const everything = "*"

// worker collects what one function needs.
type worker struct {
	estate *estate.Estate
	user   estate.User
	tables *serviceref.Tables
	known  operations
	folds  *symbolic.Folds // what a resource of the template may be called instead of its ARN
	needs  []Need
	maybe  []Need
	gaps   []Gap
}

// operations are those that were looked up, by client and name: most functions make the same calls.
type operations map[[2]string]*serviceref.Operation

// operation is what the tables say of one, nil where they do not know it.
func (w *worker) operation(client, name string) *serviceref.Operation {
	key := [2]string{client, name}
	if op, ok := w.known[key]; ok {
		return op
	}
	w.known[key] = nil
	if op, ok := w.tables.Operation(client, name); ok {
		w.known[key] = &op
	}
	return w.known[key]
}

func (w *worker) gap(service string, at source.Span, reason string) {
	w.gaps = append(w.gaps, Gap{Service: service, Note: source.Note{Span: at, Text: reason}})
}

// prefix is the IAM prefix of a client; a client without a table is its own, so that a gap of it hides nothing else.
func (w *worker) prefix(client string) string {
	if client == "" {
		return everything
	}
	if p := w.tables.Prefix(client); p != "" {
		return p
	}
	return client
}

func status(code Code, gaps []Gap) finding.Status {
	switch {
	case code.Unread != nil:
		return finding.Unknown
	case len(gaps) > 0:
		return finding.Partial
	}
	return finding.Complete
}

// judge fills in what follows from the users: missing, the use of each grant's cell, gaps and status of the role.
func (c *Comparison) judge(e *estate.Estate, t *serviceref.Tables) {
	for i := range c.Users {
		u := &c.Users[i]
		if why := c.Role.Unwritten; why != nil {
			u.Status, u.Gaps = finding.Unknown, append(u.Gaps, Gap{Service: everything, Note: *why, Granted: true})
		}
		u.Missing = missing(e, c.Role, *u)
		c.Missing = append(c.Missing, u.Missing...)
		c.Gaps = append(c.Gaps, u.Gaps...)
	}
	c.Missing, c.Gaps = merge(c.Missing), sortGaps(c.Gaps)
	c.Grants = newJury(c, t).cells()
	c.Status = c.roleStatus()
}

func (c *Comparison) roleStatus() finding.Status {
	unread := func(u User) bool { return u.Status == finding.Unknown }
	switch {
	case len(c.Users) == 0 || slices.ContainsFunc(c.Users, unread):
		return finding.Unknown
	case len(c.Gaps) > 0 || len(c.Role.Open) > 0 || elsewhere(c.Role):
		return finding.Partial
	}
	return finding.Complete
}
