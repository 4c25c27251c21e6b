package contract_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
)

// The sample of all tests: a repository whose pull request 1 changes one line of twenty and adds a file.
const repo = "octo/shop"

// rig is a GitHub behind the judge, with the App installed on octo, and a plain client that holds one of its tokens.
type rig struct {
	*testing.T
	hub          *githubtest.Hub
	now          time.Time
	tokens       func() time.Time
	key          *rsa.PrivateKey
	url          string
	installation int64
	token        string
	etag         string
	answerHead   http.Header
}

// appKey is one key for all tests: making one takes longer than most of them.
var appKey = sync.OnceValue(newKey)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

func start(t *testing.T, change ...func(*githubtest.Options)) *rig {
	t.Helper()
	key := appKey()
	g := &rig{T: t, key: key, now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	options := githubtest.Options{Now: func() time.Time { return g.now }, App: githubtest.App{ID: 42, Key: &key.PublicKey}}
	for _, c := range change {
		c(&options)
	}
	g.hub, g.tokens = githubtest.New(options), options.Now
	if options.TokenClock != nil {
		g.tokens = options.TokenClock
	}
	server := httptest.NewServer(contract.Judge(g.hub, func(problem string) { t.Errorf("contract: %s", problem) }))
	t.Cleanup(server.Close)
	g.url = server.URL
	g.installation = g.hub.Install("octo")
	g.sample()
	g.token = g.newToken(nil)
	g.hub.Forget()
	return g
}

func (g *rig) sample() {
	_, err := g.hub.Create(repo, map[string][]byte{"template.yaml": twenty(""), "src/app.py": []byte("import boto3\n")})
	g.check(err)
	_, err = g.hub.Push(repo, "feature", "Widen", map[string][]byte{
		"template.yaml": twenty("changed"), "src/app.py": []byte("import boto3\n"), "src/new.py": []byte("a = 1\nb = 2\n"),
	})
	g.check(err)
	_, err = g.hub.Open(repo, githubtest.Pull{Title: "Widen", Head: "feature"})
	g.check(err)
}

// twenty lines; what is given stands in the tenth.
func twenty(tenth string) []byte {
	var b bytes.Buffer
	for i := 1; i <= 20; i++ {
		if i == 10 {
			fmt.Fprintf(&b, "line 10 %s\n", tenth)
			continue
		}
		fmt.Fprintf(&b, "line %d\n", i)
	}
	return b.Bytes()
}

func (g *rig) check(err error) {
	g.Helper()
	if err != nil {
		g.Fatal(err)
	}
}

func (g *rig) head() string {
	g.Helper()
	seen, err := g.hub.See(repo, 1)
	g.check(err)
	return seen.Head
}

// jwt is an App's token with the lifetime given.
func (g *rig) jwt(life time.Duration) string {
	part := func(v any) string {
		text, err := json.Marshal(v)
		g.check(err)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	text := part(map[string]any{"alg": "RS256", "typ": "JWT"}) + "." +
		part(map[string]any{"iat": g.tokens().Add(-time.Minute).Unix(), "exp": g.tokens().Add(life).Unix(), "iss": "42"})
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, g.key, crypto.SHA256, sum[:])
	g.check(err)
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func (g *rig) newToken(ask any) string {
	g.Helper()
	var out struct{ Token string }
	status := g.as(g.jwt(9*time.Minute), "POST", fmt.Sprintf("/app/installations/%d/access_tokens", g.installation), ask, &out)
	if status != http.StatusCreated {
		g.Fatalf("asking for a token: %d", status)
	}
	return out.Token
}

// call asks with the rig's token and answers the status; into may be nil.
func (g *rig) call(method, path string, body, into any) int {
	g.Helper()
	return g.as(g.token, method, path, body, into)
}

func (g *rig) as(token, method, path string, body, into any) int {
	g.Helper()
	var in io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		g.check(err)
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, g.url+path, in)
	g.check(err)
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "application/vnd.github+json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if g.etag != "" {
		req.Header.Set("If-None-Match", g.etag)
	}
	resp, err := http.DefaultClient.Do(req)
	g.check(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	g.check(err)
	g.answerHead = resp.Header
	if into != nil && resp.StatusCode < 300 {
		g.check(json.Unmarshal(text, into))
	}
	return resp.StatusCode
}

// want fails where a status is another one.
func (g *rig) want(status int, method, path string, body, into any) {
	g.Helper()
	if got := g.call(method, path, body, into); got != status {
		g.Fatalf("%s %s: status %d, want %d", method, path, got, status)
	}
}

// object is a body.
type object = map[string]any

func at(path string) string { return "/repos/" + repo + path }
