package serviceref

import (
	"strings"
	"testing"
)

// TestNamesInEveryLanguage reads services as code has them: imports, classes, gems, crates.
func TestNamesInEveryLanguage(t *testing.T) {
	tables := Embedded()
	for _, c := range []struct {
		sdk    SDK
		names  string
		client string
	}{
		{Boto3, "stepfunctions", "stepfunctions"},
		{Boto3, "sfn", ""},
		{JavaScript2, "StepFunctions AWS.StepFunctions aws-sdk/clients/stepfunctions", "stepfunctions"},
		{JavaScript2, "AWS.CognitoIdentityServiceProvider", "cognito-idp"},
		{JavaScript2, "AWS.CloudWatchEvents AWS.EventBridge", "events"},
		{JavaScript2, "AWS.SESV2", "sesv2"},
		{JavaScript3, "@aws-sdk/client-sfn SFNClient SFN", "stepfunctions"},
		{JavaScript3, "@aws-sdk/client-cognito-identity-provider CognitoIdentityProviderClient", "cognito-idp"},
		{JavaScript3, "@aws-sdk/client-cloudwatch-events CloudWatchEventsClient @aws-sdk/client-eventbridge", "events"},
		{JavaScript3, "@aws-sdk/client-dynamodb DynamoDBClient", "dynamodb"},
		{Go1, "github.com/aws/aws-sdk-go/service/sfn", "stepfunctions"},
		{Go1, "github.com/aws/aws-sdk-go/service/rdsdataservice", "rds-data"},
		{Go1, "github.com/aws/aws-sdk-go/service/transcribeservice", "transcribe"},
		{Go2, "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider", "cognito-idp"},
		{Go2, "github.com/aws/aws-sdk-go-v2/service/rdsdata", "rds-data"},
		{Java1, "com.amazonaws.services.dynamodbv2 AmazonDynamoDB AmazonDynamoDBAsyncClientBuilder", "dynamodb"},
		{Java1, "com.amazonaws.services.simpleemail.AmazonSimpleEmailServiceClientBuilder AmazonSimpleEmailService", "ses"},
		{Java1, "AWSLambda AWSLambdaClientBuilder com.amazonaws.services.lambda", "lambda"},
		{Java1, "AWSStepFunctions", "stepfunctions"},
		{Java1, "AWSKMS", "kms"},
		{Java1, "AWSLogs", "logs"},
		{Java2, "software.amazon.awssdk.services.sfn SfnClient SfnAsyncClient software.amazon.awssdk.services.sfn.SfnClient", "stepfunctions"},
		{Java2, "DynamoDbClient", "dynamodb"},
		{Java2, "ConfigClient", "config"},
		{Kotlin, "aws.sdk.kotlin.services.eventbridge EventBridgeClient", "events"},
		{DotNet, "Amazon.SimpleNotificationService AmazonSimpleNotificationServiceClient AWSSDK.SimpleNotificationService IAmazonSimpleNotificationService", "sns"},
		{DotNet, "Amazon.DynamoDBv2.AmazonDynamoDBClient AmazonDynamoDBClient Amazon.DynamoDBv2", "dynamodb"},
		{DotNet, "Amazon.KeyManagementService", "kms"},
		{DotNet, "AmazonAWSSupportClient", "support"},
		{Ruby, "Aws::States::Client aws-sdk-states Aws::States", "stepfunctions"},
		{Ruby, "Aws::S3::Resource", "s3"},
		{Ruby, "Aws::CognitoIdentityProvider::Client", "cognito-idp"},
		{Rust, "aws_sdk_sfn aws-sdk-sfn", "stepfunctions"},
		{Rust, "aws_sdk_config aws-sdk-config", "config"},
		{PHP, `Aws\Sfn\SfnClient Aws\Sfn SfnClient`, "stepfunctions"},
		{PHP, `Aws\TranscribeService\TranscribeServiceClient`, "transcribe"},
		{JavaScript3, "@aws-sdk/client-transcribe-streaming TranscribeStreamingClient @aws-sdk/client-transcribe", "transcribe"},
		{JavaScript3, "@aws-sdk/client-no-such-service NoSuchClient service", ""},
	} {
		for name := range strings.FieldsSeq(c.names) {
			if got, ok := tables.ClientOf(c.sdk, name); got != c.client || ok != (c.client != "") {
				t.Errorf("%s: %s is %q, want %q", c.sdk, name, got, c.client)
			}
		}
	}
}

// TestMethodsInEveryLanguage reads operations as code has them.
func TestMethodsInEveryLanguage(t *testing.T) {
	tables := Embedded()
	for _, c := range []struct {
		sdk                        SDK
		client, methods, operation string
	}{
		{Boto3, "s3", "list_objects_v2", "ListObjectsV2"},
		{JavaScript2, "s3", "listObjectsV2", "ListObjectsV2"},
		{JavaScript3, "s3", "ListObjectsV2Command listObjectsV2 paginateListObjectsV2", "ListObjectsV2"},
		{JavaScript3, "s3", "waitUntilBucketExists waitForBucketExists", "HeadBucket"},
		{JavaScript3, "ssm", "SendCommandCommand sendCommand", "SendCommand"},
		{Go1, "s3", "ListObjectsV2 ListObjectsV2WithContext ListObjectsV2Pages ListObjectsV2PagesWithContext ListObjectsV2Request", "ListObjectsV2"},
		{Go1, "dynamodb", "WaitUntilTableExists WaitUntilTableExistsWithContext", "DescribeTable"},
		{Go2, "s3", "ListObjectsV2 NewListObjectsV2Paginator", "ListObjectsV2"},
		{Go2, "s3", "NewBucketExistsWaiter", "HeadBucket"},
		{Go2, "s3", "PresignGetObject", "GetObject"},
		{Java1, "s3", "getObjectMetadata headObject", "HeadObject"},
		{Java1, "sqs", "sendMessage sendMessageAsync", "SendMessage"},
		{Java2, "rds", "describeDbInstances describeDBInstancesPaginator", "DescribeDBInstances"},
		{Java2, "s3", "getObjectAsBytes presignGetObject", "GetObject"},
		{Kotlin, "dynamodb", "scan scanPaginated", "Scan"},
		{DotNet, "lambda", "Invoke InvokeAsync", "Invoke"},
		{DotNet, "s3", "GetObjectMetadataAsync", "HeadObject"},
		{DotNet, "s3", "PutBucketAsync", "CreateBucket"},
		{Ruby, "wafv2", "list_web_acls list_web_ac_ls", "ListWebACLs"},
		{Rust, "s3", "wait_until_object_exists", "HeadObject"},
		{JavaScript3, "transcribe", "StartStreamTranscriptionCommand startStreamTranscription", "StartStreamTranscription"},
		{Rust, "bedrock-runtime", "invoke_model_with_bidirectional_stream", "InvokeModelWithBidirectionalStream"},
		{PHP, "s3", "putObject putObjectAsync", "PutObject"},
		{JavaScript3, "s3", "FlyCommand waitUntilNoon command", ""},
		{Go2, "no-such-client", "GetObject", ""},
	} {
		for method := range strings.FieldsSeq(c.methods) {
			if got, ok := tables.OperationOf(c.sdk, c.client, method); got != c.operation || ok != (c.operation != "") {
				t.Errorf("%s: %s.%s is %q, want %q", c.sdk, c.client, method, got, c.operation)
			}
		}
	}
}

// TestLinesOfNamesAreTrue holds the lines of names.txt and methods.txt, and the names that the SDKs' packages have, against botocore.
func TestLinesOfNamesAreTrue(t *testing.T) {
	tables := Embedded()
	for key, client := range tables.facts().names {
		if !tables.Client(client) {
			t.Errorf("names.txt: %s: no client %s", key, client)
		}
	}
	for key, operation := range tables.facts().methods {
		client := strings.Fields(key)[1]
		if _, ok := tables.api(client); !ok {
			t.Errorf("methods.txt: no client %s", client)
		}
		if a, _ := tables.api(client); a != nil {
			if _, ok := a.operation(operation); !ok {
				t.Errorf("methods.txt: %s: no operation %s", key, operation)
			}
		}
	}
	for key, client := range tables.archive.spelled() {
		sdk, name, _ := strings.Cut(key, " ")
		if client == "-" {
			continue
		}
		if got, ok := tables.ClientOf(SDK(sdk), name); !ok || got != client {
			t.Errorf("%s: %s is %q, want %q", sdk, name, got, client)
		}
		// The rule for the other SDKs may know less than the packages do, but says nothing else.
		if got, ok := tables.ClientOf(Ruby, name); ok && got != client {
			t.Errorf("%s: the rule has %s for %s, the package %s", sdk, got, name, client)
		}
	}
}

// TestEveryOperationIsSpelled spells each operation in each SDK and reads it back.
func TestEveryOperationIsSpelled(t *testing.T) {
	tables := Embedded()
	for _, sdk := range SDKs {
		clients, _ := tables.Services(sdk.Name)
		for _, client := range clients {
			for _, operation := range tables.Operations(client) {
				method := sdk.Name.Spell(operation)
				if _, byHand := tables.facts().methods[string(sdk.Name)+" "+client+" "+letterKey(method)]; byHand {
					continue
				}
				if got, ok := tables.OperationOf(sdk.Name, client, method); !ok || got != operation {
					t.Errorf("%s: %s.%s is %q, want %s", sdk.Name, client, method, got, operation)
				}
			}
		}
	}
}
