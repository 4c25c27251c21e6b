// Package job holds what one piece of work is about: plain values that are stored, queued and handed on.
package job

import "strconv"

// Kind says why a job exists.
type Kind string

// The kinds of jobs.
const (
	Review     Kind = "review"     // read a pull request and say what is to be said
	Command    Kind = "command"    // answer a slash command
	MergeGroup Kind = "mergegroup" // check the tree that a merge queue built
	Forget     Kind = "forget"     // drop what is stored of an installation, or of one repository where PullRequest names one
)

// Job is one piece of work for one installation. It is stored as JSON.
type Job struct {
	Kind         Kind        `json:"kind"`
	Delivery     string      `json:"delivery"` // X-GitHub-Delivery that caused it
	Installation int64       `json:"installation"`
	PullRequest  PullRequest `json:"pull_request"`
	Comment      *Comment    `json:"comment,omitempty"` // the comment that holds a command
	Reason       string      `json:"reason"`            // event and action in words: "pull_request synchronize"
	Fence        int64       `json:"fence,omitempty"`   // of the lane when the job was stored: a review with a lower one than the lane's is superseded
}

// PullRequest names a pull request, and the commits that the event spoke of. Number is 0 for a merge group.
type PullRequest struct {
	Owner   string `json:"owner"`
	Repo    string `json:"repo"`
	Number  int    `json:"number"`
	Head    string `json:"head"`     // commit SHA; "" where the event does not tell (a comment)
	Base    string `json:"base"`     // commit SHA of the base branch's tip; "" where the event does not tell
	BaseRef string `json:"base_ref"` // branch name
	Draft   bool   `json:"draft"`
}

// Lane is the key under which jobs run one after another: one lane a pull request.
// A merge group has no number: its commit tells it apart.
func (p PullRequest) Lane() string {
	if p.Number == 0 {
		return p.Owner + "/" + p.Repo + "@" + p.Head
	}
	return p.Owner + "/" + p.Repo + "#" + strconv.Itoa(p.Number)
}

// Comment is a comment that holds slash commands.
type Comment struct {
	ID     int64  `json:"id"`
	Author string `json:"author"`
	Body   string `json:"body"`
}
