package commands

import (
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// Needs is the permission on the repository that a command asks of the commenter.
type Needs string

// The permissions, as GitHub's API names them.
const (
	Read  Needs = "read"
	Write Needs = "write"
)

// Command is one row of the table.
type Command struct {
	Name  string
	Args  string // in the help: "RULE|ACTION"
	About string
	Needs Needs
	Run   func(Env, []string) Answer
}

// All is the table; `/pare help` is its print.
var All = rows()

// rows is a function since help prints them: a variable cannot hold what reads it.
func rows() []Command {
	return []Command{
		{"help", "", "this list", Read, help},
		{"regenerate", "", "read the head again and bring the review up to date", Write, regenerate},
		{"explain", "RULE|ACTION", "what a rule looks for, or what an IAM action allows", Read, explain},
	}
}

// Env is what commands may look at.
type Env struct {
	Tables *serviceref.Tables
	Manual func(rule string) (page string, ok bool)
	Rules  []string
}

// Answer of a command. Reply is Markdown, "" for none; Again asks for a new review.
type Answer struct {
	Reply string
	Again bool
}

// Allows reports whether a permission as GitHub tells it (admin, write, read, none) is enough.
func (n Needs) Allows(permission string) bool {
	switch permission {
	case "admin", "write":
		return true
	case "read":
		return n == Read
	}
	return false
}

// Find looks a command up; nearest is the name that was probably meant where there is none.
func Find(name string) (c Command, nearest string, ok bool) {
	best := 3 // more letters wrong than that is no typing error
	for _, c := range All {
		if c.Name == name {
			return c, "", true
		}
		if d := distance(name, c.Name); d < best {
			best, nearest = d, c.Name
		}
	}
	return Command{}, nearest, false
}

// Unknown is the reply to a command that is none.
func Unknown(name, nearest string) string {
	if nearest != "" {
		return fmt.Sprintf("There is no such command. The nearest is `/pare %s`.", nearest)
	}
	return "There is no such command: `/pare help` lists them."
}

func help(Env, []string) Answer {
	var b strings.Builder
	b.WriteString("| command | what it does | asks for |\n|---|---|---|\n")
	for _, c := range rows() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.TrimSpace("/pare "+c.Name+" "+strings.ReplaceAll(c.Args, "|", `\|`)), c.About, c.Needs)
	}
	return Answer{Reply: b.String()}
}

func regenerate(Env, []string) Answer { return Answer{Again: true} }

// distance counts the letters to change, add or drop. Names are short, and so is what is compared.
func distance(a, b string) int {
	if len(a) > 20 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, above+1, row[j]+1)
			diagonal = above
		}
	}
	return row[len(b)]
}
