package githubtest

import (
	"fmt"
	"strings"
)

// remarks lists the review comments of a pull request in the order in which they were made.
func (p *pull) remarks() (list []*remark) {
	for _, t := range p.threads {
		list = append(list, t.comments...)
	}
	return list
}

func (p *pull) remark(id int64) *remark {
	for _, r := range p.remarks() {
		if r.id == id {
			return r
		}
	}
	return nil
}

func listReviewComments(c *call) answer {
	p := c.pull()
	if p == nil {
		return missing()
	}
	return page(c, p.remarks(), c.hub.remarkJSON, nil)
}

func createReply(c *call) answer {
	p := c.pull()
	if p == nil {
		return missing()
	}
	first := p.remark(c.number("comment_id"))
	if first == nil {
		return missing()
	}
	body, refusal := c.text("PullRequestReviewComment")
	if refusal.status != 0 {
		return refusal
	}
	return created(c.hub.remarkJSON(c.hub.reply(first, c.hub.bot(), body)))
}

// Reply lets a person answer a review comment.
func (h *Hub) Reply(full string, number int, comment int64, login, body string) (int64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return 0, err
	}
	first := p.remark(comment)
	if first == nil {
		return 0, fmt.Errorf("replying to review comment %d: %w", comment, ErrMissing)
	}
	return h.reply(first, h.user(login), body).id, nil
}

func (h *Hub) reply(to *remark, by *user, body string) *remark {
	r := &remark{id: h.id(), thread: to.thread, review: to.review, author: by, body: body, at: h.now()}
	to.thread.comments = append(to.thread.comments, r)
	return r
}

func (h *Hub) remarkJSON(r *remark) object {
	t := r.thread
	self := h.repoURL(t.pull.repo, pathOf("/pulls/comments/", r.id))
	html := h.web("/%s/pull/%d#discussion_r%d", t.pull.repo.full(), t.pull.number, r.id)
	pull := h.repoURL(t.pull.repo, pathOf("/pulls/", t.pull.number))
	o := object{
		"id": r.id, "node_id": node("PRRC", r.id), "url": self, "pull_request_review_id": r.review.id, "diff_hunk": t.diffHunk, "path": t.place.path,
		"commit_id": t.commit, "original_commit_id": t.commit, "user": h.userJSON(r.author), "body": r.body, "created_at": stamp(r.at),
		"updated_at": stamp(r.at), "html_url": html, "pull_request_url": pull, "author_association": association(t.pull.repo, r.author),
		"_links":        object{"self": link(self), "html": link(html), "pull_request": link(pull)},
		"original_line": t.place.line, "side": side(t.place.right), "start_side": nil, "start_line": nil, "original_start_line": nil,
		"subject_type": "line",
	}
	if t.comments[0] != r {
		o["in_reply_to_id"] = t.comments[0].id
	}
	t.lines(o)
	return o
}

// lines writes where a comment stands now. An outdated one has no line, which GitHub's description does not list as null: the field is left out.
func (t *thread) lines(o object) {
	start, line, current := t.at()
	if current {
		o["line"], o["commit_id"] = line, t.pull.headSHA()
	}
	if t.place.start == 0 {
		return
	}
	o["start_side"], o["original_start_line"] = side(t.place.startRight), t.place.start
	if current {
		o["start_line"] = start
	}
}

func side(right bool) string {
	if right {
		return "RIGHT"
	}
	return "LEFT"
}

func joinLines(lines []string) string { return strings.Join(lines, "\n") }

// Resolve lets a person resolve the thread of a review comment.
func (h *Hub) Resolve(full string, number int, comment int64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return err
	}
	r := p.remark(comment)
	if r == nil {
		return fmt.Errorf("resolving review comment %d: %w", comment, ErrMissing)
	}
	r.thread.resolved = true
	return nil
}
