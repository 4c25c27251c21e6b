package webhooks

import (
	"encoding/json"
	"strings"

	"github.com/parebot/pare/internal/job"
)

type installationPayload struct {
	payload
	Removed []struct {
		FullName string `json:"full_name"` // these carry no owner
	} `json:"repositories_removed"`
}

// installation forgets what is stored of somebody who leaves.
func installation(text []byte, reason string) ([]job.Job, string, error) {
	var p installationPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	switch p.Action {
	case "deleted", "suspend":
		return []job.Job{{Kind: job.Forget, Reason: reason}}, "Queued: forgetting the installation.", nil
	}
	return nil, "Noted.", nil
}

func installationRepositories(text []byte, reason string) (jobs []job.Job, why string, err error) {
	var p installationPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	for _, r := range p.Removed {
		if owner, repo, ok := strings.Cut(r.FullName, "/"); ok && isRepository(owner, repo) {
			jobs = append(jobs, job.Job{Kind: job.Forget, PullRequest: job.PullRequest{Owner: owner, Repo: repo}, Reason: reason})
		}
	}
	if len(jobs) == 0 {
		return nil, "Noted.", nil
	}
	return jobs, "Queued: forgetting the repositories that were taken away.", nil
}
