// Package github is the only room that talks to GitHub: tokens narrowed to one repository, the two trees of a pull request, what is posted
// already, and carrying the writes that review decided. It is go-github v60 over ghinstallation v2.10.0, hardened in transport.go.
package github

import (
	"context"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"
)

// Config of the App. Key is the private key in PEM.
type Config struct {
	AppID   int64
	Key     []byte
	BaseURL string            // of the API: "https://api.github.com/", "https://ghes.example/api/v3/"
	Next    http.RoundTripper // below the hardening; nil for http.DefaultTransport
	Now     func() time.Time  // nil for time.Now
	Cache   Cache             // blobs by SHA, nil for none
}

// Cache keeps the bytes of blobs, which never change, per installation: one tenant's bytes never answer another's question.
type Cache interface {
	Get(ctx context.Context, installation int64, key string) ([]byte, bool)
	Put(ctx context.Context, installation int64, key string, value []byte)
}

// App is Pare's registration at GitHub. It is safe for concurrent use.
type App struct {
	config Config
	base   *url.URL
	next   http.RoundTripper
	apps   *ghinstallation.AppsTransport
	seal   []byte // signs markers

	mu    sync.Mutex
	slug  string
	repos map[string]*Repository // by installation, owner and name: a token lives an hour
}

// New checks the configuration; it talks to nobody.
func New(c Config) (*App, error) {
	base, err := ParseBase(c.BaseURL)
	if err != nil {
		return nil, err
	}
	key, err := parseKey(c.Key)
	if err != nil {
		return nil, fmt.Errorf("reading the App's private key: %w", err)
	}
	if c.AppID <= 0 {
		return nil, errors.New("the App's id must be a positive number")
	}
	if c.Next == nil {
		c.Next = http.DefaultTransport
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	next := &hardened{base: base, next: c.Next, now: c.Now}
	apps := ghinstallation.NewAppsTransportFromPrivateKey(next, c.AppID, key)
	apps.BaseURL = trimSlash(base)
	seal := sha256.Sum256(append([]byte("pare marker\x00"), x509.MarshalPKCS1PrivateKey(key)...))
	return &App{config: c, base: base, next: next, apps: apps, seal: seal[:], repos: make(map[string]*Repository)}, nil
}

func parseKey(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("it is not PEM")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("it is no RSA key")
	}
	key, ok := any.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("it is no RSA key")
	}
	return key, nil
}

func trimSlash(u *url.URL) string {
	text := u.String()
	return text[:len(text)-1]
}

// client is go-github over a transport that authenticates. Redirects stay on the host (hardened) and at most three deep.
func (a *App) client(auth http.RoundTripper) *github.Client {
	c := github.NewClient(&http.Client{
		Transport: auth, Timeout: 60 * time.Second,
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > 3 {
				return errors.New("too many redirects")
			}
			return nil
		},
	})
	c.BaseURL, c.UserAgent = a.base, "pare"
	return c
}

// Slug is the App's own name, asked once: its comments are by SLUG[bot].
func (a *App) Slug(ctx context.Context) (string, error) {
	a.mu.Lock()
	slug := a.slug
	a.mu.Unlock()
	if slug != "" {
		return slug, nil
	}
	app, _, err := a.client(a.apps).Apps.Get(ctx, "")
	if err != nil {
		return "", fmt.Errorf("asking who the App is: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.slug = app.GetSlug()
	return a.slug, nil
}

// Repository opens one repository of an installation. Its token can do what Pare needs there, and nothing anywhere else.
func (a *App) Repository(installation int64, owner, repo string) (*Repository, error) {
	if err := checkRepository(owner, repo); err != nil {
		return nil, err
	}
	key := strconv.FormatInt(installation, 10) + "/" + owner + "/" + repo
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.repos[key]; r != nil {
		return r, nil
	}
	auth := ghinstallation.NewFromAppsTransport(a.apps, installation)
	auth.BaseURL = trimSlash(a.base)
	auth.Client = &http.Client{Transport: a.next, Timeout: 30 * time.Second}
	auth.InstallationTokenOptions = &github.InstallationTokenOptions{
		Repositories: []string{repo},
		Permissions: &github.InstallationPermissions{
			Metadata: github.String("read"), Contents: github.String("read"),
			PullRequests: github.String("write"), Checks: github.String("write"),
		},
	}
	if len(a.repos) >= maxOpen {
		clear(a.repos)
	}
	fresh := &renewing{next: auth, forget: func() { a.forget(key) }}
	r := &Repository{app: a, client: a.client(fresh), installation: installation, owner: owner, repo: repo}
	a.repos[key] = r
	return r, nil
}

// forget drops a repository and its token: the next job asks for a new one.
func (a *App) forget(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.repos, key)
}

// maxOpen is how many repositories keep their tokens in memory.
const maxOpen = 1000

// mac signs what a marker says, so that nobody else can write one.
func (a *App) mac(parts ...string) string {
	h := hmac.New(sha256.New, a.seal)
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}
