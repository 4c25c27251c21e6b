package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Gravity is what an action gives beyond what it names.
type Gravity string

// The gravities, from the gravest to the least. Exfiltrates is no more than what most functions are for: it says what is lost with them.
const (
	Escalates   Gravity = "escalates"
	Credentials Gravity = "credentials"
	Shares      Gravity = "shares"
	Exfiltrates Gravity = "exfiltrates"
)

// Escalation is actions that together give more rights than they name.
type Escalation struct {
	How     string // self, other, hands, uses: see escalations.txt
	Actions []string
}

// Grave is what an action gives beyond what it names, "" for nothing that is known. The name may be in any case.
func (t *Tables) Grave(action string) Gravity { return dangers().actions[strings.ToLower(action)] }

// Escalations are the ways to more rights that a holder has who is allowed these actions.
func (t *Tables) Escalations(allowed func(action string) bool) []Escalation {
	var open []Escalation
	for _, way := range dangers().ways {
		if !slices.ContainsFunc(way.Actions, func(a string) bool { return !allowed(a) }) {
			open = append(open, way)
		}
	}
	return open
}

// danger is grave.txt and escalations.txt.
type danger struct {
	actions map[string]Gravity // by name in small letters
	ways    []Escalation
}

var dangers = sync.OnceValue(func() danger {
	d, _ := readDangers() // a test holds that there are no errors
	return d
})

func readDangers() (danger, error) {
	d := danger{actions: map[string]Gravity{}}
	return d, errors.Join(
		eachLine("grave.txt", d.addAction),
		eachLine("escalations.txt", func(line []string) error {
			if len(line) != 2 || !slices.Contains([]string{"self", "other", "hands", "uses"}, line[0]) {
				return errors.New("want self, other, hands or uses, and actions")
			}
			d.ways = append(d.ways, Escalation{How: line[0], Actions: split(line[1])})
			return nil
		}),
	)
}

func (d danger) addAction(line []string) error {
	if len(line) != 2 || !slices.Contains([]Gravity{Escalates, Credentials, Shares, Exfiltrates}, Gravity(line[1])) {
		return errors.New("want an action and escalates, credentials, shares or exfiltrates")
	}
	key := strings.ToLower(line[0])
	if _, twice := d.actions[key]; twice {
		return fmt.Errorf("%s stands twice", line[0])
	}
	d.actions[key] = Gravity(line[1])
	return nil
}
