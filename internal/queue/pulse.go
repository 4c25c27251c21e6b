package queue

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"github.com/parebot/pare/internal/store"
)

// deadAfter heartbeats that did not come, a worker is dead; sweepEvery is how often what is old is dropped.
const (
	deadAfter  = 6
	sweepEvery = time.Hour
)

// newID names a worker: two processes never share one, nor do two lives of one.
func newID() string { return "pare-" + rand.Text() }

// pulse says that this worker lives, and takes back what the dead have left.
type pulse struct {
	store *store.Store
	lanes *lanes
	id    string
	every time.Duration
	log   *slog.Logger

	cancel context.CancelFunc
	done   sync.WaitGroup
	swept  time.Time
}

func newPulse(o Options, id string, l *lanes) *pulse {
	return &pulse{store: o.Store, lanes: l, id: id, every: o.Pulse, log: o.Log}
}

// start beats once before it returns: no job is taken by a worker that nobody knows to live.
func (p *pulse) start(ctx context.Context) error {
	if err := p.beat(ctx); err != nil {
		return err
	}
	ctx, p.cancel = context.WithCancel(context.WithoutCancel(ctx))
	p.done.Go(func() { p.loop(ctx) })
	return nil
}

func (p *pulse) stop() {
	if p.cancel == nil {
		return // never started
	}
	p.cancel()
	p.done.Wait()
}

func (p *pulse) loop(ctx context.Context) {
	tick := time.NewTicker(p.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := p.beat(ctx); err != nil && ctx.Err() == nil {
				p.log.Error("a heartbeat failed", "error", err)
			}
		}
	}
}

func (p *pulse) beat(ctx context.Context) error {
	now := time.Now()
	if err := p.store.Beat(ctx, p.id, now); err != nil {
		return err
	}
	since := now.Add(-deadAfter * p.every)
	n, err := takeBack(ctx, p.store, since)
	if err != nil {
		return err
	}
	if n > 0 {
		p.log.Warn("taking back the jobs of a worker that died", "jobs", n)
	}
	if err := p.lanes.tidy(ctx, p.id); err != nil {
		return err
	}
	if now.Sub(p.swept) > sweepEvery {
		p.swept = now
		return p.store.Sweep(ctx)
	}
	return nil
}
