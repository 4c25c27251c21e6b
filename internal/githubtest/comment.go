package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"
)

// maxBody is the longest comment, in characters.
const maxBody = 65_536

// comment is a comment on a pull request, outside its diff.
type comment struct {
	id          int64
	repo        *repository
	number      int
	author      *user
	body        string
	at, updated time.Time
	reactions   []*reaction
	minimized   string // why, "" if it is not
}

// reaction is one account's sign on a comment.
type reaction struct {
	id      int64
	author  *user
	content string
	at      time.Time
}

func (r *repository) commentsOf(number int) (list []*comment) {
	for _, c := range r.comments {
		if c.number == number {
			list = append(list, c)
		}
	}
	return list
}

func (r *repository) comment(id int64) *comment {
	for _, c := range r.comments {
		if c.id == id {
			return c
		}
	}
	return nil
}

// Comment lets a person comment on a pull request and answers the comment's id.
func (h *Hub) Comment(full string, number int, login, body string) (int64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return 0, err
	}
	return h.comment(p, h.user(login), body).id, nil
}

// DeleteComment lets a person delete a comment.
func (h *Hub) DeleteComment(full string, id int64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return err
	}
	if r.comment(id) == nil {
		return fmt.Errorf("deleting comment %d: %w", id, ErrMissing)
	}
	r.drop(id)
	return nil
}

func (r *repository) drop(id int64) {
	r.comments = slices.DeleteFunc(r.comments, func(c *comment) bool { return c.id == id })
}

func (h *Hub) comment(p *pull, by *user, body string) *comment {
	c := &comment{id: h.id(), repo: p.repo, number: p.number, author: by, body: body, at: h.now(), updated: h.now()}
	p.repo.comments = append(p.repo.comments, c)
	return c
}

// text reads the body field of a request, and refuses what GitHub refuses.
func (c *call) text(resource string) (string, answer) {
	var in struct{ Body *string }
	if err := c.decode(&in); err != nil {
		return "", fail(http.StatusBadRequest, err.Error())
	}
	if in.Body == nil || *in.Body == "" {
		return "", invalid(resource, "body", "missing_field", "")
	}
	return *in.Body, tooLong(resource, *in.Body)
}

func tooLong(resource, body string) answer {
	if utf8.RuneCountInString(body) > maxBody {
		return invalid(resource, "body", "unprocessable", fmt.Sprintf("body is too long (maximum is %d characters)", maxBody))
	}
	return answer{}
}

func listComments(c *call) answer {
	if c.repo.pull(c.number("issue_number")) == nil {
		return missing()
	}
	return page(c, c.repo.commentsOf(int(c.number("issue_number"))), c.hub.commentJSON, nil)
}

func createComment(c *call) answer {
	p := c.repo.pull(c.number("issue_number"))
	if p == nil {
		return missing()
	}
	body, refusal := c.text("IssueComment")
	if refusal.status != 0 {
		return refusal
	}
	return created(c.hub.commentJSON(c.hub.comment(p, c.hub.bot(), body)))
}

func getComment(c *call) answer {
	found := c.repo.comment(c.number("comment_id"))
	if found == nil {
		return missing()
	}
	return ok(c.hub.commentJSON(found))
}

// editComment and deleteComment are for one's own comments: an App may not touch those of people.
func editComment(c *call) answer {
	found := c.repo.comment(c.number("comment_id"))
	if found == nil {
		return missing()
	}
	if found.author != c.hub.bot() {
		return fail(http.StatusForbidden, "Resource not accessible by integration")
	}
	body, refusal := c.text("IssueComment")
	if refusal.status != 0 {
		return refusal
	}
	found.body, found.updated = body, c.hub.now()
	return ok(c.hub.commentJSON(found))
}

func deleteComment(c *call) answer {
	found := c.repo.comment(c.number("comment_id"))
	if found == nil {
		return missing()
	}
	if found.author != c.hub.bot() {
		return fail(http.StatusForbidden, "Resource not accessible by integration")
	}
	c.repo.drop(found.id)
	return answer{status: http.StatusNoContent}
}

func (h *Hub) commentJSON(c *comment) object {
	issue := h.repoURL(c.repo, pathOf("/issues/", c.number))
	return object{
		"id": c.id, "node_id": node("IC", c.id), "url": h.repoURL(c.repo, pathOf("/issues/comments/", c.id)), "issue_url": issue,
		"html_url": h.web("/%s/pull/%d#issuecomment-%d", c.repo.full(), c.number, c.id), "body": c.body, "user": h.userJSON(c.author),
		"created_at": stamp(c.at), "updated_at": stamp(c.updated), "author_association": association(c.repo, c.author),
	}
}

// pathOf is a path that ends in a number.
func pathOf[N int | int64](prefix string, n N) string { return fmt.Sprint(prefix, n) }

var reactions = []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}

// createReaction answers 200 where the App has reacted so before.
func createReaction(c *call) answer {
	found := c.repo.comment(c.number("comment_id"))
	if found == nil {
		return missing()
	}
	var in struct{ Content string }
	if err := c.decode(&in); err != nil {
		return fail(http.StatusBadRequest, err.Error())
	}
	if !slices.Contains(reactions, in.Content) {
		return invalid("Reaction", "content", "invalid", "")
	}
	for _, r := range found.reactions {
		if r.author == c.hub.bot() && r.content == in.Content {
			return ok(c.hub.reactionJSON(r))
		}
	}
	r := &reaction{id: c.hub.id(), author: c.hub.bot(), content: in.Content, at: c.hub.now()}
	found.reactions = append(found.reactions, r)
	return created(c.hub.reactionJSON(r))
}

func listReactions(c *call) answer {
	found := c.repo.comment(c.number("comment_id"))
	if found == nil {
		return missing()
	}
	return page(c, found.reactions, c.hub.reactionJSON, nil)
}

func (h *Hub) reactionJSON(r *reaction) object {
	return object{"id": r.id, "node_id": node("REA", r.id), "user": h.userJSON(r.author), "content": r.content, "created_at": stamp(r.at)}
}
