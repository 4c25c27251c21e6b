package serviceref

import (
	"slices"
	"testing"
)

// FuzzArchive opens any bytes, and asks all that can be asked: the answers are wrong or right, and nothing fails.
func FuzzArchive(f *testing.F) {
	small, err := Pack(map[string]string{
		"iam/s3":      "T\tobject\tarn:${Partition}:s3:::${BucketName}/${ObjectName}\nA\tGetObject\tR\t\tobject!\t\n",
		"api/s3":      "O\tGetObject\tp\tBucket,Key\t\t\t\nW\tObjectExists\tGetObject\n",
		"managed/000": "P\tX\t\nS\tAllow\nA\ts3:*\nC\tBool\tk\ttrue\n",
		"sources":     "botocore 1 Apache-2.0\n", "names": "js2\ts3\tS3\n", "types": "AWS::S3::Bucket\t\tBucketName\tArn\n", "sam": "{}", "reference": "",
	}, map[string]string{"api/s3": "s3 S3", "managed/000": "X", "reference": "2027-01-01 x"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		tables := &Tables{archive: open(file), facts: Embedded().facts}
		tables.Operation("s3", "GetObject")
		tables.OperationOf(JavaScript3, "s3", "GetObjectCommand")
		tables.ClientOf(JavaScript2, "AWS.S3")
		tables.Managed("X")
		tables.Type("AWS::S3::Bucket")
		tables.Listed()
		if !slices.IsSorted(tables.Expand("*")) {
			t.Error("names are not sorted")
		}
		if _, err := tables.With(file); err == nil {
			t.Error("a file without its sum is taken for an overlay")
		}
	})
}

// FuzzNames reads names and methods of any spelling.
func FuzzNames(f *testing.F) {
	f.Add("com.amazonaws.services.s3.AmazonS3", "getObjectMetadata")
	f.Add("Aws::States::Client", "start_execution")
	f.Add("../::\\", "\x00")
	f.Fuzz(func(t *testing.T, name, method string) {
		tables := Embedded()
		for _, sdk := range SDKs {
			client, ok := tables.ClientOf(sdk.Name, name)
			if ok != tables.Client(client) {
				t.Errorf("%s: %q is %q, %v", sdk.Name, name, client, ok)
			}
			if operation, ok := tables.OperationOf(sdk.Name, client, method); ok {
				if _, known := tables.Operation(client, operation); !known {
					t.Errorf("%s: %q is the unknown operation %q", sdk.Name, method, operation)
				}
			}
		}
	})
}
