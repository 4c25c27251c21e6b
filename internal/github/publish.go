package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-github/v60/github"

	"github.com/parebot/pare/internal/review"
)

// Errors of a write.
var (
	ErrSuperseded = errors.New("the pull request has moved on")           // nothing was written
	ErrRejected   = errors.New("GitHub does not accept what was written") // 422: nothing was posted
)

// Target is where writes go: one pull request, as it was when they were planned. Fence says whether this job may still speak.
type Target struct {
	Number int
	Head   string
	Fence  func(context.Context) error // ErrSuperseded where a newer job has taken over; nil for none
}

// Written is what GitHub made of a write.
type Written struct {
	ID       int64                  // of the check run, summary or reply
	Comments []review.PostedComment // of a review
}

// Publish carries one write. What speaks about a head looks first whether it still is the head.
func (r *Repository) Publish(ctx context.Context, to Target, w review.Write) (Written, error) {
	if err := r.current(ctx, to, w); err != nil {
		return Written{}, err
	}
	switch {
	case w.Check != nil:
		return r.check(ctx, *w.Check)
	case w.Review != nil:
		return r.review(ctx, to.Number, *w.Review)
	case w.Summary != nil:
		return r.summary(ctx, to.Number, *w.Summary)
	case w.Resolve != nil:
		return Written{}, r.resolve(ctx, to.Number, w.Resolve.Comment)
	case w.Reply != nil:
		return r.comment(ctx, to.Number, w.Reply.Body+"\n\n"+r.replyMarker(to.Number, w.Reply.Name))
	case w.React != nil:
		_, _, err := r.client.Reactions.CreateIssueCommentReaction(ctx, r.owner, r.repo, w.React.Comment, w.React.Content)
		return Written{}, wrote("reacting to a comment", err)
	}
	return Written{}, errors.New("an empty write")
}

// current answers ErrSuperseded where the head or the fence has moved. An old head's check run may still be closed; replies and reactions
// belong to a comment, not to a head.
func (r *Repository) current(ctx context.Context, to Target, w review.Write) error {
	if w.Reply != nil || w.React != nil || w.Check != nil && w.Check.Conclusion == "cancelled" {
		return nil
	}
	if to.Fence != nil {
		if err := to.Fence(ctx); err != nil {
			return err
		}
	}
	if to.Number == 0 {
		return nil // a merge group: its commit is all there is
	}
	pr, err := r.PullRequest(ctx, to.Number)
	if err != nil {
		return err
	}
	if pr.Head != to.Head || !pr.Open {
		return ErrSuperseded
	}
	return nil
}

// wrote wraps an error of a write; 422 becomes ErrRejected.
func wrote(what string, err error) error {
	if err == nil {
		return nil
	}
	var answer *github.ErrorResponse
	if errors.As(err, &answer) && answer.Response.StatusCode == http.StatusUnprocessableEntity {
		return fmt.Errorf("%s: %w: %s", what, ErrRejected, answer.Message)
	}
	return fmt.Errorf("%s: %w", what, gone(err))
}

func (r *Repository) review(ctx context.Context, number int, w review.Review) (Written, error) {
	req := &github.PullRequestReviewRequest{CommitID: &w.Head, Event: github.String("COMMENT")}
	if w.Body != "" {
		req.Body = &w.Body
	}
	for _, c := range w.Comments {
		body := c.Body + "\n\n" + r.findingMarker(number, c.Fingerprint)
		draft := &github.DraftReviewComment{Path: github.String(c.Path), Body: &body, Line: github.Int(c.Line), Side: github.String("RIGHT")}
		if c.StartLine != 0 && c.StartLine != c.Line {
			draft.StartLine, draft.StartSide = github.Int(c.StartLine), github.String("RIGHT")
		}
		req.Comments = append(req.Comments, draft)
	}
	made, _, err := r.client.PullRequests.CreateReview(ctx, r.owner, r.repo, number, req)
	if err != nil {
		return Written{}, wrote("posting the review", err)
	}
	posted, err := r.reviewComments(ctx, number)
	return Written{ID: made.GetID(), Comments: posted}, err
}

func (r *Repository) summary(ctx context.Context, number int, w review.Summary) (Written, error) {
	body := w.Body + "\n\n" + r.summaryMarker(number)
	if w.ID == 0 {
		return r.comment(ctx, number, body)
	}
	_, _, err := r.client.Issues.EditComment(ctx, r.owner, r.repo, w.ID, &github.IssueComment{Body: &body})
	if err = wrote("editing the summary", err); errors.Is(err, ErrGone) {
		return r.comment(ctx, number, body) // somebody deleted it
	}
	return Written{ID: w.ID}, err
}

func (r *Repository) comment(ctx context.Context, number int, body string) (Written, error) {
	made, _, err := r.client.Issues.CreateComment(ctx, r.owner, r.repo, number, &github.IssueComment{Body: &body})
	if err != nil {
		return Written{}, wrote("posting a comment", err)
	}
	return Written{ID: made.GetID()}, nil
}
