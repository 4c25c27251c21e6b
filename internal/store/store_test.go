package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/job"
)

// clock is a hand that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func open(t *testing.T) (*Store, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "pare.db"), c.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func review(number int, head string) job.Job {
	return job.Job{Kind: job.Review, Delivery: "d", Installation: 1, PullRequest: job.PullRequest{Owner: "acme", Repo: "orders", Number: number, Head: head}}
}

func enter(t *testing.T, s *Store, j job.Job) (fence int64) {
	t.Helper()
	must(t, s.Within(context.Background(), func(tx *Tx) (err error) {
		fence, err = tx.Enter(context.Background(), j)
		return err
	}))
	return fence
}

// A store can be opened again, keeps what it has, and is nobody else's to read.
func TestReopen(t *testing.T) {
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "a folder", "pa?re#.db")
	must(t, os.Mkdir(filepath.Dir(file), 0o700))
	s, err := Open(ctx, file, nil)
	must(t, err)
	must(t, s.Ban(ctx, 1, "blob", "it stops the reader", time.Hour))
	must(t, s.Close())
	s, err = Open(ctx, file, nil)
	must(t, err)
	defer s.Close()
	if got, err := s.Quarantined(ctx, 1); err != nil || got["blob"] == "" {
		t.Errorf("after reopening: %v, %v", got, err)
	}
	info, err := os.Stat(file)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	if _, err := Open(ctx, "postgres://db/pare", nil); !errors.Is(err, ErrNoPostgres) {
		t.Errorf("PostgreSQL: %v", err)
	}
	if _, err := Open(ctx, filepath.Join(t.TempDir(), "none", "pare.db"), nil); err == nil {
		t.Error("a folder that is not there")
	}
	file := filepath.Join(t.TempDir(), "pare.db")
	s, err := Open(ctx, file, nil)
	must(t, err)
	_, err = s.DB().Exec(`INSERT INTO pare_version (number) VALUES (999)`)
	must(t, err)
	must(t, s.Close())
	if _, err := Open(ctx, file, nil); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer store: %v", err)
	}
	must(t, os.WriteFile(file+"x", []byte(strings.Repeat("this is no database ", 100)), 0o600))
	if _, err := Open(ctx, file+"x", nil); err == nil {
		t.Error("a file that is no database")
	}
}

// All of a transaction happens, or nothing.
func TestWithin(t *testing.T) {
	s, _ := open(t)
	ctx, broken := context.Background(), errors.New("broken")
	err := s.Within(ctx, func(tx *Tx) error {
		if _, err := tx.Deliver(ctx, job.Delivery{ID: "d", Installation: 1}); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("Within: %v", err)
	}
	if list, err := s.Stories(ctx, 1, 10); err != nil || len(list) != 0 {
		t.Errorf("%d deliveries after a rollback, %v", len(list), err)
	}
}

// A review raises the fence of its lane, a command does not, and another installation has lanes of its own.
func TestFences(t *testing.T) {
	s, _ := open(t)
	if got := enter(t, s, review(7, "a")); got != 1 {
		t.Errorf("the first: %d", got)
	}
	if got := enter(t, s, review(7, "b")); got != 2 {
		t.Errorf("a newer one: %d", got)
	}
	command := review(7, "")
	command.Kind = job.Command
	if got := enter(t, s, command); got != 2 {
		t.Errorf("a command: %d", got)
	}
	stranger := review(7, "c")
	stranger.Installation = 2
	if got := enter(t, s, stranger); got != 1 {
		t.Errorf("another installation: %d", got)
	}
	ctx, lane := context.Background(), review(7, "").PullRequest.Lane()
	if got, err := s.Fence(ctx, 1, lane); err != nil || got != 2 {
		t.Errorf("Fence: %d, %v", got, err)
	}
	must(t, s.Within(ctx, func(tx *Tx) error { return tx.Leave(ctx, 1, "acme", "orders") }))
	if got, _ := s.Fence(ctx, 1, lane); got != 3 {
		t.Errorf("after leaving: %d", got)
	}
	must(t, s.Forget(ctx, 1, "", ""))
	if got, _ := s.Fence(ctx, 1, lane); got != 0 {
		t.Errorf("after forgetting: %d", got)
	}
	if got, _ := s.Fence(ctx, 2, lane); got != 1 {
		t.Errorf("the other installation after that: %d", got)
	}
}

// A command carries no commits: it does not wipe out those that are known.
func TestAt(t *testing.T) {
	s, _ := open(t)
	ctx := context.Background()
	enter(t, s, review(7, "aaa"))
	enter(t, s, review(8, "aaa"))
	command := review(7, "")
	command.Kind = job.Command
	enter(t, s, command)
	must(t, s.Within(ctx, func(tx *Tx) error {
		got, err := tx.At(ctx, 1, review(0, "aaa").PullRequest)
		if len(got) != 2 || got[0].Number != 7 || got[1].Number != 8 {
			t.Errorf("At: %+v", got)
		}
		if other, _ := tx.At(ctx, 2, review(0, "aaa").PullRequest); len(other) != 0 {
			t.Errorf("another installation sees %+v", other)
		}
		return err
	}))
}

func TestActs(t *testing.T) {
	s, _ := open(t)
	ctx := context.Background()
	for i, want := range []Act{{}, {Begun: true}} {
		if got, err := s.Begin(ctx, 1, "acme/orders#7", "review/aaa"); err != nil || got != want {
			t.Errorf("Begin %d: %+v, %v, want %+v", i, got, err, want)
		}
	}
	must(t, s.Finish(ctx, 1, "acme/orders#7", "review/aaa", 99))
	if got, _ := s.Begin(ctx, 1, "acme/orders#7", "review/aaa"); got != (Act{Begun: true, Done: true, Result: 99}) {
		t.Errorf("after Finish: %+v", got)
	}
	if got, _ := s.Begin(ctx, 2, "acme/orders#7", "review/aaa"); got != (Act{}) {
		t.Errorf("another installation: %+v", got)
	}
}

// Acts are counted by whole words of their names, in all lanes of one installation, since a moment.
func TestActed(t *testing.T) {
	s, c := open(t)
	ctx := context.Background()
	for i, name := range []string{"reply/mona/1", "reply/mona/2", "reply/mona_lisa/3", "reply/mona", "reply/mon/4"} {
		_, err := s.Begin(ctx, 1, "lane"+name, name)
		must(t, err)
		if i == 0 {
			c.at = c.at.Add(2 * time.Hour)
		}
	}
	_, err := s.Begin(ctx, 2, "lane", "reply/mona/5")
	must(t, err)
	if n, err := s.Acted(ctx, 1, "reply/mona", c.at.Add(-time.Hour)); err != nil || n != 1 {
		t.Errorf("Acted: %d, %v", n, err)
	}
}

func TestPosted(t *testing.T) {
	s, _ := open(t)
	ctx, lane := context.Background(), "acme/orders#7"
	enter(t, s, review(7, "aaa"))
	must(t, s.KeepSummary(ctx, 1, lane, 5))
	if got, err := s.Summary(ctx, 1, lane); err != nil || got != 5 {
		t.Errorf("Summary: %d, %v", got, err)
	}
	must(t, s.KeepCheck(ctx, 1, lane, CheckRun{ID: 10, Head: "aaa", Open: true}))
	must(t, s.KeepCheck(ctx, 1, lane, CheckRun{ID: 11, Head: "bbb", Open: true}))
	must(t, s.KeepCheck(ctx, 1, lane, CheckRun{ID: 10, Head: "aaa"}))
	got, err := s.OpenChecks(ctx, 1, lane)
	must(t, err)
	if diff := cmp.Diff([]CheckRun{{ID: 11, Head: "bbb", Open: true}}, got); diff != "" {
		t.Error(diff)
	}
	must(t, s.KeepComment(ctx, 1, lane, Comment{ID: 1, Fingerprint: "f", Head: "aaa"}))
	must(t, s.KeepComment(ctx, 1, lane, Comment{ID: 1, Fingerprint: "f", Head: "aaa", Resolved: true}))
	must(t, s.KeepComment(ctx, 1, lane, Comment{ID: 1, Fingerprint: "f", Head: "aaa"}))
	comments, err := s.Comments(ctx, 1, lane)
	must(t, err)
	if diff := cmp.Diff([]Comment{{ID: 1, Fingerprint: "f", Head: "aaa", Resolved: true}}, comments); diff != "" {
		t.Error(diff)
	}
}

// A lane has one holder; the same job may take it again, after a crash.
func TestHolds(t *testing.T) {
	s, c := open(t)
	ctx := context.Background()
	must(t, s.Beat(ctx, "w1", c.at))
	for _, h := range []struct {
		worker string
		job    int64
		want   bool
	}{{"w1", 1, true}, {"w1", 2, false}, {"w2", 3, false}, {"w2", 1, true}} {
		if got, err := s.Hold(ctx, 1, "lane", h.worker, h.job); err != nil || got != h.want {
			t.Errorf("Hold by %s for %d: %v, %v", h.worker, h.job, got, err)
		}
	}
	must(t, s.Release(ctx, 1, "lane", "w1", 1))
	if got, _ := s.Hold(ctx, 1, "lane", "w1", 2); got {
		t.Error("a release by who does not hold it any more has freed the lane")
	}
	must(t, s.Within(ctx, func(tx *Tx) error { return tx.Bury(ctx, c.at) }))
	if got, _ := s.Hold(ctx, 1, "lane", "w1", 2); !got {
		t.Error("the lane of a worker that never beat is still held")
	}
}

// What was used longest ago goes first; nobody reads another installation's bytes, or those of another version.
func TestCache(t *testing.T) {
	s, c := open(t)
	ctx, cache := context.Background(), s.Cache("1")
	for _, name := range []string{"old", "older", "new"} {
		cache.Put(ctx, 1, name, []byte(strings.Repeat(name[:1], 10)))
		c.at = c.at.Add(2 * time.Hour)
	}
	cache.Put(ctx, 1, "nothing", nil)
	if got, ok := cache.Get(ctx, 1, "nothing"); !ok || len(got) != 0 {
		t.Errorf("empty bytes: %q, %v", got, ok)
	}
	if _, ok := cache.Get(ctx, 1, "old"); !ok { // used again, so that "older" is the oldest now
		t.Error("a miss")
	}
	must(t, s.prune(ctx, 1, 20))
	for name, want := range map[string]bool{"old": true, "older": false, "new": true} {
		if _, ok := cache.Get(ctx, 1, name); ok != want {
			t.Errorf("after pruning, %s is there: %v", name, ok)
		}
	}
	if _, ok := cache.Get(ctx, 2, "new"); ok {
		t.Error("another installation reads it")
	}
	if _, ok := s.Cache("2").Get(ctx, 1, "new"); ok {
		t.Error("another version reads it")
	}
	cache.Put(ctx, 1, "huge", make([]byte, MaxCacheItem+1))
	if _, ok := cache.Get(ctx, 1, "huge"); ok {
		t.Error("what is too large was kept")
	}
}

func TestQuarantineEnds(t *testing.T) {
	s, c := open(t)
	ctx := context.Background()
	must(t, s.Ban(ctx, 1, "blob", "it stops the reader", time.Hour))
	if got, _ := s.Quarantined(ctx, 2); len(got) != 0 {
		t.Errorf("another installation: %v", got)
	}
	c.at = c.at.Add(2 * time.Hour)
	if got, _ := s.Quarantined(ctx, 1); len(got) != 0 {
		t.Errorf("after its time: %v", got)
	}
}

// Payloads go after a week, ids after three months, and what is young stays.
func TestSweep(t *testing.T) {
	s, c := open(t)
	ctx := context.Background()
	deliver := func(id string) {
		must(t, s.Within(ctx, func(tx *Tx) error {
			if _, err := tx.Deliver(ctx, job.Delivery{ID: id, Installation: 1, Event: "ping", Body: []byte("{}")}); err != nil {
				return err
			}
			return tx.Queue(ctx, job.Job{Kind: job.Review, Delivery: id, Installation: 1})
		}))
	}
	deliver("ancient")
	c.at = c.at.Add(KeepDeliveries - KeepBodies)
	deliver("old")
	c.at = c.at.Add(KeepBodies + time.Minute)
	deliver("new")
	must(t, s.Sweep(ctx))
	bodies := ""
	must(t, s.row(ctx, s.db, `SELECT group_concat(id || ':' || (body IS NOT NULL)) FROM (SELECT * FROM deliveries ORDER BY id)`).Scan(&bodies))
	if bodies != "new:1,old:0" {
		t.Errorf("after the sweep: %s", bodies)
	}
	stories, err := s.Stories(ctx, 1, 10)
	must(t, err)
	if len(stories) != 2 || len(stories[0].Jobs) != 1 || stories[0].Jobs[0].State != Queued {
		t.Errorf("stories: %+v", stories)
	}
}

// No stored thing of one installation is reachable when another one asks.
func TestForgetOneRepository(t *testing.T) {
	s, _ := open(t)
	ctx := context.Background()
	enter(t, s, review(7, "aaa"))
	other := review(7, "aaa")
	other.PullRequest.Repo = "billing"
	enter(t, s, other)
	must(t, s.KeepCheck(ctx, 1, "acme/orders#7", CheckRun{ID: 1, Open: true}))
	must(t, s.KeepCheck(ctx, 1, "acme/billing#7", CheckRun{ID: 2, Open: true}))
	must(t, s.Forget(ctx, 1, "acme", "orders"))
	gone, _ := s.OpenChecks(ctx, 1, "acme/orders#7")
	kept, _ := s.OpenChecks(ctx, 1, "acme/billing#7")
	if len(gone) != 0 || len(kept) != 1 {
		t.Errorf("forgotten: %v, kept: %v", gone, kept)
	}
}
