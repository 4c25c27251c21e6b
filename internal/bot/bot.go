// Package bot is one job from start to end: it asks GitHub for what a pull request holds, lets a confined child think about it, and carries
// what review decided to say. It parses nothing itself.
//
// A job may run twice, since a kill -9 may come at any moment. So every outward act is one that GitHub or the store recognises the second
// time: the check run by its head and name, the summary and the review comments by their signed markers, and each act by a name that is
// noted as begun before it goes out and as done after (carry.go).
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/parebot/pare/internal/commands"
	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/confine"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/store"
)

// Hub opens one repository of an installation.
type Hub func(installation int64, owner, repo string) (Repository, error)

// Repository is what a job asks of GitHub.
type Repository interface {
	PullRequest(ctx context.Context, number int) (github.PullRequest, error)
	Workspace(ctx context.Context, pr github.PullRequest) (source.Workspace, error)
	Settings(ctx context.Context, commit string) ([]byte, error)
	Permission(ctx context.Context, login string) (string, error)
	Posted(ctx context.Context, number int, head, checkName string) (review.Posted, error)
	Replied(ctx context.Context, number int, name string) (comment int64, err error)
	Publish(ctx context.Context, to github.Target, w review.Write) (github.Written, error)
}

// Analyst thinks about a workspace, where hostile files can do no harm.
type Analyst interface {
	Since(ctx context.Context, installation int64, ws source.Workspace, s config.Settings) (finding.Report, error)
}

// Options of a Bot. All but Log are required.
type Options struct {
	Hub      Hub
	Analyst  Analyst
	Store    *store.Store
	Commands commands.Env // its Tables are those of the reviews too
	Log      *slog.Logger // nil drops
}

// Bot works jobs.
type Bot struct{ o Options }

// New makes a Bot; its Work is what a queue wants.
func New(o Options) *Bot {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Bot{o: o}
}

// GitHub is the real Hub.
func GitHub(app *github.App) Hub {
	return func(installation int64, owner, repo string) (Repository, error) {
		r, err := app.Repository(installation, owner, repo)
		if err != nil {
			return nil, err // a nil *github.Repository in a Repository would not be nil
		}
		return r, nil
	}
}

// Work does one job. It returns *queue.Snooze where GitHub asks to wait, queue.ErrSuperseded where a newer job has taken over, and
// queue.ErrFinal or queue.ErrDoubtful where another attempt would not help, or hardly.
func (b *Bot) Work(ctx context.Context, j job.Job) error {
	return classify(b.work(ctx, j))
}

func (b *Bot) work(ctx context.Context, j job.Job) error {
	p := j.PullRequest
	if j.Kind == job.Forget {
		return b.o.Store.Forget(ctx, j.Installation, p.Owner, p.Repo)
	}
	repo, err := b.o.Hub(j.Installation, p.Owner, p.Repo)
	if err != nil {
		return fmt.Errorf("opening %s/%s: %w", p.Owner, p.Repo, err)
	}
	d := &desk{bot: b, repo: repo, job: j, fence: j.Fence, log: b.o.Log.With("delivery", j.Delivery, "lane", p.Lane())}
	switch j.Kind {
	case job.Review, job.MergeGroup:
		return d.review(ctx)
	case job.Command:
		return d.commands(ctx)
	}
	return fmt.Errorf("%w: there is no kind of job %.20q", queue.ErrFinal, j.Kind)
}

// desk is one job at work.
type desk struct {
	bot   *Bot
	repo  Repository
	job   job.Job
	fence int64 // of the lane when this job's turn came: a higher one supersedes it
	log   *slog.Logger
}

func (d *desk) store() *store.Store { return d.bot.o.Store }
func (d *desk) lane() string        { return d.job.PullRequest.Lane() }

// fenced answers github.ErrSuperseded where a newer job has taken over.
func (d *desk) fenced(ctx context.Context) error {
	now, err := d.store().Fence(ctx, d.job.Installation, d.lane())
	if err != nil {
		return err
	}
	if now != d.fence {
		return github.ErrSuperseded
	}
	return nil
}

// classify says in the queue's words what an error means for the job.
func classify(err error) error {
	var wait *github.Wait
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wait):
		return &queue.Snooze{For: wait.For, Reason: wait.Reason}
	case errors.Is(err, github.ErrSuperseded):
		return fmt.Errorf("%w: %w", queue.ErrSuperseded, err)
	case errors.Is(err, confine.ErrForged):
		return fmt.Errorf("%w: %w", queue.ErrFinal, err)
	case errors.Is(err, github.ErrGone), errors.Is(err, confine.ErrKilled):
		// GitHub's replicas lag behind a push, and a busy machine stops what a quiet one would not.
		return fmt.Errorf("%w: %w", queue.ErrDoubtful, err)
	}
	return err
}
