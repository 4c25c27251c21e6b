package queue

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/store"
)

// What Work returns besides nil, *Snooze and errors that are worth another attempt.
var (
	ErrSuperseded = errors.New("a newer job of the pull request has taken over")
	ErrFinal      = errors.New("another attempt would not help")
	ErrDoubtful   = errors.New("another attempt may not help") // a few are made
)

// fewAttempts are made where ErrDoubtful is returned: half a minute's worth.
const fewAttempts = 4

// worker works every job. It may be told the same job twice, after a crash.
type worker struct {
	river.WorkerDefaults[args]
	queue *Queue
	id    string
}

func (w *worker) Work(ctx context.Context, r *river.Job[args]) error {
	j := r.Args.Job
	stale, err := w.stale(ctx, j)
	if err != nil {
		return err
	}
	if stale {
		w.became(ctx, j, store.Superseded, ErrSuperseded.Error())
		return nil
	}
	held, err := w.queue.lanes.take(ctx, j, w.id, r.ID)
	if err != nil {
		return err
	}
	if !held {
		return river.JobSnooze(laneBusy)
	}
	defer w.give(ctx, j, r.ID)
	w.became(ctx, j, store.Running, j.Reason)
	return w.judge(ctx, j, r, w.run(ctx, j))
}

// stale reports whether a job's turn has passed. A command is not superseded by what comes after it, only by being forgotten.
func (w *worker) stale(ctx context.Context, j job.Job) (bool, error) {
	if j.Kind == job.Forget {
		return false, nil
	}
	fence, err := w.queue.o.Store.Fence(ctx, j.Installation, j.PullRequest.Lane())
	return fence == 0 || j.Kind != job.Command && j.Fence < fence, err
}

// run turns a panic into an error: one job's fault is not the others'.
func (w *worker) run(ctx context.Context, j job.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.queue.o.Log.Error("a job panicked", "delivery", j.Delivery, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("working delivery %s: panic: %v", j.Delivery, p)
		}
	}()
	return w.queue.o.Work(ctx, j)
}

// judge keeps what became of a job and says it to River.
func (w *worker) judge(ctx context.Context, j job.Job, r *river.Job[args], err error) error {
	var snooze *Snooze
	switch {
	case err == nil:
		w.became(ctx, j, store.Done, j.Reason)
		return nil
	case errors.Is(err, ErrSuperseded):
		w.became(ctx, j, store.Superseded, err.Error())
		return nil
	case errors.As(err, &snooze):
		w.became(ctx, j, store.Waiting, snooze.Error())
		return river.JobSnooze(min(max(snooze.For, time.Second), longestWait))
	case errors.Is(ctx.Err(), context.Canceled):
		w.became(ctx, j, store.Waiting, "the server is stopping")
		return river.JobSnooze(0)
	case errors.Is(err, ErrFinal), errors.Is(err, ErrDoubtful) && r.Attempt >= fewAttempts, r.Attempt >= r.MaxAttempts:
		w.became(ctx, j, store.Failed, err.Error())
		w.queue.o.Log.Error("a job failed for good", "delivery", j.Delivery, "lane", j.PullRequest.Lane(), "error", err)
		return river.JobCancel(err)
	}
	w.became(ctx, j, store.Waiting, err.Error())
	w.queue.o.Log.Warn("a job failed and comes again", "delivery", j.Delivery, "lane", j.PullRequest.Lane(), "attempt", r.Attempt, "error", err)
	return err
}

// became is for people: that it cannot be written does not undo the work.
func (w *worker) became(ctx context.Context, j job.Job, state store.State, reason string) {
	ctx, cancel := last(ctx)
	defer cancel()
	if err := w.queue.o.Store.Became(ctx, j, state, reason); err != nil {
		w.queue.o.Log.Warn("noting what became of a job failed", "delivery", j.Delivery, "error", err)
	}
}

func (w *worker) give(ctx context.Context, j job.Job, id int64) {
	ctx, cancel := last(ctx)
	defer cancel()
	if err := w.queue.lanes.give(ctx, j, w.id, id); err != nil {
		w.queue.o.Log.Warn("giving a lane back failed; the next heartbeat does it", "lane", j.PullRequest.Lane(), "error", err)
	}
}

// last is a context for what must be written even though the job's own has ended.
func last(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
}

// backoff doubles, with a tenth of chance so that jobs that failed together do not come back together.
type backoff struct{ first time.Duration }

func (b backoff) NextRetry(r *rivertype.JobRow) time.Time {
	wait := min(b.first<<min(len(r.Errors), 20), longestRetry)
	return time.Now().Add(wait + rand.N(wait/10+1))
}
