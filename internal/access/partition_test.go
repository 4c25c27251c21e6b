package access

import (
	"strings"
	"testing"
)

// A template for another partition writes it in its ARNs: the needs are of that partition as well.
func TestPartition(t *testing.T) {
	c := comparing{
		calls:  calls("s3 PutObject Bucket=files Key=a.txt"),
		grants: []string{"Allow s3:PutObject arn:aws-cn:s3:::files/*", "Allow s3:PutObject arn:aws-cn:s3:::other/*"},
	}
	got := printed(c.run())
	for _, want := range []string{"\nused s3:PutObject on arn:aws-cn:s3:::files/*", "\nunused s3:PutObject on arn:aws-cn:s3:::other/*"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "missing") {
		t.Errorf("nothing is missing:\n%s", got)
	}
}
