package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parebot/pare/internal/confine"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/store"
)

// begin shows that the head is being read, and reads back what is posted.
func (d *desk) begin(ctx context.Context, pr github.PullRequest) (review.Check, review.Posted, error) {
	posted, err := d.posted(ctx, pr)
	if err != nil {
		return review.Check{}, posted, err
	}
	check := review.Check{
		ID: posted.CheckID, Name: review.Name, Head: pr.Head, ExternalID: d.lane(), Status: "in_progress",
		Title: "Reading", Summary: fmt.Sprintf("Comparing %.7s with `%s`.", pr.Head, pr.BaseRef),
	}
	made, err := d.repo.Publish(ctx, d.target(pr), review.Write{Key: "begin/" + pr.Head, Check: &check})
	if err != nil {
		return check, posted, fmt.Errorf("beginning the check run: %w", err)
	}
	check.ID, posted.CheckID = made.ID, made.ID
	return check, posted, d.store().KeepCheck(ctx, d.job.Installation, d.lane(), store.CheckRun{ID: made.ID, Head: pr.Head, Open: true})
}

// close ends the check runs of heads that are no more, and all of them where the pull request is closed: GitHub itself would show them as
// running for two weeks.
func (d *desk) close(ctx context.Context, pr github.PullRequest) error {
	open, err := d.store().OpenChecks(ctx, d.job.Installation, d.lane())
	if err != nil {
		return err
	}
	for _, c := range open {
		if c.Head == pr.Head && pr.Open {
			continue
		}
		if err := d.cancel(ctx, review.Check{ID: c.ID, Head: c.Head}); err != nil && !errors.Is(err, github.ErrGone) {
			return err
		}
	}
	return nil
}

// cancel ends a check run whose head is not the pull request's any more.
func (d *desk) cancel(ctx context.Context, c review.Check) error {
	c.Name, c.ExternalID, c.Status, c.Conclusion = review.Name, d.lane(), "completed", "cancelled"
	c.Title, c.Summary = "Superseded", "The pull request has moved on. The check run of its newest commit counts."
	if _, err := d.repo.Publish(ctx, github.Target{Number: d.job.PullRequest.Number, Head: c.Head}, review.Write{Key: "close/" + c.Head, Check: &c}); err != nil {
		return fmt.Errorf("closing the check run of %.7s: %w", c.Head, err)
	}
	return d.store().KeepCheck(ctx, d.job.Installation, d.lane(), store.CheckRun{ID: c.ID, Head: c.Head})
}

// conclude leaves an honest check run behind an error, and returns the error. While GitHub asks to wait or the server stops, the run stays in
// progress: the job comes back to it.
func (d *desk) conclude(ctx context.Context, check review.Check, err error) error {
	var wait *github.Wait
	if errors.As(err, &wait) || errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer done()
	if errors.Is(err, github.ErrSuperseded) {
		return errors.Join(err, d.cancel(ctx, check))
	}
	check.Status, check.Conclusion, check.Title = "completed", "action_required", "Could not tell"
	check.Summary = excuse(err)
	check.Actions = []review.Action{{Label: "Regenerate", Description: "Read the head again", Identifier: "regenerate"}}
	to := github.Target{Number: d.job.PullRequest.Number, Head: check.Head, Fence: d.fenced}
	if _, failed := d.repo.Publish(ctx, to, review.Write{Key: "check/" + check.Head, Check: &check}); failed != nil {
		d.log.Error("concluding the check run failed", "error", failed)
		return err
	}
	if failed := d.store().KeepCheck(ctx, d.job.Installation, d.lane(), store.CheckRun{ID: check.ID, Head: check.Head}); failed != nil {
		d.log.Error("noting the check run failed", "error", failed)
	}
	var settings errSettings
	if errors.As(err, &settings) {
		return fmt.Errorf("%w: %w", queue.ErrFinal, err)
	}
	return err
}

// excuse says to people what went wrong. Errors of ours are for the operator's log; nothing of them is shown, except what the settings file
// itself says.
func excuse(err error) string {
	var settings errSettings
	switch {
	case errors.As(err, &settings):
		return "The settings of the base branch cannot be read, so that nobody knows what counts here.\n\n" + quoted(err.Error())
	case errors.Is(err, confine.ErrKilled):
		return "The analysis ran into its limits of time or memory, or a file stopped it. Nothing was judged.\n\nIt is tried a few times by itself; Regenerate tries at once."
	case errors.Is(err, confine.ErrForged):
		return "The analysis gave an answer that cannot be true, which was thrown away. Nothing was judged.\n\nThe operator's log has more."
	case errors.Is(err, github.ErrGone):
		return "A commit or file of this pull request is not there any more, or the App may not see it. Nothing was judged.\n\nIt is tried a few times by itself; Regenerate tries at once."
	case errors.Is(err, context.DeadlineExceeded):
		return "Reading this pull request took too long. Nothing was judged.\n\nIt is tried again by itself; Regenerate tries at once."
	}
	return "Something went wrong on the way. Nothing was judged.\n\nIt is tried again by itself; Regenerate tries at once."
}
