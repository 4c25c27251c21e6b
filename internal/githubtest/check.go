package githubtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"
)

// GitHub's limits of a check run.
const (
	maxAnnotations = 50 // in one request
	maxActions     = 3
	maxOutput      = 65_535 // characters of summary and of text
	maxLabel       = 20     // characters; also of an identifier
	maxDescription = 40
)

// suite gathers an App's check runs of one commit.
type suite struct {
	id   int64
	head string
}

// check is one check run.
type check struct {
	id                 int64
	repo               *repository
	suite              *suite
	name, head         string
	external, details  string
	status, conclusion string
	started, completed time.Time
	output             checkOutput
	actions            []checkAction
}

type checkOutput struct {
	Title       *string      `json:"title"`
	Summary     *string      `json:"summary"`
	Text        *string      `json:"text"`
	Annotations []annotation `json:"annotations"`
}

type annotation struct {
	Path        string `json:"path"`
	StartLine   *int   `json:"start_line"`
	EndLine     *int   `json:"end_line"`
	StartColumn *int   `json:"start_column"`
	EndColumn   *int   `json:"end_column"`
	Level       string `json:"annotation_level"`
	Message     string `json:"message"`
	Title       string `json:"title"`
	RawDetails  string `json:"raw_details"`
}

type checkAction struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Identifier  string `json:"identifier"`
}

// checkAsk is the body of both requests: what is nil stays as it is.
type checkAsk struct {
	Name        *string       `json:"name"`
	HeadSHA     string        `json:"head_sha"`
	DetailsURL  *string       `json:"details_url"`
	ExternalID  *string       `json:"external_id"`
	Status      *string       `json:"status"`
	Conclusion  *string       `json:"conclusion"`
	StartedAt   *time.Time    `json:"started_at"`
	CompletedAt *time.Time    `json:"completed_at"`
	Output      *checkOutput  `json:"output"`
	Actions     []checkAction `json:"actions"`
}

func createCheck(c *call) answer {
	var ask checkAsk
	if err := json.Unmarshal(c.body, &ask); err != nil {
		return fail(http.StatusBadRequest, "Problems parsing JSON")
	}
	if ask.Name == nil || *ask.Name == "" || c.repo.store.commits[ask.HeadSHA] == nil {
		return unprocessable("Invalid request. \"name\" and the \"head_sha\" of a commit are required.")
	}
	if ask.Output != nil && ask.Output.Title == nil {
		return unprocessable(`Invalid request. "title" wasn't supplied.`)
	}
	if refusal := ask.refusal(); refusal != "" {
		return unprocessable("Invalid request. " + refusal)
	}
	run := &check{id: c.hub.id(), repo: c.repo, suite: c.hub.suite(c.repo, ask.HeadSHA), head: ask.HeadSHA, status: "queued", started: c.hub.now()}
	run.take(ask, c.hub.now())
	c.repo.checks = append(c.repo.checks, run)
	return created(c.hub.checkJSON(run))
}

func updateCheck(c *call) answer {
	run := c.repo.check(c.number("check_run_id"))
	if run == nil {
		return missing()
	}
	var ask checkAsk
	if err := json.Unmarshal(c.body, &ask); err != nil {
		return fail(http.StatusBadRequest, "Problems parsing JSON")
	}
	if refusal := ask.refusal(); refusal != "" {
		return unprocessable("Invalid request. " + refusal)
	}
	run.take(ask, c.hub.now())
	return ok(c.hub.checkJSON(run))
}

func (r *repository) check(id int64) *check {
	i := slices.IndexFunc(r.checks, func(c *check) bool { return c.id == id })
	if i < 0 {
		return nil
	}
	return r.checks[i]
}

// suite finds the App's suite of a commit, or makes it.
func (h *Hub) suite(r *repository, head string) *suite {
	for _, s := range r.suites {
		if s.head == head {
			return s
		}
	}
	s := &suite{id: h.id(), head: head}
	r.suites = append(r.suites, s)
	return s
}

// refusal says what GitHub does not accept, "" for nothing.
func (a checkAsk) refusal() string {
	status, conclusion := deref(a.Status), deref(a.Conclusion)
	switch {
	case a.Status != nil && !slices.Contains([]string{"queued", "in_progress", "completed"}, status):
		return status + " is not a status."
	case status == "completed" && conclusion == "":
		return `"conclusion" is required when "status" is "completed".`
	case a.Conclusion != nil && !slices.Contains([]string{"action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"}, conclusion):
		return conclusion + " is not a conclusion that an App can give."
	case len(a.Actions) > maxActions:
		return "Only 3 actions are allowed."
	}
	for _, action := range a.Actions {
		if long(action.Label, maxLabel) || long(action.Identifier, maxLabel) || long(action.Description, maxDescription) || action.Label == "" || action.Identifier == "" {
			return "An action's label or identifier has at most 20 characters, its description 40."
		}
	}
	if a.Output != nil {
		return a.Output.refusal()
	}
	return ""
}

func (o checkOutput) refusal() string {
	switch {
	case o.Summary == nil:
		return `"summary" wasn't supplied.`
	case long(*o.Summary, maxOutput) || long(deref(o.Text), maxOutput):
		return "Only 65535 characters are allowed."
	case len(o.Annotations) > maxAnnotations:
		return "Only 50 annotations are allowed in a request."
	}
	for _, n := range o.Annotations {
		switch {
		case n.Path == "" || n.Message == "" || n.StartLine == nil || n.EndLine == nil || *n.EndLine < *n.StartLine:
			return "An annotation needs a path, a message and lines in order."
		case !slices.Contains([]string{"notice", "warning", "failure"}, n.Level):
			return n.Level + " is not an annotation level."
		case (n.StartColumn != nil || n.EndColumn != nil) && *n.StartLine != *n.EndLine:
			return "Columns are for annotations of one line."
		case long(n.Title, 255) || len(n.Message) > 64<<10 || len(n.RawDetails) > 64<<10:
			return "An annotation is too long."
		}
	}
	return ""
}

func long(s string, most int) bool { return utf8.RuneCountInString(s) > most }

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// take puts a request into a check run. Annotations are added to those that are there; a conclusion completes the run.
func (c *check) take(a checkAsk, now time.Time) {
	for to, from := range map[*string]*string{&c.name: a.Name, &c.details: a.DetailsURL, &c.external: a.ExternalID, &c.status: a.Status} {
		if from != nil {
			*to = *from
		}
	}
	if a.StartedAt != nil {
		c.started = *a.StartedAt
	}
	switch {
	case a.Conclusion != nil:
		c.status, c.conclusion, c.completed = "completed", *a.Conclusion, now
		if a.CompletedAt != nil {
			c.completed = *a.CompletedAt
		}
	case a.Status != nil && *a.Status != "completed":
		c.conclusion, c.completed = "", time.Time{}
	}
	if a.Actions != nil {
		c.actions = a.Actions
	}
	if o := a.Output; o != nil {
		kept := c.output
		c.output = checkOutput{Title: o.Title, Summary: o.Summary, Text: o.Text, Annotations: append(kept.Annotations, o.Annotations...)}
		if o.Title == nil {
			c.output.Title = kept.Title
		}
		if o.Text == nil {
			c.output.Text = kept.Text
		}
	}
}
