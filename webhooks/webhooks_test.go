package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/job"
)

var update = flag.Bool("update", false, "write the wanted outcomes of testdata")

// box is an intake that remembers ids, and can be told to fail.
type box struct {
	seen  map[string]job.Delivery
	times int
	err   error
}

func (b *box) Take(_ context.Context, d job.Delivery) (bool, error) {
	b.times++
	if b.err != nil {
		return false, b.err
	}
	_, known := b.seen[d.ID]
	if b.seen == nil {
		b.seen = make(map[string]job.Delivery)
	}
	if !known {
		b.seen[d.ID] = d
	}
	return !known, nil
}

var secret = []byte("It's a Secret to Everybody")

func open(t testing.TB, intake Intake, secrets ...[]byte) *Handler {
	t.Helper()
	h, err := New(Options{Secrets: secrets, Intake: intake})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// letter is a delivery as GitHub sends it; each test spoils one thing of it.
func letter(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
	r.Header.Set("X-GitHub-Event", "ping")
	r.Header.Set("X-Hub-Signature-256", Sign(secret, []byte(body)))
	return r
}

func deliver(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestSign holds the vector of GitHub's documentation.
func TestSign(t *testing.T) {
	const want = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
	if got := Sign(secret, []byte("Hello, World!")); got != want {
		t.Errorf("Sign: %s, want %s", got, want)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		spoil  func(*http.Request)
		status int
	}{
		{"a delivery as it should be", func(*http.Request) {}, 202},
		{"a charset does not matter", func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }, 202},
		{"a body of unknown length is read with the same limit", func(r *http.Request) { r.ContentLength = -1 }, 202},
		{"GET", func(r *http.Request) { r.Method = http.MethodGet }, 405},
		{"a form", func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415},
		{"no content type", func(r *http.Request) { r.Header.Del("Content-Type") }, 415},
		{"no delivery id", func(r *http.Request) { r.Header.Del("X-GitHub-Delivery") }, 400},
		{"an id that is none", func(r *http.Request) { r.Header.Set("X-GitHub-Delivery", "1' OR '1") }, 400},
		{"no event", func(r *http.Request) { r.Header.Del("X-GitHub-Event") }, 400},
		{"an event that is none", func(r *http.Request) { r.Header.Set("X-GitHub-Event", "../ping") }, 400},
		{"no signature", func(r *http.Request) { r.Header.Del("X-Hub-Signature-256") }, 401},
		{"an empty signature", func(r *http.Request) { r.Header.Set("X-Hub-Signature-256", "sha256=") }, 401},
		{"a signature with another secret", func(r *http.Request) {
			r.Header.Set("X-Hub-Signature-256", Sign([]byte("guess"), []byte(`{"zen":"x"}`)))
		}, 401},
		{"SHA-1 alone does not count", func(r *http.Request) {
			r.Header.Del("X-Hub-Signature-256")
			r.Header.Set("X-Hub-Signature", "sha1=0b29c8dc0cbe5bd84b2d2e1c2c0d5a3c0c7b1d24")
		}, 401},
		{"SHA-1 in the place of SHA-256", func(r *http.Request) { r.Header.Set("X-Hub-Signature-256", "sha1=0b29c8dc") }, 401},
		{"a body that was changed on the way", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(`{"zen":"y"}`)) }, 401},
		{"a body that says it is too large", func(r *http.Request) { r.ContentLength = MaxBody + 1 }, 413},
		{"a body that is too large and does not say so", func(r *http.Request) {
			r.ContentLength = -1
			r.Body = io.NopCloser(io.LimitReader(spaces{}, MaxBody+1))
		}, 413},
		{"signed, but not JSON", func(r *http.Request) { sign(r, "hello") }, 400},
		{"signed, but not an object", func(r *http.Request) { sign(r, "[]") }, 400},
		{"signed, but cut off", func(r *http.Request) { sign(r, `{"action":`) }, 400},
		{"signed, but of another shape", func(r *http.Request) { sign(r, `{"installation":"me"}`) }, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &box{}
			r := letter(`{"zen":"x"}`)
			c.spoil(r)
			w := deliver(open(t, b, secret), r)
			if w.Code != c.status {
				t.Errorf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if stored := b.times > 0; stored != (c.status == 202) {
				t.Errorf("reached the intake: %v, with status %d", stored, c.status)
			}
		})
	}
}

func sign(r *http.Request, body string) {
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	r.Header.Set("X-Hub-Signature-256", Sign(secret, []byte(body)))
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// While a secret is being changed, both count.
func TestTwoSecrets(t *testing.T) {
	for _, s := range []string{"new", "old"} {
		r := letter("{}")
		r.Header.Set("X-Hub-Signature-256", Sign([]byte(s), []byte("{}")))
		if w := deliver(open(t, &box{}, []byte("new"), []byte("old")), r); w.Code != 202 {
			t.Errorf("signed with the %s secret: %d", s, w.Code)
		}
	}
}

// Without a secret anybody could write to the box: it is not even built.
func TestNoSecret(t *testing.T) {
	for _, secrets := range [][][]byte{nil, {}, {nil}, {[]byte("good"), {}}} {
		if _, err := New(Options{Secrets: secrets, Intake: &box{}}); !errors.Is(err, ErrNoSecret) {
			t.Errorf("New with secrets %q: %v, want ErrNoSecret", secrets, err)
		}
	}
}

func TestStoreDown(t *testing.T) {
	w := deliver(open(t, &box{err: errors.New("disk full")}, secret), letter("{}"))
	if w.Code != 503 || w.Header().Get("Retry-After") != "30" {
		t.Errorf("status %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if strings.Contains(w.Body.String(), "disk") {
		t.Errorf("the answer tells strangers about our disk: %s", w.Body)
	}
}

func TestKnownAlready(t *testing.T) {
	b := &box{}
	h := open(t, b, secret)
	for range 3 {
		if w := deliver(h, letter("{}")); w.Code != 202 {
			t.Fatalf("status %d", w.Code)
		}
	}
	if len(b.seen) != 1 {
		t.Errorf("%d deliveries taken, want 1", len(b.seen))
	}
}

// Many large bodies at once are sent away instead of filling the memory.
func TestCrowded(t *testing.T) {
	h := open(t, &box{}, secret)
	h.inHand.Store(MaxInHand - 1)
	if w := deliver(h, letter("{}")); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d", w.Code)
	}
	if n := h.inHand.Load(); n != MaxInHand-1 {
		t.Errorf("in hand %d after the answer", n)
	}
}

// TestDecide reads testdata: prose, the event's name in its file name, the payload, and what is to be done about it.
func TestDecide(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { decideCase(t, file) })
	}
}

func decideCase(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Comment) == 0 || len(a.Files)%2 != 0 {
		t.Fatalf("%s: wants prose, then pairs of payload and want", file)
	}
	event, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), "-")
	for i := 0; i < len(a.Files); i += 2 {
		o, err := Decide(event, a.Files[i].Data)
		if err != nil {
			t.Fatalf("%s: %v", a.Files[i].Name, err)
		}
		if got := show(t, o); *update {
			a.Files[i+1].Data = []byte(got)
		} else if diff := cmp.Diff(string(a.Files[i+1].Data), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", a.Files[i].Name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func show(t *testing.T, o Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "installation %d: %s\n", o.Installation, o.Why)
	for _, j := range o.Jobs {
		line, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", line)
	}
	return b.String()
}

// TestEvents compares the table with the App's registration.
func TestEvents(t *testing.T) {
	text, err := os.ReadFile("../app.yml")
	if err != nil {
		t.Fatal(err)
	}
	var app struct {
		Events      []string          `yaml:"default_events"`
		Permissions map[string]string `yaml:"default_permissions"`
	}
	if err := yaml.Unmarshal(text, &app); err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, e := range events {
		if !e.unasked {
			asked = append(asked, e.name)
		}
	}
	if !slices.Equal(asked, app.Events) {
		t.Errorf("app.yml asks for %q, the table for %q", app.Events, asked)
	}
	backing := map[string]string{
		"check_run": "checks", "check_suite": "checks", "issue_comment": "issues", "merge_group": "merge_queues", "pull_request": "pull_requests",
	}
	for _, e := range app.Events {
		if app.Permissions[backing[e]] == "" {
			t.Errorf("app.yml asks for %s without a permission that carries it", e)
		}
	}
}

// FuzzDelivery feeds verified bodies to every event: no panic, no job with a name that is none, every outcome with its reason.
func FuzzDelivery(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		event, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), "-")
		for i := 0; i < len(a.Files); i += 2 {
			f.Add(event, a.Files[i].Data)
		}
	}
	f.Fuzz(func(t *testing.T, event string, body []byte) {
		o, err := Decide(event, body)
		if err != nil {
			return
		}
		if o.Why == "" || len(o.Action) > 64 {
			t.Errorf("outcome %+v", o)
		}
		for _, j := range o.Jobs {
			wrong(t, o, j)
		}
	})
}

// wrong complains about a job that must not leave this room.
func wrong(t *testing.T, o Outcome, j job.Job) {
	p := j.PullRequest
	whole := j.Kind == job.Forget && p.Owner == ""
	if o.Installation <= 0 || !whole && !isRepository(p.Owner, p.Repo) || p.Number < 0 {
		t.Errorf("job %+v of installation %d", j, o.Installation)
	}
	for _, id := range []string{p.Head, p.Base} {
		if id != "" && !isCommit(id) {
			t.Errorf("commit %q", id)
		}
	}
	if p.BaseRef != "" && !isBranch(p.BaseRef) {
		t.Errorf("branch %q", p.BaseRef)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"main": true, "release/1.2": true, "feature/a_b-c": true, "ünïcode": true,
		"": false, "-x": false, ".x": false, "a..b": false, "a b": false, "a~1": false, "a^": false, "a:b": false, "a\\b": false,
		"a@{1}": false, "/a": false, "a/": false, "a//b": false, "a.lock": false, "a.": false, "a?b": false, "a*": false, "a[b": false, "a\nb": false,
	} {
		if isBranch(name) != want {
			t.Errorf("isBranch(%q) is not %v", name, want)
		}
	}
	for name, want := range map[string]bool{
		"acme/orders": true, "a/b.c": true, "acme_x/orders": true,
		"acme/..": false, "acme/.": false, "/orders": false, "acme/": false, "-a/b": false, "a/b?c": false, "a%2f/b": false, "a/b\n": false,
	} {
		owner, repo, _ := strings.Cut(name, "/")
		if isRepository(owner, repo) != want {
			t.Errorf("isRepository(%q) is not %v", name, want)
		}
	}
}
