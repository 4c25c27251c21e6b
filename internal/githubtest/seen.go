package githubtest

import "time"

// SeenComment is a comment as a person sees it: of the conversation, or of the diff (Path is not empty).
type SeenComment struct {
	ID        int64
	Author    string
	Body      string
	At        time.Time
	Reactions []string
	Minimized bool

	Path            string
	StartLine, Line int // as they were when it was posted; StartLine is 0 for a single line
	Hunk            string
	Resolved        bool
	Outdated        bool
}

// SeenReview is a review and its comments, without replies.
type SeenReview struct {
	ID       int64
	Author   string
	State    string // COMMENTED, APPROVED, CHANGES_REQUESTED
	Body     string
	Head     string
	Comments []SeenComment
}

// SeenCheck is a check run.
type SeenCheck struct {
	ID                       int64
	Name, Status, Conclusion string
	Title, Summary, Text     string
	ExternalID               string
	Annotations              []SeenAnnotation
	Actions                  []string // identifiers
}

// SeenAnnotation is an annotation of a check run.
type SeenAnnotation struct {
	Path                  string
	StartLine, EndLine    int
	Level, Title, Message string
}

// SeenFile is one file of a pull request's diff.
type SeenFile struct{ Path, Status, Patch string }

// Seen is a pull request as its page shows it.
type Seen struct {
	Number     int
	Title      string
	Body       string
	Author     string
	Open       bool
	Draft      bool
	Head, Base string // commits
	HeadRef    string
	BaseRef    string
	Reviews    []SeenReview
	Comments   []SeenComment
	Checks     []SeenCheck // of the head, the oldest first
	Files      []SeenFile
}

// See shows a pull request.
func (h *Hub) See(full string, number int) (Seen, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return Seen{}, err
	}
	s := Seen{
		Number: number, Title: p.ask.Title, Body: p.ask.Body, Author: p.author.login, Open: !p.closed, Draft: p.draft,
		Head: p.headSHA(), Base: p.baseSHA(), HeadRef: p.ask.Head, BaseRef: p.ask.Base,
	}
	for _, r := range p.reviews {
		s.Reviews = append(s.Reviews, p.seenReview(r))
	}
	for _, c := range p.repo.commentsOf(number) {
		s.Comments = append(s.Comments, c.seen())
	}
	for _, f := range p.changes() {
		s.Files = append(s.Files, SeenFile{Path: f.path(), Status: f.status(), Patch: f.patch()})
	}
	s.Checks = p.repo.seenChecks(s.Head)
	return s, nil
}

// Checks shows the check runs of a commit, the oldest first.
func (h *Hub) Checks(full, commit string) ([]SeenCheck, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return nil, err
	}
	return r.seenChecks(commit), nil
}

func (p *pull) seenReview(r *review) SeenReview {
	s := SeenReview{ID: r.id, Author: r.author.login, State: r.state, Body: r.body, Head: r.commit}
	for _, m := range p.remarks() {
		if m.review == r {
			s.Comments = append(s.Comments, m.seen())
		}
	}
	return s
}

func (m *remark) seen() SeenComment {
	t := m.thread
	_, _, current := t.at()
	return SeenComment{
		ID: m.id, Author: m.author.login, Body: m.body, At: m.at, Minimized: m.minimized != "", Path: t.place.path, StartLine: t.place.start,
		Line: t.place.line, Hunk: t.diffHunk, Resolved: t.resolved, Outdated: !current,
	}
}

func (c *comment) seen() SeenComment {
	s := SeenComment{ID: c.id, Author: c.author.login, Body: c.body, At: c.at, Minimized: c.minimized != ""}
	for _, r := range c.reactions {
		s.Reactions = append(s.Reactions, r.content)
	}
	return s
}

func (r *repository) seenChecks(head string) (list []SeenCheck) {
	for _, c := range r.checks {
		if c.head == head {
			list = append(list, c.seen())
		}
	}
	return list
}

func (c *check) seen() SeenCheck {
	s := SeenCheck{
		ID: c.id, Name: c.name, Status: c.status, Conclusion: c.conclusion, Title: deref(c.output.Title), Summary: deref(c.output.Summary),
		Text: deref(c.output.Text), ExternalID: c.external,
	}
	for _, n := range c.output.Annotations {
		s.Annotations = append(s.Annotations, SeenAnnotation{n.Path, *n.StartLine, *n.EndLine, n.Level, n.Title, n.Message})
	}
	for _, a := range c.actions {
		s.Actions = append(s.Actions, a.Identifier)
	}
	return s
}
