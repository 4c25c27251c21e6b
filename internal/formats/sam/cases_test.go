package sam_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/serviceref"
)

// written is one generated template: JSON that is SAM and that the translator takes.
type written struct {
	name string
	text []byte
}

type object = map[string]any

// generated are the templates on which both readings must agree: each policy template, each connector, each event, and what a function
// may have beside them.
func generated(t *testing.T) []written {
	var all []written
	for _, name := range serviceref.Embedded().TemplateNames() {
		template, _ := serviceref.Embedded().Template(name)
		values, references := object{}, object{}
		for _, parameter := range template.Parameters {
			values[parameter], references[parameter] = "the-"+strings.ToLower(parameter), object{"Ref": "Table"}
		}
		all = append(all, function(t, "policy "+name, object{"Policies": []any{object{name: values}}}))
		if len(values) > 0 {
			all = append(all, function(t, "policy "+name+" of what is referred to", object{"Policies": []any{object{name: references}}}))
		}
	}
	for _, pair := range serviceref.Embedded().Connections() {
		all = append(all, connected(t, pair))
	}
	for _, e := range events {
		props := parsed(t, e.name, e.properties)
		fn := func() object {
			return object{"Events": object{"On": object{"Type": typeOf(e.name), "Properties": props}}}
		}
		all = append(all, function(t, "event "+e.name, fn()))
		published, own := fn(), fn()
		published["AutoPublishAlias"], own["Role"] = "live", object{"Fn::GetAtt": []string{"Own", "Arn"}}
		all = append(all, function(t, "event "+e.name+", an alias", published), function(t, "event "+e.name+", a role of its own", own))
	}
	for _, f := range features {
		all = append(all, function(t, "function "+f.name, parsed(t, f.name, f.properties)))
		if !strings.Contains(f.properties, `"Policies"`) { // SAM has no Policies for all functions
			globals := object{"Function": parsed(t, f.name, f.properties)}
			all = append(all, template(t, "function "+f.name+", by Globals", object{"Fn": plainFunction(object{})}, globals))
		}
	}
	for _, r := range others {
		all = append(all, template(t, r.name, object{"Fn": plainFunction(object{}), "X": parsed(t, r.name, r.properties)}))
	}
	return all
}

// typeOf is the first word of a case's name.
func typeOf(name string) string { return strings.Fields(name)[0] }

func parsed(t *testing.T, name, text string) object {
	t.Helper()
	var all object
	if err := json.Unmarshal([]byte("{"+text+"}"), &all); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}

func plainFunction(with object) object {
	props := object{"Runtime": "python3.13", "Handler": "index.handler", "InlineCode": "def handler(e, c): pass"}
	for key, value := range with {
		props[key] = value
	}
	return object{"Type": "AWS::Serverless::Function", "Properties": props}
}

func function(t *testing.T, name string, with object) written {
	return template(t, name, object{"Fn": plainFunction(with)})
}

// connected connects two resources of a pair with all the categories that the pair has.
func connected(t *testing.T, pair []string) written {
	t.Helper()
	resources := object{}
	for i, id := range []string{"From", "To"} {
		resource, ok := ends[pair[i]]
		if !ok {
			t.Fatalf("no resource is written for the end %s of a connector", pair[i])
		}
		resources[id] = parsed(t, pair[i], strings.ReplaceAll(resource, "SELF", id))
	}
	resources["Joint"] = object{"Type": "AWS::Serverless::Connector", "Properties": object{
		"Source": object{"Id": "From"}, "Destination": object{"Id": "To"}, "Permissions": pair[2:],
	}}
	return template(t, fmt.Sprintf("connector %s %s", pair[0], pair[1]), resources)
}

// template adds what the cases refer to.
func template(t *testing.T, name string, resources object, globals ...object) written {
	t.Helper()
	for id, text := range stock {
		if _, taken := resources[id]; !taken {
			resources[id] = parsed(t, id, text)
		}
	}
	whole := object{"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
	for _, g := range globals {
		whole["Globals"] = g
	}
	text, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return written{name, text}
}

// TestEveryEventIsGenerated wants a case for each type of event that the reader knows.
func TestEveryEventIsGenerated(t *testing.T) {
	for _, typ := range []string{
		"Api", "HttpApi", "S3", "SNS", "Schedule", "ScheduleV2", "CloudWatchEvent", "EventBridgeRule", "CloudWatchLogs", "IoTRule", "Cognito",
		"AlexaSkill", "SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB",
	} {
		if !slices.ContainsFunc(events, func(c snippet) bool { return typeOf(c.name) == typ }) {
			t.Errorf("no case for events of the type %s", typ)
		}
	}
}
