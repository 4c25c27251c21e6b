package serviceref

import (
	"sync"
	"testing"
)

// TestManyAskAtOnce opens services from many sides: the tables are shared by all who read a repository.
func TestManyAskAtOnce(t *testing.T) {
	tables := opened()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, client := range []string{"s3", "dynamodb", "sqs", "lambda"} {
				tables.Operation(client, tables.Operations(client)[0])
				tables.Resource(client, "")
			}
			tables.Expand("s3:*")
			tables.Expand("dynamodb:Get*")
			tables.Managed("AWSLambdaBasicExecutionRole")
			tables.Template("S3CrudPolicy")
			tables.Type("AWS::IoT::Policy")
		})
	}
	all.Wait()
	if first, second := Embedded(), Embedded(); first != second {
		t.Error("the tables are opened twice")
	}
}

func TestSources(t *testing.T) {
	sources := Embedded().Sources()
	if len(sources) != 10 || sources[0].Name != "botocore" || sources[0].Version == "" || sources[0].Licence != "Apache-2.0" {
		t.Errorf("got %+v", sources)
	}
}
