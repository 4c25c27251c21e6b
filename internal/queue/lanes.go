package queue

import (
	"context"
	"sync"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/store"
)

// lanes keeps two jobs of one pull request from running at once, in this process and in others that share the store. And it keeps one
// installation from taking every worker, so that a hundred pull requests of somebody do not make everybody wait.
type lanes struct {
	store *store.Store
	most  int // jobs of one installation that run here at once

	mu      sync.Mutex
	running map[int64]int64 // the installation of each River job that runs here
}

func newLanes(s *store.Store, workers int) *lanes {
	return &lanes{store: s, most: max(workers-1, 1), running: make(map[int64]int64)}
}

func (l *lanes) take(ctx context.Context, j job.Job, worker string, id int64) (bool, error) {
	if !l.begin(id, j.Installation) {
		return false, nil
	}
	held, err := l.store.Hold(ctx, j.Installation, j.PullRequest.Lane(), worker, id)
	if err != nil || !held {
		l.end(id)
	}
	return held, err
}

func (l *lanes) give(ctx context.Context, j job.Job, worker string, id int64) error {
	l.end(id)
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

// begin is false where the installation has its share of the workers.
func (l *lanes) begin(id, installation int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for at, other := range l.running {
		if other == installation && at != id { // one that hangs is told again
			n++
		}
	}
	if n >= l.most {
		return false
	}
	l.running[id] = installation
	return true
}

func (l *lanes) end(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.running, id)
}

func (l *lanes) runs(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.running[id]
	return ok
}
