package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ChaliceEvent is what Chalice makes of one decorator of an application.
type ChaliceEvent struct {
	Decorator  string
	Function   string   // that runs what is decorated; "" for one of its own
	Parameters []string // of the decorator, in order
	// Kind is "permission" or "poller", "" where Chalice lets nothing make the function run. Source is the service of a permission and
	// the kind of a poller. Arn has the decorator's parameters as ${bucket}, alternatives as ${queue|queue_arn}, and ${App}, ${Stage},
	// ${Function}, ${Api} and ${WebsocketApi}.
	Kind, Source, Arn string
	OwnAccount        bool // the permission names the application's account
	// Middleware is the type of event that a middleware of this function may be for, besides "all"; "" where none runs in it.
	Middleware string
}

// None says that what is decorated is no function.
func (e ChaliceEvent) None() bool { return e.Function == "-" }

// ChaliceEvent is the event of that decorator: "on_s3_event".
func (t *Tables) ChaliceEvent(decorator string) (ChaliceEvent, bool) {
	e, ok := chalice().events[decorator]
	return e, ok
}

// ChaliceStatement is the statement that Chalice adds to a policy that it generates: for "logs", "vpc", "tracing", a poller's kind, "websocket".
func (t *Tables) ChaliceStatement(purpose string) (Statement, bool) {
	s, ok := chalice().statements[purpose]
	return s, ok
}

// chaliceFacts is chalice.txt.
type chaliceFacts struct {
	events     map[string]ChaliceEvent
	statements map[string]Statement
}

var chalice = sync.OnceValue(func() chaliceFacts {
	f, _ := readChalice() // a test holds that there are no errors
	return f
})

func readChalice() (chaliceFacts, error) {
	f := chaliceFacts{events: map[string]ChaliceEvent{}, statements: map[string]Statement{}}
	return f, eachLine("chalice.txt", func(line []string) error {
		switch {
		case line[0] == "event" && len(line) >= 5:
			return f.addEvent(line[1:])
		case line[0] == "middleware" && len(line) == 3:
			return f.addMiddleware(line[1], split(line[2]))
		case line[0] == "policy" && len(line) == 4:
			f.statements[line[1]] = Statement{Effect: "Allow", Actions: split(line[2]), Resources: []string{line[3]}}
			return nil
		}
		return errors.New("want event, middleware or policy, and what belongs to it")
	})
}

func (f chaliceFacts) addMiddleware(typ string, decorators []string) error {
	for _, name := range decorators {
		e, ok := f.events[name]
		if !ok {
			return fmt.Errorf("there is no decorator %s above", name)
		}
		e.Middleware = typ
		f.events[name] = e
	}
	return nil
}

func (f chaliceFacts) addEvent(line []string) error {
	e := ChaliceEvent{Decorator: line[0], Function: line[1], Parameters: split(line[2])}
	if e.Function == "own" {
		e.Function = ""
	}
	if _, twice := f.events[e.Decorator]; twice {
		return fmt.Errorf("%s stands twice", e.Decorator)
	}
	if made := line[3:]; !slices.Equal(made, []string{"-"}) {
		if len(made) < 3 || !slices.Contains([]string{"permission", "poller"}, made[0]) || len(made) > 3 && (len(made) > 4 || made[3] != "own") {
			return errors.New("want permission or poller, a service, an ARN")
		}
		e.Kind, e.Source, e.Arn, e.OwnAccount = made[0], made[1], made[2], len(made) == 4
	}
	f.events[e.Decorator] = e
	return nil
}
