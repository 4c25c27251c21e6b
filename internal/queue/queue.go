// Package queue is jobs that survive a crash. A delivery and its jobs are stored in one transaction (intake.go); River hands the jobs out
// again and again until they are done; one lane a pull request is worked at a time, and the newest review of a lane supersedes those that
// wait (worker.go). What a crash left running is taken back within seconds, since workers have heartbeats (pulse.go).
package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/store"
)

// How jobs are worked.
const (
	MaxAttempts  = 12 // with backoff: about nine hours
	longestRetry = 2 * time.Hour
	laneBusy     = 500 * time.Millisecond // until a busy lane, or an installation that has its share, is asked again
	poll         = 100 * time.Millisecond
	longestWait  = 6 * time.Hour // that GitHub may ask for at once
)

// Options of a Queue.
type Options struct {
	Store   *store.Store
	Work    func(context.Context, job.Job) error // nil: jobs are only taken in, another process works them
	Workers int                                  // jobs at the same time; 0 for 4
	Timeout time.Duration                        // of one job; 0 for 5 minutes
	Pulse   time.Duration                        // between heartbeats; 0 for 2 seconds. Six missed ones are a death
	Retry   time.Duration                        // until the second attempt, doubled each time; 0 for 5 seconds
	Log     *slog.Logger                         // nil drops
}

// Queue is open from New to Stop.
type Queue struct {
	o      Options
	client *river.Client[*sql.Tx]
	lanes  *lanes
	pulse  *pulse
}

// Snooze is what Work returns when GitHub asks to wait: the job comes again, and no attempt is lost.
type Snooze struct {
	For    time.Duration
	Reason string
}

func (s *Snooze) Error() string { return fmt.Sprintf("waiting %s: %s", s.For, s.Reason) }

// New brings River's tables up to date. Jobs can be taken in from then on; Start works them.
func New(ctx context.Context, o Options) (*Queue, error) {
	o = o.filled()
	driver := driver(o.Store)
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet(o.Log)})
	if err != nil {
		return nil, fmt.Errorf("preparing River's tables: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, fmt.Errorf("bringing River's tables up to date: %w", err)
	}
	q := &Queue{o: o}
	config := &river.Config{
		JobTimeout: o.Timeout, RescueStuckJobsAfter: o.Timeout + time.Minute, MaxAttempts: MaxAttempts,
		RetryPolicy: backoff{o.Retry}, Logger: quiet(o.Log), PollOnly: true, FetchCooldown: poll, FetchPollInterval: poll,
		SoftStopTimeout: o.Timeout,
	}
	if o.Work != nil {
		q.work(config)
	}
	if q.client, err = river.NewClient(driver, config); err != nil {
		return nil, fmt.Errorf("opening the queue: %w", err)
	}
	if o.Work != nil {
		q.pulse = newPulse(o, q.client.ID(), q.lanes)
	}
	return q, nil
}

func (o Options) filled() Options {
	if o.Workers == 0 {
		o.Workers = 4
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Minute
	}
	if o.Pulse == 0 {
		o.Pulse = 2 * time.Second
	}
	if o.Retry == 0 {
		o.Retry = 5 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// work registers the one kind of worker.
func (q *Queue) work(config *river.Config) {
	q.lanes = newLanes(q.o.Store, q.o.Workers)
	config.ID = newID()
	config.Workers = river.NewWorkers()
	config.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: q.o.Workers}}
	river.AddWorker(config.Workers, &worker{queue: q, id: config.ID})
}

// Start works until Stop. What a crash left behind is taken back first.
func (q *Queue) Start(ctx context.Context) error {
	if q.o.Work == nil {
		return errors.New("starting the queue: it has nothing to work with")
	}
	if err := q.pulse.start(ctx); err != nil {
		return fmt.Errorf("starting the queue: %w", err)
	}
	if err := q.client.Start(context.WithoutCancel(ctx)); err != nil {
		q.pulse.stop()
		return fmt.Errorf("starting the queue: %w", err)
	}
	return nil
}

// Stop takes no more jobs and waits for those in hand; when ctx ends first they are cancelled and handed back.
func (q *Queue) Stop(ctx context.Context) error {
	if q.o.Work == nil {
		return nil
	}
	defer q.pulse.stop()
	err := q.client.Stop(ctx)
	if err == nil || ctx.Err() == nil {
		return err
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := q.client.StopAndCancel(hard); err != nil {
		return fmt.Errorf("stopping the queue: %w", err)
	}
	return nil
}

// quiet keeps River's own chatter below warnings out of the log.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(atLeastWarn{log.Handler()}) }

type atLeastWarn struct{ slog.Handler }

func (h atLeastWarn) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}
