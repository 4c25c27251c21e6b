package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/parebot/pare/internal/job"
)

// State is what has become of a job.
type State string

// The states of a job.
const (
	Queued     State = "queued"
	Running    State = "running"
	Waiting    State = "waiting" // for GitHub, or for another attempt
	Superseded State = "superseded"
	Done       State = "done"
	Failed     State = "failed" // after the last attempt
)

// Deliver keeps a delivery with its jobs. fresh is false where its id is known: then nothing was changed.
func (t *Tx) Deliver(ctx context.Context, d job.Delivery) (fresh bool, err error) {
	sum := sha256.Sum256(d.Body)
	n, err := t.store.do(ctx, t, `INSERT INTO deliveries (id, installation, event, action, why, sha256, size, body, received)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		d.ID, d.Installation, d.Event, d.Action, d.Why, hex.EncodeToString(sum[:]), len(d.Body), d.Body, t.store.stamp())
	if err != nil {
		return false, fmt.Errorf("storing delivery %s: %w", d.ID, err)
	}
	return n > 0, nil
}

// Queue keeps what is to become of one job of a delivery.
func (t *Tx) Queue(ctx context.Context, j job.Job) error {
	_, err := t.store.do(ctx, t, `INSERT INTO jobs (installation, delivery, lane, kind, state, reason, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (delivery, lane, kind) DO NOTHING`, j.Installation, j.Delivery, j.PullRequest.Lane(), j.Kind, Queued, j.Reason, t.store.stamp())
	if err != nil {
		return fmt.Errorf("storing a job of delivery %s: %w", j.Delivery, err)
	}
	return nil
}

// Became keeps what has become of a job, in words.
func (s *Store) Became(ctx context.Context, j job.Job, state State, reason string) error {
	_, err := s.do(ctx, s.db, `UPDATE jobs SET state = ?, reason = ?, changed = ? WHERE installation = ? AND delivery = ? AND lane = ? AND kind = ?`,
		state, clip(reason), s.stamp(), j.Installation, j.Delivery, j.PullRequest.Lane(), j.Kind)
	if err != nil {
		return fmt.Errorf("storing what became of delivery %s: %w", j.Delivery, err)
	}
	return nil
}

// maxReason bounds what is kept of an error's words, in bytes.
const maxReason = 1000

func clip(s string) string { return s[:min(len(s), maxReason)] }

// Story is one delivery and what became of it.
type Story struct {
	Delivery, Event, Action, Why string
	Received                     time.Time
	Jobs                         []Fate
}

// Fate is what has become of one job.
type Fate struct {
	Lane, Kind, Reason string
	State              State
	Changed            time.Time
}

// Stories tells the newest deliveries of an installation, at most limit of them.
func (s *Store) Stories(ctx context.Context, installation int64, limit int) (list []Story, err error) {
	err = s.each(ctx, s.db, func(r *sql.Rows) error {
		var y Story
		var received int64
		if err := r.Scan(&y.Delivery, &y.Event, &y.Action, &y.Why, &received); err != nil {
			return err
		}
		y.Received = time.UnixMilli(received).UTC()
		list = append(list, y)
		return nil
	}, `SELECT id, event, action, why, received FROM deliveries WHERE installation = ? ORDER BY received DESC, id LIMIT ?`, installation, limit)
	for i := 0; i < len(list) && err == nil; i++ {
		list[i].Jobs, err = s.fates(ctx, installation, list[i].Delivery)
	}
	if err != nil {
		return nil, fmt.Errorf("reading deliveries: %w", err)
	}
	return list, nil
}

func (s *Store) fates(ctx context.Context, installation int64, delivery string) (list []Fate, err error) {
	err = s.each(ctx, s.db, func(r *sql.Rows) error {
		var f Fate
		var changed int64
		if err := r.Scan(&f.Lane, &f.Kind, &f.State, &f.Reason, &changed); err != nil {
			return err
		}
		f.Changed = time.UnixMilli(changed).UTC()
		list = append(list, f)
		return nil
	}, `SELECT lane, kind, state, reason, changed FROM jobs WHERE installation = ? AND delivery = ? ORDER BY lane, kind`, installation, delivery)
	return list, err
}
