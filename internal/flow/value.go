package flow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// value is everything that an expression may be: strings, and things. It is not changed once made. The zero value is no value at all:
// what a path that is never taken gives.
type value struct {
	text   symbolic.Set
	things []thing
}

// thing is one value that is no string. Equal keys are equal things; what can change has a key of its own.
type thing interface{ key() string }

// plain is data without further interest: reason says why its text is not known.
type plain struct{ reason string }

func (p plain) key() string { return "plain " + p.reason }

// constant is none, a truth value or a number.
type constant struct{ text string }

func (c constant) key() string { return "constant " + c.text }

// The constants that matter for truth. number is any number.
var (
	none      = constant{"None"}
	yes       = constant{"True"}
	no        = constant{"False"}
	uncertain = plain{"a truth value"}
)

// digits is a whole number.
type digits struct{ n int }

func (d digits) key() string { return "digits " + strconv.Itoa(d.n) }

// event is a piece of what the handler was given.
type event struct{ path string }

func (e event) key() string { return "event " + e.path }

// overflow stands for more things than are followed.
type overflow struct{}

func (overflow) key() string { return "overflow" }

const reasonOverflow = "there are more values here than are followed"

func textValue(set symbolic.Set) value { return value{text: set} }
func literal(s string) value           { return value{text: symbolic.Certain(symbolic.Text(s))} }
func things(ts ...thing) value         { return value{things: ts} }
func data(reason string) value         { return things(plain{reason}) }

func (v value) empty() bool { return len(v.text) == 0 && len(v.things) == 0 }

// union is everything that any of the values may be.
func union(values ...value) (all value) {
	first := true
	for _, v := range values {
		if v.empty() {
			continue
		}
		if first {
			all, first = v, false
			continue
		}
		all = all.or(v)
	}
	return all
}

func (v value) or(other value) value {
	switch {
	case len(v.text) == 0:
		v.text = other.text
	case len(other.text) > 0:
		v.text = bounded(symbolic.Union(v.text, other.text))
	}
	added := false
	for _, t := range other.things {
		if v.has(t) {
			continue
		}
		if !added {
			v.things, added = slices.Clone(v.things), true
		}
		if len(v.things) >= maxThings {
			t = overflow{}
			if v.has(t) {
				break
			}
		}
		v.things = append(v.things, t)
	}
	return v
}

func (v value) has(t thing) bool {
	return slices.ContainsFunc(v.things, func(other thing) bool { return identical(t, other) })
}

func bounded(set symbolic.Set) symbolic.Set {
	if len(set) > symbolic.MaxChoices {
		return symbolic.Any(reasonOverflow)
	}
	return set
}

// key is one string for one value.
func (v value) key() string {
	keys := make([]string, 0, len(v.text)+len(v.things))
	for _, choice := range v.text {
		keys = append(keys, "text "+choice.Value.Key())
	}
	for _, t := range v.things {
		keys = append(keys, t.key())
	}
	slices.Sort(keys)
	return strconv.Itoa(len(keys)) + ":" + strings.Join(keys, "\x00")
}

func same(a, b value) bool {
	if len(a.text) != len(b.text) || len(a.things) != len(b.things) {
		return false
	}
	return a.key() == b.key()
}

// asText is what v is where a string is wanted.
func (v value) asText() symbolic.Set {
	sets := []symbolic.Set{v.text}
	for _, t := range v.things {
		sets = append(sets, thingText(t))
	}
	return bounded(symbolic.Union(sets...))
}

func thingText(t thing) symbolic.Set {
	switch t := t.(type) {
	case event:
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Event, Text: t.path}})
	case plain:
		return symbolic.Any(t.reason)
	case digits:
		return symbolic.Certain(symbolic.Text(strconv.Itoa(t.n)))
	case constant:
		return symbolic.Certain(symbolic.Text(t.text))
	case dressed:
		return nil
	case foreign:
		return symbolic.Any("a value of " + t.path)
	case object:
		return symbolic.Any("a value of " + t.of.Service + " " + t.of.Name)
	}
	return symbolic.Any("a value that is no string")
}

// known is the text that v certainly is.
func (v value) known() (string, bool) {
	if len(v.things) == 0 && len(v.text) == 1 {
		return v.text[0].Value.Known()
	}
	return "", false
}

// number is the whole number that v certainly is.
func (v value) number() (int, bool) {
	if len(v.text) == 0 && len(v.things) == 1 {
		d, ok := v.things[0].(digits)
		return d.n, ok
	}
	return 0, false
}
