package store

import (
	"database/sql"
	"embed"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver, pure Go
)

//go:embed sqlite/*.sql
var migrations embed.FS

// dialect is all that differs between databases.
type dialect struct {
	folder string              // of the migrations
	bind   func(string) string // turns the ? of our SQL into the driver's placeholders
}

var sqlite = dialect{folder: "sqlite", bind: func(query string) string { return query }}

// connect opens a URL. SQLite has one connection, which is its one writer: waiting in Go is fair, waiting on its lock is not.
// synchronous(FULL) is what makes 202 a promise: a commit is on the disk before GitHub is told.
func connect(where string) (dialect, *sql.DB, error) {
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		return dialect{}, nil, ErrNoPostgres
	}
	if err := private(where); err != nil {
		return dialect{}, nil, err
	}
	options := url.Values{"_pragma": {
		"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "foreign_keys(ON)", "journal_size_limit(67108864)",
	}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(where), RawQuery: options.Encode()}).String())
	if err != nil {
		return dialect{}, nil, err
	}
	db.SetMaxOpenConns(1)
	return sqlite, db, nil
}

// private creates the file for its owner's eyes only: it holds other people's code.
func private(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("creating the file: %w", err)
	}
	return f.Close()
}
