package githubtest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// What GitHub does with deliveries.
const (
	deliveryLimit = 10 * time.Second   // the receiver's time to answer
	deliveryKept  = 3 * 24 * time.Hour // in the log, and for redelivery
	maxPayload    = 25 << 20           // bytes; a larger one is never sent
	maxReply      = 1 << 20            // of the receiver's answer that is kept
	noConnection  = "failed to connect to host"
)

// ErrUnsent means that GitHub sends no such delivery: the App does not subscribe to the event, or may not see it.
var ErrUnsent = errors.New("GitHub does not send this to the App")

// delivery is one attempt; redeliveries are rows of their own under the same GUID.
type delivery struct {
	id                      int64
	guid, event, action     string
	at                      time.Time
	redelivery              bool
	took                    time.Duration
	status                  string
	code                    int
	installation, repo      int64
	payload                 []byte
	requestHead, answerHead http.Header
	answer                  string
}

// Delivered tells what became of a delivery.
type Delivered struct {
	ID   int64
	GUID string
	Code int // the receiver's status; 502 where it could not be reached
}

// Deliver signs a payload and sends it to the webhook, once, as GitHub does; the attempt is in the delivery log whatever became of it.
func (h *Hub) Deliver(event string, payload []byte) (Delivered, error) {
	if err := h.sends(event, payload); err != nil {
		return Delivered{}, fmt.Errorf("delivering %s: %w", event, err)
	}
	h.mu.Lock()
	d := &delivery{id: h.id(), guid: h.guid(), event: event, payload: payload, at: h.now()}
	h.mu.Unlock()
	return h.send(d), nil
}

// Redeliver sends a delivery once more under its GUID.
func (h *Hub) Redeliver(id int64) (Delivered, error) {
	h.mu.Lock()
	d := h.again(id)
	h.mu.Unlock()
	if d == nil {
		return Delivered{}, fmt.Errorf("redelivering %d: %w", id, ErrMissing)
	}
	return h.send(d), nil
}

// Settle waits for the deliveries that are under way in the background.
func (h *Hub) Settle() { h.sending.Wait() }

func (h *Hub) deliverSoon(event string, payload []byte) {
	h.sending.Go(func() { _, _ = h.Deliver(event, payload) })
}

// sends tells whether the App gets an event at all. Some events come with a permission, some need no subscription.
func (h *Hub) sends(event string, payload []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	always := slices.Contains([]string{"ping", "installation", "installation_repositories"}, event)
	if len(payload) > maxPayload || !always && h.options.App.Events != nil && !slices.Contains(h.options.App.Events, event) {
		return ErrUnsent
	}
	needs := map[string]string{"merge_group": "merge_queues", "pull_request": "pull_requests", "issue_comment": "issues", "check_run": "checks", "check_suite": "checks"}
	in := h.installationOf(about(payload).Installation.ID)
	if need := needs[event]; need != "" && (in == nil || in.suspended || in.permissions[need] == "") {
		return ErrUnsent
	}
	return nil
}

// subject is what the log tells of a payload.
type subject struct {
	Action       string
	Installation struct{ ID int64 }
	Repository   struct{ ID int64 }
}

func about(payload []byte) (s subject) {
	_ = json.Unmarshal(payload, &s) // a payload that says nothing is about nothing
	return s
}

// guid counts, so that two runs of one test have the same ones.
func (h *Hub) guid() string {
	sum := sha256.Sum256([]byte("delivery" + strconv.FormatInt(h.id(), 10)))
	x := hex.EncodeToString(sum[:])
	return x[:8] + "-" + x[8:12] + "-11f1-" + x[12:16] + "-" + x[16:28]
}

// send makes the request outside the lock: the receiver asks back while it answers.
func (h *Hub) send(d *delivery) Delivered {
	h.mu.Lock()
	hook := h.options.Webhook
	h.mu.Unlock()
	s := about(d.payload)
	d.action, d.installation, d.repo = s.Action, s.Installation.ID, s.Repository.ID
	d.code, d.status = http.StatusBadGateway, noConnection
	began := h.now()
	req, err := http.NewRequest(http.MethodPost, hook.URL, bytes.NewReader(d.payload))
	if err == nil {
		d.requestHead = headers(d, hook.Secret, h.options.App.ID)
		req.Header = d.requestHead
		d.receive(hook.Client.Do(req))
	}
	d.took = h.now().Sub(began)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deliveries = append(h.deliveries, d)
	return Delivered{ID: d.id, GUID: d.guid, Code: d.code}
}

// receive notes the receiver's answer.
func (d *delivery) receive(resp *http.Response, err error) {
	if err != nil {
		var slow interface{ Timeout() bool }
		if errors.As(err, &slow) && slow.Timeout() {
			d.code, d.status = http.StatusGatewayTimeout, "timed out"
		}
		return
	}
	defer resp.Body.Close()
	reply, _ := io.ReadAll(io.LimitReader(resp.Body, maxReply)) // half an answer is an answer
	d.code, d.answer, d.answerHead = resp.StatusCode, string(reply), resp.Header
	if d.status = http.StatusText(resp.StatusCode); resp.StatusCode < 400 {
		d.status = "OK"
	}
}

func headers(d *delivery, secret string, app int64) http.Header {
	head := http.Header{}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/0000000", "Accept": "*/*", "X-GitHub-Event": d.event, "X-GitHub-Delivery": d.guid,
		"X-GitHub-Hook-ID": "1", "X-GitHub-Hook-Installation-Target-Type": "integration", "X-GitHub-Hook-Installation-Target-ID": strconv.FormatInt(app, 10),
	} {
		head.Set(name, value)
	}
	if secret != "" {
		head.Set("X-Hub-Signature-256", Sign(secret, d.payload))
	}
	return head
}

// Sign is the value of X-Hub-Signature-256.
func Sign(secret string, payload []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(payload)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// again prepares a redelivery, nil where the delivery is unknown or too old. The caller holds mu.
func (h *Hub) again(id int64) *delivery {
	for _, d := range h.kept() {
		if d.id == id {
			return &delivery{id: h.id(), guid: d.guid, event: d.event, payload: d.payload, at: h.now(), redelivery: true}
		}
	}
	return nil
}

// kept lists the deliveries that the log still has, the newest first.
func (h *Hub) kept() (list []*delivery) {
	for _, d := range slices.Backward(h.deliveries) {
		if h.now().Sub(d.at) < deliveryKept {
			list = append(list, d)
		}
	}
	return list
}
