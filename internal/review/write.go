// Package review decides what to say and where: a report, the diff and what is already posted become a list of writes.
// It knows GitHub's limits as numbers and never talks to GitHub.
package review

// Write is one outward act. One of the pointers is set. Key is the same for the same act, so that it is done once.
type Write struct {
	Key     string
	Check   *Check
	Review  *Review
	Summary *Summary
	Resolve *Resolve
	Reply   *Reply
	React   *React
}

// Check is the check run of one head: created, or updated where ID is set.
type Check struct {
	ID          int64
	Name        string
	Head        string
	ExternalID  string
	Status      string // queued, in_progress, completed
	Conclusion  string // with completed: success, failure, action_required, neutral, cancelled
	Title       string
	Summary     string
	Text        string
	Annotations []Annotation
	Actions     []Action
}

// Annotation of a check run.
type Annotation struct {
	Path               string
	StartLine, EndLine int
	Level              string // notice, warning, failure
	Title, Message     string
}

// Action is a button of a check run.
type Action struct{ Label, Description, Identifier string }

// Review is one pull-request review (event COMMENT).
type Review struct {
	Head     string
	Body     string
	Comments []Comment
}

// Comment is one review comment on lines of the head.
type Comment struct {
	Path        string
	StartLine   int // 0 for a comment on one line
	Line        int
	Body        string
	Fingerprint string
}

// Summary is the one summary comment: created, or edited where ID is set.
type Summary struct {
	ID   int64
	Body string
}

// Resolve marks the thread of a review comment resolved, since its finding is gone.
type Resolve struct {
	Comment     int64
	Fingerprint string
}

// Reply is an answer to a slash command. Name is the same for the same answer, so that it is recognised after a crash.
type Reply struct{ Name, Body string }

// React is a receipt on the comment that holds a command: eyes, rocket, confused, -1.
type React struct {
	Comment int64
	Content string
}

// Posted is what is already there, as the store remembers it and GitHub shows it.
type Posted struct {
	CheckID     int64 // of this head, 0 for none
	Summary     int64 // comment id, 0 for none
	SummaryBody string
	Comments    []PostedComment
}

// PostedComment is a review comment of ours.
type PostedComment struct {
	ID          int64
	Fingerprint string
	Head        string // commit that it was posted on
	Body        string
	Resolved    bool
}
