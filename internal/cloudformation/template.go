// Package cloudformation reads a template as a whole: its parameters, mappings and conditions, what its intrinsic functions stand for,
// and its plain resources. SAM, CloudFormation and the resources of serverless.yml share it; it knows no event of SAM.
package cloudformation

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// extensions that a template has. The ones of HCL and others never get as far as the parser.
var extensions = []string{".yaml", ".yml", ".json", ".template"}

// Candidate says cheaply whether a file may be a template: most files of a repository end here, before any parsing.
func Candidate(file string, src []byte) bool {
	return Named(file) && bytes.Contains(src, []byte("Resources")) && bytes.Contains(src, []byte("AWS::"))
}

// Named says whether a file has the name of a template: then it is worth reading.
func Named(file string) bool { return slices.Contains(extensions, path.Ext(file)) }

// Template is one template, parsed.
type Template struct {
	File      string
	Src       []byte
	Root      *document.Node
	Tree      source.Tree
	Tables    *serviceref.Tables
	Resources []*Resource // in the order of the file
	Problems  []source.Note

	parameters []*stack.Parameter
	byID       map[string]*Resource
	byName     map[string]*stack.Parameter
	generated  map[string]string           // logical ID that a transform makes -> type
	forms      map[string]symbolic.Value   // what !Ref of such an ID gives, where the transform says it
	names      map[string]named            // physical names, once asked for
	naming     int                         // names that are being worked out
	attributes map[[2]string]symbolic.Part // by ID and attribute, once asked for and while the resources are the same
	aliased    []source.Span               // values that an alias or a merge key uses a second time
	loops      bool                        // it has an Fn::ForEach
	made       int                         // entries that loops made
	variables  func(string) symbolic.Set   // what a text with variables of a framework stands for, see Assemble
	dialect    *Dialect                    // of the framework whose file this is, while it is edited
}

// Resource is one resource as the template has it.
type Resource struct {
	ID         string
	Type       string // what the transform of SAM makes of it: AWS::DynamoDB::Table for AWS::Serverless::SimpleTable
	Written    string // the type as it is written
	Node       *document.Node
	Properties *document.Node // nil where there are none
	When       []symbolic.Condition
	Span       source.Span // from the logical ID to behind the last property
}

// tables are AWS's, opened once: they never change, and opening them costs more than reading most templates.
var tables = sync.OnceValue(serviceref.Embedded)

// Open parses a file. It answers nil where the file is no template; where it is one that cannot be parsed,
// Root is nil and Problems says why.
func Open(tree source.Tree, file string, src []byte) *Template {
	docs, problems := document.Read(file, src)
	t := &Template{
		File: file, Src: src, Tree: tree, Tables: tables(), Problems: problems,
		byID: make(map[string]*Resource), byName: make(map[string]*stack.Parameter),
		generated: make(map[string]string), names: make(map[string]named),
	}
	at := slices.IndexFunc(docs, isTemplate)
	if at < 0 {
		if len(problems) > 0 && looksLikeTemplate(src) {
			return t
		}
		return nil
	}
	t.Root = docs[at]
	t.readParameters()
	t.readResources()
	t.findAliased(t.Root)
	return t
}

// looksLikeTemplate says whether text that could not be parsed is likely to be a template with something in it that is of interest.
func looksLikeTemplate(src []byte) bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(src, []byte(w)) })
	}
	top := has("\nResources:", `"Resources"`) || bytes.HasPrefix(src, []byte("Resources:"))
	return has("AWSTemplateFormatVersion", "AWS::Serverless-") || top && has("AWS::Lambda::", "AWS::Serverless::", "AWS::IAM::")
}

// Assemble is a template that a framework makes of its own configuration: root has the sections of a template. variables says
// what each literal text stands for, where the framework has left variables in it that nobody can fill in here.
func Assemble(tree source.Tree, file string, src []byte, root *document.Node, variables func(string) symbolic.Set) *Template {
	t := &Template{
		File: file, Src: src, Root: root, Tree: tree, Tables: tables(), variables: variables,
		byID: make(map[string]*Resource), byName: make(map[string]*stack.Parameter),
		generated: make(map[string]string), names: make(map[string]named),
	}
	t.readParameters()
	if root.Get("Resources") != nil {
		t.readResources()
	}
	return t
}

// Add makes known a resource that a framework generates, with the properties that name it. It is not read as one of the template.
func (t *Template) Add(r *Resource) {
	if t.byID[r.ID] == nil {
		t.byID[r.ID], t.attributes = r, nil
	}
}

// Reused notes values whose bytes serve in several places.
func (t *Template) Reused(spans ...source.Span) { t.aliased = append(t.aliased, spans...) }

// isTemplate says whether a document has a resource of AWS.
func isTemplate(n *document.Node) bool {
	resources := n.Get("Resources")
	if resources == nil || resources.Kind != document.Map {
		return false
	}
	return slices.ContainsFunc(resources.Pairs, func(p document.Pair) bool {
		typ := p.Value.Get("Type")
		return strings.HasPrefix(p.Key.Value, "Fn::ForEach::") || typ != nil && strings.HasPrefix(typ.Value, "AWS::")
	})
}

// Transformed says whether the template names a transform that starts with name, or has a type of SAM.
func (t *Template) Transformed(name string) bool {
	if slices.ContainsFunc(t.Resources, func(r *Resource) bool { return strings.HasPrefix(r.Written, name+"::") }) {
		return true
	}
	transform := t.Root.Get("Transform")
	if transform == nil {
		return false
	}
	named := func(n *document.Node) bool { return strings.HasPrefix(n.Value, name+"-") }
	return named(transform) || slices.ContainsFunc(transform.Items, named)
}

// Problem notes what could not be read.
func (t *Template) Problem(at source.Span, format string, args ...any) {
	t.Problems = append(t.Problems, source.Note{Span: at, Text: fmt.Sprintf(format, args...)})
}

// Resource is the one with this logical ID, nil where there is none.
func (t *Template) Resource(id string) *Resource { return t.byID[id] }

// Generate makes known a logical ID that a transform adds: references to it are no mistakes.
func (t *Template) Generate(id, typ string) {
	if t.byID[id] == nil {
		t.generated[id], t.attributes = typ, nil
	}
}

// Means says what !Ref of a generated ID gives.
func (t *Template) Means(id string, form symbolic.Value) {
	if t.forms == nil {
		t.forms = make(map[string]symbolic.Value)
	}
	t.forms[id], t.attributes = form, nil
}

func (t *Template) readResources() {
	pairs := t.Root.Get("Resources").Pairs
	if t.loops = bytes.Contains(t.Src, []byte("Fn::ForEach::")); t.loops {
		pairs = t.looped(pairs, nil)
	}
	for _, p := range pairs {
		typ := p.Value.Get("Type")
		if typ == nil || typ.Value == "" {
			t.unread(p)
			continue
		}
		r := &Resource{
			ID: p.Key.Value, Type: made(typ.Value), Written: typ.Value, Node: p.Value,
			Properties: p.Value.Get("Properties"), Span: p.Span, When: t.when(p.Value.Get("Condition")),
		}
		if t.byID[r.ID] == nil {
			t.byID[r.ID], t.attributes = r, nil
			t.Resources = append(t.Resources, r)
		}
	}
}

// unread notes an entry of Resources that is none: a loop or an include that only AWS can carry out.
func (t *Template) unread(p document.Pair) {
	switch {
	case strings.HasPrefix(p.Key.Value, "Fn::ForEach"):
		t.Problem(p.Span, "the resources of %s are made by a loop, which is not carried out here", p.Key.Value)
	case p.Key.Value == "Fn::Transform":
		t.Problem(p.Span, "resources are included by a transform, whose content is not known here")
	default:
		t.Problem(p.Span, "the resource %s has no Type", p.Key.Value)
	}
}

// when is a Condition attribute as conditions of what has it.
func (t *Template) when(n *document.Node) []symbolic.Condition {
	if n == nil || n.Value == "" {
		return nil
	}
	return []symbolic.Condition{t.condition(n.Value, false)}
}

func (t *Template) condition(name string, not bool) symbolic.Condition {
	return symbolic.Condition{Stack: t.File, Name: name, Not: not}
}

// findAliased collects the values whose bytes serve in several places.
func (t *Template) findAliased(n *document.Node) {
	if n == nil {
		return
	}
	if n.Alias != nil {
		t.aliased = append(t.aliased, n.Alias.Span)
		return // its content are copies of what is walked where it stands
	}
	for _, item := range n.Items {
		t.findAliased(item)
	}
	for _, p := range n.Pairs {
		if p.Merged {
			t.aliased = append(t.aliased, p.Span)
			continue
		}
		t.findAliased(p.Value)
	}
}

// Shared says whether bytes of this span serve in several places of the template.
func (t *Template) Shared(s source.Span) bool {
	return slices.ContainsFunc(t.aliased, func(a source.Span) bool {
		return a.File == s.File && a.Start < s.End && s.Start < a.End
	})
}

// types of SAM, and what its transform makes of them.
const samTypes = `
AWS::Serverless::Function     AWS::Lambda::Function
AWS::Serverless::SimpleTable  AWS::DynamoDB::Table
AWS::Serverless::StateMachine AWS::StepFunctions::StateMachine
AWS::Serverless::Api          AWS::ApiGateway::RestApi
AWS::Serverless::HttpApi      AWS::ApiGatewayV2::Api
AWS::Serverless::WebSocketApi AWS::ApiGatewayV2::Api
AWS::Serverless::LayerVersion AWS::Lambda::LayerVersion
AWS::Serverless::Application  AWS::CloudFormation::Stack
`

// made is the type that the transform makes of a type, the type itself for all others.
func made(typ string) string {
	for line := range strings.Lines(samTypes) {
		if f := strings.Fields(line); len(f) == 2 && f[0] == typ {
			return f[1]
		}
	}
	return typ
}
