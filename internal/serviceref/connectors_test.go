package serviceref

import (
	"slices"
	"strings"
	"testing"
)

func TestConnectionsAreReadable(t *testing.T) {
	all, err := readConnections()
	if err != nil {
		t.Fatal(err)
	}
	tables, pairs := Embedded(), map[string]bool{}
	for key, c := range all {
		source, rest, _ := strings.Cut(key, " ")
		destination, _, _ := strings.Cut(rest, " ")
		pairs[source+" "+destination] = true
		for _, typ := range []string{source, destination} {
			if _, ok := tables.Type(typ); !ok {
				t.Errorf("%s: no type %s", key, typ)
			}
		}
		for _, s := range c.Statements {
			for _, action := range s.Actions {
				if a, ok := tables.Action(action); !ok || a.Name != action {
					t.Logf("%s: AWS lists no action %s", key, action) // SAM grants it all the same
				}
			}
		}
	}
	if len(pairs) != 31 {
		t.Errorf("%d pairs, SAM has 31", len(pairs))
	}
}

func TestConnection(t *testing.T) {
	tables := Embedded()
	polled, _ := tables.Connection("AWS::SQS::Queue", "AWS::Lambda::Function", "Read")
	if polled.BySource || len(polled.Statements) != 1 || !slices.Equal(polled.Statements[0].Resources, []string{"${Source.Arn}"}) {
		t.Errorf("a queue's reader gets %+v", polled)
	}
	pushed, _ := tables.Connection("AWS::S3::Bucket", "AWS::Lambda::Function", "Write")
	want := Invocation{Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com", Arn: "${Source.Arn}", Account: "${AWS::AccountId}"}
	if pushed.Invocation == nil || *pushed.Invocation != want {
		t.Errorf("a bucket invokes by %+v", pushed.Invocation)
	}
	if c, ok := tables.Connection("AWS::SNS::Topic", "AWS::SQS::Queue", "Write"); !ok || c.Statements != nil || c.Invocation != nil {
		t.Errorf("a topic is let in by the queue's policy, got %+v", c)
	}
	if _, ok := tables.Connection("AWS::Lambda::Function", "AWS::SNS::Topic", "Read"); ok {
		t.Error("a connector that SAM does not know")
	}
}
