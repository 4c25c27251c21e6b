// Package githubtest is GitHub on one machine: a stateful HTTP server that keeps GitHub's documented rules, for `pare demo` and for every test.
// It has repositories with real Git object names, pull requests, reviews, checks, comments, tokens that expire, rate limits and a delivery log;
// people act on it through methods of Hub, Apps through HTTP. What it answers is judged by package contract against GitHub's own description.
//
//go:generate go run ./gen
package githubtest

import (
	"crypto/rsa"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Options of a Hub. All but App.ID and App.Key may be left out.
type Options struct {
	Now     func() time.Time // the clock of tokens, limits and timestamps; nil for time.Now
	Pace    func() time.Time // the clock of limits, where it is to run faster than that of tokens; nil for Now
	App     App
	Webhook Webhook
	APIURL  string // how links in answers begin; "https://api.github.com" if empty
	WebURL  string // how links for people begin; "https://github.com" if empty
	// TokenClock judges JWTs and tokens where it is not nil: a client that signs by the system's clock can then live with a Now of the test's own.
	TokenClock func() time.Time
	// LongTokens gives installation tokens in the form of 2026, ghs_APPID_JWT, instead of 40 characters.
	LongTokens bool
	// TreeEntries is how many entries a recursive tree has before it is truncated; GitHub's 100,000 if 0.
	TreeEntries int
	// Modes are those of paths that are no plain files, in every repository: "100755" a program, "120000" a link whose bytes are its target,
	// "160000" a submodule.
	Modes map[string]string
	// Sleep waits where Trouble.Slow asks for it; nil for time.Sleep.
	Sleep func(time.Duration)
}

// App is the registration of the one App that this GitHub knows.
type App struct {
	ID          int64
	Slug        string            // "pare" if empty: it writes as pare[bot]
	Key         *rsa.PublicKey    // verifies its JWTs
	Permissions map[string]string // of every new installation; DefaultPermissions if nil
	Events      []string          // that it subscribes to; nil for all
}

// Webhook is where deliveries go, and the secret that signs them.
type Webhook struct {
	URL    string
	Secret string
	Client *http.Client // nil for one with GitHub's limit of ten seconds
}

// DefaultPermissions are those of a review App.
func DefaultPermissions() map[string]string {
	return map[string]string{
		"metadata": "read", "contents": "read", "pull_requests": "write", "checks": "write", "merge_queues": "read", "issues": "read",
	}
}

// Hub is one GitHub. It is safe for concurrent use.
type Hub struct {
	options Options
	routes  []route
	schema  *ast.Schema
	sending sync.WaitGroup

	mu            sync.Mutex
	ids           int64
	users         map[string]*user
	repos         []*repository
	installations []*installation
	tokens        map[string]*token
	paces         map[int64]*pace // by installation
	spent         map[int64]*window
	deliveries    []*delivery
	troubles      []Trouble
	log           []Entry
}

// New makes an empty GitHub: no account, no repository.
func New(o Options) *Hub {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Pace == nil {
		o.Pace = o.Now
	}
	if o.TokenClock == nil {
		o.TokenClock = o.Now
	}
	if o.Sleep == nil {
		o.Sleep = time.Sleep
	}
	if o.App.Slug == "" {
		o.App.Slug = "pare"
	}
	if o.App.Permissions == nil {
		o.App.Permissions = DefaultPermissions()
	}
	if o.APIURL == "" {
		o.APIURL = "https://api.github.com"
	}
	if o.WebURL == "" {
		o.WebURL = "https://github.com"
	}
	if o.TreeEntries == 0 {
		o.TreeEntries = maxTreeEntries
	}
	if o.Webhook.Client == nil {
		o.Webhook.Client = &http.Client{Timeout: deliveryLimit}
	}
	return &Hub{
		options: o, routes: routes(), schema: Schema(), users: make(map[string]*user), tokens: make(map[string]*token), spent: make(map[int64]*window), paces: make(map[int64]*pace),
	}
}

// ServeHTTP answers at the root as api.github.com does, and under /api/v3 and /api/graphql as GitHub Enterprise Server does.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	for prefix, to := range map[string]string{"/api/v3/": "/", "/api/graphql": "/graphql"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			path = to + rest
			break
		}
	}
	for _, route := range h.routes {
		if route.matches(r, path) {
			h.serve(w, r, route)
			return
		}
	}
	h.record(r.Method, r.URL.Path, http.StatusNotFound, nil)
	a := missing()
	a.prepare(r)
	a.send(w)
}

// SetWebhook says where deliveries go from now on: a server often learns its address later than the Hub is made.
func (h *Hub) SetWebhook(url, secret string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.options.Webhook.URL, h.options.Webhook.Secret = url, secret
}

// id counts everything that GitHub numbers across all repositories. The caller holds mu.
func (h *Hub) id() int64 {
	h.ids++
	return 1000 + h.ids
}

func (h *Hub) now() time.Time { return h.options.Now().UTC() }

// hour is the clock of limits.
func (h *Hub) hour() time.Time { return h.options.Pace().UTC() }

func (h *Hub) api(format string, args ...any) string {
	return h.options.APIURL + fmt.Sprintf(format, args...)
}

func (h *Hub) web(format string, args ...any) string {
	return h.options.WebURL + fmt.Sprintf(format, args...)
}
