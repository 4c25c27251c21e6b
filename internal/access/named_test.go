package access

import (
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// A bucket's name is cut out of its ARN even where the name is not known: a parameter's, or one that AWS makes up.
func TestTheNameOfTheBucketThatSendsEvents(t *testing.T) {
	text := symbolic.Text
	ref := symbolic.Part{Kind: symbolic.Attribute, Text: "Uploads", Attr: "Ref", Type: "AWS::S3::Bucket"}
	partition := symbolic.Part{Kind: symbolic.Pseudo, Text: "AWS::Partition"}
	form := symbolic.Concat(text("arn:"), symbolic.Value{partition}, text(":s3:::"), symbolic.Value{ref})
	parameter := symbolic.Value{{Kind: symbolic.Parameter, Text: "Name"}}
	for _, c := range []struct {
		arn  symbolic.Value
		want string
	}{
		{text("arn:aws:s3:::uploads"), "uploads"},
		{symbolic.Concat(text("arn:aws:s3:::"), parameter, text("-in")), "${Name}-in"},
		{symbolic.Value{{Kind: symbolic.Attribute, Text: "Uploads", Attr: "Arn", Form: form}}, "${Uploads}"},
		{parameter, "*"},
	} {
		got := named(symbolic.Certain(c.arn), true)
		if len(got) != 1 || got[0].Value.String() != c.want {
			t.Errorf("the name in %s is %v, want %s", c.arn, got, c.want)
		}
	}
}
