package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Beat says that a worker is alive at a moment.
func (s *Store) Beat(ctx context.Context, worker string, at time.Time) error {
	_, err := s.do(ctx, s.db, `INSERT INTO workers (id, beat) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET beat = excluded.beat`, worker, at.UnixMilli())
	if err != nil {
		return fmt.Errorf("writing a heartbeat: %w", err)
	}
	return nil
}

// Bury frees the lanes of the workers that have not beaten since a moment, and forgets those workers.
func (t *Tx) Bury(ctx context.Context, since time.Time) error {
	if _, err := t.store.do(ctx, t, `DELETE FROM holds WHERE worker NOT IN (SELECT id FROM workers WHERE beat >= ?)`, since.UnixMilli()); err != nil {
		return fmt.Errorf("freeing lanes: %w", err)
	}
	if _, err := t.store.do(ctx, t, `DELETE FROM workers WHERE beat < ?`, since.UnixMilli()); err != nil {
		return fmt.Errorf("forgetting workers: %w", err)
	}
	return nil
}

// Hold takes a lane for a job; false where another job holds it.
func (s *Store) Hold(ctx context.Context, installation int64, lane, worker string, id int64) (bool, error) {
	n, err := s.do(ctx, s.db, `INSERT INTO holds (installation, lane, worker, job) VALUES (?, ?, ?, ?)
		ON CONFLICT (installation, lane) DO UPDATE SET worker = excluded.worker WHERE holds.job = excluded.job`, installation, lane, worker, id)
	if err != nil {
		return false, fmt.Errorf("taking lane %s: %w", lane, err)
	}
	return n > 0, nil
}

// Release gives a lane back.
func (s *Store) Release(ctx context.Context, installation int64, lane, worker string, id int64) error {
	_, err := s.do(ctx, s.db, `DELETE FROM holds WHERE installation = ? AND lane = ? AND worker = ? AND job = ?`, installation, lane, worker, id)
	if err != nil {
		return fmt.Errorf("giving lane %s back: %w", lane, err)
	}
	return nil
}

// Held lists the jobs whose lanes a worker holds: those that it does not run any more are to be released.
func (s *Store) Held(ctx context.Context, worker string) (list []Holding, err error) {
	err = s.each(ctx, s.db, func(r *sql.Rows) error {
		var h Holding
		if err := r.Scan(&h.Installation, &h.Lane, &h.Job); err != nil {
			return err
		}
		list = append(list, h)
		return nil
	}, `SELECT installation, lane, job FROM holds WHERE worker = ? ORDER BY installation, lane`, worker)
	if err != nil {
		return nil, fmt.Errorf("reading held lanes: %w", err)
	}
	return list, nil
}

// Holding is a lane that a job holds.
type Holding struct {
	Installation int64
	Lane         string
	Job          int64
}
