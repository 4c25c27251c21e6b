package store

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// migrate runs the numbered files that this database has not seen yet, each with its number in one transaction.
func (s *Store) migrate(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS pare_version (number bigint NOT NULL PRIMARY KEY)`); err != nil {
		return err
	}
	files, err := fs.Glob(migrations, s.speak.folder+"/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(files)
	have := 0
	if err := s.row(ctx, s.db, `SELECT COALESCE(MAX(number), 0) FROM pare_version`).Scan(&have); err != nil {
		return err
	}
	if have > len(files) {
		return fmt.Errorf("%w (its tables have version %d, these %d)", ErrNewer, have, len(files))
	}
	for _, file := range files[have:] {
		if err := s.step(ctx, file); err != nil {
			return fmt.Errorf("running %s: %w", path.Base(file), err)
		}
	}
	return nil
}

func (s *Store) step(ctx context.Context, file string) error {
	text, err := fs.ReadFile(migrations, file)
	if err != nil {
		return err
	}
	digits, _, _ := strings.Cut(path.Base(file), "_")
	number, err := strconv.Atoi(digits)
	if err != nil {
		return err
	}
	return s.Within(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return err
		}
		_, err := s.do(ctx, tx, `INSERT INTO pare_version (number) VALUES (?)`, number)
		return err
	})
}
