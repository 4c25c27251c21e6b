package contract_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
)

// mailbox is a receiver of webhooks.
type mailbox struct {
	mu     sync.Mutex
	status int
	heads  []http.Header
	bodies [][]byte
}

func (m *mailbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	m.heads, m.bodies = append(m.heads, r.Header), append(m.bodies, body)
	w.WriteHeader(m.status)
}

func (g *rig) mailbox(status int) *mailbox {
	m := &mailbox{status: status}
	server := httptest.NewServer(m)
	g.Cleanup(server.Close)
	g.hub.SetWebhook(server.URL, "secret")
	return m
}

// The signature is HMAC-SHA256 of the body, as in the example of GitHub's documentation.
func TestSign(t *testing.T) {
	want := "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
	if got := githubtest.Sign("It's a Secret to Everybody", []byte("Hello, World!")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A delivery that failed is in the log with its payload, and comes again under the same GUID when the App asks. After three days it is forgotten.
func TestDeliveryLog(t *testing.T) {
	g := start(t)
	m := g.mailbox(503)
	payload, err := g.hub.PullRequestEvent(repo, 1, "opened")
	g.check(err)
	sent, err := g.hub.Deliver("pull_request", payload)
	g.check(err)
	mac := hmac.New(sha256.New, []byte("secret"))
	mac.Write(m.bodies[0])
	if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); sent.Code != 503 || m.heads[0].Get("X-Hub-Signature-256") != want || m.heads[0].Get("X-GitHub-Event") != "pull_request" {
		t.Errorf("delivery %+v with %v", sent, m.heads[0])
	}
	app := g.jwt(9 * time.Minute)
	m.status = 202
	if status := g.as(app, "POST", fmt.Sprintf("/app/hook/deliveries/%d/attempts", sent.ID), nil, nil); status != 202 {
		t.Errorf("asking again: %d", status)
	}
	g.hub.Settle()
	if len(m.heads) != 2 || m.heads[1].Get("X-GitHub-Delivery") != sent.GUID {
		t.Errorf("redelivered as %v", m.heads)
	}
	rows := func(query string) (list []struct {
		ID         int64
		Redelivery bool
	}) {
		g.as(g.jwt(9*time.Minute), "GET", "/app/hook/deliveries"+query, nil, &list)
		return list
	}
	if all, failed := rows(""), rows("?status=failure"); len(all) != 2 || !all[0].Redelivery || len(failed) != 1 || failed[0].ID != sent.ID {
		t.Errorf("log %+v, failed %+v", all, failed)
	}
	if first := rows("?per_page=1"); len(first) != 1 || len(rows(fmt.Sprintf("?per_page=1&cursor=%d", first[0].ID))) != 1 || !strings.Contains(g.answerHead.Get("Link"), "") {
		t.Errorf("the cursor of %+v leads nowhere", first)
	}
	var one struct {
		Request struct{ Payload struct{ Number int } }
	}
	if g.as(app, "GET", fmt.Sprintf("/app/hook/deliveries/%d", sent.ID), nil, &one); one.Request.Payload.Number != 1 {
		t.Errorf("payload: %+v", one)
	}
	g.now = g.now.Add(72 * time.Hour)
	if left := rows(""); len(left) != 0 {
		t.Errorf("after three days: %+v", left)
	}
}

// A receiver that is not there, and one that is too slow.
func TestDeliveryFails(t *testing.T) {
	g := start(t, func(o *githubtest.Options) { o.Webhook.Client = &http.Client{Timeout: 50 * time.Millisecond} })
	server := httptest.NewServer(nil)
	server.Close()
	g.hub.SetWebhook(server.URL, "secret")
	if sent, err := g.hub.Deliver("ping", g.hub.PingEvent()); err != nil || sent.Code != 502 {
		t.Errorf("nobody there: %+v %v", sent, err)
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that the sender has gone
		<-r.Context().Done()
	}))
	t.Cleanup(slow.Close)
	g.hub.SetWebhook(slow.URL, "secret")
	if sent, err := g.hub.Deliver("ping", g.hub.PingEvent()); err != nil || sent.Code != 504 {
		t.Errorf("too slow: %+v %v", sent, err)
	}
}

// Events that the App does not subscribe to, or has no permission for, are not sent: merge_group wants merge_queues.
func TestUnsent(t *testing.T) {
	g := start(t, func(o *githubtest.Options) { o.App.Events = []string{"pull_request", "merge_group"} })
	g.mailbox(202)
	_, group, err := g.hub.MergeGroup(repo, 1)
	g.check(err)
	if _, err := g.hub.Deliver("merge_group", group); err != nil {
		t.Errorf("with the permission: %v", err)
	}
	g.hub.Grant(g.installation, "merge_queues", "")
	for event, payload := range map[string][]byte{"merge_group": group, "issue_comment": []byte("{}")} {
		if _, err := g.hub.Deliver(event, payload); !errors.Is(err, githubtest.ErrUnsent) {
			t.Errorf("%s: %v", event, err)
		}
	}
}

// Every payload names its repository and installation, and what Pare looks at.
func TestPayloads(t *testing.T) {
	g := start(t)
	comment, err := g.hub.Comment(repo, 1, "ann", "/pare help")
	g.check(err)
	var run struct{ ID int64 }
	g.want(201, "POST", at("/check-runs"), object{
		"name": "pare", "head_sha": g.head(), "actions": []object{{"label": "Regenerate", "description": "Look again", "identifier": "regenerate"}},
	}, &run)
	g.check(g.hub.Branch(repo, "release", "main"))
	g.check(g.hub.ChangeBase(repo, 1, "release"))
	must := func(payload []byte, err error) []byte {
		g.check(err)
		return payload
	}
	_, group, err := g.hub.MergeGroup(repo, 1)
	for _, c := range []struct {
		payload []byte
		path    string
		want    any
	}{
		{must(g.hub.PullRequestEvent(repo, 1, "synchronize")), "after", g.head()},
		{must(g.hub.PullRequestEvent(repo, 1, "synchronize")), "pull_request.base.ref", "release"},
		{must(g.hub.BaseChangedEvent(repo, 1, "main")), "changes.base.ref.from", "main"},
		{must(g.hub.CommentEvent(repo, comment)), "issue.pull_request.url", "https://api.github.com/repos/octo/shop/pulls/1"},
		{must(g.hub.CommentEvent(repo, comment)), "comment.user.login", "ann"},
		{must(g.hub.CommentEvent(repo, comment)), "installation.id", float64(g.installation)},
		{must(g.hub.CheckRunEvent(repo, run.ID, "requested_action", "regenerate")), "requested_action.identifier", "regenerate"},
		{must(g.hub.CheckRunEvent(repo, run.ID, "rerequested", "")), "check_run.check_suite.head_branch", "feature"},
		{must(g.hub.CheckSuiteEvent(repo, g.head())), "check_suite.head_sha", g.head()},
		{must(group, err), "merge_group.base_ref", "refs/heads/release"},
		{must(g.hub.InstallationEvent(g.installation, "created")), "installation.account.login", "octo"},
		{must(g.hub.RepositoriesEvent(g.installation, "added", repo)), "repository_selection", "selected"},
		{g.hub.PingEvent(), "hook.type", "App"},
	} {
		if got := walk(t, c.payload, c.path); got != c.want {
			t.Errorf("%s: %v, want %v", c.path, got, c.want)
		}
	}
	if _, err := g.hub.CheckRunEvent(repo, run.ID, "requested_action", "none"); !errors.Is(err, githubtest.ErrMissing) {
		t.Errorf("a button that is not there: %v", err)
	}
}

func walk(t *testing.T, payload []byte, path string) any {
	var v any
	if err := json.Unmarshal(payload, &v); err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(path, ".") {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// The button "Re-run all checks" makes GitHub send check_suite rerequested.
func TestRerequest(t *testing.T) {
	g := start(t)
	m := g.mailbox(202)
	var run struct {
		Suite struct{ ID int64 } `json:"check_suite"`
	}
	g.want(201, "POST", at("/check-runs"), object{"name": "pare", "head_sha": g.head()}, &run)
	g.want(201, "POST", at(fmt.Sprintf("/check-suites/%d/rerequest", run.Suite.ID)), nil, nil)
	g.hub.Settle()
	if len(m.heads) != 1 || m.heads[0].Get("X-GitHub-Event") != "check_suite" {
		t.Errorf("deliveries: %v", m.heads)
	}
}

// A pull request from a fork lives in the upstream repository; checks of its head name no pull request.
func TestFork(t *testing.T) {
	g := start(t)
	fork, err := g.hub.Fork(repo, "ann")
	g.check(err)
	head, err := g.hub.Push(fork, "patch", "From outside", map[string][]byte{"template.yaml": twenty("fork"), "src/app.py": []byte("import boto3\n")})
	g.check(err)
	number, err := g.hub.Open(repo, githubtest.Pull{Title: "Outside", HeadRepository: fork, Head: "patch"})
	g.check(err)
	var pull struct {
		Head struct{ Label string }
		User struct{ Login string }
	}
	g.want(200, "GET", at(fmt.Sprintf("/pulls/%d", number)), nil, &pull)
	if pull.Head.Label != "ann:patch" || pull.User.Login != "ann" {
		t.Errorf("pull request: %+v", pull)
	}
	g.want(200, "GET", at("/compare/main...ann:patch"), nil, nil)
	g.want(200, "GET", at("/git/trees/"+head), nil, nil)
	g.want(404, "GET", "/repos/"+fork, nil, nil)
	var run struct {
		Pulls []object `json:"pull_requests"`
	}
	g.want(201, "POST", at("/check-runs"), object{"name": "pare", "head_sha": head}, &run)
	if len(run.Pulls) != 0 {
		t.Errorf("pull requests: %v", run.Pulls)
	}
}

// Life of a pull request as its page and its API tell it; a force push leaves the old commit behind.
func TestPullRequestLife(t *testing.T) {
	g := start(t)
	old := g.head()
	state := func() string {
		var p struct {
			State   string
			Draft   bool
			Commits int
		}
		g.want(200, "GET", at("/pulls/1"), nil, &p)
		return fmt.Sprint(p.State, " ", p.Draft, " ", p.Commits)
	}
	for _, step := range []struct {
		act  func() error
		want string
	}{
		{func() error { return g.hub.SetDraft(repo, 1, true) }, "open true 1"},
		{func() error { return g.hub.SetDraft(repo, 1, false) }, "open false 1"},
		{func() error {
			_, err := g.hub.Push(repo, "feature", "More", map[string][]byte{"a": []byte("a")})
			return err
		}, "open false 2"},
		{func() error {
			_, err := g.hub.ForcePush(repo, "feature", "Less", map[string][]byte{"a": []byte("b")})
			return err
		}, "open false 2"},
		{func() error { return g.hub.SetClosed(repo, 1, true) }, "closed false 2"},
		{func() error { return g.hub.SetClosed(repo, 1, false) }, "open false 2"},
	} {
		g.check(step.act())
		if got := state(); got != step.want {
			t.Errorf("%s, want %s", got, step.want)
		}
	}
	if _, err := g.hub.ForcePush(repo, "feature", "Other", map[string][]byte{"a": []byte("c")}); err != nil || g.head() == old {
		t.Errorf("force push: %v", err)
	}
	if err := g.hub.ChangeBase(repo, 1, "none"); !errors.Is(err, githubtest.ErrRefused) {
		t.Errorf("a base that is not there: %v", err)
	}
}
