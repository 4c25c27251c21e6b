package githubtest

import (
	"net/http"
	"strconv"
	"time"
)

// Trouble is how the next requests go wrong. A Status of 0 lets the request do its work (then Slow or Cut may still spoil the answer).
type Trouble struct {
	Times      int           // how many requests; 0 means one
	Method     string        // only these; "" for any
	Status     int           // 500, 502, 503; 403 or 429 for a limit
	RetryAfter time.Duration // with 403 or 429: a secondary limit; 0 means the primary limit, remaining 0, reset in a minute
	Slow       time.Duration // waits before the answer
	Cut        bool          // drops the connection in the middle of the body
}

// Misbehave adds a trouble; they wear off in the order given.
func (h *Hub) Misbehave(t Trouble) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t.Times = max(t.Times, 1)
	h.troubles = append(h.troubles, t)
}

// trouble takes one turn of the first trouble that concerns a method.
func (h *Hub) trouble(method string) (Trouble, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, t := range h.troubles {
		if t.Method != "" && t.Method != method {
			continue
		}
		if h.troubles[i].Times--; h.troubles[i].Times == 0 {
			h.troubles = append(h.troubles[:i:i], h.troubles[i+1:]...)
		}
		return t, true
	}
	return Trouble{}, false
}

func (t Trouble) answer(now time.Time) answer {
	switch {
	case t.Status != http.StatusForbidden && t.Status != http.StatusTooManyRequests:
		return fail(t.Status, "Server Error")
	case t.RetryAfter > 0:
		return secondary(t.Status, t.RetryAfter, "You have exceeded a secondary rate limit.")
	}
	return primary(t.Status, now.Add(time.Minute))
}

// secondary is the answer to too much at once.
func secondary(status int, wait time.Duration, message string) answer {
	a := fail(status, message)
	a.set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	return a
}

// primary is the answer to an hour's budget used up.
func primary(status int, reset time.Time) answer {
	a := fail(status, "API rate limit exceeded for installation.")
	a.set("X-RateLimit-Remaining", "0")
	a.set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	return a
}
