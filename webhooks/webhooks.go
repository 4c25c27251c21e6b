// Package webhooks is the letter box: a delivery of GitHub comes in, its signature is verified, its jobs are decided, and it is handed to an
// Intake that stores both at once. It does nothing else, so that the answer is out in milliseconds and a crash loses nothing.
package webhooks

import (
	"context"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"

	"github.com/parebot/pare/internal/job"
)

// Path is where GitHub sends deliveries.
const Path = "/webhooks/github"

// Limits of the letter box.
const (
	MaxBody   = 25 << 20  // bytes: GitHub sends no payload over 25 MB
	MaxInHand = 256 << 20 // bytes of bodies that are read at the same time: anybody may knock
	retry     = 30        // seconds, told to whoever comes when the store is down
)

// Intake stores a delivery and its jobs in one transaction. fresh is false where the id is known already: then nothing was stored.
type Intake interface {
	Take(ctx context.Context, d job.Delivery) (fresh bool, err error)
}

// Options of a Handler.
type Options struct {
	Secrets [][]byte // the current one and those before it; at least one
	Intake  Intake
	Log     *slog.Logger // nil drops
}

// Handler serves POST /webhooks/github.
type Handler struct {
	secrets [][]byte
	intake  Intake
	log     *slog.Logger
	inHand  atomic.Int64
}

// ErrNoSecret is why a letter box is not opened: without a secret anybody could write to it.
var ErrNoSecret = errors.New("webhooks need a secret")

// New refuses to work without a secret.
func New(o Options) (*Handler, error) {
	if len(o.Secrets) == 0 {
		return nil, ErrNoSecret
	}
	for _, s := range o.Secrets {
		if len(s) == 0 {
			return nil, ErrNoSecret
		}
	}
	if o.Intake == nil {
		return nil, errors.New("webhooks need an intake")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Handler{secrets: o.Secrets, intake: o.Intake, log: o.Log}, nil
}

// refusal is an answer that is not 2xx, in words for whoever configures the App.
type refusal struct {
	status int
	words  string
}

var (
	notPost   = &refusal{http.StatusMethodNotAllowed, "Deliveries are sent with POST."}
	notJSON   = &refusal{http.StatusUnsupportedMediaType, "Set the webhook's content type to application/json."}
	noID      = &refusal{http.StatusBadRequest, "The X-GitHub-Delivery header is missing or not an id."}
	noEvent   = &refusal{http.StatusBadRequest, "The X-GitHub-Event header is missing or not an event."}
	tooLarge  = &refusal{http.StatusRequestEntityTooLarge, "The body is over 25 MB: GitHub sends no such delivery."}
	cutShort  = &refusal{http.StatusBadRequest, "The body ended early."}
	unsigned  = &refusal{http.StatusUnauthorized, "The X-Hub-Signature-256 header does not fit the body and the webhook's secret."}
	unread    = &refusal{http.StatusBadRequest, "The body is not the JSON of this event."}
	storeDown = &refusal{http.StatusServiceUnavailable, "The delivery could not be stored. Deliver it again."}
	crowded   = &refusal{http.StatusServiceUnavailable, "Too much is being delivered at once. Deliver it again."}
)

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d, fresh, no := h.take(w, r)
	if no != nil {
		h.log.Warn("delivery refused", "status", no.status, "why", no.words, "delivery", d.ID, "event", d.Event)
		answer(w, no.status, no.words)
		return
	}
	h.log.Info("delivery", "delivery", d.ID, "event", d.Event, "action", d.Action, "installation", d.Installation, "jobs", len(d.Jobs), "why", d.Why, "fresh", fresh)
	if !fresh {
		answer(w, http.StatusAccepted, "Known already.")
		return
	}
	answer(w, http.StatusAccepted, d.Why)
}

// take reads, verifies, decides and stores. Nothing of a body is looked at before its signature is.
func (h *Handler) take(w http.ResponseWriter, r *http.Request) (d job.Delivery, fresh bool, no *refusal) {
	if d, no = envelope(r); no != nil {
		return d, false, no
	}
	size := r.ContentLength
	if size < 0 {
		size = MaxBody
	}
	if size > MaxBody {
		return d, false, tooLarge
	}
	defer h.inHand.Add(-size)
	if h.inHand.Add(size) > MaxInHand {
		return d, false, crowded
	}
	if d.Body, no = body(w, r); no != nil {
		return d, false, no
	}
	if !signed(h.secrets, d.Body, r.Header.Get("X-Hub-Signature-256")) {
		return d, false, unsigned
	}
	o, err := Decide(d.Event, d.Body)
	if err != nil {
		return d, false, unread
	}
	d.Action, d.Installation, d.Why = o.Action, o.Installation, o.Why
	for _, j := range o.Jobs {
		j.Delivery, j.Installation = d.ID, o.Installation
		d.Jobs = append(d.Jobs, j)
	}
	if fresh, err = h.intake.Take(r.Context(), d); err != nil {
		h.log.Error("storing a delivery failed", "delivery", d.ID, "error", err)
		return d, false, storeDown
	}
	return d, fresh, nil
}

var (
	deliveryID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	eventName  = regexp.MustCompile(`^[a-z_]{1,64}$`)
)

// envelope checks all that can be checked before reading the body.
func envelope(r *http.Request) (job.Delivery, *refusal) {
	if r.Method != http.MethodPost {
		return job.Delivery{}, notPost
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return job.Delivery{}, notJSON
	}
	d := job.Delivery{ID: r.Header.Get("X-GitHub-Delivery"), Event: r.Header.Get("X-GitHub-Event")}
	if !deliveryID.MatchString(d.ID) {
		return job.Delivery{}, noID
	}
	if !eventName.MatchString(d.Event) {
		return job.Delivery{}, noEvent
	}
	return d, nil
}

func answer(w http.ResponseWriter, status int, words string) {
	head := w.Header()
	head.Set("Content-Type", "text/plain; charset=utf-8")
	head.Set("X-Content-Type-Options", "nosniff")
	switch status {
	case http.StatusServiceUnavailable:
		head.Set("Retry-After", strconv.Itoa(retry))
	case http.StatusMethodNotAllowed:
		head.Set("Allow", http.MethodPost)
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(words + "\n")) // GitHub may have hung up; the delivery is stored all the same
}
