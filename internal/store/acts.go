package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
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

// Acted counts the acts of an installation, in all its lanes, whose names begin with a prefix and a slash, since a moment.
func (s *Store) Acted(ctx context.Context, installation int64, prefix string, since time.Time) (n int, err error) {
	// What begins with "p/" lies between "p/" and "p0": 0 comes after the slash.
	err = s.row(ctx, s.db, `SELECT COUNT(*) FROM acts WHERE installation = ? AND name > ? AND name < ? AND changed >= ?`,
		installation, prefix+"/", prefix+"0", since.UnixMilli()).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting %s: %w", prefix, err)
	}
	return n, nil
}

// Now is the store's clock.
func (s *Store) Now() time.Time { return s.now() }
