package refresh

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/serviceref"
)

// FuzzPage reads any page: it is refused, or gives a section whose lines are those that an archive has.
func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"Name": "sqs", "Actions": [{"Name": "SendMessage", "Resources": [{"Name": "queue"}]}], "Resources": [{"Name": "queue", "ARNFormats": ["arn:a"]}]}`))
	f.Add([]byte(`{"Name": "sqs", "Operations": [{"Name": "X", "AuthorizedActions": [{"Name": "Y", "Service": "sqs"}], "SDK": [{"Name": "sqs", "Package": "Boto3"}]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var page reference
		if json.Unmarshal(body, &page) != nil {
			return
		}
		r := &reader{tables: serviceref.Embedded()}
		rows, err := r.rows(page)
		if err != nil {
			return
		}
		for name, a := range rows {
			for line := range strings.Lines(serviceref.Section([]serviceref.Action{a})) {
				if !strings.HasPrefix(line, "T\t") && strings.Count(line, "\t") != 5 {
					t.Errorf("%s is written as %q", name, line)
				}
			}
		}
		s := service{prefix: page.Name, asks: map[string]string{}}
		if r.ask(&s, page) != nil {
			return
		}
		for client, lines := range s.asks {
			for line := range strings.Lines(lines) {
				if strings.Count(line, "\t") != 1 || !strings.HasSuffix(line, "\n") {
					t.Errorf("%s asks by the line %q", client, line)
				}
			}
		}
	})
}
