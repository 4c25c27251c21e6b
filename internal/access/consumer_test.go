package access

import (
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// The stream of a consumer is what its ARN begins with, also where the time of its registration at the end is not known.
func TestStreamOfConsumer(t *testing.T) {
	stream := symbolic.Value{{Kind: symbolic.Attribute, Text: "Clicks", Attr: "Arn", Type: "AWS::Kinesis::Stream", Stack: "t"}}
	time := symbolic.Value{{Kind: symbolic.Unknown, Text: "the time of the registration"}}
	consumer := symbolic.Concat(stream, symbolic.Text("/consumer/mine:"), time)
	got := streams(symbolic.Certain(consumer))
	if len(got) != 1 || got[0].Value.Key() != stream.Key() {
		t.Errorf("%v", got)
	}
	got = streams(symbolic.Certain(symbolic.Text("arn:aws:kinesis:us-east-1:123456789012:stream/clicks/consumer/mine:1")))
	if text, _ := got[0].Value.Known(); text != "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" {
		t.Errorf("%v", got)
	}
}
