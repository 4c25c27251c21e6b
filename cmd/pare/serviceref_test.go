package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/serviceref/referencetest"
)

// startReference serves AWS's service reference in several states, each below its own path: as the tables have it and newer, newer with
// an action more, older, cut off in a page, with half a page, with a page for people.
func startReference(t *testing.T) string {
	t.Helper()
	built, err := time.Parse(time.DateOnly, serviceref.Embedded().Date())
	if err != nil {
		t.Fatal(err)
	}
	newer := built.AddDate(0, 3, 0)
	s3 := func(status int, body string) func(string, int, []byte) (int, []byte) {
		return func(path string, was int, text []byte) (int, []byte) {
			switch {
			case path != "/v1/s3/s3.json":
				return was, text
			case body != "":
				return status, []byte(body)
			}
			return status, text[:len(text)/2]
		}
	}
	mux := http.NewServeMux()
	for path, site := range map[string]*referencetest.Site{
		"/newer":     {Date: newer, Actions: map[string][]string{"s3": {"DanceObject"}}},
		"/newest":    {Date: newer.AddDate(0, 1, 0), Actions: map[string][]string{"s3": {"DanceObject", "SingObject"}}},
		"/older":     {Date: newer.AddDate(-9, 0, 0)},
		"/truncated": {Date: newer, Spoil: s3(http.StatusOK, "")},
		"/busy":      {Date: newer, Spoil: s3(http.StatusServiceUnavailable, "later")},
		"/strange":   {Date: newer, Spoil: s3(http.StatusOK, "<html></html>")},
	} {
		site.Tables = serviceref.Embedded()
		mux.Handle(path+"/", http.StripPrefix(path, site))
	}
	mux.HandleFunc("/cut/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100000")
		_, _ = w.Write([]byte(`[{"service": "s3"`))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAge(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for date, want := range map[string]string{"2026-11-24": ", 1 day old", "2026-11-25": ", 0 days old", "2027-01-01": "", "": ""} {
		if got := age(date, now); got != want {
			t.Errorf("%s is %q, want %q", date, got, want)
		}
	}
}
