package serviceref

import (
	"slices"
	"strings"
)

// partitions that AWS has: the world, China, the European sovereign cloud, the isolated ones, the government of the USA.
var partitions = []string{"aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"}

// Managed is the AWS managed policy of that name or ARN. An ARN must have the policy's own path
// (service-role/AWSLambdaBasicExecutionRole), as AWS wants it, and may be of any partition: the ARNs in its text are of that partition then.
func (t *Tables) Managed(nameOrArn string) (Managed, bool) {
	name, path, partition, isArn := nameOrArn, "", "aws", strings.HasPrefix(nameOrArn, "arn:")
	if isArn {
		head, tail, ok := strings.Cut(nameOrArn, ":iam::aws:policy/")
		partition = strings.TrimPrefix(head, "arn:")
		if !ok || !slices.Contains(partitions, partition) {
			return Managed{}, false
		}
		slash := strings.LastIndexByte(tail, '/') + 1
		path, name = tail[:slash], tail[slash:]
	}
	section, ok := t.archive.managed()[name]
	if !ok {
		return Managed{}, false
	}
	stored := t.archive.policies.get(section.name, func() map[string]storedPolicy { return readPolicies(section.text()) })[name]
	if isArn && stored.Path != path {
		return Managed{}, false
	}
	return Managed{
		Name: name, Arn: "arn:" + partition + ":iam::aws:policy/" + stored.Path + name,
		Statements: inPartition(stored.Statements, partition),
	}, true
}

// ManagedNames lists the managed policies that are known, sorted.
func (t *Tables) ManagedNames() []string { return sortedKeys(t.archive.managed()) }

// Template is the SAM policy template of that name.
func (t *Tables) Template(name string) (Template, bool) {
	stored, ok := t.archive.templates()[name]
	return Template{Name: name, Parameters: stored.Parameters, Statements: stored.Statements}, ok
}

// TemplateNames lists the policy templates that SAM has, sorted.
func (t *Tables) TemplateNames() []string { return sortedKeys(t.archive.templates()) }

// inPartition is a policy's text as another partition has it.
func inPartition(statements []Statement, partition string) []Statement {
	if partition == "aws" {
		return statements
	}
	move := func(arns []string) []string {
		moved := slices.Clone(arns)
		for i, arn := range moved {
			if rest, ok := strings.CutPrefix(arn, "arn:aws:"); ok {
				moved[i] = "arn:" + partition + ":" + rest
			}
		}
		return moved
	}
	moved := slices.Clone(statements)
	for i, s := range moved {
		moved[i].Resources, moved[i].NotResources, moved[i].Conditions = move(s.Resources), move(s.NotResources), nil
		for operator, keys := range s.Conditions {
			for key, values := range keys {
				moved[i].condition(operator, key, move(values))
			}
		}
	}
	return moved
}

func (s *Statement) condition(operator, key string, values []string) {
	if s.Conditions == nil {
		s.Conditions = map[string]map[string][]string{}
	}
	if s.Conditions[operator] == nil {
		s.Conditions[operator] = map[string][]string{}
	}
	s.Conditions[operator][key] = values
}
