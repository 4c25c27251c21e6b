package githubtest

import (
	"net/http"
	"time"
)

// review is one review of a pull request.
type review struct {
	id     int64
	pull   *pull
	author *user
	body   string
	state  string // COMMENTED, APPROVED, CHANGES_REQUESTED
	commit string
	at     time.Time
}

// thread is a conversation on lines of the diff.
type thread struct {
	id        int64
	pull      *pull
	place     place
	commit    string // on whose diff it was begun
	resolved  bool
	comments  []*remark
	diffHunk  string
	wasBefore []byte // the file as it was then
}

// place is where a thread stands. Start is 0 for a single line.
type place struct {
	path        string
	start, line int
	startRight  bool
	right       bool
}

// remark is one review comment.
type remark struct {
	id        int64
	thread    *thread
	review    *review
	author    *user
	body      string
	at        time.Time
	minimized string
}

// draft is a review comment as a request has it.
type draft struct {
	Path      string  `json:"path"`
	Body      string  `json:"body"`
	Line      *int    `json:"line"`
	StartLine *int    `json:"start_line"`
	Side      *string `json:"side"`
	StartSide *string `json:"start_side"`
	Position  *int    `json:"position"`
}

var states = map[string]string{"COMMENT": "COMMENTED", "APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED"}

// createReview takes all comments or none; the refusal does not say which one is wrong.
func createReview(c *call) answer {
	p := c.pull()
	if p == nil {
		return missing()
	}
	var in struct {
		CommitID string  `json:"commit_id"`
		Body     string  `json:"body"`
		Event    string  `json:"event"`
		Comments []draft `json:"comments"`
	}
	if err := c.decode(&in); err != nil {
		return fail(http.StatusBadRequest, err.Error())
	}
	state, known := states[in.Event]
	if !known {
		return unprocessable("Pending reviews are not part of this GitHub: event must be COMMENT, APPROVE or REQUEST_CHANGES.")
	}
	if in.CommitID == "" {
		in.CommitID = p.headSHA()
	}
	if !p.repo.store.ancestors(p.headSHA())[in.CommitID] {
		return refused("Commit not found in the pull request")
	}
	if in.Body == "" && len(in.Comments) == 0 || in.Body == "" && state == "CHANGES_REQUESTED" {
		return refused("Body can't be blank")
	}
	if a := tooLong("PullRequestReview", in.Body); a.status != 0 {
		return a
	}
	r := &review{id: c.hub.id(), pull: p, author: c.hub.bot(), body: in.Body, state: state, commit: in.CommitID, at: c.hub.now()}
	threads, refusal := c.hub.threads(r, in.Comments)
	if refusal.status != 0 {
		return refusal
	}
	p.reviews, p.threads = append(p.reviews, r), append(p.threads, threads...)
	return ok(c.hub.reviewJSON(r))
}

// threads places every comment of a review, or none.
func (h *Hub) threads(r *review, drafts []draft) (list []*thread, refusal answer) {
	files := make(map[string]change)
	base := r.pull.repo.store.mergeBase(r.pull.baseSHA(), r.commit)
	for _, f := range changes(r.pull.repo.store, base, r.commit) {
		files[f.path()] = f
	}
	for _, d := range drafts {
		f, changed := files[d.Path]
		if !changed {
			return nil, refused("Path could not be resolved")
		}
		if a := tooLong("PullRequestReviewComment", d.Body); a.status != 0 || d.Body == "" {
			return nil, refused("Body is too long or blank")
		}
		where, hunk, reason := f.place(d)
		if reason != "" {
			return nil, refused(reason)
		}
		t := &thread{id: h.id(), pull: r.pull, place: where, commit: r.commit, diffHunk: hunk, wasBefore: f.after}
		t.comments = []*remark{{id: h.id(), thread: t, review: r, author: r.author, body: d.Body, at: r.at}}
		list = append(list, t)
	}
	return list, answer{}
}

func listReviews(c *call) answer {
	p := c.pull()
	if p == nil {
		return missing()
	}
	return page(c, p.reviews, c.hub.reviewJSON, nil)
}

func (h *Hub) reviewJSON(r *review) object {
	html := h.web("/%s/pull/%d#pullrequestreview-%d", r.pull.repo.full(), r.pull.number, r.id)
	pull := h.repoURL(r.pull.repo, pathOf("/pulls/", r.pull.number))
	return object{
		"id": r.id, "node_id": node("PRR", r.id), "user": h.userJSON(r.author), "body": r.body, "state": r.state, "html_url": html, "pull_request_url": pull,
		"_links": object{"html": link(html), "pull_request": link(pull)}, "submitted_at": stamp(r.at), "commit_id": r.commit,
		"author_association": association(r.pull.repo, r.author),
	}
}
