package serviceref

import (
	"errors"
	"fmt"
	"strings"
)

// Usage says whether AWS's own record of use, IAM's action last accessed information, tells that an action was used. Where it does not,
// an action that AWS has not seen is not one that is unused: most of what reads and writes data is not recorded.
type Usage string

// The usages. UsageUnknown is an action of which neither usage.txt nor an overlay says anything.
const (
	Recorded     Usage = "yes"
	NotRecorded  Usage = "no"
	UsageUnknown Usage = ""
)

// usage is one line of usage.txt.
type usage struct {
	says    Usage
	actions []string // patterns in small letters, or @ and a level
}

// addUsage reads service prefix, yes or no, actions.
func (f facts) addUsage(line []string) error {
	if len(line) < 3 || line[1] != string(Recorded) && line[1] != string(NotRecorded) {
		return errors.New("want a service prefix, yes or no, actions")
	}
	u := usage{says: Usage(line[1])}
	for _, action := range line[2:] {
		if u.says == Recorded && strings.ContainsAny(action, "*?@") {
			return fmt.Errorf("%s: a wildcard only says no", action)
		}
		u.actions = append(u.actions, strings.ToLower(action))
	}
	f.usages[line[0]] = append(f.usages[line[0]], u)
	return nil
}

// usage is what is known by hand. No wins: what is taken for recorded and is not would look unused while it is used.
func (f facts) usage(a Action) Usage {
	prefix, name, _ := strings.Cut(strings.ToLower(a.Name), ":")
	said := UsageUnknown
	for _, key := range []string{prefix, "*"} {
		for _, u := range f.usages[key] {
			switch {
			case !u.covers(name, a.Level):
			case u.says == NotRecorded:
				return NotRecorded
			default:
				said = u.says
			}
		}
	}
	return said
}

func (u usage) covers(name string, level Level) bool {
	for _, pattern := range u.actions {
		if wanted, ok := strings.CutPrefix(pattern, "@"); ok && wanted == strings.ToLower(string(level)) || glob(pattern, name) {
			return true
		}
	}
	return false
}

// usageFlags are what a row of a section has for them: the overlay of a refresh knows every action's.
var usageFlags = map[Usage]string{Recorded: "y", NotRecorded: "n"}

func usageOf(flags string) Usage {
	for usage, flag := range usageFlags {
		if strings.Contains(flags, flag) {
			return usage
		}
	}
	return UsageUnknown
}
