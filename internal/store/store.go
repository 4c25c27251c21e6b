// Package store is what is remembered: deliveries and what became of them, one lane a pull request with its fence, what was posted, files
// that are not to be read, and bytes worth keeping. Every question names the installation it is asked for.
//
// The SQL is the part that SQLite and PostgreSQL share; what differs is in dialect.go and in the folders of numbered migrations.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Errors that callers tell apart.
var (
	ErrNoPostgres = errors.New("PostgreSQL is not supported yet: --store wants a file")
	ErrNewer      = errors.New("the store was written by a newer Pare")
)

// How long things are kept.
const (
	KeepBodies     = 7 * 24 * time.Hour  // payloads, for whoever asks why
	KeepDeliveries = 90 * 24 * time.Hour // ids: GitHub redelivers for three days, GitHub Enterprise Server for seven
	KeepLanes      = 400 * 24 * time.Hour
)

// Store is one open database. It is safe for concurrent use.
type Store struct {
	db    *sql.DB
	speak dialect
	now   func() time.Time
	puts  counter
}

// Open opens a store by its URL, a file's path, and brings its tables up to date. now is the clock, nil for time.Now.
func Open(ctx context.Context, url string, now func() time.Time) (*Store, error) {
	if now == nil {
		now = time.Now
	}
	speak, db, err := connect(url)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	s := &Store{db: db, speak: speak, now: now}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("bringing the store up to date: %w", err), db.Close())
	}
	return s, nil
}

// DB is the database itself, for the queue, which keeps its jobs beside our tables so that both are written at once.
func (s *Store) DB() *sql.DB { return s.db }

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Tx is one transaction.
type Tx struct {
	*sql.Tx
	store *Store
}

// Within runs f in one transaction: all of it happens, or nothing. Inside f only the Tx may be asked: there is one writer.
func (s *Store) Within(ctx context.Context, f func(*Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	if err := f(&Tx{Tx: tx, store: s}); err != nil {
		return errors.Join(err, rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// rollback is silent where a context has rolled back already.
func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("rolling back: %w", err)
	}
	return nil
}

// stamp is now in milliseconds, as every column of time is kept.
func (s *Store) stamp() int64 { return s.now().UnixMilli() }

// asker is what a *sql.DB and a *sql.Tx share.
type asker interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// do runs one statement and tells how many rows it changed.
func (s *Store) do(ctx context.Context, in asker, query string, args ...any) (int64, error) {
	result, err := in.ExecContext(ctx, s.speak.bind(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (s *Store) row(ctx context.Context, in asker, query string, args ...any) *sql.Row {
	return in.QueryRowContext(ctx, s.speak.bind(query), args...)
}

// each hands every row to scan.
func (s *Store) each(ctx context.Context, in asker, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := in.QueryContext(ctx, s.speak.bind(query), args...)
	if err != nil {
		return err
	}
	for rows.Next() && err == nil {
		err = scan(rows)
	}
	return errors.Join(err, rows.Err(), rows.Close())
}
