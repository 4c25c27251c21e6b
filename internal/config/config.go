// Package config holds the settings of one repository, .github/pare.yml. They are read from the base branch's tip, never from the head.
package config

// Path is where a repository keeps its settings.
const Path = ".github/pare.yml"

// Settings of one repository. The zero value is not valid: start from Default.
type Settings struct {
	FailOn       string        `yaml:"fail_on"`       // low, medium, high, critical or never: the check run fails at or above it
	Comment      string        `yaml:"comment"`       // on-findings (default), always, never: the summary comment
	LineComments bool          `yaml:"line_comments"` // write `# src/create.py:18` behind each suggested action
	AcceptUnread bool          `yaml:"accept_unread"` // a changed function that could not be read does not hold the merge
	MaxInline    int           `yaml:"max_inline"`    // review comments per push, at most
	Ignore       []Suppression `yaml:"ignore"`        // findings that the team has accepted
	Exclude      []string      `yaml:"exclude"`       // path patterns (path.Match per segment, ** for any depth) that are not read
}

// Suppression accepts findings of one rule, with a reason that people can read.
type Suppression struct {
	Rule    string `yaml:"rule"`
	Subject string `yaml:"subject"` // function or role id; "" for all
	File    string `yaml:"file"`    // path pattern; "" for all
	Reason  string `yaml:"reason"`  // required
}

// Default is what a repository without settings has.
func Default() Settings {
	return Settings{FailOn: "medium", Comment: "on-findings", MaxInline: 20}
}
