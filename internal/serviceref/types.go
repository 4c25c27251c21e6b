package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// storedType is what CloudFormation's own description says of a type.
type storedType struct {
	arn         string
	identifiers []string // properties or attributes that identify a resource
	attributes  []string
}

func readTypes(text string) map[string]storedType {
	all := map[string]storedType{}
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) == 4 {
			all[f[0]] = storedType{arn: f[1], identifiers: split(f[2]), attributes: split(f[3])}
		}
	}
	return all
}

// Type is what is known of a CloudFormation resource type: kept by hand for the types that Lambda templates use, else derived.
func (t *Tables) Type(cfn string) (Type, bool) {
	if known, ok := t.facts().types[cfn]; ok {
		return known, true
	}
	stored, ok := t.archive.types()[cfn]
	if !ok {
		return Type{}, false
	}
	return stored.derive(cfn), true
}

// derive reads a type's description. Only what is certain: !Ref gives the one identifier, which is the name where it is a property
// and no attribute; the ARN form is used where it has one variable.
func (s storedType) derive(cfn string) Type {
	t := Type{Name: cfn}
	if names := variables(s.arn); len(names) == 1 {
		t.Arn = strings.Replace(s.arn, "${"+names[0]+"}", "${Name}", 1)
	}
	for _, attribute := range []string{"Arn", lastPart(cfn) + "Arn"} {
		if slices.Contains(s.attributes, attribute) {
			t.ArnAttribute = attribute
			break
		}
	}
	if len(s.identifiers) != 1 {
		return t
	}
	id := s.identifiers[0]
	switch {
	case strings.HasSuffix(id, "Arn"):
		t.ArnAttribute = "Ref"
		if slices.Contains(s.attributes, id) {
			t.Attributes = map[string]string{id: t.Arn}
		}
	case !slices.Contains(s.attributes, id):
		t.NameProperty, t.NameAttribute = id, "Ref"
	default:
		t.NameAttribute = "Ref"
	}
	return t
}

func lastPart(cfn string) string { return cfn[strings.LastIndexByte(cfn, ':')+1:] }

// addType reads type, ARN form, ArnAttribute, NameAttribute, NameProperty, KeyProperty, then Attribute=form; - for none.
func (f facts) addType(line []string) error {
	if len(line) < 6 {
		return errors.New("want type, ARN form, ArnAttribute, NameAttribute, NameProperty, KeyProperty")
	}
	if _, twice := f.types[line[0]]; twice {
		return fmt.Errorf("%s stands twice", line[0])
	}
	attributes, err := assignments(line[6:])
	if err != nil {
		return err
	}
	for i, field := range line[1:6] {
		if field == "-" {
			line[i+1] = ""
		}
	}
	f.types[line[0]] = Type{
		Name: line[0], Arn: line[1], ArnAttribute: line[2], NameAttribute: line[3], NameProperty: line[4], KeyProperty: line[5],
		Attributes: attributes,
	}
	return nil
}
