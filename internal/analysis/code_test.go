package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

const chaliceApp = `import os
import boto3
from chalice import Chalice
from chalicelib.store import Store

app = Chalice(app_name="media")
s3 = boto3.client("s3")
store = None

def get_store():
    global store
    if store is None:
        store = Store(boto3.resource("dynamodb").Table(os.environ["TABLE"]))
    return store

@app.middleware("http")
def seen(event, get_response):
    boto3.client("cloudwatch").put_metric_data(Namespace="media", MetricData=[])
    return get_response(event)

@app.route("/")
def index():
    return get_store().everything()

@app.route("/{key}", methods=["DELETE"])
def delete(key):
    s3.delete_object(Bucket="uploads", Key=key)

@app.on_s3_event(bucket="uploads",
                 events=["s3:ObjectCreated:*"])
def uploaded(event):
    get_store().add(event.key)
    s3.get_object(Bucket=event.bucket, Key=event.key)

@app.on_sqs_message(queue="jobs")
def work(event):
    for record in event:
        boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:done", Message=record.body)
`

const chaliceStore = `class Store:
    def __init__(self, table):
        self._table = table

    def everything(self):
        return self._table.scan()["Items"]

    def add(self, name):
        self._table.put_item(Item={"name": name})
`

func chalice(config, policy string) source.Files {
	return source.Files{
		".chalice/config.json": []byte(config), ".chalice/policy-dev.json": []byte(policy),
		"app.py": []byte(chaliceApp), "chalicelib/__init__.py": nil, "chalicelib/store.py": []byte(chaliceStore),
	}
}

const chalicePolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": "arn:aws:logs:*:*:*"
    },
    {
      "Effect": "Allow",
      "Action": ["dynamodb:*"],
      "Resource": "arn:aws:dynamodb:*:*:table/media"
    },
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:DeleteObject", "s3:PutObject"],
      "Resource": ["arn:aws:s3:::uploads/*"]
    },
    {
      "Effect": "Allow",
      "Action": ["cloudwatch:PutMetricData", "sns:Publish", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      "Resource": "*"
    }
  ]
}
`

// TestAFunctionRunsItsOwnDecorators: all functions of an application have one code, and each runs what its own decorators name: the routes
// together, every other by itself. Middleware runs in those
// whose events it is for.
func TestAFunctionRunsItsOwnDecorators(t *testing.T) {
	report := Run(chalice(`{"app_name": "media", "autogen_policy": false, "environment_variables": {"TABLE": "media"}}`, chalicePolicy), options())
	want := map[string]string{
		"api_handler": "cloudwatch:PutMetricData dynamodb:Scan s3:DeleteObject",
		"uploaded":    "dynamodb:PutItem s3:GetObject",
		"work":        "sns:Publish",
	}
	for _, f := range report.Functions {
		for _, n := range f.Needed {
			if n.Action == "s3:GetObject" && n.Resource != "arn:${AWS::Partition}:s3:::uploads/*" {
				t.Errorf("the event's bucket is that of the decorator, not %s", n.Resource)
			}
		}
		if got := fromCode(f); got != want[f.ID] || f.Status != finding.Complete {
			t.Errorf("%s is %s and needs %s, want %s", f.ID, f.Status, got, want[f.ID])
		}
		delete(want, f.ID)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
	var told []string
	for _, f := range report.Findings {
		if f.File != ".chalice/policy-dev.json" || f.Proof == nil || f.Proof.Verdict != "proved" {
			t.Errorf("%s at %s:%d is not proved: %+v", f.Rule, f.File, f.Line, f.Proof)
		}
		told = append(told, fmt.Sprintf("%s %d", f.Rule, f.Line))
	}
	slices.Sort(told)
	if want := []string{"unused-action 14", "wildcard-action 9", "wildcard-resource 19"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}

func fromCode(f finding.Function) string {
	var all []string
	for _, n := range f.Needed {
		if n.Kind == finding.FromCode {
			all = append(all, n.Action)
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// TestAPolicyThatNobodyHasWritten: what Chalice generates is not judged, its functions are unknown with that reason, and what they need and
// what makes them run is told all the same.
func TestAPolicyThatNobodyHasWritten(t *testing.T) {
	report := Run(chalice(`{"app_name": "media"}`, chalicePolicy), options())
	for _, f := range report.Functions {
		if f.Status != finding.Unknown || len(f.Missing)+len(f.Unused)+len(f.Broad) > 0 || len(f.Needed) == 0 || len(f.Triggers) != 1 {
			t.Errorf("%s is %s: %+v", f.ID, f.Status, f)
		}
		if len(f.Unknown) != 1 || !strings.Contains(f.Unknown[0].Reason, "autogen_policy") {
			t.Errorf("%s: the reason is %+v", f.ID, f.Unknown)
		}
	}
	if len(report.Functions) != 3 || len(report.Findings) != 1 || report.Findings[0].Severity != finding.Info {
		t.Errorf("%d functions, findings %+v", len(report.Functions), report.Findings)
	}
}
