package queue

import (
	"context"
	"fmt"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/store"
)

// args is a job as River keeps it.
type args struct {
	Job job.Job `json:"job"`
}

// Kind names the one kind of River job.
func (args) Kind() string { return "pare" }

// Take stores a delivery and its jobs in one transaction: both are on the disk when it returns, or neither is. fresh is false where the id is
// known already; then nothing was stored.
func (q *Queue) Take(ctx context.Context, d job.Delivery) (fresh bool, err error) {
	err = q.o.Store.Within(ctx, func(tx *store.Tx) error {
		if d, err = named(ctx, tx, d); err != nil {
			return err
		}
		if fresh, err = tx.Deliver(ctx, d); err != nil || !fresh {
			return err
		}
		if d.Installation != 0 {
			if err := tx.Seen(ctx, d.Installation, leaves(d)); err != nil {
				return err
			}
		}
		for _, j := range d.Jobs {
			if err := q.enter(ctx, tx, j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("taking delivery %s: %w", d.ID, err)
	}
	return fresh, nil
}

// leaves reports whether a delivery says that the installation is gone.
func leaves(d job.Delivery) bool {
	for _, j := range d.Jobs {
		if j.Kind == job.Forget && j.PullRequest.Owner == "" {
			return true
		}
	}
	return false
}

// named finds the pull requests of reviews that name only a commit: GitHub does not list those from forks.
func named(ctx context.Context, tx *store.Tx, d job.Delivery) (job.Delivery, error) {
	var jobs []job.Job
	for _, j := range d.Jobs {
		if j.Kind != job.Review || j.PullRequest.Number != 0 {
			jobs = append(jobs, j)
			continue
		}
		at, err := tx.At(ctx, d.Installation, j.PullRequest)
		if err != nil {
			return d, err
		}
		for _, p := range at {
			found := j
			if found.PullRequest = p; p.Number == 0 {
				found.Kind = job.MergeGroup
			}
			jobs = append(jobs, found)
		}
	}
	if len(jobs) == 0 && len(d.Jobs) > 0 {
		d.Why = "Ignored: no pull request is known that has this head."
	}
	d.Jobs = jobs
	return d, nil
}

// enter puts one job into its lane, and into River.
func (q *Queue) enter(ctx context.Context, tx *store.Tx, j job.Job) (err error) {
	if j.Kind == job.Forget {
		err = tx.Leave(ctx, j.Installation, j.PullRequest.Owner, j.PullRequest.Repo)
	} else {
		j.Fence, err = tx.Enter(ctx, j)
	}
	if err != nil {
		return err
	}
	if err := tx.Queue(ctx, j); err != nil {
		return err
	}
	if _, err := q.client.InsertTx(ctx, tx.Tx, args{Job: j}, nil); err != nil {
		return fmt.Errorf("queueing a job of delivery %s: %w", j.Delivery, err)
	}
	return nil
}
