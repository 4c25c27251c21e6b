package serviceref

import "strings"

// Managed is the AWS managed policy of that name or ARN, of any partition. An ARN must have the policy's own path
// (service-role/AWSLambdaBasicExecutionRole), as AWS wants it.
func (t *Tables) Managed(nameOrArn string) (Managed, bool) {
	name, path, isArn := nameOrArn, "", strings.HasPrefix(nameOrArn, "arn:")
	if isArn {
		_, tail, ok := strings.Cut(nameOrArn, ":iam::aws:policy/")
		if !ok {
			return Managed{}, false
		}
		slash := strings.LastIndexByte(tail, '/') + 1
		path, name = tail[:slash], tail[slash:]
	}
	section, ok := t.archive.managed()[name]
	if !ok {
		return Managed{}, false
	}
	stored := t.archive.policies.get(section.name, func() map[string]storedPolicy { return decoded[storedPolicy](section) })[name]
	if isArn && stored.Path != path {
		return Managed{}, false
	}
	return Managed{Name: name, Arn: "arn:aws:iam::aws:policy/" + stored.Path + name, Statements: stored.Statements}, true
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
