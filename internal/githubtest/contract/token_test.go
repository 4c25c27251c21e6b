package contract_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
)

// The App proves itself by a JWT of at most ten minutes, signed with its key, on its own clock.
func TestJWT(t *testing.T) {
	g := start(t)
	other := *g
	other.key = newKey()
	for _, c := range []struct {
		name, token string
		status      int
	}{
		{"good", g.jwt(10 * time.Minute), 200},
		{"too long", g.jwt(11 * time.Minute), 401},
		{"over", g.jwt(0), 401},
		{"of another key", other.jwt(time.Minute), 401},
		{"an installation token", g.token, 401},
		{"nothing", "", 401},
		{"no JWT", "a.b.c", 401},
	} {
		if got := g.as(c.token, "GET", "/app", nil, nil); got != c.status {
			t.Errorf("%s: %d, want %d", c.name, got, c.status)
		}
	}
	if got := g.as(g.jwt(time.Minute), "GET", at(""), nil, nil); got != 401 {
		t.Errorf("the App itself may not read repositories: %d", got)
	}
}

// A token dies after an hour, with its installation, and with its suspension; both forms of tokens are as GitHub writes them.
func TestTokenLife(t *testing.T) {
	for form, long := range map[string]bool{`^ghs_[A-Za-z0-9]{36}$`: false, `^ghs_42_[A-Za-z0-9._-]{480,}$`: true} {
		g := start(t, func(o *githubtest.Options) { o.LongTokens = long })
		if !regexp.MustCompile(form).MatchString(g.token) {
			t.Errorf("token %s is not %s", g.token, form)
		}
		g.now = g.now.Add(59 * time.Minute)
		g.want(200, "GET", at(""), nil, nil)
		g.now = g.now.Add(time.Minute)
		g.want(401, "GET", at(""), nil, nil)
		g.token = g.newToken(nil)
		g.hub.Suspend(g.installation, true)
		g.want(403, "GET", at(""), nil, nil)
		g.hub.Suspend(g.installation, false)
		g.want(200, "GET", at(""), nil, nil)
		g.hub.Uninstall(g.installation)
		g.want(401, "GET", at(""), nil, nil)
	}
}

// A token may be narrowed to repositories and permissions, never widened.
func TestTokenNarrowed(t *testing.T) {
	g := start(t)
	_, err := g.hub.Create("octo/other", nil)
	g.check(err)
	g.token = g.newToken(object{"repositories": []string{"shop"}, "permissions": object{"contents": "read", "metadata": "read"}})
	g.want(200, "GET", at("/branches/main"), nil, nil)
	g.want(404, "GET", "/repos/octo/other", nil, nil)
	g.want(403, "GET", at("/pulls/1"), nil, nil)
	g.want(403, "POST", at("/check-runs"), object{"name": "pare", "head_sha": g.head()}, nil)
	var list struct {
		Total int `json:"total_count"`
	}
	g.want(200, "GET", "/installation/repositories", nil, &list)
	if list.Total != 1 {
		t.Errorf("%d repositories", list.Total)
	}
	ask := fmt.Sprintf("/app/installations/%d/access_tokens", g.installation)
	for _, body := range []object{{"permissions": object{"contents": "write"}}, {"permissions": object{"members": "read"}}, {"repositories": []string{"none"}}} {
		if got := g.as(g.jwt(time.Minute), "POST", ask, body, nil); got != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", body, got)
		}
	}
	if got := g.as(g.jwt(time.Minute), "POST", "/app/installations/1/access_tokens", nil, nil); got != 404 {
		t.Errorf("no such installation: %d", got)
	}
}

// Comments may be made 80 in a minute and 500 in an hour; the refusal says how long to wait.
func TestContentLimits(t *testing.T) {
	g := start(t)
	post := func() int { return g.call("POST", at("/issues/1/comments"), object{"body": "x"}, nil) }
	for i := range 500 {
		if status := post(); status != 201 {
			t.Fatalf("comment %d: %d", i+1, status)
		}
		if i%80 != 79 {
			continue
		}
		if status := post(); status != 403 || g.answerHead.Get("Retry-After") != "60" {
			t.Fatalf("after %d in a minute: %d, Retry-After %q", i+1, status, g.answerHead.Get("Retry-After"))
		}
		g.now = g.now.Add(time.Minute)
	}
	g.now = g.now.Add(time.Minute)
	if status := post(); status != 403 || g.answerHead.Get("Retry-After") != "3180" {
		t.Errorf("after 500 in an hour: %d, Retry-After %q", status, g.answerHead.Get("Retry-After"))
	}
	g.now = g.now.Add(53 * time.Minute)
	g.token = g.newToken(nil)
	if status := post(); status != 201 {
		t.Errorf("after an hour: %d", status)
	}
}

// An installation has 5,000 requests an hour; then 403 with remaining 0 until the reset.
func TestRequestLimit(t *testing.T) {
	g := start(t)
	for range 4999 {
		if status := g.call("GET", at("/git/ref/heads/main"), nil, nil); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
	g.want(200, "GET", at("/git/ref/heads/main"), nil, nil)
	if left := g.answerHead.Get("X-RateLimit-Remaining"); left != "0" {
		t.Errorf("%s left", left)
	}
	g.want(403, "GET", at("/git/ref/heads/main"), nil, nil)
	if g.answerHead.Get("Retry-After") != "" || g.answerHead.Get("X-RateLimit-Reset") != fmt.Sprint(g.now.Add(time.Hour).Unix()) {
		t.Errorf("headers: %v", g.answerHead)
	}
	g.now = g.now.Add(time.Hour)
	g.token = g.newToken(nil)
	g.want(200, "GET", at("/git/ref/heads/main"), nil, nil)
}

// GitHub can be told to misbehave: for so many requests, of one method, in each of the ways in which it does.
func TestTrouble(t *testing.T) {
	var slept time.Duration
	g := start(t, func(o *githubtest.Options) { o.Sleep = func(d time.Duration) { slept += d } })
	g.hub.Misbehave(githubtest.Trouble{Times: 2, Status: 502})
	g.hub.Misbehave(githubtest.Trouble{Status: 429, RetryAfter: 7 * time.Second})
	g.hub.Misbehave(githubtest.Trouble{Status: 429})
	g.hub.Misbehave(githubtest.Trouble{Method: "POST", Status: 503})
	g.hub.Misbehave(githubtest.Trouble{Slow: time.Second})
	for _, want := range []struct {
		status           int
		retry, remaining string
	}{{502, "", ""}, {502, "", ""}, {429, "7", ""}, {429, "", "0"}, {200, "", ""}, {200, "", ""}} {
		g.want(want.status, "GET", at(""), nil, nil)
		if got := g.answerHead.Get("Retry-After"); got != want.retry {
			t.Errorf("%d: Retry-After %q", want.status, got)
		}
		if got := g.answerHead.Get("X-RateLimit-Remaining"); want.remaining != "" && got != want.remaining {
			t.Errorf("%d: %s left", want.status, got)
		}
	}
	g.want(503, "POST", at("/issues/1/comments"), object{"body": "x"}, nil)
	if len(g.hub.Writes()) != 0 || slept != time.Second {
		t.Errorf("writes %q, slept %s", g.hub.Writes(), slept)
	}
	g.hub.Misbehave(githubtest.Trouble{Cut: true})
	if resp, err := http.Get(g.url + at("")); err == nil {
		resp.Body.Close()
		if n, err := resp.Body.Read(make([]byte, 1<<20)); err == nil && n == int(resp.ContentLength) {
			t.Error("the body was not cut off")
		}
	}
}
