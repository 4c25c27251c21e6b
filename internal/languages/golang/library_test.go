package golang

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/serviceref"
)

// TestRows: every line of library.txt has a meaning, and every line of packages.txt names clients that there are.
func TestRows(t *testing.T) {
	for line := range strings.Lines(libraryText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if len(fields) < 2 || len(fields) > 3 {
			t.Errorf("%q: want path, meaning, operation", line)
			continue
		}
		if _, known := meanings[fields[1]]; !known {
			t.Errorf("%q: %s is no meaning", line, fields[1])
		}
	}
	for where, reach := range reaches() {
		for _, client := range strings.Split(reach, ",") {
			if reach != reachNone && reach != reachAll && !serviceref.Embedded().Client(client) {
				t.Errorf("%s: %s is no client", where, client)
			}
		}
	}
}
