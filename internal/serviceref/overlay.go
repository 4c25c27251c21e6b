package serviceref

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Overlay is what AWS's own service reference says that is newer than the tables of this build. It is an archive, as aws.bin is, with
// a SHA-256 of its bytes behind it. The sections:
//
//	iam/PREFIX    one service, whole, as in aws.bin
//	auth/CLIENT   lines: an operation whose action the embedded tables do not know, the actions that AWS says it may ask for, with commas
//	reference     lines: service, ETag; note: the day it is of (2026-11-24), space, the build of the tables that it was made over
type Overlay struct {
	Date     string            // 2026-11-24
	Over     string            // Build of the tables that it was made over: what it keeps of them is theirs
	Services map[string]string // IAM prefix -> its section
	Asks     map[string]string // client -> its section
	ETags    map[string]string // service -> ETag of its page
}

// ErrOlder says that an overlay knows less than the tables that it would lie over.
var ErrOlder = errors.New("it is older than the tables of this build")

// Write gives the overlay's bytes.
func (o Overlay) Write() ([]byte, error) {
	text, note := map[string]string{}, map[string]string{"reference": o.Date + " " + o.Over}
	for prefix, section := range o.Services {
		text["iam/"+prefix] = section
	}
	for client, section := range o.Asks {
		text["auth/"+client] = section
	}
	var tags strings.Builder
	for _, service := range slices.Sorted(maps.Keys(o.ETags)) {
		fmt.Fprintf(&tags, "%s\t%s\n", service, o.ETags[service])
	}
	text["reference"] = tags.String()
	file, err := Pack(text, note)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(file)
	return append(file, sum[:]...), nil
}

// ReadOverlay reads an overlay that Write wrote, whole.
func ReadOverlay(file []byte) (Overlay, error) {
	a, err := wholeOverlay(file)
	if err != nil {
		return Overlay{}, err
	}
	o := Overlay{Services: map[string]string{}, Asks: map[string]string{}, ETags: map[string]string{}}
	o.Date, o.Over, _ = strings.Cut(a.only("reference").note, " ")
	for _, s := range a.all("iam") {
		o.Services[s.name] = s.text()
	}
	for _, s := range a.all("auth") {
		o.Asks[s.name] = s.text()
	}
	for line := range strings.Lines(a.only("reference").text()) {
		service, tag, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		o.ETags[service] = tag
	}
	return o, nil
}

func wholeOverlay(file []byte) (*archive, error) {
	if len(file) <= sha256.Size {
		return nil, errors.New("reading the overlay: it is too short")
	}
	body, sum := file[:len(file)-sha256.Size], file[len(file)-sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return nil, errors.New("reading the overlay: it is not whole")
	}
	a := open(body)
	day, _, _ := strings.Cut(a.only("reference").note, " ")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, errors.New("reading the overlay: it does not say of which day it is")
	}
	return a, nil
}

// With lays an overlay over the tables: what AWS's reference says of actions, access levels, resource types and ARN forms wins; what is
// kept by hand, and what only the embedded tables have, stays. An operation whose action is not known gets the one that AWS names, if it
// names one: AWS lists what an operation may ask for, not what it needs.
func (t *Tables) With(overlay []byte) (*Tables, error) {
	over, err := wholeOverlay(overlay)
	if err != nil {
		return nil, err
	}
	if day, _, _ := strings.Cut(over.only("reference").note, " "); day < t.Date() {
		return nil, fmt.Errorf("laying the overlay of %s over the tables of %s: %w", day, t.Date(), ErrOlder)
	}
	index := slices.Concat(over.all("iam"), over.all("auth"), over.all("reference"))
	for _, s := range t.archive.index {
		if _, newer := over.find(s.kind, s.name); !newer {
			index = append(index, s)
		}
	}
	return &Tables{archive: indexed(index), facts: t.facts}, nil
}

// Date is the day of the reference that the actions are from: 2026-09-26.
func (t *Tables) Date() string {
	if s, ok := t.archive.find("reference", ""); ok {
		day, _, _ := strings.Cut(s.note, " ")
		return day
	}
	for _, s := range t.Sources() {
		if day, ok := dayOf(s.Version); ok {
			return day
		}
	}
	return ""
}

// Build tells the embedded tables of one build from those of another.
func Build() string {
	sum := sha256.Sum256(archived)
	return hex.EncodeToString(sum[:8])
}

// dayOf reads the day that the packages of AWS's reference have in their version: 0.21.202609261 is of 2026-09-26.
func dayOf(version string) (string, bool) {
	last := version[strings.LastIndexByte(version, '.')+1:]
	if len(last) < len("20060102") {
		return "", false
	}
	day, err := time.Parse("20060102", last[:8])
	return day.Format(time.DateOnly), err == nil
}

// asks is the action that AWS's reference names for an operation, if it names one.
func (t *Tables) asks(client, operation string) (string, bool) {
	s, ok := t.archive.find("auth", client)
	if !ok {
		return "", false
	}
	for line := range strings.Lines(s.text()) {
		name, actions, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if name == operation && !strings.Contains(actions, ",") {
			action, known := t.Action(actions)
			return action.Name, known
		}
	}
	return "", false
}

// Listed counts the services and the actions that AWS lists, without those that it lists no longer.
func (t *Tables) Listed() (services, actions int) {
	for _, s := range t.archive.all("iam") {
		listed := 0
		for line := range strings.Lines(t.service(s).text) {
			if f := strings.Split(line, "\t"); f[0] == "A" && len(f) == 6 && !strings.Contains(f[3], "r") {
				listed++
			}
		}
		actions += listed
		services += min(1, listed)
	}
	return services, actions
}

// Section writes the actions of one service, sorted by name, and their resource types as a section of an archive.
func Section(actions []Action) string {
	types := map[string][]string{}
	var rows strings.Builder
	for _, a := range actions {
		var names []string
		for _, r := range slices.SortedStableFunc(slices.Values(a.Resources), func(a, b ResourceType) int { return strings.Compare(a.Name, b.Name) }) {
			types[r.Name] = r.Arns
			if r.Required {
				r.Name += "!"
			}
			names = append(names, r.Name)
		}
		flags := ""
		if a.Retired {
			flags = "r"
		}
		flags += usageFlags[a.Usage]
		_, name, _ := strings.Cut(a.Name, ":")
		fmt.Fprintf(&rows, "A\t%s\t%.1s\t%s\t%s\t%s\n", name, a.Level, flags, strings.Join(slices.Compact(names), ","), strings.Join(a.Dependents, ","))
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(types)) {
		fmt.Fprintf(&out, "T\t%s\t%s\n", name, strings.Join(types[name], "\t"))
	}
	return out.String() + rows.String()
}

// SectionNames lists the actions of a section.
func SectionNames(prefix, section string) []string { return readService(prefix, section).names() }
