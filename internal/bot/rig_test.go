package bot

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/commands"
	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/confine"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/store"
	"github.com/parebot/pare/webhooks"
)

// What the rooms of the server want of each other.
var (
	_ confine.Quarantine = (*store.Store)(nil)
	_ github.Cache       = store.Cache{}
	_ webhooks.Intake    = (*queue.Queue)(nil)
	_ Analyst            = (*confine.Runner)(nil)
	_ Repository         = (*github.Repository)(nil)
)

const repo = "acme/orders"

// appKey is made once: it takes a second.
var appKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// rig is a GitHub that judges every request, the App as it is, and an analyst that finds what files say of themselves.
type rig struct {
	*testing.T
	hub *githubtest.Hub

	wire         *wire
	file         string
	store        *store.Store
	bot          *Bot
	installation int64
	jobs         int
	last         job.Job // the last command
}

func newRig(t *testing.T, base map[string][]byte) *rig {
	t.Helper()
	key, err := appKey()
	if err != nil {
		t.Fatal(err)
	}
	g := &rig{T: t, file: filepath.Join(t.TempDir(), "pare.db")}
	g.hub = githubtest.New(githubtest.Options{Now: g.clock, App: githubtest.App{ID: 42, Key: &key.PublicKey}})
	server := httptest.NewServer(contract.Judge(g.hub, func(problem string) { t.Errorf("contract: %s", problem) }))
	t.Cleanup(server.Close)
	g.installation = g.hub.Install("acme")
	if _, err := g.hub.Create(repo, base); err != nil {
		t.Fatal(err)
	}
	g.hub.Forget()
	g.wire = &wire{next: http.DefaultTransport}
	g.live(key, server.URL+"/")
	return g
}

// clock is the real one: the library that signs the App's tokens knows no other.
func (g *rig) clock() time.Time { return time.Now() }

// live starts a life of the bot over the same file.
func (g *rig) live(key *rsa.PrivateKey, url string) {
	g.Helper()
	s, err := store.Open(context.Background(), g.file, g.clock)
	if err != nil {
		g.Fatal(err)
	}
	g.Cleanup(func() { _ = s.Close() })
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	app, err := github.New(github.Config{AppID: 42, Key: text, BaseURL: url, Next: g.wire, Now: g.clock, Cache: s.Cache("1")})
	if err != nil {
		g.Fatal(err)
	}
	env := commands.Env{Manual: func(string) (string, bool) { return "", false }}
	g.store, g.bot = s, New(Options{Hub: GitHub(app), Analyst: marks{}, Store: s, Commands: env})
}

// wire can break like a process that is killed: the write of that number reaches GitHub, its answer reaches nobody, and all is silent after it.
type wire struct {
	next http.RoundTripper
	mu   sync.Mutex
	left int // writes until the break; 0 for never
	dead bool
}

var errDead = errors.New("killed")

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead {
		return nil, errDead
	}
	resp, err := w.next.RoundTrip(r)
	if err == nil && w.left > 0 && writes(r) {
		if w.left--; w.left == 0 {
			w.dead = true
			resp.Body.Close()
			return nil, errDead
		}
	}
	return resp, err
}

func writes(r *http.Request) bool {
	if r.Method == http.MethodGet || strings.Contains(r.URL.Path, "/access_tokens") {
		return false
	}
	if !strings.HasSuffix(r.URL.Path, "/graphql") {
		return true
	}
	body, err := r.GetBody()
	if err != nil {
		return false
	}
	defer body.Close()
	var b bytes.Buffer
	_, _ = b.ReadFrom(body)
	return strings.Contains(b.String(), "mutation")
}

// breakAfter kills the bot after so many writes; 0 brings it back.
func (w *wire) breakAfter(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.dead = n, false
}

// work hands a job to the bot as the intake would, fence and all.
func (g *rig) work(j job.Job) error {
	g.Helper()
	return g.bot.Work(context.Background(), g.enter(j))
}

func (g *rig) enter(j job.Job) job.Job {
	g.Helper()
	g.jobs++
	j.Installation, j.Delivery = g.installation, fmt.Sprint("delivery-", g.jobs)
	j.PullRequest.Owner, j.PullRequest.Repo = "acme", "orders"
	err := g.store.Within(context.Background(), func(tx *store.Tx) (err error) {
		j.Fence, err = tx.Enter(context.Background(), j)
		return err
	})
	if err != nil {
		g.Fatal(err)
	}
	return j
}

// marks is an Analyst that finds what lines say of themselves: "# wide NAME" is a finding, with a suggestion; "# stops" stops the reader;
// "# fails" is some other fault. It notes whether settings came from the base.
type marks struct{ during func() }

var wide = regexp.MustCompile(`# wide (\w+)`)

func (m marks) Since(_ context.Context, _ int64, ws source.Workspace, _ config.Settings) (finding.Report, error) {
	if m.during != nil {
		m.during()
	}
	before, _, err := read(ws.Base)
	if err != nil {
		return finding.Report{}, err
	}
	_, list, err := read(ws.Head)
	for i := range list {
		list[i].Worse = !before[list[i].Subject]
	}
	return finding.Report{Version: finding.Version, Status: finding.Complete, Findings: list, Functions: []finding.Function{}, Roles: []finding.Role{}, Unread: []finding.Unread{}}, err
}

func read(tree source.Tree) (names map[string]bool, list []finding.Finding, err error) {
	names, list = make(map[string]bool), []finding.Finding{}
	for _, file := range tree.Paths() {
		text, err := tree.Read(file)
		if err != nil {
			return nil, nil, err
		}
		for i, line := range strings.Split(string(text), "\n") {
			switch found := wide.FindStringSubmatch(line); {
			case strings.Contains(line, "# stops"):
				return nil, nil, fmt.Errorf("%w: it crashed", confine.ErrKilled)
			case strings.Contains(line, "# fails"):
				return nil, nil, errors.New("a secret of the operator")
			case found != nil:
				names[found[1]] = true
				list = append(list, marked(file, i+1, line, found[1]))
			}
		}
	}
	return names, list, nil
}

func marked(file string, line int, text, name string) finding.Finding {
	sum := sha256.Sum256([]byte(name))
	return finding.Finding{
		Rule: "wildcard-action", Severity: finding.High, Confidence: finding.Certain, Kind: finding.Removes, Subject: name, File: file, Line: line, EndLine: line,
		Message: "`" + name + "` is wide.", Because: []finding.Because{}, Fingerprint: hex.EncodeToString(sum[:8]),
		Suggestion: &finding.Suggestion{File: file, StartLine: line, EndLine: line, Text: strings.Split(text, " #")[0]},
		Proof:      &finding.Proof{Verdict: "proved", Direction: "removes"},
	}
}
