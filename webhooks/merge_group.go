package webhooks

import (
	"encoding/json"
	"strings"

	"github.com/parebot/pare/internal/job"
)

type mergeGroupPayload struct {
	payload
	MergeGroup struct {
		HeadSHA string `json:"head_sha"`
		BaseSHA string `json:"base_sha"`
		BaseRef string `json:"base_ref"` // refs/heads/main
	} `json:"merge_group"`
}

// mergeGroup checks the tree that a merge queue built: two pull requests that are fine alone may be too wide together.
func mergeGroup(text []byte, reason string) ([]job.Job, string, error) {
	var p mergeGroupPayload
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	if p.Action != "checks_requested" {
		return nil, "Ignored: the merge group is over.", nil
	}
	at, ok := p.Repository.place(0)
	at.Head, at.Base, at.BaseRef = p.MergeGroup.HeadSHA, p.MergeGroup.BaseSHA, strings.TrimPrefix(p.MergeGroup.BaseRef, "refs/heads/")
	if !ok || !isCommit(at.Head) || !isCommit(at.Base) || !isBranch(at.BaseRef) {
		return nil, strangeNames, nil
	}
	return []job.Job{{Kind: job.MergeGroup, PullRequest: at, Reason: reason}}, "Queued: a check of the merge group.", nil
}
