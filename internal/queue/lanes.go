package queue

import (
	"context"
	"sync"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/store"
)

// lanes keeps two jobs of one pull request from running at once, in this process and in others that share the store.
type lanes struct {
	store *store.Store

	mu      sync.Mutex
	running map[int64]bool // River's ids of what runs here
}

func newLanes(s *store.Store) *lanes { return &lanes{store: s, running: make(map[int64]bool)} }

func (l *lanes) take(ctx context.Context, j job.Job, worker string, id int64) (bool, error) {
	l.mark(id, true)
	held, err := l.store.Hold(ctx, j.Installation, j.PullRequest.Lane(), worker, id)
	if err != nil || !held {
		l.mark(id, false)
	}
	return held, err
}

func (l *lanes) give(ctx context.Context, j job.Job, worker string, id int64) error {
	l.mark(id, false)
	return l.store.Release(ctx, j.Installation, j.PullRequest.Lane(), worker, id)
}

// tidy releases lanes that this worker holds for jobs that it does not run any more: giving them back has failed then.
func (l *lanes) tidy(ctx context.Context, worker string) error {
	held, err := l.store.Held(ctx, worker)
	if err != nil {
		return err
	}
	for _, h := range held {
		if l.runs(h.Job) {
			continue
		}
		if err := l.store.Release(ctx, h.Installation, h.Lane, worker, h.Job); err != nil {
			return err
		}
	}
	return nil
}

func (l *lanes) mark(id int64, runs bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if runs {
		l.running[id] = true
	} else {
		delete(l.running, id)
	}
}

func (l *lanes) runs(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.running[id]
}
