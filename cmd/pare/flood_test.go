package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
)

// A flood: this many pull requests of ten accounts, all delivered within a second. GitHub's limits run on a clock that is sixty times as fast.
const (
	flooded  = 500
	accounts = 10
	speed    = 60
)

// TestFlood sends five hundred signed deliveries in one second to the real server, each about a pull request of its own. Every one is taken, none
// is lost, and each pull request gets its review, summary and check run at GitHub's pace; one id three times is one job.
func TestFlood(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	began := time.Now()
	fast := func() time.Time { return began.Add(speed * time.Since(began)) }
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	d := &demo{hub: githubtest.New(githubtest.Options{App: githubtest.App{ID: appID, Key: &key.PublicKey}, Pace: fast})}
	t.Cleanup(d.close)
	judged := contract.Judge(d.hub, func(s string) { t.Error("contract: ", s) })
	api, err := d.listen(paced(judged))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.server(context.Background(), key, api); err != nil {
		t.Fatal(err)
	}
	payloads := d.openFlood(t)
	slowest, codes := d.pour(t, payloads)
	if codes[http.StatusAccepted] != flooded {
		t.Errorf("answers %v, want %d times 202", codes, flooded)
	}
	done := d.drained(t)
	t.Logf("%d deliveries in a second: answers %v, the slowest after %s; %d reviews complete %s after the first delivery", flooded, codes, slowest.Round(time.Millisecond), done, time.Since(began).Round(time.Second))
}

func (d *demo) openFlood(t *testing.T) (payloads [][]byte) {
	t.Helper()
	base, head := files("main"), files("pull-2")
	for i := range flooded {
		if i < accounts {
			d.hub.Install(fmt.Sprint("acme", i))
		}
		repo := floodRepo(i)
		if _, err := d.hub.Create(repo, base); err != nil {
			t.Fatal(err)
		}
		changed := make(map[string][]byte)
		for name, text := range base {
			changed[name] = text
		}
		for name, text := range head {
			changed[name] = text
		}
		if _, err := d.hub.Push(repo, "change", "change", changed); err != nil {
			t.Fatal(err)
		}
		number, err := d.hub.Open(repo, githubtest.Pull{Title: "Change", Head: "change"})
		if err != nil {
			t.Fatal(err)
		}
		payload, err := d.hub.PullRequestEvent(repo, number, "opened")
		if err != nil {
			t.Fatal(err)
		}
		payloads = append(payloads, payload)
	}
	return payloads
}

func floodRepo(i int) string { return fmt.Sprintf("acme%d/shop%d", i%accounts, i) }

// pour delivers everything within a second, and the first delivery twice more under its own id.
func (d *demo) pour(t *testing.T, payloads [][]byte) (slowest time.Duration, codes map[int]int) {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	var first githubtest.Delivered
	codes = make(map[int]int)
	for i, p := range payloads {
		all.Go(func() {
			time.Sleep(time.Duration(i) * time.Second / flooded)
			sent := time.Now()
			got, err := d.hub.Deliver("pull_request", p)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			codes[got.Code]++
			slowest = max(slowest, time.Since(sent))
			if i == 0 {
				first = got
			}
		})
	}
	all.Wait()
	for range 2 {
		if got, err := d.hub.Redeliver(first.ID); err != nil || got.Code != http.StatusAccepted {
			t.Errorf("the same id again: %+v %v", got, err)
		}
	}
	return slowest, codes
}

// drained waits until every pull request has exactly one review, one summary and one finished check run.
func (d *demo) drained(t *testing.T) (complete int) {
	t.Helper()
	for end := time.Now().Add(5 * time.Minute); complete < flooded; time.Sleep(250 * time.Millisecond) {
		complete = 0
		for i := range flooded {
			seen, err := d.hub.See(floodRepo(i), 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(seen.Reviews) > 1 || len(seen.Comments) > 1 || len(seen.Checks) > 1 {
				t.Fatalf("%s was reviewed twice: %s", floodRepo(i), asText(seen))
			}
			if finished(seen) && len(seen.Reviews) == 1 && len(seen.Comments) == 1 {
				complete++
			}
		}
		if time.Now().After(end) {
			t.Errorf("%d of %d pull requests are reviewed", complete, flooded)
			break
		}
	}
	return complete
}

// paced translates the waits that GitHub asks for from its fast clock into ours.
func paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(&slower{ResponseWriter: w}, r) })
}

type slower struct{ http.ResponseWriter }

func (s *slower) WriteHeader(code int) {
	if wait, err := strconv.Atoi(s.Header().Get("Retry-After")); err == nil {
		s.Header().Set("Retry-After", strconv.Itoa(1+wait/speed))
	}
	s.ResponseWriter.WriteHeader(code)
}
