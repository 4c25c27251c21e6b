package serviceref

import (
	"slices"
	"strings"
	"testing"
)

func TestManaged(t *testing.T) {
	tables := Embedded()
	for _, c := range []struct{ ask, arn string }{
		{"AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"},
		{"arn:aws-cn:iam::aws:policy/AdministratorAccess", "arn:aws-cn:iam::aws:policy/AdministratorAccess"},
		{"arn:aws-mars:iam::aws:policy/AdministratorAccess", ""},
		{"arn::iam::aws:policy/AdministratorAccess", ""},
		{"AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
		{"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
		{"arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole", ""}, // AWS has it below service-role/ only
		{"arn:aws:iam::111122223333:policy/AdministratorAccess", ""},
		{"NoSuchPolicy", ""},
		{"", ""},
	} {
		m, ok := tables.Managed(c.ask)
		if ok != (c.arn != "") || m.Arn != c.arn {
			t.Errorf("%s is %q, want %q", c.ask, m.Arn, c.arn)
		}
	}
	admin, _ := tables.Managed("AdministratorAccess")
	if s := admin.Statements; len(s) != 1 || s[0].Effect != "Allow" || !slices.Equal(s[0].Actions, []string{"*"}) || !slices.Equal(s[0].Resources, []string{"*"}) {
		t.Errorf("AdministratorAccess is %+v", s)
	}
	power, _ := tables.Managed("PowerUserAccess")
	if len(power.Statements) == 0 || len(power.Statements[0].NotActions) == 0 {
		t.Errorf("PowerUserAccess is %+v", power.Statements)
	}
}

// TestManagedInEveryPartition asks for each policy by its ARN in each partition: no ARN in its text is of another one.
func TestManagedInEveryPartition(t *testing.T) {
	tables, moved := Embedded(), 0
	for _, name := range tables.ManagedNames() {
		home, _ := tables.Managed(name)
		for _, partition := range partitions {
			arn := strings.Replace(home.Arn, "arn:aws:", "arn:"+partition+":", 1)
			m, ok := tables.Managed(arn)
			if !ok || m.Arn != arn || m.Name != name || len(m.Statements) != len(home.Statements) {
				t.Fatalf("%s is %+v", arn, m)
			}
			for _, s := range m.Statements {
				texts := append(slices.Clone(s.Resources), s.NotResources...)
				for _, keys := range s.Conditions {
					for _, values := range keys {
						texts = append(texts, values...)
					}
				}
				for _, resource := range texts {
					if partition != "aws" && strings.HasPrefix(resource, "arn:aws:") {
						t.Errorf("%s: %s", arn, resource)
					}
					if strings.HasPrefix(resource, "arn:"+partition+":") && partition != "aws" {
						moved++
					}
				}
			}
		}
		if again, _ := tables.Managed(home.Arn); !slices.EqualFunc(again.Statements, home.Statements, sameResources) {
			t.Errorf("%s was changed by asking for it elsewhere", name)
		}
	}
	if moved == 0 {
		t.Error("no ARN was of a partition")
	}
}

func sameResources(a, b Statement) bool { return slices.Equal(a.Resources, b.Resources) }

func TestManagedPoliciesAreWhole(t *testing.T) {
	tables := Embedded()
	for _, name := range tables.ManagedNames() {
		m, ok := tables.Managed(name)
		if !ok || len(m.Statements) == 0 {
			t.Errorf("%s has no statements", name)
		}
		for _, s := range m.Statements {
			if s.Effect == "" || len(s.Actions)+len(s.NotActions) == 0 || len(s.Resources)+len(s.NotResources) == 0 {
				t.Errorf("%s: %+v", name, s)
			}
		}
	}
}

func TestTemplate(t *testing.T) {
	tables := Embedded()
	crud, ok := tables.Template("DynamoDBCrudPolicy")
	if !ok || !slices.Equal(crud.Parameters, []string{"TableName"}) || !slices.Contains(crud.Statements[0].Actions, "dynamodb:PutItem") {
		t.Errorf("got %+v, %v", crud, ok)
	}
	want := "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}"
	if !slices.Contains(crud.Statements[0].Resources, want) {
		t.Errorf("resources are %q", crud.Statements[0].Resources)
	}
	rotation, _ := tables.Template("AWSSecretsManagerRotationPolicy")
	if len(rotation.Statements) == 0 || len(rotation.Statements[0].Conditions["StringEquals"]) == 0 {
		t.Errorf("the condition is lost: %+v", rotation.Statements)
	}
	if _, ok := tables.Template("NoSuchPolicy"); ok {
		t.Error("a template that SAM does not have")
	}
}

// TestTemplatesNameTheirParameters finds variables that are neither a parameter nor one of CloudFormation's own.
func TestTemplatesNameTheirParameters(t *testing.T) {
	tables := Embedded()
	for name := range tables.archive.templates() {
		template, _ := tables.Template(name)
		for _, s := range template.Statements {
			for _, resource := range s.Resources {
				for _, v := range variables(resource) {
					if !strings.HasPrefix(v, "AWS::") && !slices.Contains(template.Parameters, v) {
						t.Errorf("%s: %s in %s", name, v, resource)
					}
				}
			}
		}
	}
}

func TestPlatform(t *testing.T) {
	tables := Embedded()
	for _, kind := range []string{"sqs", "kinesis", "kinesis-fan-out", "dynamodb", "msk", "mq", "selfmanagedkafka", "documentdb"} {
		needs, ok := tables.Poller(kind)
		if !ok || len(needs) == 0 {
			t.Errorf("nothing is known of polling %s", kind)
		}
	}
	if _, ok := tables.Poller("nosuchsource"); ok {
		t.Error("a source that nobody polls")
	}
	sqs, _ := tables.Poller("sqs")
	if b := sqs[0].Resources[0]; b.Arn != "${Source}" || b.Variables["Source"] != "Source" {
		t.Errorf("got %+v", b)
	}
	for feature, want := range map[string]int{"logs": 2, "tracing": 2, "vpc": 5, "dead-letter:sqs": 1, "destination:s3": 2, "nosuchfeature": 0} {
		required := slices.DeleteFunc(slices.Clone(tables.Platform(feature)), func(n Authorization) bool { return n.Optional })
		if len(required) != want {
			t.Errorf("%s needs %d actions, want %d", feature, len(required), want)
		}
	}
}

func TestType(t *testing.T) {
	tables := Embedded()
	for _, want := range []Type{
		{Name: "AWS::SQS::Queue", ArnAttribute: "Arn", NameAttribute: "QueueName", NameProperty: "QueueName", KeyProperty: "KmsMasterKeyId"},
		{Name: "AWS::SNS::Topic", ArnAttribute: "Ref", NameAttribute: "TopicName", NameProperty: "TopicName", KeyProperty: "KmsMasterKeyId"},
		{Name: "AWS::SecretsManager::Secret", ArnAttribute: "Ref", NameProperty: "Name", KeyProperty: "KmsKeyId"},
		{Name: "AWS::Logs::LogGroup", ArnAttribute: "Arn", NameAttribute: "Ref", NameProperty: "LogGroupName", KeyProperty: "KmsKeyId"},
		// Derived from CloudFormation's own description.
		{Name: "AWS::IoT::Policy", ArnAttribute: "Arn", NameAttribute: "Ref", NameProperty: "PolicyName"},
		{Name: "AWS::CodeCommit::Repository", ArnAttribute: "Arn", NameAttribute: "Ref"},
	} {
		got, ok := tables.Type(want.Name)
		if !ok || got.Arn == "" {
			t.Errorf("%s: %+v", want.Name, got)
		}
		want.Arn, want.Attributes = got.Arn, got.Attributes
		if got.ArnAttribute != want.ArnAttribute || got.NameAttribute != want.NameAttribute || got.NameProperty != want.NameProperty || got.KeyProperty != want.KeyProperty {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if got, _ := tables.Type("AWS::DynamoDB::Table"); got.Attributes["StreamArn"] == "" || got.Arn != "arn:${Partition}:dynamodb:${Region}:${Account}:table/${Name}" {
		t.Errorf("got %+v", got)
	}
	if _, ok := tables.Type("AWS::No::Such"); ok {
		t.Error("a type that CloudFormation does not have")
	}
}
