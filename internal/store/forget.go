package store

import (
	"context"
	"fmt"
	"time"
)

// Forget drops what is stored of an installation, or of one of its repositories where owner is not "". Ids of deliveries stay, so that a
// redelivery is still known; their payloads go.
func (s *Store) Forget(ctx context.Context, installation int64, owner, repo string) error {
	lanes := `SELECT lane FROM lanes WHERE installation = ? AND (? = '' OR owner = ? AND repo = ?)`
	return s.Within(ctx, func(tx *Tx) error {
		for _, table := range []string{"acts", "checks", "comments", "lanes"} {
			if _, err := s.do(ctx, tx, `DELETE FROM `+table+` WHERE installation = ? AND lane IN (`+lanes+`)`,
				installation, installation, owner, owner, repo); err != nil {
				return fmt.Errorf("forgetting %s: %w", table, err)
			}
		}
		if owner != "" {
			return nil
		}
		for _, table := range []string{"quarantine", "cache"} {
			if _, err := s.do(ctx, tx, `DELETE FROM `+table+` WHERE installation = ?`, installation); err != nil {
				return fmt.Errorf("forgetting %s: %w", table, err)
			}
		}
		if _, err := s.do(ctx, tx, `UPDATE deliveries SET body = NULL WHERE installation = ?`, installation); err != nil {
			return fmt.Errorf("forgetting payloads: %w", err)
		}
		return nil
	})
}

// Sweep drops what has been kept long enough.
func (s *Store) Sweep(ctx context.Context) error {
	ago := func(d time.Duration) int64 { return s.now().Add(-d).UnixMilli() }
	for _, q := range []struct {
		query string
		than  int64
	}{
		{`UPDATE deliveries SET body = NULL WHERE body IS NOT NULL AND received < ?`, ago(KeepBodies)},
		{`DELETE FROM deliveries WHERE received < ?`, ago(KeepDeliveries)},
		{`DELETE FROM acts WHERE EXISTS (SELECT 1 FROM lanes l WHERE l.installation = acts.installation AND l.lane = acts.lane AND l.touched < ?)`, ago(KeepLanes)},
		{`DELETE FROM checks WHERE EXISTS (SELECT 1 FROM lanes l WHERE l.installation = checks.installation AND l.lane = checks.lane AND l.touched < ?)`, ago(KeepLanes)},
		{`DELETE FROM comments WHERE EXISTS (SELECT 1 FROM lanes l WHERE l.installation = comments.installation AND l.lane = comments.lane AND l.touched < ?)`, ago(KeepLanes)},
		{`DELETE FROM lanes WHERE touched < ?`, ago(KeepLanes)},
		{`DELETE FROM quarantine WHERE until < ?`, s.stamp()},
	} {
		if _, err := s.do(ctx, s.db, q.query, q.than); err != nil {
			return fmt.Errorf("sweeping the store: %w", err)
		}
	}
	return nil
}
