package python

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed calls.txt
var callsText string

// libraryCall is a row of calls.txt.
type libraryCall struct {
	service, operation string
	parameters         []libraryParameter
}

// libraryParameter says which argument of the library's function fills a parameter of the operation.
type libraryParameter struct {
	target   string
	position int
	name     string
}

// libraryCalls is calls.txt, by path.
var libraryCalls = sync.OnceValue(func() map[string][]libraryCall {
	all := make(map[string][]libraryCall)
	for line := range strings.Lines(callsText) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[0] == "#" {
			continue
		}
		c := libraryCall{service: fields[1], operation: fields[2]}
		for _, field := range fields[3:] {
			target, from, _ := strings.Cut(field, "=")
			position, name, _ := strings.Cut(from, ":")
			at, err := strconv.Atoi(position)
			if err != nil {
				at = -1
			}
			c.parameters = append(c.parameters, libraryParameter{target, at, name})
		}
		all[fields[0]] = append(all[fields[0]], c)
	}
	return all
})

// library makes the calls of a library's function.
func (i *idioms) library(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	e := sdk.Plain("what " + o.Name + " gives")
	e.Run = true
	for _, row := range libraryCalls()[o.Name] {
		c := sdk.Call{Service: row.service, Operation: row.operation, Via: o.Name, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
		for _, p := range row.parameters {
			if given, ok := args.At(p.position, p.name); ok {
				sdk.Flatten(c.Arguments, p.target, given)
			}
		}
		e.Calls = append(e.Calls, c)
	}
	return e
}
