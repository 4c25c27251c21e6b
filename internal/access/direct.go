package access

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed direct.txt
var directFacts string

// direct is the action of direct.txt that a pattern names or is made for, "" where there is none. A pattern for more than one service is
// made for none.
func direct(pattern string) string {
	service, action, ok := strings.Cut(pattern, ":")
	if !ok || strings.ContainsAny(service, "*?") {
		return ""
	}
	for line := range strings.Lines(directFacts) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		of, name, _ := strings.Cut(fields[0], ":")
		whole := len(fields) > 1 || action != "*"
		if strings.EqualFold(of, service) && whole && (glob(action, strings.Trim(name, "*")) || glob(name, action)) {
			return fields[0]
		}
	}
	return ""
}

func directReason(action string) string {
	return fmt.Sprintf("`%s` is for requests that are made without the SDK, which are not followed", action)
}
