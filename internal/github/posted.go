package github

import (
	"context"
	"crypto/hmac"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/google/go-github/v60/github"

	"github.com/parebot/pare/internal/review"
)

// A marker is an HTML comment at the end of what Pare writes. It counts only where Pare's own account wrote the comment and the signature is ours:
// anybody can copy the text.
var (
	summaryMark = regexp.MustCompile(`<!-- pare summary ([0-9a-f]{32}) -->\s*$`)
	findingMark = regexp.MustCompile(`<!-- pare finding ([0-9a-f]{16}) ([0-9a-f]{32}) -->\s*$`)
)

func (r *Repository) summaryMarker(number int) string {
	return "<!-- pare summary " + r.app.mac("summary", r.place(), strconv.Itoa(number)) + " -->"
}

func (r *Repository) findingMarker(number int, fingerprint string) string {
	return "<!-- pare finding " + fingerprint + " " + r.app.mac("finding", r.place(), strconv.Itoa(number), fingerprint) + " -->"
}

func (r *Repository) replyMarker(number int, name string) string {
	return "<!-- pare reply " + r.app.mac("reply", r.place(), strconv.Itoa(number), name) + " -->"
}

func (r *Repository) place() string {
	return strconv.FormatInt(r.installation, 10) + "/" + strings.ToLower(r.owner+"/"+r.repo)
}

// Posted reads back what Pare has posted on a pull request: after a crash, GitHub knows better than the store.
func (r *Repository) Posted(ctx context.Context, number int, head, checkName string) (review.Posted, error) {
	var p review.Posted
	var err error
	if p.CheckID, err = r.checkOf(ctx, head, checkName); err != nil {
		return p, err
	}
	if number == 0 {
		return p, nil
	}
	if p.Summary, p.SummaryBody, err = r.findSummary(ctx, number); err != nil {
		return p, err
	}
	p.Comments, err = r.reviewComments(ctx, number)
	return p, err
}

// findSummary is the oldest summary of ours, so that two racing jobs agree.
func (r *Repository) findSummary(ctx context.Context, number int) (id int64, body string, err error) {
	err = r.ours(ctx, number, func(c *github.IssueComment) bool {
		m := summaryMark.FindStringSubmatchIndex(c.GetBody())
		if m == nil || !r.signed(c.GetBody()[m[2]:m[3]], "summary", strconv.Itoa(number)) {
			return false
		}
		id, body = c.GetID(), strings.TrimSpace(c.GetBody()[:m[0]])
		return true
	})
	return id, body, err
}

// Replied looks for a reply of ours by its name: the id of its comment, 0 for none.
func (r *Repository) Replied(ctx context.Context, number int, name string) (id int64, err error) {
	mark := r.replyMarker(number, name)
	err = r.ours(ctx, number, func(c *github.IssueComment) bool {
		if !strings.HasSuffix(strings.TrimSpace(c.GetBody()), mark) {
			return false
		}
		id = c.GetID()
		return true
	})
	return id, err
}

// ours hands the comments that Pare's own account wrote in a conversation to found, the oldest first, until it is content.
func (r *Repository) ours(ctx context.Context, number int, found func(*github.IssueComment) bool) error {
	self, err := r.self(ctx)
	if err != nil {
		return err
	}
	for page := 1; page != 0; {
		list, resp, err := r.client.Issues.ListComments(ctx, r.owner, r.repo, number, &github.IssueListCommentsOptions{
			ListOptions: github.ListOptions{Page: page, PerPage: perPage},
		})
		if err != nil {
			return fmt.Errorf("listing the comments of pull request %d: %w", number, gone(err))
		}
		for _, c := range list {
			if c.GetUser().GetLogin() == self && found(c) {
				return nil
			}
		}
		page = resp.NextPage
	}
	return nil
}

// reviewComments lists our own review comments, each finding's newest first.
func (r *Repository) reviewComments(ctx context.Context, number int) (found []review.PostedComment, err error) {
	self, err := r.self(ctx)
	if err != nil {
		return nil, err
	}
	for page := 1; page != 0; {
		list, resp, err := r.client.PullRequests.ListComments(ctx, r.owner, r.repo, number, &github.PullRequestListCommentsOptions{
			ListOptions: github.ListOptions{Page: page, PerPage: perPage},
		})
		if err != nil {
			return nil, fmt.Errorf("listing the review comments of pull request %d: %w", number, gone(err))
		}
		for _, c := range list {
			m := findingMark.FindStringSubmatchIndex(c.GetBody())
			if m == nil || c.GetUser().GetLogin() != self {
				continue
			}
			print, mac := c.GetBody()[m[2]:m[3]], c.GetBody()[m[4]:m[5]]
			if r.signed(mac, "finding", strconv.Itoa(number), print) {
				found = append(found, review.PostedComment{ID: c.GetID(), Fingerprint: print, Head: c.GetOriginalCommitID(), Body: strings.TrimSpace(c.GetBody()[:m[0]])})
			}
		}
		page = resp.NextPage
	}
	return found, nil
}

func (r *Repository) signed(mac, kind string, rest ...string) bool {
	return hmac.Equal([]byte(mac), []byte(r.app.mac(append([]string{kind, r.place()}, rest...)...)))
}

// self is the login under which Pare's comments stand.
func (r *Repository) self(ctx context.Context) (string, error) {
	slug, err := r.app.Slug(ctx)
	return slug + "[bot]", err
}

// resolve marks the thread of a review comment resolved.
func (r *Repository) resolve(ctx context.Context, number int, comment int64) error {
	thread, err := r.thread(ctx, number, comment)
	if err != nil || thread == "" {
		return err
	}
	var answer struct{}
	err = r.graphql(ctx, "mutation($thread:ID!){resolveReviewThread(input:{threadId:$thread}){thread{id}}}", map[string]any{"thread": thread}, &answer)
	if err != nil {
		return fmt.Errorf("resolving a review thread: %w", err)
	}
	return nil
}

// thread finds the unresolved thread that starts with a comment, "" where there is none (any more).
func (r *Repository) thread(ctx context.Context, number int, comment int64) (string, error) {
	const query = "query($owner:String!,$name:String!,$number:Int!,$after:String){repository(owner:$owner,name:$name){pullRequest(number:$number){" +
		"reviewThreads(first:100,after:$after){pageInfo{hasNextPage endCursor} nodes{id isResolved comments(first:1){nodes{databaseId}}}}}}}"
	vars := map[string]any{"owner": r.owner, "name": r.repo, "number": number, "after": nil}
	for {
		var answer threads
		if err := r.graphql(ctx, query, vars, &answer); err != nil {
			return "", fmt.Errorf("listing review threads: %w", err)
		}
		page := answer.Repository.PullRequest.ReviewThreads
		for _, n := range page.Nodes {
			if !n.IsResolved && len(n.Comments.Nodes) > 0 && n.Comments.Nodes[0].DatabaseID == comment {
				return n.ID, nil
			}
		}
		if !page.PageInfo.HasNextPage {
			return "", nil
		}
		vars["after"] = page.PageInfo.EndCursor
	}
}

type threads struct {
	Repository struct {
		PullRequest struct {
			ReviewThreads struct {
				PageInfo struct {
					HasNextPage bool   `json:"hasNextPage"`
					EndCursor   string `json:"endCursor"`
				} `json:"pageInfo"`
				Nodes []struct {
					ID         string `json:"id"`
					IsResolved bool   `json:"isResolved"`
					Comments   struct {
						Nodes []struct {
							DatabaseID int64 `json:"databaseId"`
						} `json:"nodes"`
					} `json:"comments"`
				} `json:"nodes"`
			} `json:"reviewThreads"`
		} `json:"pullRequest"`
	} `json:"repository"`
}
