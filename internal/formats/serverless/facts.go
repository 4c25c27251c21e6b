package serverless

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/serviceref"
)

//go:embed events.txt
var eventsText string

// fact is one line of events.txt without its first two words.
type fact []string

// facts are the lines of events.txt, by their first two words.
var facts = sync.OnceValue(func() map[[2]string][]fact {
	all := make(map[[2]string][]fact)
	for line := range strings.Lines(eventsText) {
		if f := strings.Fields(line); len(f) > 2 && f[0] != "#" {
			key := [2]string{f[0], f[1]}
			all[key] = append(all[key], f[2:])
		}
	}
	return all
})

// permissionFact is a statement of a function's own policy that an event makes.
type permissionFact struct {
	id, principal, arn, token, as string
	account, fixed                bool
	from                          string
}

func permissionFacts(event string) []permissionFact { return permissions()[event] }

// permissions are those of events.txt, by event.
var permissions = sync.OnceValue(func() map[string][]permissionFact {
	all := make(map[string][]permissionFact)
	for key, lines := range facts() {
		for _, f := range lines {
			if key[0] == "permission" {
				all[key[1]] = append(all[key[1]], permissionOf(f))
			}
		}
	}
	return all
})

func permissionOf(f fact) permissionFact {
	p := permissionFact{id: f[0], principal: f[1], arn: f[2]}
	for _, word := range f[3:] {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "+account":
			p.account = true
		case "token":
			p.token = value
		case "from":
			p.from = value
		case "+fixed":
			p.fixed = true
		case "as":
			p.as = value
		}
	}
	return p
}

// grantFacts are the statements that the framework writes under a name.
func grantFacts(name string) []serviceref.Statement { return statements()[name] }

// statements are the grants of events.txt, by name.
var statements = sync.OnceValue(func() map[string][]serviceref.Statement {
	all := make(map[string][]serviceref.Statement)
	for key, lines := range facts() {
		for _, f := range lines {
			if key[0] == "grant" {
				s := serviceref.Statement{Effect: "Allow", Actions: strings.Split(f[0], ","), Resources: []string{f[1]}}
				all[key[1]] = append(all[key[1]], s)
			}
		}
	}
	return all
})

// known says whether events.txt has anything of an event.
func knownEvent(typ string) bool {
	for key := range facts() {
		if name, _, _ := strings.Cut(key[1], "."); name == typ && key[0] != "grant" {
			return true
		}
	}
	return false
}
