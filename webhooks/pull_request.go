package webhooks

import (
	"encoding/json"
	"fmt"

	"github.com/parebot/pare/internal/job"
)

type pullRequestPayload struct {
	payload
	PullRequest pullRequestFields `json:"pull_request"`
	Changes     struct {
		Base *struct{} `json:"base"` // there where the pull request now aims at another branch
	} `json:"changes"`
}

type pullRequestFields struct {
	Number int  `json:"number"`
	Draft  bool `json:"draft"`
	Head   struct {
		SHA string `json:"sha"`
	} `json:"head"`
	Base struct {
		SHA  string     `json:"sha"`
		Ref  string     `json:"ref"`
		Repo repository `json:"repo"`
	} `json:"base"`
}

// pullRequest reviews what is new on a pull request.
func pullRequest(text []byte, reason string) ([]job.Job, string, error) {
	var p pullRequestPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	switch p.Action {
	case "opened", "synchronize", "reopened", "ready_for_review":
	case "edited":
		if p.Changes.Base == nil {
			return nil, "Ignored: an edit of the title or the text changes no code.", nil
		}
	default:
		return nil, fmt.Sprintf("Ignored: %s changes no code.", clip(reason)), nil
	}
	if p.PullRequest.Draft {
		return nil, "Ignored: a draft is read when it is ready for review.", nil
	}
	at, ok := p.PullRequest.at(p.Repository)
	if !ok {
		return nil, strangeNames, nil
	}
	return []job.Job{{Kind: job.Review, PullRequest: at, Reason: reason}}, "Queued: a review.", nil
}

// at names the pull request and its commits; ok is false where one of the names is not one.
func (f pullRequestFields) at(r repository) (job.PullRequest, bool) {
	at, ok := r.place(f.Number)
	at.Head, at.Base, at.BaseRef, at.Draft = f.Head.SHA, f.Base.SHA, f.Base.Ref, f.Draft
	return at, ok && f.Number > 0 && isCommit(at.Head) && isCommit(at.Base) && isBranch(at.BaseRef)
}
