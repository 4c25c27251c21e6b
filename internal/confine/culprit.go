package confine

import (
	"context"
	"errors"
	"slices"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// suspects is how many of the files read last are tried alone, newest first: a reader parses what it has just been given.
const suspects = 12

// culprit finds the file that stops the reader: one that does it twice when it is all there is to read.
func (r *Runner) culprit(ctx context.Context, read []served, s config.Settings, banned map[string]string) (served, bool) {
	tried := make(map[string]bool)
	for _, f := range slices.Backward(read) {
		if tried[f.hash] || banned[f.hash] != "" {
			continue
		}
		if len(tried) == suspects {
			break
		}
		tried[f.hash] = true
		if r.stopsTwice(ctx, f, s) {
			return f, true
		}
	}
	return served{}, false
}

// stopsTwice tries a file again, so that a passing fault (no memory left just then) accuses nobody.
func (r *Runner) stopsTwice(ctx context.Context, f served, s config.Settings) bool {
	for range 2 {
		if !r.stops(ctx, f, s) {
			return false
		}
	}
	return true
}

// stops reads one file alone.
func (r *Runner) stops(ctx context.Context, f served, s config.Settings) bool {
	_, _, err := r.once(ctx, source.Workspace{Head: alone(f)}, s, nil)
	return errors.Is(err, ErrKilled) && ctx.Err() == nil
}

// withBanned says of each quarantined file of the head why it was not read.
func withBanned(report finding.Report, ws source.Workspace, banned map[string]string) finding.Report {
	if len(banned) == 0 || report.Version == 0 {
		return report
	}
	for _, p := range ws.Head.Paths() {
		reason, ok := banned[ws.Head.Hash(p)]
		named := slices.ContainsFunc(report.Unread, func(u finding.Unread) bool { return u.File == p })
		if ok && !named {
			report.Unread = append(report.Unread, finding.Unread{File: p, Line: 1, Reason: reason})
			report.Status = finding.Partial
		}
	}
	return report
}
