package queue

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/store"
)

// desk collects what was worked.
type desk struct {
	mu    sync.Mutex
	done  []job.Job
	now   map[string]int // jobs at work, by lane
	most  map[string]int
	total int
	peak  int
}

func (d *desk) enter(j job.Job) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.now == nil {
		d.now, d.most = make(map[string]int), make(map[string]int)
	}
	lane := j.PullRequest.Lane()
	d.now[lane]++
	d.total++
	d.most[lane] = max(d.most[lane], d.now[lane])
	d.peak = max(d.peak, d.total)
}

func (d *desk) leave(j job.Job) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now[j.PullRequest.Lane()]--
	d.total--
	d.done = append(d.done, j)
}

func (d *desk) worked() []job.Job {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.done)
}

func openStore(t testing.TB, file string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t *testing.T, o Options) *Queue {
	t.Helper()
	if o.Store == nil {
		o.Store = openStore(t, filepath.Join(t.TempDir(), "pare.db"))
		t.Cleanup(func() { _ = o.Store.Close() })
	}
	o.Pulse, o.Retry = 50*time.Millisecond, 10*time.Millisecond
	q, err := New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// start works until the test ends.
func start(t *testing.T, q *Queue) {
	t.Helper()
	if err := q.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Errorf("Stop: %v", err)
		}
	})
}

func review(number int, head string) job.Job {
	return job.Job{Kind: job.Review, Installation: 1, Reason: "pull_request synchronize",
		PullRequest: job.PullRequest{Owner: "acme", Repo: "orders", Number: number, Head: head}}
}

func command(number int, body string) job.Job {
	j := review(number, "")
	j.Kind, j.Comment = job.Command, &job.Comment{ID: 1, Author: "octocat", Body: body}
	return j
}

func take(t testing.TB, q *Queue, id string, jobs ...job.Job) bool {
	t.Helper()
	for i := range jobs {
		jobs[i].Delivery = id
	}
	fresh, err := q.Take(context.Background(), job.Delivery{ID: id, Event: "pull_request", Installation: 1, Body: []byte("{}"), Jobs: jobs, Why: "Queued."})
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

// eventually waits for what happens on other goroutines.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("did not happen: %s", what)
		}
	}
}

// states tells what became of each delivery's jobs.
func states(t testing.TB, s *store.Store) map[string][]store.State {
	t.Helper()
	stories, err := s.Stories(context.Background(), 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]store.State)
	for _, y := range stories {
		all[y.Delivery] = nil
		for _, f := range y.Jobs {
			all[y.Delivery] = append(all[y.Delivery], f.State)
		}
	}
	return all
}

func settled(t testing.TB, s *store.Store, ids ...string) bool {
	all := states(t, s)
	for _, id := range ids {
		for _, state := range all[id] {
			if state != store.Done && state != store.Superseded && state != store.Failed {
				return false
			}
		}
	}
	return true
}

// The same delivery three times is one job.
func TestOnce(t *testing.T) {
	d := &desk{}
	q := open(t, Options{Work: func(_ context.Context, j job.Job) error { d.enter(j); d.leave(j); return nil }})
	for i := range 3 {
		if fresh := take(t, q, "same", review(7, "aaa")); fresh != (i == 0) {
			t.Errorf("time %d: fresh is %v", i+1, fresh)
		}
	}
	take(t, q, "other", review(8, "aaa"))
	start(t, q)
	eventually(t, "both are done", func() bool { return settled(t, q.o.Store, "same", "other") })
	if got := d.worked(); len(got) != 2 {
		t.Errorf("worked %d jobs, want 2", len(got))
	}
}

// With the store down nothing is stored, and that is told.
func TestStoreDown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pare.db")
	s := openStore(t, file)
	q := open(t, Options{Store: s})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Take(context.Background(), job.Delivery{ID: "lost", Installation: 1, Jobs: []job.Job{review(7, "aaa")}}); err == nil {
		t.Fatal("taken by a closed store")
	}
	s = openStore(t, file)
	defer s.Close()
	if all := states(t, s); len(all) != 0 {
		t.Errorf("stored: %v", all)
	}
}

// A delivery whose second job cannot be stored leaves nothing of the first.
func TestAllOrNothing(t *testing.T) {
	q := open(t, Options{})
	if _, err := q.o.Store.DB().Exec(`CREATE TRIGGER broken BEFORE INSERT ON river_job WHEN NEW.args LIKE '%billing%' BEGIN SELECT RAISE(ABORT, 'disk full'); END`); err != nil {
		t.Fatal(err)
	}
	second := review(8, "aaa")
	second.PullRequest.Repo = "billing"
	if _, err := q.Take(context.Background(), job.Delivery{ID: "half", Installation: 1, Jobs: []job.Job{review(7, "aaa"), second}}); err == nil {
		t.Fatal("taken")
	}
	jobs := 0
	if err := q.o.Store.DB().QueryRow(`SELECT (SELECT COUNT(*) FROM river_job) + (SELECT COUNT(*) FROM deliveries) + (SELECT COUNT(*) FROM lanes)`).Scan(&jobs); err != nil || jobs != 0 {
		t.Errorf("%d rows are left, %v", jobs, err)
	}
}

// Jobs of one pull request never run at once; those of different ones do.
func TestLanes(t *testing.T) {
	d := &desk{}
	q := open(t, Options{Workers: 6, Work: func(_ context.Context, j job.Job) error {
		d.enter(j)
		time.Sleep(30 * time.Millisecond)
		d.leave(j)
		return nil
	}})
	var ids []string
	for i := range 18 {
		ids = append(ids, fmt.Sprint("d", i))
		take(t, q, ids[i], command(i%3+1, "/pare help"))
	}
	start(t, q)
	eventually(t, "all are done", func() bool { return settled(t, q.o.Store, ids...) })
	for lane, n := range d.most {
		if n != 1 {
			t.Errorf("%d jobs of %s at once", n, lane)
		}
	}
	if len(d.worked()) != 18 || d.peak < 2 {
		t.Errorf("worked %d jobs, at most %d at once", len(d.worked()), d.peak)
	}
}

// Of the reviews that wait in a lane only the newest is worked; a command between them is not lost.
func TestSuperseded(t *testing.T) {
	d := &desk{}
	q := open(t, Options{Work: func(_ context.Context, j job.Job) error { d.enter(j); d.leave(j); return nil }})
	take(t, q, "first", review(7, "aaa"))
	take(t, q, "word", command(7, "/pare explain"))
	take(t, q, "second", review(7, "bbb"))
	take(t, q, "third", review(7, "ccc"))
	start(t, q)
	eventually(t, "all are settled", func() bool { return settled(t, q.o.Store, "first", "word", "second", "third") })
	var heads []string
	for _, j := range d.worked() {
		heads = append(heads, string(j.Kind)+" "+j.PullRequest.Head)
	}
	slices.Sort(heads)
	if want := []string{"command ", "review ccc"}; !slices.Equal(heads, want) {
		t.Errorf("worked %q, want %q", heads, want)
	}
	if all := states(t, q.o.Store); all["first"][0] != store.Superseded || all["third"][0] != store.Done {
		t.Errorf("states: %v", all)
	}
}

// Waiting for GitHub costs no attempt: more waits than attempts, and still done.
func TestSnooze(t *testing.T) {
	var mu sync.Mutex
	times := 0
	q := open(t, Options{Work: func(context.Context, job.Job) error {
		mu.Lock()
		defer mu.Unlock()
		if times++; times < 3 {
			return fmt.Errorf("posting the review: %w", &Snooze{For: time.Second, Reason: "a secondary limit"})
		}
		return nil
	}})
	take(t, q, "patient", review(7, "aaa"))
	start(t, q)
	eventually(t, "it waits, and says why", func() bool { return states(t, q.o.Store)["patient"][0] == store.Waiting })
	eventually(t, "it is done", func() bool { return states(t, q.o.Store)["patient"][0] == store.Done })
	attempt := 0
	if err := q.o.Store.DB().QueryRow(`SELECT attempt FROM river_job`).Scan(&attempt); err != nil || attempt != 1 {
		t.Errorf("attempt %d, %v", attempt, err)
	}
}

// Errors and panics come again; what is final does not.
func TestAgain(t *testing.T) {
	var mu sync.Mutex
	times := make(map[string]int)
	q := open(t, Options{Work: func(_ context.Context, j job.Job) error {
		mu.Lock()
		defer mu.Unlock()
		times[j.Delivery]++
		switch {
		case j.Delivery == "final":
			return fmt.Errorf("asking for the pull request: %w", ErrFinal)
		case j.Delivery == "doubtful":
			return fmt.Errorf("listing files: %w", ErrDoubtful)
		case j.Delivery == "overtaken":
			return fmt.Errorf("posting: %w", ErrSuperseded)
		case j.Delivery == "hopeless":
			return errors.New("broken")
		case times[j.Delivery] < 3 && j.Delivery == "panics":
			panic("a bug")
		case times[j.Delivery] < 3:
			return errors.New("connection reset")
		}
		return nil
	}})
	ids := []string{"errs", "panics", "final", "doubtful", "overtaken", "hopeless"}
	for i, id := range ids {
		take(t, q, id, review(i+1, "aaa"))
	}
	if _, err := q.o.Store.DB().Exec(`UPDATE river_job SET max_attempts = 2 WHERE json_extract(args, '$.job.delivery') = 'hopeless'`); err != nil {
		t.Fatal(err)
	}
	start(t, q)
	eventually(t, "all are settled", func() bool { return settled(t, q.o.Store, ids...) })
	all := states(t, q.o.Store)
	for id, want := range map[string]store.State{"errs": store.Done, "panics": store.Done, "final": store.Failed, "doubtful": store.Failed, "overtaken": store.Superseded, "hopeless": store.Failed} {
		if all[id][0] != want {
			t.Errorf("%s: %s, want %s", id, all[id][0], want)
		}
	}
	if times["errs"] != 3 || times["panics"] != 3 || times["final"] != 1 || times["doubtful"] != fewAttempts || times["overtaken"] != 1 || times["hopeless"] != 2 {
		t.Errorf("worked %v times", times)
	}
}

// A stop hands back what is in hand, and no attempt is lost.
func TestStopHandsBack(t *testing.T) {
	begun := make(chan struct{})
	q := open(t, Options{Work: func(ctx context.Context, _ job.Job) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}})
	take(t, q, "long", review(7, "aaa"))
	if err := q.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	<-begun
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := q.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
	d := &desk{}
	again := open(t, Options{Store: q.o.Store, Work: func(_ context.Context, j job.Job) error { d.enter(j); d.leave(j); return nil }})
	start(t, again)
	eventually(t, "it is done", func() bool { return states(t, q.o.Store)["long"][0] == store.Done })
	attempt := 0
	if err := q.o.Store.DB().QueryRow(`SELECT attempt FROM river_job`).Scan(&attempt); err != nil || attempt != 1 {
		t.Errorf("attempt %d, %v", attempt, err)
	}
}

// A review that names only a commit goes to the pull requests that had it as their head, and to the merge group.
func TestOnlyACommit(t *testing.T) {
	d := &desk{}
	q := open(t, Options{Work: func(_ context.Context, j job.Job) error { d.enter(j); d.leave(j); return nil }})
	take(t, q, "opened", review(7, "aaa"))
	group := review(0, "ccc")
	group.Kind = job.MergeGroup
	take(t, q, "queued", group)
	take(t, q, "rerun", review(0, "aaa"))
	take(t, q, "rerun group", review(0, "ccc"))
	take(t, q, "nowhere", review(0, "bbb"))
	start(t, q)
	eventually(t, "all are settled", func() bool { return settled(t, q.o.Store, "opened", "queued", "rerun", "rerun group") })
	var got []string
	for _, j := range d.worked() {
		got = append(got, fmt.Sprint(j.Kind, " ", j.Delivery, " ", j.PullRequest.Number))
	}
	slices.Sort(got)
	if want := []string{"mergegroup rerun group 0", "review rerun 7"}; !slices.Equal(got, want) {
		t.Errorf("worked %q, want %q", got, want)
	}
	stories, err := q.o.Store.Stories(context.Background(), 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(stories, func(y store.Story) bool { return y.Delivery == "nowhere" })
	if stories[i].Why != "Ignored: no pull request is known that has this head." {
		t.Errorf("nowhere: %s", stories[i].Why)
	}
}

// Who leaves is not reviewed any more, even if reviews wait.
func TestLeave(t *testing.T) {
	d := &desk{}
	q := open(t, Options{Work: func(_ context.Context, j job.Job) error { d.enter(j); d.leave(j); return nil }})
	take(t, q, "opened", review(7, "aaa"))
	take(t, q, "deleted", job.Job{Kind: job.Forget, Installation: 1})
	start(t, q)
	eventually(t, "all are settled", func() bool { return settled(t, q.o.Store, "opened", "deleted") })
	if got := d.worked(); len(got) != 1 || got[0].Kind != job.Forget {
		t.Errorf("worked %+v", got)
	}
}

// While one installation has more work than there are workers, another one's is done.
func TestFair(t *testing.T) {
	release := make(chan struct{})
	d := &desk{}
	q := open(t, Options{Workers: 3, Work: func(ctx context.Context, j job.Job) error {
		d.enter(j)
		defer d.leave(j)
		if j.Installation == 1 {
			select {
			case <-release:
			case <-ctx.Done():
			}
		}
		return nil
	}})
	for i := range 10 {
		take(t, q, fmt.Sprint("many", i), review(i+1, "aaa"))
	}
	other := review(1, "aaa")
	other.Installation, other.PullRequest.Owner, other.Delivery = 2, "small", "one"
	if _, err := q.Take(context.Background(), job.Delivery{ID: "one", Installation: 2, Jobs: []job.Job{other}}); err != nil {
		t.Fatal(err)
	}
	start(t, q)
	eventually(t, "the small installation is served", func() bool {
		return slices.ContainsFunc(d.worked(), func(j job.Job) bool { return j.Installation == 2 })
	})
	if n := len(d.worked()); n != 1 {
		t.Errorf("%d jobs were done, though the others wait", n)
	}
	close(release)
	eventually(t, "the others are done", func() bool { return len(d.worked()) == 11 })
}
