package github

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// MaxAnswer is the largest answer that is read, in bytes: a recursive tree has at most 7 MB.
const MaxAnswer = 32 << 20

// Errors that callers tell apart.
var (
	ErrForeignHost = errors.New("the request left the configured GitHub host")
	ErrTooLarge    = errors.New("GitHub's answer is larger than the limit")
)

// Wait is what GitHub says when it wants to be left alone: a primary or secondary limit, with 403 or 429. A job snoozes; it does not sleep.
type Wait struct {
	For    time.Duration
	Reason string
}

func (w *Wait) Error() string { return fmt.Sprintf("GitHub asks to wait %s: %s", w.For, w.Reason) }

// hardened lies below ghinstallation, which puts the token on every request, redirects included: it lets nothing leave the configured host,
// bounds answers, and turns every kind of rate limit into a *Wait.
type hardened struct {
	base *url.URL
	next http.RoundTripper
	now  func() time.Time
}

func (h *hardened) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != h.base.Scheme || !strings.EqualFold(req.URL.Host, h.base.Host) {
		return nil, fmt.Errorf("%w: %s", ErrForeignHost, req.URL.Host)
	}
	resp, err := h.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if wait := h.limited(resp); wait != nil {
		resp.Body.Close()
		return nil, wait
	}
	resp.Body = &bounded{ReadCloser: resp.Body, left: MaxAnswer}
	return resp, nil
}

// limited recognises primary (remaining 0) and secondary limits. Without a hint it is a minute, as GitHub's documentation asks.
func (h *hardened) limited(resp *http.Response) *Wait {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return nil
	}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s >= 0 {
		return &Wait{For: time.Duration(max(s, 1)) * time.Second, Reason: "retry-after"}
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64)
		if err != nil {
			return &Wait{For: time.Minute, Reason: "the hourly limit is used up"}
		}
		return &Wait{For: max(time.Unix(reset, 0).Sub(h.now()), time.Second), Reason: "the hourly limit is used up"}
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return &Wait{For: time.Minute, Reason: "a secondary limit"}
	}
	return nil
}

// renewing notices that a token is worth nothing any more (the App was suspended, installed anew, its key changed): ghinstallation would go on
// with it for the rest of the hour.
type renewing struct {
	next   http.RoundTripper
	forget func()
}

func (r *renewing) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		r.forget()
	}
	return resp, err
}

// bounded fails a read past the limit instead of cutting the answer short.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

// ParseBase checks the API's base URL: https, or http on a loopback address; no user, query or fragment. It ends in a slash.
func ParseBase(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("parsing the GitHub URL: %w", err)
	}
	loopback := u.Hostname() == "127.0.0.1" || u.Hostname() == "::1" || u.Hostname() == "localhost"
	if u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback) {
		return nil, fmt.Errorf("the GitHub URL must be https (http for loopback only), without user and query: %s", u.Redacted())
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	return u, nil
}
