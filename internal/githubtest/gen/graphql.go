package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// slimGraphQL keeps the listed fields, and the scalars, enumerations and inputs that they need.
func slimGraphQL(description, keep []byte) ([]byte, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: string(description)})
	if err != nil {
		return nil, err
	}
	slim := &slimmer{from: make(map[string]*ast.Definition), kept: make(map[string]*ast.Definition)}
	for _, d := range doc.Definitions {
		slim.from[d.Name] = d
	}
	for n, line := range strings.Split(string(keep), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		typ, field, _ := strings.Cut(strings.TrimSpace(line), ".")
		if err := slim.keep(typ, field); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return slim.print()
}

type slimmer struct{ from, kept map[string]*ast.Definition }

func (s *slimmer) keep(typ, name string) error {
	from := s.from[typ]
	if from == nil {
		return fmt.Errorf("GitHub's schema has no type %s", typ)
	}
	field := from.Fields.ForName(name)
	if field == nil {
		return fmt.Errorf("GitHub's schema has no field %s.%s", typ, name)
	}
	field = &ast.FieldDefinition{Name: field.Name, Arguments: arguments(field.Arguments), Type: field.Type}
	if s.kept[typ] == nil {
		s.kept[typ] = &ast.Definition{Kind: from.Kind, Name: typ}
	}
	s.kept[typ].Fields = append(s.kept[typ].Fields, field)
	for _, a := range field.Arguments {
		s.pull(a.Type.Name())
	}
	s.pull(field.Type.Name())
	return nil
}

// pull keeps a leaf or an input whole; objects come field by field.
func (s *slimmer) pull(name string) {
	from := s.from[name]
	if from == nil || s.kept[name] != nil {
		return
	}
	switch from.Kind {
	case ast.Scalar:
		s.kept[name] = &ast.Definition{Kind: from.Kind, Name: name}
	case ast.Enum:
		d := &ast.Definition{Kind: from.Kind, Name: name}
		for _, v := range from.EnumValues {
			d.EnumValues = append(d.EnumValues, &ast.EnumValueDefinition{Name: v.Name})
		}
		s.kept[name] = d
	case ast.InputObject:
		d := &ast.Definition{Kind: from.Kind, Name: name}
		s.kept[name] = d
		for _, f := range from.Fields {
			d.Fields = append(d.Fields, &ast.FieldDefinition{Name: f.Name, Type: f.Type, DefaultValue: f.DefaultValue})
			s.pull(f.Type.Name())
		}
	}
}

// arguments without prose and directives.
func arguments(from ast.ArgumentDefinitionList) (list ast.ArgumentDefinitionList) {
	for _, a := range from {
		list = append(list, &ast.ArgumentDefinition{Name: a.Name, Type: a.Type, DefaultValue: a.DefaultValue})
	}
	return list
}

// has tells whether a type keeps every field that an interface keeps.
func has(d, i *ast.Definition) bool {
	return !slices.ContainsFunc(i.Fields, func(f *ast.FieldDefinition) bool { return d.Fields.ForName(f.Name) == nil })
}

// print writes the kept types, sorted, each with those of its interfaces that are kept.
func (s *slimmer) print() ([]byte, error) {
	doc := &ast.SchemaDocument{}
	for name, d := range s.kept {
		for _, i := range s.from[name].Interfaces {
			if s.kept[i] != nil && has(d, s.kept[i]) {
				d.Interfaces = append(d.Interfaces, i)
			}
		}
		doc.Definitions = append(doc.Definitions, d)
	}
	slices.SortFunc(doc.Definitions, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	out.WriteString("# The part of GitHub's GraphQL schema that Pare uses. Made by gen from gen/fields.txt; do not edit.\n")
	formatter.NewFormatter(&out, formatter.WithBuiltin()).FormatSchemaDocument(doc)
	return out.Bytes(), nil
}
