// Package serverless reads and edits the configuration of the Serverless Framework, serverless.yml and its like: what the framework makes
// of it counts, and each grant and trigger is reported on the line that causes it.
package serverless

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Name of the format.
const Name = "serverless"

// Read reads one service. It answers nil where the file is none, or is for another cloud. Code is not read: see ReadWith.
func Read(tree source.Tree, file string) *stack.Stack { return ReadWith(tree, file, nil) }

// ReadWith is Read where the programs of code can be had: services, and files that they name, that are object literals.
func ReadWith(tree source.Tree, file string, programs Programs) *stack.Stack {
	if isCode(file) {
		return codeService(tree, file, programs)
	}
	src := candidateText(tree, file)
	if src == nil {
		return tooLarge(tree, file)
	}
	docs, problems := document.Read(file, src)
	if len(docs) == 0 {
		if !isNamed(file) || len(problems) == 0 {
			return nil
		}
		return &stack.Stack{File: file, Format: Name, Problems: problems}
	}
	r := newResolver(tree, file, docs[0])
	r.programs = programs
	return r.stack(src, problems)
}

// stack reads the service of a resolver, nil where it is none.
func (r *resolver) stack(src []byte, problems []source.Note) *stack.Stack {
	if !r.isService() {
		return nil
	}
	s := open(r, src)
	s.read()
	out := s.Finish()
	out.Also = s.also()
	s.settle()
	out.Problems = append(append(problems, r.problems...), out.Problems...)
	return out
}

// candidateText is the text of a file that may be a service, nil for all others: most of them end here, unparsed.
func candidateText(tree source.Tree, file string) []byte {
	if !isText(file) {
		return nil
	}
	if path.Base(file) == "package.json" || strings.Contains("/"+file, "/node_modules/") {
		return nil
	}
	src, err := tree.Read(file)
	if err != nil || !hasKey(src, "provider") || !hasKey(src, "service") {
		return nil
	}
	return src
}

// tooLarge is a file with the name of a service that is larger than is read.
func tooLarge(tree source.Tree, file string) *stack.Stack {
	if !isNamed(file) || !isText(file) {
		return nil
	}
	if _, err := tree.Read(file); err == nil || !errors.Is(err, source.ErrTooLarge) {
		return nil
	}
	at := source.Span{File: file, Line: 1, EndLine: 1, Column: 1}
	return &stack.Stack{File: file, Format: Name, Problems: []source.Note{{Span: at, Text: "this file is larger than is read"}}}
}

// isText says whether a file has the name of one of YAML or JSON.
func isText(file string) bool {
	ext := path.Ext(file)
	return ext == ".yml" || ext == ".yaml" || ext == ".json"
}

// hasKey says whether a file may have a key at the top: at the start of a line, or in quotes.
func hasKey(src []byte, key string) bool {
	return bytes.HasPrefix(src, []byte(key)) || bytes.Contains(src, []byte("\n"+key)) || bytes.Contains(src, []byte("\""+key+"\"")) ||
		bytes.Contains(src, []byte("'"+key+"'"))
}

// isNamed says whether a file has the name that the framework looks for.
func isNamed(file string) bool { return strings.HasPrefix(path.Base(file), "serverless") }

// isService says whether a document is a service for AWS: it has a provider of that name, and functions or resources.
func (r *resolver) isService() bool {
	provider := r.root.Get("provider")
	if provider == nil || r.root.Get("service") == nil || r.root.Get("functions") == nil && r.root.Get("resources") == nil {
		return false
	}
	provider = r.follow(provider)
	if name := provider.Get("name"); name != nil {
		return r.text(name.Value, name) == "aws"
	}
	return provider.Value == "aws" || provider.Kind == document.String && strings.Contains(provider.Value, mark)
}

// service is one service while it is read.
type service struct {
	*cloudformation.Reader
	*resolver
	provider  *document.Node // resolved, like everything below
	packaging *document.Node
	plugins   []string
	name      string // with marks, as all texts here
	stage     string
	functions []*function
	missed    []source.Note             // functions that cannot be read
	made      map[string]bool           // roles that the framework makes, by ID
	triggers  map[string]*stack.Trigger // by ID
	given     map[grantKey]bool
	targets   map[*function]symbolic.Set
	apis      map[string]symbolic.Set // identifiers of APIs
	shared    *stack.Role             // the role of all functions that have no other; nil where there is none
}

// function is one entry of functions.
type function struct {
	key, id string // id is the logical ID of its Lambda function
	name    string // physical name
	node    *document.Node
	span    source.Span
	when    cloudformation.Branch
	fn      *stack.Function
	all     []event
	listed  bool
}

// open resolves a service and makes a template of its resources.
func open(r *resolver, src []byte) *service {
	r.stagePart() // first, while nothing is in hand: what says which stage is the usual one may be asked for it
	s := &service{resolver: r, plugins: r.pluginsOf(), made: make(map[string]bool), triggers: make(map[string]*stack.Trigger), given: make(map[grantKey]bool),
		targets: make(map[*function]symbolic.Set), apis: make(map[string]symbolic.Set)}
	for _, p := range s.plugins {
		r.pseudo = r.pseudo || strings.HasSuffix(p, "serverless-pseudo-parameters") || strings.HasSuffix(p, "serverless-cloudformation-sub-variables")
	}
	s.provider = r.resolve(r.root.Get("provider"))
	s.packaging = r.resolve(r.root.Get("package"))
	s.name = s.scalar(r.self("service", r.root))
	s.stage = r.symbol(r.stagePart(), r.root).Value
	root := s.sections()
	t := cloudformation.Assemble(r.tree, r.file, src, root, r.spelled)
	r.template = t
	t.Reused(aliased(r.root)...)
	s.Reader = cloudformation.NewReader(t, Name)
	return s
}

func (r *resolver) pluginsOf() (all []string) {
	n := r.resolve(r.root.Get("plugins"))
	if modules := n.Get("modules"); modules != nil {
		n = modules
	}
	if n == nil {
		return nil
	}
	for _, item := range n.Items {
		all = append(all, item.Value)
	}
	return all
}

// scalar is the text of a value that is one, "" of any other.
func (s *service) scalar(n *document.Node) string {
	if n == nil {
		return ""
	}
	resolved := s.resolve(n)
	if resolved.Kind == document.Map || resolved.Kind == document.List {
		return ""
	}
	return resolved.Value
}

// read fills the stack: first what others refer to, then what refers to it.
func (s *service) read() {
	s.list()
	s.announce()
	s.Begin()
	for _, f := range s.functions {
		s.describe(f)
	}
	s.roles()
	for _, f := range s.functions {
		s.platform(f)
		s.events(f)
		s.url(f)
		s.deadLetter(f)
	}
	s.extras()
}

// isV4 says whether the service asks for version 4 of the framework.
func (s *service) isV4() bool {
	n := s.root.Get("frameworkVersion")
	if n == nil {
		return false
	}
	return strings.HasPrefix(strings.TrimLeft(n.Value, "^~>=v ")+".", "4.")
}
