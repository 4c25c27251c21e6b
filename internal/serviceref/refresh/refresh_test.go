package refresh

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/serviceref/referencetest"
)

// tomorrow is a day after that of the tables.
var tomorrow = func() time.Time {
	day, err := time.Parse(time.DateOnly, serviceref.Embedded().Date())
	if err != nil {
		panic(err)
	}
	return day.AddDate(0, 0, 1)
}()

func fake(t *testing.T) (*referencetest.Site, string) {
	site := &referencetest.Site{Tables: serviceref.Embedded(), Date: tomorrow}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return site, server.URL
}

func readFrom(t *testing.T, base string, previous []byte) ([]byte, Report, error) {
	t.Helper()
	return Read(context.Background(), http.DefaultClient, base, serviceref.Embedded(), previous)
}

// guessed finds operations that the tables only guess at, of clients with a service that has a page.
func guessed(tables *serviceref.Tables, n int) (found []serviceref.Operation) {
	for _, client := range tables.Clients() {
		if !tables.Known(tables.Prefix(client)) {
			continue
		}
		for _, name := range tables.Operations(client) {
			if op, _ := tables.Operation(client, name); !op.Verified {
				found = append(found, op)
			}
			if len(found) == n {
				return found
			}
		}
	}
	return found
}

// TestTheReferenceIsLaidOver reads a reference that says all that the tables say, and more: an action, and what two operations ask for.
func TestTheReferenceIsLaidOver(t *testing.T) {
	tables := serviceref.Embedded()
	site, base := fake(t)
	ops := guessed(tables, 2)
	site.Actions = map[string][]string{"s3": {"DanceObject"}}
	site.Operations = map[string][]referencetest.Operation{
		tables.Prefix(ops[0].Client): {{Client: ops[0].Client, Name: ops[0].Name, Actions: []string{"s3:DanceObject"}}},
		tables.Prefix(ops[1].Client): {{Client: ops[1].Client, Name: ops[1].Name, Actions: []string{"s3:GetObject", "s3:PutObject"}}},
	}
	if tables.Prefix(ops[0].Client) == tables.Prefix(ops[1].Client) {
		site.Operations[tables.Prefix(ops[0].Client)] = []referencetest.Operation{
			{Client: ops[0].Client, Name: ops[0].Name, Actions: []string{"s3:DanceObject"}},
			{Client: ops[1].Client, Name: ops[1].Name, Actions: []string{"s3:GetObject", "s3:PutObject"}},
		}
	}
	overlay, report, err := readFrom(t, base, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report.Date != tomorrow.Format(time.DateOnly) || report.Resolved != 1 || !slices.Equal(report.New, []string{"s3:DanceObject"}) {
		t.Errorf("got %+v", report)
	}
	both, err := tables.With(overlay)
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := both.Action("s3:danceobject"); !ok || a.Level != serviceref.Write || both.Date() != report.Date {
		t.Errorf("got %+v, %v of %s", a, ok, both.Date())
	}
	one, _ := both.Operation(ops[0].Client, ops[0].Name)
	if !one.Verified || one.By != serviceref.ByReference || one.Needs[0].Action != "s3:DanceObject" {
		t.Errorf("one action: got %+v", one)
	}
	several, _ := both.Operation(ops[1].Client, ops[1].Name)
	if several.Verified || several.Needs[0].Action == "s3:GetObject" {
		t.Errorf("AWS lists what an operation may ask for, not what it needs: got %+v", several)
	}
	if _, ok := tables.Action("s3:DanceObject"); ok {
		t.Error("the embedded tables have changed")
	}
	sameAnswers(t, tables, both)
}

// sameAnswers holds that a reference which says the same changes no answer.
func sameAnswers(t *testing.T, before, after *serviceref.Tables) {
	t.Helper()
	for _, name := range before.Expand("*") {
		a, _ := before.Action(name)
		b, ok := after.Action(name)
		same := func(a, b serviceref.ResourceType) bool {
			return a.Name == b.Name && a.Required == b.Required && slices.Equal(a.Arns, b.Arns)
		}
		if !ok || a.Level != b.Level || a.Retired != b.Retired || a.Star != b.Star || !slices.Equal(a.Dependents, b.Dependents) || !slices.EqualFunc(a.Resources, b.Resources, same) {
			t.Fatalf("%s is %+v, was %+v", name, b, a)
		}
	}
}

// TestPagesAreReadOnce refreshes twice: what did not change is not sent again, and nothing is lost.
func TestPagesAreReadOnce(t *testing.T) {
	site, base := fake(t)
	first, _, err := readFrom(t, base, nil)
	if err != nil {
		t.Fatal(err)
	}
	sent := site.Sent.Swap(0)
	second, report, err := readFrom(t, base, first)
	if err != nil {
		t.Fatal(err)
	}
	if site.Sent.Load() != 1 || report.Unchanged != report.Services || sent != int64(report.Services)+1 {
		t.Errorf("%d pages sent, then %d: %+v", sent, site.Sent.Load(), report)
	}
	if !slices.Equal(first, second) {
		t.Error("the overlay has changed, though the reference has not")
	}
	site.Actions = map[string][]string{"sqs": {"Juggle"}}
	if _, report, err = readFrom(t, base, second); err != nil || report.Unchanged != report.Services-1 || len(report.New) != 1 {
		t.Errorf("got %+v, %v", report, err)
	}
}

// TestWhatIsNotTaken spoils the reference in one place, or in all: there is no overlay, and a reason.
func TestWhatIsNotTaken(t *testing.T) {
	const page = "/v1/s3/s3.json"
	list := "/v1/service-list.json"
	at := func(path string, spoil func(body []byte) (int, []byte)) func(string, int, []byte) (int, []byte) {
		return func(p string, status int, body []byte) (int, []byte) {
			if p == path {
				return spoil(body)
			}
			return status, body
		}
	}
	ok := func(body string) func([]byte) (int, []byte) {
		return func([]byte) (int, []byte) { return 200, []byte(body) }
	}
	for _, c := range []struct {
		name  string
		date  time.Time
		spoil func(string, int, []byte) (int, []byte)
		want  string
	}{
		{"truncated", tomorrow, at(page, func(b []byte) (int, []byte) { return 200, b[:len(b)/2] }), "reading s3: it is not of the shape"},
		{"an error", tomorrow, at(page, func([]byte) (int, []byte) { return 503, nil }), "reading /v1/s3/s3.json: the answer is 503"},
		{"a page for people", tomorrow, at(page, ok("<html>")), "reading s3: it is not of the shape"},
		{"another service", tomorrow, at(page, ok(`{"Name": "sqs"}`)), `it says that it is "sqs"`},
		{"nothing in it", tomorrow, at(page, ok(`{"Name": "s3"}`)), "0 actions where the tables have"},
		{"a name with a line end", tomorrow, at(page, ok(`{"Name": "s3", "Actions": [{"Name": "Get\nA\tx"}]}`)), "it is not of the shape"},
		{"an ARN with a line end", tomorrow, at(page, ok(`{"Name": "s3", "Resources": [{"Name": "x", "ARNFormats": ["arn:a\nb"]}]}`)), "it is not of the shape"},
		{"too long", tomorrow, at(page, ok(strings.Repeat(" ", maxPage+1))), "longer than"},
		{"no list", tomorrow, at(list, ok(`{}`)), "reading the list of services"},
		{"an empty list", tomorrow, at(list, ok(`[]`)), "0 of them"},
		{"a list that leads out", tomorrow, at(list, ok(`[{"service": "../x", "url": "y"}]`)), "reading the list of services"},
		{"a short list", tomorrow, at(list, ok(`[{"service": "s3", "url": "https://h/v1/s3/s3.json"}]`)), "the reference has 1 services"},
		{"older", time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), nil, "older than the tables"},
	} {
		t.Run(c.name, func(t *testing.T) {
			site, base := fake(t)
			site.Date, site.Spoil = c.date, c.spoil
			overlay, _, err := readFrom(t, base, nil)
			if overlay != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %d bytes, %v; want %q", len(overlay), err, c.want)
			}
		})
	}
}

// TestCutOff ends the connection in the middle of a page.
func TestCutOff(t *testing.T) {
	site, _ := fake(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/sqs/sqs.json" {
			w.Header().Set("Content-Length", "5000")
			_, _ = w.Write([]byte(`{"Name": "sqs"`))
			return
		}
		site.ServeHTTP(w, r)
	}))
	defer server.Close()
	if overlay, _, err := readFrom(t, server.URL, nil); overlay != nil || err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("got %d bytes, %v", len(overlay), err)
	}
}

// TestAnOverlayIsWholeOrNot cuts and changes the bytes of one.
func TestAnOverlayIsWholeOrNot(t *testing.T) {
	_, base := fake(t)
	overlay, _, err := readFrom(t, base, nil)
	if err != nil {
		t.Fatal(err)
	}
	tables := serviceref.Embedded()
	for _, size := range []int{0, 1, 31, 32, 33, len(overlay) / 2, len(overlay) - 1} {
		if _, err := tables.With(overlay[:size]); err == nil {
			t.Errorf("%d of %d bytes are taken", size, len(overlay))
		}
	}
	changed := slices.Clone(overlay)
	changed[len(changed)/2]++
	if _, err := tables.With(changed); err == nil {
		t.Error("changed bytes are taken")
	}
}

// TestTheReferenceSaysOfEachActionWhetherItsUseIsRecorded: the reference wins over what is kept by hand, both ways.
func TestTheReferenceSaysOfEachActionWhetherItsUseIsRecorded(t *testing.T) {
	tables := serviceref.Embedded()
	site, base := fake(t)
	site.Usage = map[string]serviceref.Usage{"ec2:DescribeAddresses": serviceref.Recorded, "kms:Decrypt": serviceref.NotRecorded, "sns:Publish": serviceref.Recorded}
	overlay, _, err := readFrom(t, base, nil)
	if err != nil {
		t.Fatal(err)
	}
	both, err := tables.With(overlay)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range site.Usage {
		if a, _ := both.Action(name); a.Usage != want {
			t.Errorf("%s is %q, want %q", name, a.Usage, want)
		}
	}
	if a, _ := both.Action("s3:GetObject"); a.Usage != serviceref.NotRecorded {
		t.Errorf("s3:GetObject is %q", a.Usage)
	}
	if was, now := countListed(tables), countListed(both); was != now {
		t.Errorf("%d actions are listed, %d before", now, was)
	}
}

func countListed(t *serviceref.Tables) int {
	_, actions := t.Listed()
	return actions
}
