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
	account                       bool
}

func permissionFacts(event string) (all []permissionFact) {
	for _, f := range facts()[[2]string{"permission", event}] {
		p := permissionFact{id: f[0], principal: f[1], arn: f[2]}
		for _, word := range f[3:] {
			name, value, _ := strings.Cut(word, "=")
			switch name {
			case "+account":
				p.account = true
			case "token":
				p.token = value
			case "as":
				p.as = value
			}
		}
		all = append(all, p)
	}
	return all
}

// grantFacts are the statements that the framework writes under a name.
func grantFacts(name string) (all []serviceref.Statement) {
	for _, f := range facts()[[2]string{"grant", name}] {
		all = append(all, serviceref.Statement{Effect: "Allow", Actions: strings.Split(f[0], ","), Resources: []string{f[1]}})
	}
	return all
}

// known says whether events.txt has anything of an event.
func knownEvent(typ string) bool {
	for key := range facts() {
		if name, _, _ := strings.Cut(key[1], "."); name == typ && key[0] != "grant" {
			return true
		}
	}
	return false
}
