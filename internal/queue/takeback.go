package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/parebot/pare/internal/store"
)

// takeBack makes the jobs of dead workers available again, and frees their lanes. River alone would wait until a job could not be running any
// more, which is the job's timeout and a minute. The last entry of attempted_by is who runs a job now. This is SQLite's SQL.
func takeBack(ctx context.Context, s *store.Store, since time.Time) (jobs int64, err error) {
	err = s.Within(ctx, func(tx *store.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempt < max_attempts
			AND json_extract(attempted_by, '$[#-1]') NOT IN (SELECT id FROM workers WHERE beat >= ?)`, since.UnixMilli())
		if err != nil {
			return fmt.Errorf("taking back jobs: %w", err)
		}
		if jobs, err = result.RowsAffected(); err != nil {
			return fmt.Errorf("taking back jobs: %w", err)
		}
		return tx.Bury(ctx, since)
	})
	return jobs, err
}
