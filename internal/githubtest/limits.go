package githubtest

import (
	"net/http"
	"strconv"
	"time"
)

// GitHub's limits: an installation's requests an hour, and how much content may be made.
const (
	requestsAnHour  = 5000
	contentAMinute  = 80
	contentAnHour   = 500
	contentExceeded = "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."
)

// window is an installation's hour. The App itself has its own, as installation 0.
type window struct {
	reset time.Time
	used  int
}

func (h *Hub) windowOf(t *token) *window {
	var id int64
	if t != nil {
		id = t.installation.id
	}
	w := h.spent[id]
	if w == nil || !h.hour().Before(w.reset) {
		w = &window{reset: h.hour().Add(time.Hour)}
		h.spent[id] = w
	}
	return w
}

// spend counts a request, and refuses it where the hour is used up.
func (h *Hub) spend(t *token) answer {
	w := h.windowOf(t)
	if w.used >= requestsAnHour {
		return primary(http.StatusForbidden, w.reset)
	}
	w.used++
	return answer{}
}

// limits writes the rate headers. An answer that the client has already costs nothing.
func (h *Hub) limits(c *call, a *answer) {
	w := h.windowOf(c.token)
	if a.status == http.StatusOK && a.prepare(c.r) == http.StatusNotModified {
		w.used = max(w.used-1, 0)
	}
	for name, value := range map[string]string{
		"X-RateLimit-Limit": strconv.Itoa(requestsAnHour), "X-RateLimit-Used": strconv.Itoa(w.used), "X-RateLimit-Resource": "core",
		"X-RateLimit-Remaining": strconv.Itoa(requestsAnHour - w.used), "X-RateLimit-Reset": strconv.FormatInt(w.reset.Unix(), 10),
	} {
		if a.header.Get(name) == "" {
			a.set(name, value)
		}
	}
}

// pace remembers when content was made, the oldest first.
type pace struct{ made []time.Time }

func (h *Hub) paceOf(installation int64) *pace {
	if h.paces[installation] == nil {
		h.paces[installation] = &pace{}
	}
	return h.paces[installation]
}

// create counts one piece of content, or refuses it with the time to wait.
func (p *pace) create(now time.Time) answer {
	for len(p.made) > 0 && !now.Before(p.made[0].Add(time.Hour)) {
		p.made = p.made[1:]
	}
	for _, limit := range []struct {
		most int
		span time.Duration
	}{{contentAMinute, time.Minute}, {contentAnHour, time.Hour}} {
		if len(p.made) < limit.most {
			continue
		}
		if free := p.made[len(p.made)-limit.most].Add(limit.span); now.Before(free) {
			return secondary(http.StatusForbidden, free.Sub(now), contentExceeded)
		}
	}
	p.made = append(p.made, now)
	return answer{}
}
