package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/parebot/pare/internal/job"
)

// Enter notes a job in its lane and returns the fence that it has to pass. A review raises the lane's fence, so that those before it are
// superseded; a command only reads it.
func (t *Tx) Enter(ctx context.Context, j job.Job) (fence int64, err error) {
	raise, p := 0, j.PullRequest
	if j.Kind != job.Command {
		raise = 1
	}
	err = t.store.row(ctx, t, `INSERT INTO lanes (installation, lane, owner, repo, number, head, base, base_ref, fence, touched)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
		ON CONFLICT (installation, lane) DO UPDATE SET fence = lanes.fence + ?, touched = excluded.touched,
			head = CASE excluded.head WHEN '' THEN lanes.head ELSE excluded.head END,
			base = CASE excluded.base WHEN '' THEN lanes.base ELSE excluded.base END,
			base_ref = CASE excluded.base_ref WHEN '' THEN lanes.base_ref ELSE excluded.base_ref END
		RETURNING fence`, j.Installation, p.Lane(), p.Owner, p.Repo, p.Number, p.Head, p.Base, p.BaseRef, t.store.stamp(), raise).Scan(&fence)
	if err != nil {
		return 0, fmt.Errorf("entering lane %s: %w", p.Lane(), err)
	}
	return fence, nil
}

// At lists the pull requests and merge groups that had a commit as their head, for events that name only the commit.
func (t *Tx) At(ctx context.Context, installation int64, at job.PullRequest) (list []job.PullRequest, err error) {
	err = t.store.each(ctx, t, func(r *sql.Rows) error {
		p := job.PullRequest{Owner: at.Owner, Repo: at.Repo, Head: at.Head}
		if err := r.Scan(&p.Number, &p.Base, &p.BaseRef); err != nil {
			return err
		}
		list = append(list, p)
		return nil
	}, `SELECT number, base, base_ref FROM lanes WHERE installation = ? AND owner = ? AND repo = ? AND head = ? ORDER BY number`,
		installation, at.Owner, at.Repo, at.Head)
	if err != nil {
		return nil, fmt.Errorf("looking for the pull requests of %.7s: %w", at.Head, err)
	}
	return list, nil
}

// Fence is a lane's fence, 0 where the lane is forgotten.
func (s *Store) Fence(ctx context.Context, installation int64, lane string) (fence int64, err error) {
	err = s.row(ctx, s.db, `SELECT fence FROM lanes WHERE installation = ? AND lane = ?`, installation, lane).Scan(&fence)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("reading the fence of %s: %w", lane, err)
	}
	return fence, nil
}

// Leave supersedes whatever waits for an installation, or for one of its repositories where owner is not "".
func (t *Tx) Leave(ctx context.Context, installation int64, owner, repo string) error {
	_, err := t.store.do(ctx, t, `UPDATE lanes SET fence = fence + 1 WHERE installation = ? AND (? = '' OR owner = ? AND repo = ?)`,
		installation, owner, owner, repo)
	if err != nil {
		return fmt.Errorf("superseding the jobs of installation %d: %w", installation, err)
	}
	return nil
}

// Seen notes that an installation is there, or gone.
func (t *Tx) Seen(ctx context.Context, installation int64, gone bool) error {
	state := "active"
	if gone {
		state = "gone"
	}
	_, err := t.store.do(ctx, t, `INSERT INTO installations (id, state, changed) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, changed = excluded.changed WHERE installations.state <> excluded.state`,
		installation, state, t.store.stamp())
	if err != nil {
		return fmt.Errorf("noting installation %d: %w", installation, err)
	}
	return nil
}
