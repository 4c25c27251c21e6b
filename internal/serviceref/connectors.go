package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Connection is what one category (Read, Write) of a SAM connector makes. In ARNs ${Source.Arn}, ${Destination.Arn}, ${Destination.Name},
// ${Source.ResourceId} and ${Source.Qualifier} stand for what the two ends are. Neither Statements nor Invocation: the destination's own
// policy lets the source in.
type Connection struct {
	Statements []Statement // for the role of the source, or of the destination
	BySource   bool        // the statements are for the source's role
	Invocation *Invocation // the function that is the destination lets itself be invoked
}

// Invocation is a statement of a function's own policy.
type Invocation struct{ Action, Principal, Arn, Account string }

// Connection is what a connector from one CloudFormation type to another makes for a category. Not ok: SAM knows no such connector.
func (t *Tables) Connection(source, destination, category string) (Connection, bool) {
	c, ok := connections()[source+" "+destination+" "+category]
	return c, ok
}

// Connections lists the connectors that SAM knows, sorted: source type, destination type, then their categories.
func (t *Tables) Connections() [][]string {
	var all [][]string
	for _, key := range sortedKeys(connections()) {
		f := strings.Fields(key)
		if n := len(all); n > 0 && slices.Equal(all[n-1][:2], f[:2]) {
			all[n-1] = append(all[n-1], f[2])
			continue
		}
		all = append(all, f)
	}
	return all
}

// connections are read when first asked for: most templates have no connector.
var connections = sync.OnceValue(func() map[string]Connection {
	all, _ := readConnections() // a test holds that there are no errors
	return all
})

func readConnections() (map[string]Connection, error) {
	all := map[string]Connection{}
	err := eachLine("connectors.txt", func(line []string) error {
		if len(line) < 4 {
			return errors.New("want source, destination, category, what is made")
		}
		key := strings.Join(line[:3], " ")
		c, err := all[key].with(line[3], line[4:])
		all[key] = c
		return err
	})
	return all, err
}

// with adds one line to what a category makes.
func (c Connection) with(kind string, fields []string) (Connection, error) {
	switch {
	case (kind == "source" || kind == "destination") && len(fields) == 2:
		c.BySource = kind == "source"
		c.Statements = append(c.Statements, Statement{Effect: "Allow", Actions: split(fields[0]), Resources: split(fields[1])})
	case kind == "permission" && len(fields) == 4:
		c.Invocation = &Invocation{Action: fields[0], Principal: fields[1], Arn: fields[2], Account: strings.Trim(fields[3], "-")}
	case kind != "policy":
		return c, fmt.Errorf("%q with %d fields makes nothing that is known", kind, len(fields))
	}
	return c, nil
}
