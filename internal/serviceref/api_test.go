package serviceref

import "testing"

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"GetObject":                  "get_object",
		"ListObjectsV2":              "list_objects_v2",
		"GetBucketCORS":              "get_bucket_cors",
		"ListWebACLs":                "list_web_acls",
		"CreateDBInstance":           "create_db_instance",
		"DescribeDBClusters":         "describe_db_clusters",
		"AssumeRoleWithSAML":         "assume_role_with_saml",
		"ListMFADevices":             "list_mfa_devices",
		"DescribeCachediSCSIVolumes": "describe_cached_iscsi_volumes",
		"CreateOAuth2Token":          "create_oauth2_token",
		"ARN":                        "arn",
		"already_snake":              "already_snake",
		"":                           "",
	} {
		if got := Snake(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestNamesOfTheSDK(t *testing.T) {
	tables := Embedded()
	type ask func(client, name string) (string, bool)
	for _, c := range []struct {
		what         string
		ask          ask
		client, name string
		want         string
	}{
		{"method", tables.Method, "s3", "list_objects_v2", "ListObjectsV2"},
		{"method", tables.Method, "stepfunctions", "start_execution", "StartExecution"},
		{"method", tables.Method, "waf-regional", "list_web_acls", "ListWebACLs"},
		{"method", tables.Method, "s3", "upload_file", ""},
		{"method", tables.Method, "nosuchclient", "get_object", ""},
		{"paginator", tables.Paginator, "s3", "list_objects_v2", "ListObjectsV2"},
		{"paginator", tables.Paginator, "dynamodb", "query", "Query"},
		{"paginator", tables.Paginator, "s3", "get_object", ""},
		{"waiter", tables.Waiter, "s3", "bucket_exists", "HeadBucket"},
		{"waiter", tables.Waiter, "dynamodb", "table_exists", "DescribeTable"},
		{"waiter", tables.Waiter, "s3", "no_such_waiter", ""},
	} {
		got, ok := c.ask(c.client, c.name)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s %s %s is %q, %v; want %q", c.what, c.client, c.name, got, ok, c.want)
		}
	}
	for client, want := range map[string]string{
		"s3": "s3", "stepfunctions": "states", "cognito-idp": "cognito-idp", "sesv2": "ses", "bedrock-runtime": "bedrock",
		"iot-data": "iot", "opensearch": "es", "cloudwatch": "cloudwatch", "apigatewaymanagementapi": "execute-api",
		"resourcegroupstaggingapi": "tag", "apigatewayv2": "apigateway", "dynamodbstreams": "dynamodb", "nosuchclient": "",
	} {
		if got := tables.Prefix(client); got != want {
			t.Errorf("the prefix of %s is %q, want %q", client, got, want)
		}
	}
	if got := tables.ServiceID("cognito-idp"); got != "Cognito Identity Provider" {
		t.Errorf("got %q", got)
	}
}

func TestNamed(t *testing.T) {
	tables := Embedded()
	for service, want := range map[string]string{
		"cognito-identity-provider": "cognito-idp", "cognitoidentityprovider": "cognito-idp", "CognitoIdentityProvider": "cognito-idp",
		"sfn": "stepfunctions", "eventbridge": "events", "sesv2": "sesv2", "iot-data-plane": "iot-data", "cloudwatch-logs": "logs",
		"no-such-service": "", "": "",
	} {
		if got, ok := tables.Named(service); got != want || ok != (want != "") {
			t.Errorf("%s is %q, want %q", service, got, want)
		}
	}
	// Two clients of one API share a service ID: pinpoint-sms-voice and sms-voice.
	if clients, ids := len(tables.Clients()), len(tables.archive.named()); clients != ids+1 {
		t.Errorf("%d clients have %d service IDs", clients, ids)
	}
}

// TestResources walks bucket.objects.filter().delete(), table.item_count, queue.send_message, and what boto3 writes in code.
func TestResources(t *testing.T) {
	tables := Embedded()
	resource := func(service, typ string) ResourceModel {
		t.Helper()
		m, ok := tables.Resource(service, typ)
		if !ok {
			t.Fatalf("no resource %s.%s", service, typ)
		}
		return m
	}
	bucket := resource("s3", "").Subresources["Bucket"]
	if bucket.Type != "Bucket" || bucket.Identifiers["name"] != "" {
		t.Errorf("s3.Bucket(name) is %+v", bucket)
	}
	objects := resource("s3", "Bucket").Collections["objects"]
	if objects.List.Operation != "ListObjects" || objects.List.Parameters["Bucket"] != "@name" {
		t.Errorf("bucket.objects.all() is %+v", objects.List)
	}
	if d := objects.Batch["delete"]; d.Operation != "DeleteObjects" || d.Parameters["Delete.Objects[].Key"] != "@key" {
		t.Errorf("bucket.objects.delete() is %+v", d)
	}
	if o := resource("s3", "Bucket").Subresources["Object"]; o.Identifiers["bucket_name"] != "@name" || o.Identifiers["key"] != "" {
		t.Errorf("bucket.Object(key) is %+v", o)
	}
	if put := resource("dynamodb", "Table").Actions["put_item"]; put.Operation != "PutItem" || put.Parameters["TableName"] != "@name" {
		t.Errorf("table.put_item() is %+v", put)
	}
	if load := resource("dynamodb", "Table").Load; load.Operation != "DescribeTable" {
		t.Errorf("table.item_count is %+v", load)
	}
	if load := resource("s3", "ObjectSummary").Load; load.Operation != "HeadObject" || load.Parameters["Key"] != "@key" {
		t.Errorf("summary.load() is %+v", load)
	}
	if w := resource("s3", "Object").Waiters["wait_until_exists"]; w.Operation != "HeadObject" {
		t.Errorf("object.wait_until_exists() is %+v", w)
	}
	if q := resource("sqs", "").Actions["get_queue_by_name"]; q.Operation != "GetQueueUrl" || q.Returns != "Queue" || q.Identifiers["url"] != "$QueueUrl" {
		t.Errorf("sqs.get_queue_by_name() is %+v", q)
	}
	if _, ok := tables.Resource("lambda", ""); ok {
		t.Error("boto3 has no resource for lambda")
	}
}

// TestResourcesCallWhatExists holds each operation that a resource calls against the client's operations.
func TestResourcesCallWhatExists(t *testing.T) {
	tables := Embedded()
	if n := len(tables.archive.all("resource")); n != 9 {
		t.Errorf("%d services have resources, want 9", n)
	}
	for _, service := range tables.archive.names("resource") {
		s, _ := tables.archive.find("resource", service)
		all := tables.resources(s)
		for typ, m := range all {
			calls := map[string]ResourceAction{"load": m.Load}
			for name, a := range m.Actions {
				calls[name] = a
			}
			for name, a := range m.Waiters {
				calls[name] = a
			}
			for name, c := range m.Collections {
				calls[name] = c.List
				for batch, a := range c.Batch {
					calls[name+"."+batch] = a
				}
			}
			for name, a := range calls {
				if _, ok := tables.Operation(service, a.Operation); !ok && a.Operation != "" {
					t.Errorf("%s.%s.%s calls %s", service, typ, name, a.Operation)
				}
				if _, ok := all[a.Returns]; !ok {
					t.Errorf("%s.%s.%s returns %s", service, typ, name, a.Returns)
				}
			}
		}
	}
}

func TestHelper(t *testing.T) {
	tables := Embedded()
	h, ok := tables.Helper("s3", "download_file")
	if !ok || len(h.Calls) != 2 || h.Calls[1].Operation != "GetObject" || h.Calls[1].Arguments["Bucket"] != "Bucket" {
		t.Errorf("got %+v, %v", h, ok)
	}
	if h, ok := tables.Helper("s3.Bucket", "upload_file"); !ok || h.Calls[0].Arguments["Bucket"] != "@name" {
		t.Errorf("got %+v, %v", h, ok)
	}
	if _, ok := tables.Helper("s3", "get_object"); ok {
		t.Error("an operation is no helper")
	}
}
