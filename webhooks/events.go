package webhooks

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/parebot/pare/internal/job"
)

// Outcome is what is to be done about a delivery. Why says it in words, also where nothing is to be done.
type Outcome struct {
	Action       string
	Installation int64
	Jobs         []job.Job
	Why          string
}

// event is one row of the table. GitHub sends the unasked ones to every App: they cannot be subscribed to.
type event struct {
	name    string
	unasked bool
	decide  func(payload []byte, reason string) (jobs []job.Job, why string, err error)
}

// events is the table: its rows that must be asked for are the default_events of app.yml.
var events = []event{
	{"check_run", false, checkRun},
	{"check_suite", false, checkSuite},
	{"installation", true, installation},
	{"installation_repositories", true, installationRepositories},
	{"issue_comment", false, issueComment},
	{"merge_group", false, mergeGroup},
	{"ping", true, ping},
	{"pull_request", false, pullRequest},
}

var errNotObject = errors.New("the payload is not a JSON object")

// payload is what nearly every event has.
type payload struct {
	Action       string `json:"action"`
	Installation struct {
		ID int64 `json:"id"`
	} `json:"installation"`
	Repository repository `json:"repository"`
}

// Decide reads the few fields that matter of a verified payload. Events that nobody here knows are no error: they are kept with the reason.
func Decide(name string, text []byte) (Outcome, error) {
	if len(text) == 0 || text[0] != '{' {
		return Outcome{}, errNotObject
	}
	var p payload
	if err := json.Unmarshal(text, &p); err != nil {
		return Outcome{}, fmt.Errorf("reading the payload of %s: %w", name, err)
	}
	o := Outcome{Action: clip(p.Action), Installation: max(p.Installation.ID, 0)}
	for _, e := range events {
		if e.name == name {
			return e.outcome(o, text)
		}
	}
	o.Why = "Ignored: nothing here listens to " + name + "."
	return o, nil
}

func (e event) outcome(o Outcome, text []byte) (Outcome, error) {
	reason := e.name
	if o.Action != "" {
		reason += " " + o.Action
	}
	jobs, why, err := e.decide(text, reason)
	if err != nil {
		return Outcome{}, fmt.Errorf("reading the payload of %s: %w", e.name, err)
	}
	if len(jobs) > 0 && o.Installation == 0 {
		jobs, why = nil, "Ignored: the payload names no installation, so it is not the App's own webhook."
	}
	o.Jobs, o.Why = jobs, why
	return o, nil
}

// clip bounds what a log line and a column hold of a payload's word.
func clip(s string) string { return s[:min(len(s), 64)] }

func ping([]byte, string) ([]job.Job, string, error) { return nil, "Pong.", nil }
