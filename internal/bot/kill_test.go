package bot

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/commands"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/store"
	"github.com/parebot/pare/webhooks"
)

// killPulls of 100 take two minutes: GitHub lets an App make 80 comments in one.
var killPulls = flag.Int("pulls", 35, "pull requests in TestKillServer")

const (
	killAccounts      = 10
	kills             = 20
	betweenDeliveries = 300 * time.Millisecond
)

// TestKillServer is the whole way under kill -9: GitHub sends signed deliveries to a server that is killed at twenty random moments, and sends
// again what was not answered 202 (a redelivery has the same id). In the end each pull request has one review, one summary and one check run,
// which is finished.
func TestKillServer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	key, err := appKey()
	if err != nil {
		t.Fatal(err)
	}
	hub := githubtest.New(githubtest.Options{App: githubtest.App{ID: 42, Key: &key.PublicKey}})
	server := httptest.NewServer(contract.Judge(hub, func(problem string) { t.Errorf("contract: %s", problem) }))
	t.Cleanup(server.Close)
	l := life{dir: t.TempDir(), github: server.URL + "/", address: free(t)}
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(filepath.Join(l.dir, "key.pem"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	hub.SetWebhook("http://"+l.address+webhooks.Path, "a secret")
	payloads := openPulls(t, hub)

	var last process
	var killer sync.WaitGroup
	killer.Go(func() { last = l.liveAndDie(t) })
	again := deliverAll(t, hub, payloads)
	killer.Wait()
	defer last.end(t)
	finished := 0
	for deadline := time.Now().Add(5 * time.Minute); finished < *killPulls; time.Sleep(200 * time.Millisecond) {
		if finished = countFinished(t, hub); time.Now().After(deadline) {
			t.Errorf("%d of %d pull requests have a finished check run", finished, *killPulls)
			break
		}
	}
	time.Sleep(time.Second) // whatever runs a second time now must change nothing
	wrong := 0
	for i := range *killPulls {
		if got := state(t, hub, i); got != "1 review, 1 comment, 1 summary, checks: completed" {
			t.Errorf("pull request %d: %s", i, got)
			wrong++
		}
	}
	t.Logf("%d deliveries, %d of them sent again, %d kills, %d pull requests wrong", *killPulls, again, kills, wrong)
}

func openPulls(t *testing.T, hub *githubtest.Hub) (payloads [][]byte) {
	for i := range *killPulls {
		full := where(i)
		if i < killAccounts {
			hub.Install(fmt.Sprint("acme", i))
		}
		if _, err := hub.Create(full, map[string][]byte{"template.yaml": []byte("a: 1\n")}); err != nil {
			t.Fatal(err)
		}
		if _, err := hub.Push(full, "change", "Change", map[string][]byte{"template.yaml": []byte("a: 1 # wide A\n")}); err != nil {
			t.Fatal(err)
		}
		number, err := hub.Open(full, githubtest.Pull{Title: "Change", Head: "change"})
		if err != nil {
			t.Fatal(err)
		}
		payload, err := hub.PullRequestEvent(full, number, "opened")
		if err != nil {
			t.Fatal(err)
		}
		payloads = append(payloads, payload)
	}
	return payloads
}

func where(i int) string { return fmt.Sprintf("acme%d/repo%d", i%killAccounts, i) }

// deliverAll sends every payload until it is answered 202, and tells how many had to be sent again.
func deliverAll(t *testing.T, hub *githubtest.Hub, payloads [][]byte) (again int) {
	for _, payload := range payloads {
		d, err := hub.Deliver("pull_request", payload)
		for deadline := time.Now().Add(30 * time.Second); err == nil && d.Code != http.StatusAccepted && time.Now().Before(deadline); again++ {
			time.Sleep(50 * time.Millisecond)
			d, err = hub.Redeliver(d.ID)
		}
		if err != nil || d.Code != http.StatusAccepted {
			t.Errorf("delivering: %d, %v", d.Code, err)
		}
		time.Sleep(betweenDeliveries)
	}
	return again
}

func countFinished(t *testing.T, hub *githubtest.Hub) (n int) {
	for i := range *killPulls {
		seen, err := hub.See(where(i), 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(seen.Checks) > 0 && seen.Checks[0].Status == "completed" && len(seen.Comments) > 0 {
			n++
		}
	}
	return n
}

func state(t *testing.T, hub *githubtest.Hub, i int) string {
	seen, err := hub.See(where(i), 1)
	if err != nil {
		t.Fatal(err)
	}
	comments, checks := 0, ""
	for _, r := range seen.Reviews {
		comments += len(r.Comments)
	}
	for _, c := range seen.Checks {
		checks += " " + c.Status
	}
	return fmt.Sprintf("%d review, %d comment, %d summary, checks:%s", len(seen.Reviews), comments, len(seen.Comments), checks)
}

func free(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// life is how a server is started: the test binary again.
type life struct{ dir, github, address string }

type process struct{ *exec.Cmd }

func (l life) begin(t *testing.T) process {
	p := process{exec.Command(os.Args[0], "-test.run=^TestLife$")}
	p.Env = append(os.Environ(), "PARE_LIFE="+l.dir, "PARE_GITHUB="+l.github, "PARE_ADDRESS="+l.address)
	if err := p.Start(); err != nil {
		t.Error(err)
	}
	return p
}

func (p process) end(t *testing.T) {
	if err := p.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = p.Wait() // it was killed
}

// liveAndDie lives and is killed, twenty times, each time after a random while, so that the deaths fall all over the deliveries. The last
// life goes on.
func (l life) liveAndDie(t *testing.T) process {
	spread := time.Duration(*killPulls) * betweenDeliveries / kills
	for range kills {
		p := l.begin(t)
		time.Sleep(spread/4 + rand.N(3*spread/2))
		p.end(t)
	}
	return l.begin(t)
}

// TestLife is one life of the server, for TestKillServer.
func TestLife(t *testing.T) {
	dir := os.Getenv("PARE_LIFE")
	if dir == "" {
		t.Skip("is run by TestKillServer")
	}
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(dir, "pare.db"), nil)
	must(t, err)
	key, err := os.ReadFile(filepath.Join(dir, "key.pem"))
	must(t, err)
	app, err := github.New(github.Config{AppID: 42, Key: key, BaseURL: os.Getenv("PARE_GITHUB"), Cache: s.Cache("1")})
	must(t, err)
	b := New(Options{Hub: GitHub(app), Analyst: marks{}, Store: s, Commands: commands.Env{}})
	q, err := queue.New(ctx, queue.Options{Store: s, Work: b.Work, Pulse: 50 * time.Millisecond, Retry: 50 * time.Millisecond})
	must(t, err)
	must(t, q.Start(ctx))
	h, err := webhooks.New(webhooks.Options{Secrets: [][]byte{[]byte("a secret")}, Intake: q})
	must(t, err)
	must(t, http.ListenAndServe(os.Getenv("PARE_ADDRESS"), h))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
