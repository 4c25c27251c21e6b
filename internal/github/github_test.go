package github

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/source"
)

// rig is a GitHub with one pull request, judged by GitHub's own description, and our client of it.
type rig struct {
	hub    *githubtest.Hub
	app    *App
	repo   *Repository
	server *httptest.Server
	pull   int
	head   string
}

const full = "acme/shop"

func newRig(t *testing.T, api string) *rig {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{hub: githubtest.New(githubtest.Options{App: githubtest.App{ID: 7, Key: &key.PublicKey}, LongTokens: true})}
	r.server = httptest.NewServer(contract.Judge(r.hub, func(s string) { t.Error("contract: ", s) }))
	t.Cleanup(r.server.Close)
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if r.app, err = New(Config{AppID: 7, Key: text, BaseURL: r.server.URL + api}); err != nil {
		t.Fatal(err)
	}
	base := map[string][]byte{"t.yaml": []byte("a\nb\nc\n"), "old.py": []byte("x = 1\n"), "bin": {0xff, 0xfe, 0}, "big.txt": bytes.Repeat([]byte("x"), source.MaxFileSize+1)}
	if _, err := r.hub.Create(full, base); err != nil {
		t.Fatal(err)
	}
	installation := r.hub.Install("acme")
	head := map[string][]byte{"t.yaml": []byte("a\nB\nc\nd\n"), "new.py": []byte("x = 1\n"), "bin": base["bin"], "big.txt": base["big.txt"]}
	if r.head, err = r.hub.Push(full, "feature", "change", head); err != nil {
		t.Fatal(err)
	}
	if r.pull, err = r.hub.Open(full, githubtest.Pull{Title: "Change", Head: "feature"}); err != nil {
		t.Fatal(err)
	}
	if r.repo, err = r.app.Repository(installation, "acme", "shop"); err != nil {
		t.Fatal(err)
	}
	return r
}

// The workspace of a pull request: both trees, and the difference with its rename. At both kinds of API address.
func TestWorkspace(t *testing.T) {
	for _, api := range []string{"/", "/api/v3/"} {
		r := newRig(t, api)
		ctx := context.Background()
		pr, err := r.repo.PullRequest(ctx, r.pull)
		if err != nil || pr.Head != r.head || !pr.Open || pr.BaseRef != "main" {
			t.Fatalf("%+v %v", pr, err)
		}
		ws, err := r.repo.Workspace(ctx, pr)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(ws.Head.Paths(), ws.Base.Paths()); got != "[big.txt bin new.py t.yaml] [big.txt bin old.py t.yaml]" {
			t.Errorf("trees %s", got)
		}
		if text, err := ws.Head.Read("t.yaml"); err != nil || string(text) != "a\nB\nc\nd\n" {
			t.Errorf("t.yaml: %q %v", text, err)
		}
		if text, err := ws.Head.Read("bin"); err != nil || !bytes.Equal(text, []byte{0xff, 0xfe, 0}) {
			t.Errorf("bin: %q %v", text, err)
		}
		if _, err := ws.Head.Read("big.txt"); !errors.Is(err, source.ErrTooLarge) {
			t.Errorf("big.txt: %v", err)
		}
		if _, err := ws.Head.Read("../../etc/passwd"); !errors.Is(err, source.ErrNotFound) {
			t.Errorf("outside: %v", err)
		}
		var renamed, changed bool
		for _, d := range ws.Diff {
			renamed = renamed || d.Path == "new.py" && d.OldPath == "old.py"
			changed = changed || d.Path == "t.yaml" && len(d.Hunks) == 1 && fmt.Sprint(d.Hunks[0].Added) == "[2 4]"
		}
		if !renamed || !changed {
			t.Errorf("diff %+v", ws.Diff)
		}
	}
}

// What is published can be read back, and a second round finds it.
func TestPublish(t *testing.T) {
	r := newRig(t, "/")
	ctx := context.Background()
	to := Target{Number: r.pull, Head: r.head}
	publish := func(w review.Write) Written {
		t.Helper()
		done, err := r.repo.Publish(ctx, to, w)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	var notes []review.Annotation
	for i := range 120 {
		notes = append(notes, review.Annotation{Path: "t.yaml", StartLine: 1, EndLine: 1, Level: "warning", Title: fmt.Sprint(i), Message: "m"})
	}
	started := publish(review.Write{Check: &review.Check{Name: review.Name, Head: r.head, Status: "in_progress"}})
	publish(review.Write{Check: &review.Check{
		ID: started.ID, Name: review.Name, Head: r.head, Status: "completed", Conclusion: "failure", Title: "1 to tighten", Summary: "s", Annotations: notes,
		Actions: []review.Action{{Label: "Regenerate", Description: "again", Identifier: "regenerate"}},
	}})
	publish(review.Write{Review: &review.Review{Head: r.head, Comments: []review.Comment{{Path: "t.yaml", Line: 2, Body: "hello", Fingerprint: "0123456789abcdef"}, {Path: "t.yaml", StartLine: 2, Line: 4, Body: "more", Fingerprint: "1123456789abcdef"}}}})
	made := publish(review.Write{Summary: &review.Summary{Body: "sum"}})
	publish(review.Write{Summary: &review.Summary{ID: made.ID, Body: "sum 2"}})
	posted, err := r.repo.Posted(ctx, r.pull, r.head, review.Name)
	if err != nil {
		t.Fatal(err)
	}
	if posted.CheckID != started.ID || posted.Summary != made.ID || posted.SummaryBody != "sum 2" || len(posted.Comments) != 2 || posted.Comments[0].Body != "hello" {
		t.Errorf("read back %+v", posted)
	}
	publish(review.Write{Resolve: &review.Resolve{Comment: posted.Comments[0].ID}})
	seen, err := r.hub.See(full, r.pull)
	if err != nil {
		t.Fatal(err)
	}
	if !seen.Reviews[0].Comments[0].Resolved || len(seen.Checks) != 1 || len(seen.Checks[0].Annotations) != 120 || len(seen.Comments) != 1 {
		t.Errorf("GitHub has %+v", seen)
	}
}

// Another user's copy of a marker does not count, nor does a marker of another pull request.
func TestForgedMarker(t *testing.T) {
	r := newRig(t, "/")
	ctx := context.Background()
	for _, body := range []string{"sum\n\n" + r.repo.summaryMarker(r.pull), "x\n\n" + r.repo.summaryMarker(r.pull+1)} {
		if _, err := r.hub.Comment(full, r.pull, "mallory", body); err != nil {
			t.Fatal(err)
		}
	}
	posted, err := r.repo.Posted(ctx, r.pull, r.head, review.Name)
	if err != nil || posted.Summary != 0 {
		t.Errorf("found %+v %v", posted, err)
	}
}

// A write about a head that is no longer the head is not made; nor one behind the fence, nor one that GitHub refuses.
func TestNotPublished(t *testing.T) {
	r := newRig(t, "/")
	ctx := context.Background()
	summary := review.Write{Summary: &review.Summary{Body: "sum"}}
	if _, err := r.repo.Publish(ctx, Target{Number: r.pull, Head: strings.Repeat("0", 40)}, summary); !errors.Is(err, ErrSuperseded) {
		t.Errorf("old head: %v", err)
	}
	fence := func(context.Context) error { return ErrSuperseded }
	if _, err := r.repo.Publish(ctx, Target{Number: r.pull, Head: r.head, Fence: fence}, summary); !errors.Is(err, ErrSuperseded) {
		t.Errorf("fence: %v", err)
	}
	outside := review.Write{Review: &review.Review{Head: r.head, Comments: []review.Comment{{Path: "t.yaml", Line: 99, Body: "x", Fingerprint: "0123456789abcdef"}}}}
	if _, err := r.repo.Publish(ctx, Target{Number: r.pull, Head: r.head}, outside); !errors.Is(err, ErrRejected) {
		t.Errorf("outside the diff: %v", err)
	}
	if writes := r.hub.Writes(); len(writes) != 0 {
		t.Errorf("written: %q", writes)
	}
}

// A token that is worth nothing any more is not used for the rest of its hour.
func TestNewToken(t *testing.T) {
	r := newRig(t, "/")
	ctx := context.Background()
	if _, err := r.repo.PullRequest(ctx, r.pull); err != nil {
		t.Fatal(err)
	}
	r.hub.Suspend(r.repo.installation, true)
	if _, err := r.repo.PullRequest(ctx, r.pull); err == nil {
		t.Error("a suspended installation answers")
	}
	r.hub.Suspend(r.repo.installation, false)
	again, err := r.app.Repository(r.repo.installation, "acme", "shop")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.PullRequest(ctx, r.pull); err != nil {
		t.Error(err)
	}
}

// Every form of limit becomes a *Wait; the queue knows what to do with it.
func TestWait(t *testing.T) {
	r := newRig(t, "/")
	for _, trouble := range []githubtest.Trouble{{Status: 403}, {Status: 429}, {Status: 403, RetryAfter: 90 * time.Second}, {Status: 429, RetryAfter: 90 * time.Second}} {
		trouble.Method = "GET"
		r.hub.Misbehave(trouble)
		_, err := r.repo.PullRequest(context.Background(), r.pull)
		var wait *Wait
		if !errors.As(err, &wait) || wait.For <= 0 || trouble.RetryAfter > 0 && wait.For != trouble.RetryAfter {
			t.Errorf("%+v: %v", trouble, err)
		}
	}
}

// A redirect to another host does not carry the token there.
func TestRedirect(t *testing.T) {
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer other.Close()
	r := newRig(t, "/")
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.Contains(req.URL.Path, "access_tokens") {
			r.hub.ServeHTTP(w, req)
			return
		}
		http.Redirect(w, req, other.URL+"/steal", http.StatusFound)
	}))
	defer first.Close()
	config := r.app.config
	config.BaseURL = first.URL
	app, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	repo, err := app.Repository(r.repo.installation, "acme", "shop")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := repo.PullRequest(context.Background(), r.pull); !errors.Is(err, ErrForeignHost) || asked {
		t.Errorf("%v, the other host was asked: %v", err, asked)
	}
}

func TestNames(t *testing.T) {
	r := newRig(t, "/")
	for _, bad := range [][2]string{{"..", "x"}, {"a", ".."}, {"a/b", "x"}, {"a", "b?c"}, {"a", ""}, {"a b", "x"}, {"a", "b%2f"}} {
		if _, err := r.app.Repository(1, bad[0], bad[1]); err == nil {
			t.Errorf("%q is taken for a repository", bad)
		}
	}
	for _, bad := range []string{"http://example.com/", "https://user@example.com/", "ftp://x/", "https://", "https://x/?q", "::"} {
		if _, err := ParseBase(bad); err == nil {
			t.Errorf("%s is taken for an API address", bad)
		}
	}
}

func TestPermission(t *testing.T) {
	r := newRig(t, "/")
	if err := r.hub.Collaborate(full, "anna", "write"); err != nil {
		t.Fatal(err)
	}
	for login, want := range map[string]string{"anna": "write", "nobody-here": "none", "../x": "none"} {
		if got, err := r.repo.Permission(context.Background(), login); err != nil || got != want && !(login == "nobody-here" && got == "read") {
			t.Errorf("%s: %s %v, want %s", login, got, err, want)
		}
	}
}
