package webhooks_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/store"
	"github.com/parebot/pare/webhooks"
)

var secret = []byte("a secret")

// house is a letter box over a real store and queue.
func house(t *testing.T, file string, work func(context.Context, job.Job) error) (*httptest.Server, *queue.Queue, *store.Store) {
	t.Helper()
	s, err := store.Open(context.Background(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	q, err := queue.New(context.Background(), queue.Options{Store: s, Work: work, Workers: 8})
	if err != nil {
		t.Fatal(err)
	}
	h, err := webhooks.New(webhooks.Options{Secrets: [][]byte{secret}, Intake: q})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server, q, s
}

// post sends a signed delivery of a pull request and returns the status.
func post(t *testing.T, url, id string, number int) (int, http.Header) {
	body := fmt.Sprintf(`{"action":"synchronize","number":%d,"pull_request":{"number":%[1]d,"head":{"sha":"%040x"},"base":{"sha":"%040x","ref":"main"}},
		"repository":{"id":1,"name":"orders","owner":{"login":"acme"}},"installation":{"id":42},"padding":%q}`, number, number, 1, strings.Repeat("x", 20_000))
	r, err := http.NewRequest(http.MethodPost, url+webhooks.Path, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Delivery", id)
	r.Header.Set("X-GitHub-Event", "pull_request")
	r.Header.Set("X-Hub-Signature-256", webhooks.Sign(secret, []byte(body)))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0, nil
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, resp.Header
}

// TestFlood sends 500 signed deliveries of 20 KB in one second. Each is answered 202, and its job is worked: none is lost.
func TestFlood(t *testing.T) {
	var mu sync.Mutex
	worked := make(map[int]bool)
	server, q, _ := house(t, filepath.Join(t.TempDir(), "pare.db"), func(_ context.Context, j job.Job) error {
		mu.Lock()
		defer mu.Unlock()
		worked[j.PullRequest.Number] = true
		return nil
	})
	if err := q.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Stop(context.Background()) }()
	const deliveries = 500
	var all sync.WaitGroup
	slowest, began := time.Duration(0), time.Now()
	for i := range deliveries {
		all.Go(func() {
			time.Sleep(time.Duration(i) * time.Second / deliveries)
			sent := time.Now()
			if status, _ := post(t, server.URL, fmt.Sprint("flood-", i), i+1); status != http.StatusAccepted {
				t.Errorf("delivery %d: %d", i, status)
			}
			mu.Lock()
			defer mu.Unlock()
			slowest = max(slowest, time.Since(sent))
		})
	}
	all.Wait()
	t.Logf("%d deliveries answered in %v, the slowest in %v", deliveries, time.Since(began).Round(time.Millisecond), slowest.Round(time.Millisecond))
	for deadline := began.Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		mu.Lock()
		n := len(worked)
		mu.Unlock()
		if n == deliveries {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d jobs were worked", n, deliveries)
		}
	}
	t.Logf("all worked %v after the first", time.Since(began).Round(time.Millisecond))
}

// TestClosedStore: while the store is down GitHub is told to come again, and when it comes the delivery is a new one.
func TestClosedStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pare.db")
	server, _, s := house(t, file, nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	status, head := post(t, server.URL, "early", 7)
	if status != http.StatusServiceUnavailable || head.Get("Retry-After") != "30" {
		t.Errorf("status %d, Retry-After %q", status, head.Get("Retry-After"))
	}
	server, _, s = house(t, file, nil)
	for range 3 {
		if status, _ := post(t, server.URL, "early", 7); status != http.StatusAccepted {
			t.Errorf("after the store is back: %d", status)
		}
	}
	stories, err := s.Stories(context.Background(), 42, 10)
	if err != nil || len(stories) != 1 || len(stories[0].Jobs) != 1 {
		t.Errorf("stored: %+v, %v", stories, err)
	}
}
