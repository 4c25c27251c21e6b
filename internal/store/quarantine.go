package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Quarantined lists the blobs of an installation that are not to be read now, with the reason.
func (s *Store) Quarantined(ctx context.Context, installation int64) (map[string]string, error) {
	blobs := make(map[string]string)
	err := s.each(ctx, s.db, func(r *sql.Rows) error {
		var blob, reason string
		err := r.Scan(&blob, &reason)
		blobs[blob] = reason
		return err
	}, `SELECT blob, reason FROM quarantine WHERE installation = ? AND until > ?`, installation, s.stamp())
	if err != nil {
		return nil, fmt.Errorf("reading the quarantine: %w", err)
	}
	return blobs, nil
}

// Ban keeps a blob from being read for a while.
func (s *Store) Ban(ctx context.Context, installation int64, blob, reason string, long time.Duration) error {
	_, err := s.do(ctx, s.db, `INSERT INTO quarantine (installation, blob, reason, until) VALUES (?, ?, ?, ?)
		ON CONFLICT (installation, blob) DO UPDATE SET reason = excluded.reason, until = excluded.until`,
		installation, blob, clip(reason), s.now().Add(long).UnixMilli())
	if err != nil {
		return fmt.Errorf("writing the quarantine: %w", err)
	}
	return nil
}
