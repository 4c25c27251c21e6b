package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// CheckRun is a check run of ours.
type CheckRun struct {
	ID   int64
	Head string
	Open bool
}

// KeepCheck notes a check run.
func (s *Store) KeepCheck(ctx context.Context, installation int64, lane string, c CheckRun) error {
	_, err := s.do(ctx, s.db, `INSERT INTO checks (installation, lane, id, head, open) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (installation, lane, id) DO UPDATE SET open = excluded.open`, installation, lane, c.ID, c.Head, number(c.Open))
	if err != nil {
		return fmt.Errorf("noting check run %d: %w", c.ID, err)
	}
	return nil
}

// OpenChecks lists the check runs of a lane that are not finished, oldest first.
func (s *Store) OpenChecks(ctx context.Context, installation int64, lane string) (list []CheckRun, err error) {
	err = s.each(ctx, s.db, func(r *sql.Rows) error {
		c := CheckRun{Open: true}
		if err := r.Scan(&c.ID, &c.Head); err != nil {
			return err
		}
		list = append(list, c)
		return nil
	}, `SELECT id, head FROM checks WHERE installation = ? AND lane = ? AND open = 1 ORDER BY id`, installation, lane)
	if err != nil {
		return nil, fmt.Errorf("reading the open check runs of %s: %w", lane, err)
	}
	return list, nil
}

// KeepSummary notes the summary comment of a lane.
func (s *Store) KeepSummary(ctx context.Context, installation int64, lane string, id int64) error {
	_, err := s.do(ctx, s.db, `UPDATE lanes SET summary = ? WHERE installation = ? AND lane = ?`, id, installation, lane)
	if err != nil {
		return fmt.Errorf("noting the summary of %s: %w", lane, err)
	}
	return nil
}

// Summary is the id of a lane's summary comment, 0 for none.
func (s *Store) Summary(ctx context.Context, installation int64, lane string) (id int64, err error) {
	err = s.row(ctx, s.db, `SELECT summary FROM lanes WHERE installation = ? AND lane = ?`, installation, lane).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("reading the summary of %s: %w", lane, err)
	}
	return id, nil
}

// Comment is a review comment of ours.
type Comment struct {
	ID                int64
	Fingerprint, Head string
	Resolved          bool
}

// KeepComment notes a review comment. Resolved stays true once it is.
func (s *Store) KeepComment(ctx context.Context, installation int64, lane string, c Comment) error {
	_, err := s.do(ctx, s.db, `INSERT INTO comments (installation, lane, id, fingerprint, head, resolved) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (installation, lane, id) DO UPDATE SET resolved = CASE comments.resolved WHEN 1 THEN 1 ELSE excluded.resolved END`,
		installation, lane, c.ID, c.Fingerprint, c.Head, number(c.Resolved))
	if err != nil {
		return fmt.Errorf("noting review comment %d: %w", c.ID, err)
	}
	return nil
}

// Comments lists the review comments of a lane, oldest first.
func (s *Store) Comments(ctx context.Context, installation int64, lane string) (list []Comment, err error) {
	err = s.each(ctx, s.db, func(r *sql.Rows) error {
		var c Comment
		var resolved int
		if err := r.Scan(&c.ID, &c.Fingerprint, &c.Head, &resolved); err != nil {
			return err
		}
		c.Resolved = resolved == 1
		list = append(list, c)
		return nil
	}, `SELECT id, fingerprint, head, resolved FROM comments WHERE installation = ? AND lane = ? ORDER BY id`, installation, lane)
	if err != nil {
		return nil, fmt.Errorf("reading the review comments of %s: %w", lane, err)
	}
	return list, nil
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
