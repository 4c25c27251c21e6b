// Package confine is the process wall: it thinks in a child process that can do nothing else. Parsers of hostile input crash, and the App's
// key must not live where they run.
//
// A child is the same binary, started beforehand, for ONE job: empty environment, another user where the parent is root, Landlock, seccomp
// (no open, no socket, no ptrace, no exec), limits on memory and CPU. It asks for files over a pipe; the parent serves regular files of the
// pinned trees within budgets, and treats the report as hostile (judge.go). What kills a child is looked for, tried alone, and quarantined
// (culprit.go); the rest of the repository is still read.
package confine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// Limits of one child.
const (
	MaxWall   = 60 * time.Second // from the job to the report
	MaxCPU    = 60               // seconds
	MaxMemory = 2 << 30          // bytes of address space that are written to, see wall_linux.go
	MaxReads  = 20_000           // files that it may ask for
	MaxServed = 256 << 20        // bytes that it is given
	MaxReport = 24 << 20         // bytes that it may answer
	MaxLog    = 8 << 10          // bytes of its standard error that are kept for the operator
	maxKilled = 4                // culprits of one job, after which the job fails
	bannedFor = 24 * time.Hour   // quarantine
)

// Errors that callers tell apart.
var (
	ErrNoWall = errors.New("this system offers no confinement (seccomp and Landlock or another user)")
	ErrKilled = errors.New("the analysis was stopped")        // crash, or a limit
	ErrForged = errors.New("the analysis broke the protocol") // a report that cannot be true
)

// Think is what a child does. It must not touch anything but its arguments.
type Think func(source.Workspace, config.Settings) finding.Report

// Quarantine remembers, per installation, which blobs killed a child twice. The store implements it.
type Quarantine interface {
	Quarantined(ctx context.Context, installation int64) (map[string]string, error) // blob hash -> reason
	Ban(ctx context.Context, installation int64, blob, reason string, until time.Duration) error
}

// Options of a Runner.
type Options struct {
	Quarantine Quarantine // nil remembers nothing
	Unconfined bool       // the operator's explicit wish, where the system cannot confine
	Wall       time.Duration
	Log        func(message string, args ...any) // for the operator; nil drops
}

// Runner starts children and keeps one waiting.
type Runner struct {
	o     Options
	ready chan *child
}

// New starts the first child and sees whether the system confines it: ErrNoWall where it does not and the operator has not said that it may run so.
func New(o Options) (*Runner, error) {
	if o.Wall == 0 {
		o.Wall = MaxWall
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	hideParent()
	r := &Runner{o: o, ready: make(chan *child, 1)}
	c, err := r.start()
	if err != nil {
		return nil, err
	}
	if c.wall != full && !o.Unconfined {
		c.end()
		return nil, fmt.Errorf("%w: %s", ErrNoWall, c.wall)
	}
	r.ready <- c
	return r, nil
}

// Close ends the waiting child. Jobs under way end with their contexts.
func (r *Runner) Close() {
	select {
	case c := <-r.ready:
		c.end()
	default:
	}
}

// Since thinks about one workspace in a child. Files that kill it are reported as unread, and the rest is still analysed.
func (r *Runner) Since(ctx context.Context, installation int64, ws source.Workspace, s config.Settings) (finding.Report, error) {
	banned := make(map[string]string)
	if q := r.o.Quarantine; q != nil {
		known, err := q.Quarantined(ctx, installation)
		if err != nil {
			return finding.Report{}, fmt.Errorf("reading the quarantine: %w", err)
		}
		banned = known
	}
	for range maxKilled {
		report, served, err := r.once(ctx, ws, s, banned)
		if !errors.Is(err, ErrKilled) || ctx.Err() != nil {
			return withBanned(report, ws, banned), err
		}
		culprit, ok := r.culprit(ctx, served, s, banned)
		if !ok {
			return finding.Report{}, err
		}
		reason := "it stopped the reader twice when read alone"
		banned[culprit.hash] = reason
		r.o.Log("a file stops the reader", "installation", installation, "blob", culprit.hash, "path", culprit.path)
		if q := r.o.Quarantine; q != nil {
			if err := q.Ban(ctx, installation, culprit.hash, reason, bannedFor); err != nil {
				return finding.Report{}, fmt.Errorf("writing the quarantine: %w", err)
			}
		}
	}
	return finding.Report{}, fmt.Errorf("%w: more than %d files stop the reader", ErrKilled, maxKilled)
}

// once runs one child over one workspace.
func (r *Runner) once(ctx context.Context, ws source.Workspace, s config.Settings, banned map[string]string) (finding.Report, []served, error) {
	c, err := r.take()
	if err != nil {
		return finding.Report{}, nil, err
	}
	defer c.end()
	ctx, cancel := context.WithTimeout(ctx, r.o.Wall)
	defer cancel()
	session := &session{ws: ws, banned: banned}
	report, err := c.run(ctx, session, s)
	if err != nil {
		r.o.Log("the analysis failed", "error", err, "stderr", c.log.String())
		return finding.Report{}, session.served, err
	}
	if err := judge(report, ws); err != nil {
		return finding.Report{}, nil, fmt.Errorf("%w: %w", ErrForged, err)
	}
	return report, session.served, nil
}

// take hands out the waiting child and starts the next.
func (r *Runner) take() (*child, error) {
	select {
	case c := <-r.ready:
		go r.refill()
		return c, nil
	default:
		return r.start()
	}
}

func (r *Runner) refill() {
	c, err := r.start()
	if err != nil {
		r.o.Log("starting a reader failed", "error", err)
		return
	}
	select {
	case r.ready <- c:
	default:
		c.end()
	}
}
