package contract_test

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/source"
)

// client is Pare's own way to GitHub, for the sample repository. It signs by the system's clock.
func (g *rig) client() *github.Repository {
	g.Helper()
	app, err := github.New(github.Config{AppID: 42, Key: pemOf(g.key), BaseURL: g.url + "/"})
	g.check(err)
	r, err := app.Repository(g.installation, "octo", "shop")
	g.check(err)
	return r
}

func pemOf(key *rsa.PrivateKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
}

func systemTokens(o *githubtest.Options) { o.TokenClock = time.Now }

// Pare reads the two trees and the difference of a pull request; no request of its client breaks GitHub's contract.
func TestClientReads(t *testing.T) {
	g := start(t, systemTokens)
	r := g.client()
	ctx := context.Background()
	pr, err := r.PullRequest(ctx, 1)
	g.check(err)
	ws, err := r.Workspace(ctx, pr)
	g.check(err)
	head, err := ws.Head.Read("template.yaml")
	g.check(err)
	base, err := ws.Base.Read("template.yaml")
	g.check(err)
	if d := cmp.Diff([]string{"src/app.py", "src/new.py", "template.yaml"}, ws.Head.Paths()); d != "" {
		t.Error(d)
	}
	if string(head) != string(twenty("changed")) || string(base) != string(twenty("")) {
		t.Errorf("head %q, base %q", head, base)
	}
	want := source.Hunks(base, head)
	if d := cmp.Diff(want, ws.Diff[1].Hunks); d != "" {
		t.Error(d)
	}
	if level, err := r.Permission(ctx, "octo"); err != nil || level != "admin" {
		t.Errorf("permission %q %v", level, err)
	}
}

// Pare writes a check run, a review and a summary, finds all of it again, and writes nothing once the head has moved.
func TestClientWrites(t *testing.T) {
	g := start(t, systemTokens)
	r, ctx, head := g.client(), context.Background(), g.head()
	to := github.Target{Number: 1, Head: head}
	for _, w := range []review.Write{
		{Check: &review.Check{Name: "pare", Head: head, Status: "in_progress"}},
		{Review: &review.Review{Head: head, Body: "One finding.", Comments: []review.Comment{{Path: "template.yaml", Line: 10, Fingerprint: "0123456789abcdef", Body: "Narrow it."}}}},
		{Summary: &review.Summary{Body: "Summary"}},
	} {
		_, err := r.Publish(ctx, to, w)
		g.check(err)
	}
	posted, err := r.Posted(ctx, 1, head, "pare")
	g.check(err)
	if posted.CheckID == 0 || posted.Summary == 0 || len(posted.Comments) != 1 {
		t.Fatalf("posted: %+v", posted)
	}
	_, err = r.Publish(ctx, to, review.Write{Resolve: &review.Resolve{Comment: posted.Comments[0].ID}})
	g.check(err)
	seen, err := g.hub.See(repo, 1)
	g.check(err)
	if !seen.Reviews[0].Comments[0].Resolved || seen.Checks[0].Status != "in_progress" || len(seen.Comments) != 1 {
		t.Errorf("seen: %+v", seen)
	}
	_, err = g.hub.Push(repo, "feature", "More", map[string][]byte{"a": []byte("a")})
	g.check(err)
	if _, err := r.Publish(ctx, to, review.Write{Summary: &review.Summary{Body: "late"}}); !errors.Is(err, github.ErrSuperseded) {
		t.Errorf("a late write: %v", err)
	}
}
