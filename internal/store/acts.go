package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Act is one outward act of a lane. Begun and not Done means that a crash lay between: what came of it has to be looked up.
type Act struct {
	Begun, Done bool
	Result      int64 // GitHub's id of what was made
}

// Begin notes that an act is about to be done, and tells how far it was before.
func (s *Store) Begin(ctx context.Context, installation int64, lane, name string) (was Act, err error) {
	err = s.Within(ctx, func(tx *Tx) error {
		was, err = s.act(ctx, tx, installation, lane, name)
		if err != nil || was.Begun {
			return err
		}
		_, err = s.do(ctx, tx, `INSERT INTO acts (installation, lane, name, state, changed) VALUES (?, ?, ?, 'begun', ?)`, installation, lane, name, s.stamp())
		return err
	})
	if err != nil {
		return Act{}, fmt.Errorf("noting %s: %w", name, err)
	}
	return was, nil
}

func (s *Store) act(ctx context.Context, in asker, installation int64, lane, name string) (Act, error) {
	a, state := Act{Begun: true}, ""
	err := s.row(ctx, in, `SELECT state, result FROM acts WHERE installation = ? AND lane = ? AND name = ?`, installation, lane, name).Scan(&state, &a.Result)
	if errors.Is(err, sql.ErrNoRows) {
		return Act{}, nil
	}
	a.Done = state == "done"
	return a, err
}

// Finish notes that an act is done.
func (s *Store) Finish(ctx context.Context, installation int64, lane, name string, result int64) error {
	_, err := s.do(ctx, s.db, `UPDATE acts SET state = 'done', result = ?, changed = ? WHERE installation = ? AND lane = ? AND name = ?`,
		result, s.stamp(), installation, lane, name)
	if err != nil {
		return fmt.Errorf("noting that %s is done: %w", name, err)
	}
	return nil
}

// Undo forgets an act that GitHub refused, so that it may be tried anew.
func (s *Store) Undo(ctx context.Context, installation int64, lane, name string) error {
	_, err := s.do(ctx, s.db, `DELETE FROM acts WHERE installation = ? AND lane = ? AND name = ?`, installation, lane, name)
	if err != nil {
		return fmt.Errorf("forgetting %s: %w", name, err)
	}
	return nil
}
