package serviceref

import (
	"strings"
	"testing"
)

// TestUsage: what functions do most is what AWS does not record; what is in no line is not known, and no wins over yes.
func TestUsage(t *testing.T) {
	for action, want := range map[string]Usage{
		"s3:GetObject":                  NotRecorded,
		"s3:GetObjectVersion":           NotRecorded,
		"s3:ListBucket":                 NotRecorded,
		"s3:ListAllMyBuckets":           Recorded,
		"dynamodb:Query":                NotRecorded,
		"dynamodb:DescribeTable":        Recorded,
		"sqs:SendMessage":               NotRecorded,
		"sqs:PurgeQueue":                Recorded,
		"sns:Publish":                   NotRecorded,
		"sns:CreateTopic":               NotRecorded,
		"kms:Decrypt":                   Recorded,
		"secretsmanager:GetSecretValue": Recorded,
		"iam:PassRole":                  NotRecorded,
		"iam:TagRole":                   NotRecorded, // by its level
		"ec2:DescribeAddresses":         UsageUnknown,
		"storagegateway:AddCache":       UsageUnknown,
	} {
		a, ok := Embedded().Action(action)
		if !ok || a.Usage != want {
			t.Errorf("%s is %q (known: %t), want %q", action, a.Usage, ok, want)
		}
	}
}

// TestUsageNamesWhatExists: each line says something of actions that AWS lists, and no action is in two lines that differ.
func TestUsageNamesWhatExists(t *testing.T) {
	tables := Embedded()
	for prefix, lines := range tables.facts().usages {
		if prefix == "*" {
			continue
		}
		said := map[string]Usage{}
		for _, u := range lines {
			for _, pattern := range u.actions {
				names := tables.Expand(prefix + ":" + pattern)
				if len(names) == 0 {
					t.Errorf("no action %s:%s", prefix, pattern)
				}
				for _, name := range names {
					if said[name] != UsageUnknown && said[name] != u.says {
						t.Errorf("%s is %s and %s", name, said[name], u.says)
					}
					said[name] = u.says
				}
			}
		}
	}
}

func TestUsageOfBadLines(t *testing.T) {
	for line, want := range map[string]string{
		"s3 maybe GetObject": "want a service prefix",
		"s3 no":              "want a service prefix",
		"s3 yes Get*":        "a wildcard only says no",
		"* yes @Write":       "a wildcard only says no",
	} {
		if err := (facts{usages: map[string][]usage{}}).addUsage(strings.Fields(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", line, err, want)
		}
	}
}
