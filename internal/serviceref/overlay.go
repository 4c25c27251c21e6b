package serviceref

import (
	"bytes"
	"crypto/sha256"
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
//	reference     lines: service, ETag; note: the day it is of, 2026-11-24
type Overlay struct {
	Date     string            // 2026-11-24
	Services map[string]string // IAM prefix -> its section
	Asks     map[string]string // client -> its section
	ETags    map[string]string // service -> ETag of its page
}

// ErrOlder says that an overlay knows less than the tables that it would lie over.
var ErrOlder = errors.New("it is older than the tables of this build")

// Write gives the overlay's bytes.
func (o Overlay) Write() ([]byte, error) {
	text, note := map[string]string{}, map[string]string{"reference": o.Date}
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
	o := Overlay{Date: a.only("reference").note, Services: map[string]string{}, Asks: map[string]string{}, ETags: map[string]string{}}
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
	if _, err := time.Parse(time.DateOnly, a.only("reference").note); err != nil {
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
	if over.only("reference").note < t.Date() {
		return nil, fmt.Errorf("laying the overlay of %s over the tables of %s: %w", over.only("reference").note, t.Date(), ErrOlder)
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
		return s.note
	}
	for _, s := range t.Sources() {
		if day, ok := dayOf(s.Version); ok {
			return day
		}
	}
	return ""
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
