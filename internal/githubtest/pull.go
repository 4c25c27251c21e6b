package githubtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Pull is a pull request to be opened. Head is a branch of HeadRepository, or of the repository itself where that is empty.
type Pull struct {
	Title, Body    string
	Head, Base     string // branches; Base is the default branch if empty
	HeadRepository string // "owner/name" of a fork
	Author         string // the owner if empty
	Draft          bool
}

// pull is one pull request.
type pull struct {
	id          int64
	number      int
	repo        *repository
	head        *repository
	ask         Pull
	author      *user
	closed      bool
	draft       bool
	at, updated time.Time
	reviews     []*review
	threads     []*thread
}

func (p *pull) headSHA() string { return p.head.branches[p.ask.Head] }
func (p *pull) baseSHA() string { return p.repo.branches[p.ask.Base] }

// changes of a pull request are those since the merge base.
func (p *pull) changes() []change {
	base := p.repo.store.mergeBase(p.baseSHA(), p.headSHA())
	if base == "" {
		return nil
	}
	return changes(p.repo.store, base, p.headSHA())
}

// Open opens a pull request and answers its number.
func (h *Hub) Open(full string, ask Pull) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return 0, err
	}
	p := &pull{repo: r, head: r, ask: ask, draft: ask.Draft, at: h.now(), updated: h.now()}
	if ask.HeadRepository != "" {
		if p.head, err = h.must(ask.HeadRepository); err != nil {
			return 0, err
		}
	}
	if ask.Base == "" {
		p.ask.Base = r.main
	}
	if p.author = p.head.owner; ask.Author != "" {
		p.author = h.user(ask.Author)
	}
	if p.headSHA() == "" || p.baseSHA() == "" || p.head.store != r.store || p.headSHA() == p.baseSHA() {
		return 0, fmt.Errorf("opening a pull request from %s to %s: %w", ask.Head, p.ask.Base, ErrRefused)
	}
	p.id = h.id()
	r.numbers++
	p.number = r.numbers
	r.pulls = append(r.pulls, p)
	return p.number, nil
}

// pullOf finds a pull request. The caller holds mu.
func (h *Hub) pullOf(full string, number int) (*pull, error) {
	r, err := h.must(full)
	if err != nil {
		return nil, err
	}
	if p := r.pull(int64(number)); p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("finding pull request %d of %s: %w", number, full, ErrMissing)
}

func (r *repository) pull(number int64) *pull {
	for _, p := range r.pulls {
		if int64(p.number) == number {
			return p
		}
	}
	return nil
}

// ChangeBase points a pull request at another branch.
func (h *Hub) ChangeBase(full string, number int, base string) error {
	return h.edit(full, number, func(p *pull) bool {
		p.ask.Base = base
		return p.baseSHA() != ""
	})
}

// SetDraft makes a pull request a draft, or ready for review.
func (h *Hub) SetDraft(full string, number int, draft bool) error {
	return h.edit(full, number, func(p *pull) bool {
		p.draft = draft
		return true
	})
}

// SetClosed closes a pull request, or opens it again.
func (h *Hub) SetClosed(full string, number int, closed bool) error {
	return h.edit(full, number, func(p *pull) bool {
		p.closed = closed
		return true
	})
}

// edit changes a pull request; nothing is changed where the change refuses.
func (h *Hub) edit(full string, number int, change func(*pull) bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return err
	}
	old := *p
	if !change(p) {
		*p = old
		return fmt.Errorf("changing pull request %d: %w", number, ErrRefused)
	}
	p.updated = h.now()
	return nil
}

// pull finds the pull request of the path, nil where there is none.
func (c *call) pull() *pull { return c.repo.pull(c.number("pull_number")) }

func getPull(c *call) answer {
	p := c.pull()
	if p == nil {
		return missing()
	}
	return ok(c.hub.pullJSON(p))
}

func listPulls(c *call) answer {
	q := c.r.URL.Query()
	state, head, base := q.Get("state"), q.Get("head"), q.Get("base")
	var all []*pull
	for i := len(c.repo.pulls) - 1; i >= 0; i-- {
		p := c.repo.pulls[i]
		inState := state == "all" || p.closed == (state == "closed")
		if inState && (base == "" || p.ask.Base == base) && (head == "" || strings.EqualFold(head, p.head.owner.login+":"+p.ask.Head)) {
			all = append(all, p)
		}
	}
	return page(c, all, c.hub.pullJSON, nil)
}

// Limit of the list of files.
const maxPullFiles = 3000

func listFiles(c *call) answer {
	p := c.pull()
	if p == nil {
		return missing()
	}
	all := p.changes()
	return page(c, all[:min(len(all), maxPullFiles)], func(f change) object { return c.hub.fileJSON(p.repo, p.headSHA(), f) }, nil)
}

func (h *Hub) fileJSON(r *repository, head string, f change) object {
	url := h.web("/%s/blob/%s/%s", r.full(), head, f.path())
	src := f.after
	if f.new == "" {
		src = f.before
	}
	o := object{
		"sha": hash("blob", src), "filename": f.path(), "status": f.status(), "additions": f.added, "deletions": f.removed, "changes": f.added + f.removed,
		"blob_url": url, "raw_url": url + "?raw=1", "contents_url": h.repoURL(r, "/contents/"+f.path()+"?ref="+head),
	}
	if len(f.hunks) > 0 {
		o["patch"] = f.patch()
	}
	if f.status() == "renamed" {
		o["previous_filename"] = f.old
	}
	return o
}

func association(r *repository, u *user) string {
	switch role := r.role(u.login); {
	case u == r.owner:
		return "OWNER"
	case role == "none":
		return "NONE"
	}
	return "COLLABORATOR"
}

// unprocessable is what a closed or unknown thing gets.
func unprocessable(message string) answer { return fail(http.StatusUnprocessableEntity, message) }
