// Package refresh reads AWS's public service reference and makes of it an overlay for the tables of package serviceref.
//
// A refresh is whole or nothing: an answer that is cut off, of the wrong shape, smaller than what the tables have, or older than they
// are, ends it with an error that says which.
package refresh

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/parebot/pare/internal/serviceref"
)

// Published is where AWS publishes its service reference.
const Published = "https://servicereference.us-east-1.amazonaws.com"

// atOnce is how many pages are asked for at a time.
const atOnce = 8

// Report says what a refresh found.
type Report struct {
	Date      string // day of the newest page, 2026-11-24
	Services  int
	Unchanged int // services whose page is what it was at the last refresh
	Actions   int
	New       []string // actions that the embedded tables do not have, sorted
	Resolved  int      // operations that the embedded tables only guess at, and for which AWS names one action
}

// Read reads the reference at a base URL. tables are the embedded ones: what only they know is kept. previous is the overlay of the last
// refresh, nil for none: pages that did not change since are not read again.
func Read(ctx context.Context, client *http.Client, base string, tables *serviceref.Tables, previous []byte) ([]byte, Report, error) {
	last, err := serviceref.ReadOverlay(previous)
	if err != nil || last.Over != serviceref.Build() {
		last = serviceref.Overlay{}
	}
	r := &reader{site: site{client: client, base: base}, tables: tables, last: last}
	list, err := r.services(ctx)
	if err != nil {
		return nil, Report{}, err
	}
	found, err := r.all(ctx, list)
	if err != nil {
		return nil, Report{}, err
	}
	return r.overlay(found)
}

// reader reads one reference.
type reader struct {
	site
	tables *serviceref.Tables
	last   serviceref.Overlay
}

// all reads the pages of all services, several at a time; the first error ends it.
func (r *reader) all(ctx context.Context, list []listed) ([]service, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	found := make([]service, len(list))
	free := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	for i, l := range list {
		free <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		running.Go(func() {
			defer func() { <-free }()
			var err error
			if found[i], err = r.service(ctx, l); err != nil {
				stop(err)
			}
		})
	}
	running.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return found, nil
}

// overlay brings the services together, and holds them against what the tables have.
func (r *reader) overlay(found []service) ([]byte, Report, error) {
	o := serviceref.Overlay{Over: serviceref.Build(), Services: map[string]string{}, Asks: map[string]string{}, ETags: map[string]string{}}
	report := Report{Services: len(found)}
	for _, s := range found {
		o.Services[s.prefix], o.ETags[s.prefix] = s.section, s.tag
		o.Date = max(o.Date, s.date)
		for _, client := range slices.Sorted(maps.Keys(s.asks)) {
			o.Asks[client] += s.asks[client]
		}
		if s.unchanged {
			report.Unchanged++
		}
		report.Actions += s.actions
		report.New = append(report.New, s.added...)
		report.Resolved += s.resolved
	}
	slices.Sort(report.New)
	report.Date = o.Date
	if err := r.notLess(o.Date, report); err != nil {
		return nil, Report{}, err
	}
	file, err := o.Write()
	return file, report, err
}

// The reasons why a reference is not taken.
var (
	ErrFewer = errors.New("it has less than the tables of this build")
	ErrShape = errors.New("it is not of the shape that AWS's service reference has")
)

func (r *reader) notLess(date string, report Report) error {
	if date < r.tables.Date() || date < r.last.Date {
		return fmt.Errorf("the reference is of %s, the tables are of %s: %w", date, max(r.tables.Date(), r.last.Date), serviceref.ErrOlder)
	}
	services, actions := r.tables.Listed()
	if report.Services < services || report.Actions < actions {
		return fmt.Errorf("the reference has %d services and %d actions, the tables %d and %d: %w",
			report.Services, report.Actions, services, actions, ErrFewer)
	}
	return nil
}
