package webhooks

import (
	"encoding/json"
	"fmt"

	"github.com/parebot/pare/internal/job"
)

type checkPayload struct {
	payload
	CheckRun  checkFields `json:"check_run"`
	Suite     checkFields `json:"check_suite"`
	Requested struct {
		Identifier string `json:"identifier"`
	} `json:"requested_action"`
}

// checkFields are those that a check run and a check suite share. pull_requests is empty for a pull request from a fork.
type checkFields struct {
	HeadSHA      string              `json:"head_sha"`
	PullRequests []pullRequestFields `json:"pull_requests"`
}

// Regenerate is the identifier of the check run's button that asks for a new review.
const Regenerate = "regenerate"

func checkRun(text []byte, reason string) ([]job.Job, string, error) {
	var p checkPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	switch {
	case p.Action == "rerequested", p.Action == "requested_action" && p.Requested.Identifier == Regenerate:
		return again(p.Repository, p.CheckRun, reason)
	case p.Action == "requested_action":
		return nil, fmt.Sprintf("Ignored: there is no button %.20q.", p.Requested.Identifier), nil
	}
	return nil, fmt.Sprintf("Ignored: %s asks for nothing.", clip(reason)), nil
}

func checkSuite(text []byte, reason string) ([]job.Job, string, error) {
	var p checkPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	if p.Action != "rerequested" {
		return nil, fmt.Sprintf("Ignored: %s asks for nothing.", clip(reason)), nil
	}
	return again(p.Repository, p.Suite, reason)
}

// again reviews the pull requests of a commit anew. Where the payload names none, the job has no number: the intake knows which pull requests
// had that head. A pull request of another repository, which has this commit as its head too, is not meant.
func again(r repository, c checkFields, reason string) (jobs []job.Job, why string, err error) {
	if _, ok := r.place(0); !ok || !isCommit(c.HeadSHA) {
		return nil, strangeNames, nil
	}
	for _, f := range c.PullRequests {
		if at, ok := f.at(r); ok && f.Base.Repo.ID == r.ID {
			jobs = append(jobs, job.Job{Kind: job.Review, PullRequest: at, Reason: reason})
		}
	}
	if len(jobs) == 0 {
		at, _ := r.place(0)
		at.Head = c.HeadSHA
		jobs = []job.Job{{Kind: job.Review, PullRequest: at, Reason: reason}}
	}
	return jobs, "Queued: a review.", nil
}
