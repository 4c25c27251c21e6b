package queue

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/parebot/pare/internal/store"
)

// This file is all of the queue that differs between databases.

// driver is River's for the store's database.
func driver(s *store.Store) riverdriver.Driver[*sql.Tx] { return riversqlite.New(s.DB()) }

// orphans takes jobs back whose worker, the last entry of attempted_by, has not beaten since a moment. The attempt is given back too: that a
// worker died is no fault of its job. Only a job that fifty workers took, and whose last attempt is used up, is left to River's rescue.
const orphans = `UPDATE river_job SET state = 'available',
	attempt = CASE WHEN json_array_length(attempted_by) < 50 THEN MAX(attempt - 1, 0) ELSE attempt END
	WHERE state = 'running' AND (attempt < max_attempts OR json_array_length(attempted_by) < 50)
	AND json_extract(attempted_by, '$[#-1]') NOT IN (SELECT id FROM workers WHERE beat >= ?)`

// takeBack makes the jobs of dead workers available again, and frees their lanes. River alone would wait until a job could not be running any
// more, which is the job's timeout and a minute.
func takeBack(ctx context.Context, s *store.Store, since time.Time) (jobs int64, err error) {
	err = s.Within(ctx, func(tx *store.Tx) error {
		result, err := tx.ExecContext(ctx, orphans, since.UnixMilli())
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
