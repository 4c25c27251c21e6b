package finding

// Severity of a Finding, from Info to Critical.
type Severity string

// The severities.
const (
	Info     Severity = "info"
	Low      Severity = "low"
	Medium   Severity = "medium"
	High     Severity = "high"
	Critical Severity = "critical"
)

// Confidence in a Finding.
type Confidence string

// The confidences.
const (
	Certain  Confidence = "certain"
	Likely   Confidence = "likely"
	Possible Confidence = "possible"
)

// Kind says what a finding's edits do to what is allowed.
type Kind string

// The kinds.
const (
	Removes   Kind = "removes"
	Adds      Kind = "adds"
	Restricts Kind = "restricts" // who may trigger
	Tells     Kind = "tells"     // nothing to change
)

// Finding is one judgement with one cause.
type Finding struct {
	Rule        string      `json:"rule"`
	Severity    Severity    `json:"severity"`
	Confidence  Confidence  `json:"confidence"`
	Kind        Kind        `json:"kind"`
	Subject     string      `json:"subject"` // id of the function, role or trigger
	File        string      `json:"file"`
	Line        int         `json:"line"`
	EndLine     int         `json:"end_line"`
	Message     string      `json:"message"` // plain text; `code` in back-ticks is the only mark-up
	Because     []Because   `json:"because"`
	Fingerprint string      `json:"fingerprint"` // rule, base path, logical resource, action, ARN pattern; never a line
	Edits       []Edit      `json:"edits"`
	Suggestion  *Suggestion `json:"suggestion"`
	Proof       *Proof      `json:"proof"`
	// Also lists the other rules that have the same cause; their messages are part of Message.
	Also []string `json:"also,omitempty"`
	// Worse says that the change under review made it so; without a base it is always true.
	Worse bool `json:"worse"`
}

// Edit replaces the bytes start..end of file; the edits of one finding are atomic.
type Edit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Suggestion replaces whole lines of one file: what a review comment can offer. Only where all edits lie in it.
type Suggestion struct {
	File      string `json:"file"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
	Text      string `json:"text"` // without the last newline; "" deletes the lines
}

// Proof says what was shown of the edits. Verdict is proved, counterexample or unknown.
type Proof struct {
	Verdict      string `json:"verdict"`
	Direction    string `json:"direction"` // removes, adds, both
	NeedsChecked int    `json:"needs_checked"`
	Reason       string `json:"reason"`
}
