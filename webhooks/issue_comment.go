package webhooks

import (
	"encoding/json"
	"regexp"

	"github.com/parebot/pare/internal/job"
)

type issueCommentPayload struct {
	payload
	Issue struct {
		Number      int       `json:"number"`
		PullRequest *struct{} `json:"pull_request"` // there where the issue is a pull request
	} `json:"issue"`
	Comment struct {
		ID   int64  `json:"id"`
		Body string `json:"body"`
		User struct {
			Login string `json:"login"`
			Type  string `json:"type"`
		} `json:"user"`
	} `json:"comment"`
}

// slash is only a sieve: which lines are commands is for the room that reads Markdown.
var slash = regexp.MustCompile(`(?m)^[ \t]{0,3}/pare\b`)

// maxComment is GitHub's limit of a comment, 65,536 characters of four bytes at most.
const maxComment = 4 * 65_536

// issueComment hands slash commands on. Only new comments count: an edit could change what was asked after somebody has agreed to it.
func issueComment(text []byte, reason string) ([]job.Job, string, error) {
	var p issueCommentPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	switch {
	case p.Action != "created":
		return nil, "Ignored: only new comments count as commands.", nil
	case p.Issue.PullRequest == nil:
		return nil, "Ignored: the comment is on an issue, not on a pull request.", nil
	case p.Comment.User.Type == "Bot":
		return nil, "Ignored: the comment is by a bot.", nil
	case len(p.Comment.Body) > maxComment || !slash.MatchString(p.Comment.Body):
		return nil, "Ignored: the comment holds no /pare command.", nil
	}
	at, ok := p.Repository.place(p.Issue.Number)
	if !ok || at.Number == 0 || p.Comment.ID <= 0 || !loginName.MatchString(p.Comment.User.Login) {
		return nil, strangeNames, nil
	}
	comment := &job.Comment{ID: p.Comment.ID, Author: p.Comment.User.Login, Body: p.Comment.Body}
	return []job.Job{{Kind: job.Command, PullRequest: at, Comment: comment, Reason: reason}}, "Queued: a command.", nil
}
