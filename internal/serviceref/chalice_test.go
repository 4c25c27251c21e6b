package serviceref

import (
	"slices"
	"strings"
	"testing"
)

// TestChaliceNamesWhatExists: parameters of ARNs are the decorator's, pollers are known, and actions exist.
func TestChaliceNamesWhatExists(t *testing.T) {
	tables := Embedded()
	f, err := readChalice()
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range f.events {
		for _, variable := range variables(e.Arn) {
			for alternative := range strings.SplitSeq(variable, "|") {
				if alternative == strings.ToLower(alternative) && !slices.Contains(e.Parameters, alternative) {
					t.Errorf("%s: there is no parameter %s", name, alternative)
				}
			}
		}
		if _, ok := tables.Poller(e.Source); e.Kind == "poller" && !ok {
			t.Errorf("%s: there is no poller %s", name, e.Source)
		}
		if _, ok := f.statements[e.Source]; e.Kind == "poller" && !ok {
			t.Errorf("%s: Chalice adds no statement for %s", name, e.Source)
		}
	}
	for purpose, s := range f.statements {
		for _, action := range s.Actions {
			checkAction(t, tables, "chalice.txt "+purpose, action)
		}
	}
}

func TestChaliceEvents(t *testing.T) {
	for name, want := range map[string]ChaliceEvent{
		"on_s3_event":     {Kind: "permission", Source: "s3", Arn: "arn:${Partition}:s3:::${bucket}", OwnAccount: true},
		"route":           {Function: "api_handler", Kind: "permission", Source: "apigateway", Arn: "arn:${Partition}:execute-api:${Region}:${Account}:${Api}/*"},
		"on_sqs_message":  {Kind: "poller", Source: "sqs", Arn: "arn:${Partition}:sqs:${Region}:${Account}:${queue|queue_arn}"},
		"on_ws_message":   {Function: "websocket_message", Kind: "permission", Source: "apigateway", Arn: "arn:${Partition}:execute-api:${Region}:${Account}:${WebsocketApi}/*"},
		"lambda_function": {},
	} {
		e, ok := Embedded().ChaliceEvent(name)
		if !ok || e.Function != want.Function || e.Kind != want.Kind || e.Source != want.Source || e.Arn != want.Arn || e.OwnAccount != want.OwnAccount {
			t.Errorf("%s is %+v", name, e)
		}
	}
	if e, ok := Embedded().ChaliceEvent("middleware"); !ok || !e.None() {
		t.Errorf("middleware is %+v", e)
	}
	for name, want := range map[string]string{"route": "http", "schedule": "scheduled", "on_ws_connect": "websocket", "authorizer": ""} {
		if e, _ := Embedded().ChaliceEvent(name); e.Middleware != want {
			t.Errorf("middleware of %s is for %q, want %q", name, e.Middleware, want)
		}
	}
	if s, ok := Embedded().ChaliceStatement("websocket"); !ok || !slices.Equal(s.Actions, []string{"execute-api:ManageConnections"}) {
		t.Errorf("websocket is %+v", s)
	}
}
