package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/source"
)

// Limits of one stack. What lies beyond them is a problem of the stack.
const (
	// MaxFileSize is the largest file that is parsed, in bytes.
	MaxFileSize = source.MaxFileSize
	// MaxBrackets is how deep brackets may be nested: the parser goes as deep on its own stack, which has an end.
	MaxBrackets = 500
	// MaxModules is how many calls of modules are followed, and MaxModuleDepth how many within one another.
	MaxModules     = 500
	MaxModuleDepth = 8
	// MaxSteps is how many expressions are evaluated.
	MaxSteps = 400_000
)

// folder is the parsed files of one folder: what Terraform calls a module.
type folder struct {
	path      string
	resources []*block // resource and data, in the order of files
	byAddress map[string]*block
	variables map[string]*block
	locals    map[string]hclsyntax.Expression
	outputs   map[string]*block
	calls     []*block      // module blocks
	broken    []source.Span // files that cannot be read, each by what keeps it from that
}

// block is one top-level block with its file.
type block struct {
	*hclsyntax.Block
	file    string
	address string // of a resource or data source within its module: aws_sqs_queue.q, data.aws_region.current
}

// files keeps what has been parsed.
type files struct {
	tree    source.Tree
	lines   map[string]*source.Lines
	folders map[string]*folder
	note    func(source.Span, string, ...any)
}

// folder parses a folder, once.
func (f *files) folder(dir string) *folder {
	if known := f.folders[dir]; known != nil {
		return known
	}
	made := &folder{
		path: dir, byAddress: make(map[string]*block), variables: make(map[string]*block),
		locals: make(map[string]hclsyntax.Expression), outputs: make(map[string]*block),
	}
	f.folders[dir] = made
	for _, file := range filesOf(f.tree, dir) {
		if body, problem := f.parse(file); body != nil {
			made.add(file, body)
		} else {
			made.broken = append(made.broken, problem)
		}
	}
	return made
}

// parse reads one file; nil where it cannot be read, which is noted at the place that tells why.
func (f *files) parse(file string) (*hclsyntax.Body, source.Span) {
	src, err := f.tree.Read(file)
	whole := source.Span{File: file, Line: 1, EndLine: 1, Column: 1}
	switch {
	case err != nil:
		f.note(whole, "this file cannot be read: %v", err)
		return nil, whole
	case len(src) > MaxFileSize:
		f.note(whole, "this file has more than %d bytes", MaxFileSize)
		return nil, whole
	}
	f.lines[file] = source.NewLines(file, src)
	if at := tooDeep(src); at >= 0 {
		f.note(f.lines[file].Span(at, at), "brackets are nested more than %d deep", MaxBrackets)
		return nil, f.lines[file].Span(at, at)
	}
	parsed, diagnostics := hclsyntax.ParseConfig(src, file, hcl.InitialPos)
	for _, d := range diagnostics {
		if d.Severity != hcl.DiagError || d.Subject == nil {
			continue
		}
		f.note(f.span(*d.Subject), "this cannot be read as HCL: %s", d.Summary)
		if d.Summary != twice {
			return nil, f.span(*d.Subject) // what was read of it may lack the half of a block
		}
	}
	body, _ := parsed.Body.(*hclsyntax.Body)
	return body, whole
}

// twice is what the parser says of an argument that is set again: the first one counts, and all else is read.
const twice = "Attribute redefined"

// tooDeep is the place where brackets are nested deeper than is parsed, -1 where nowhere. Brackets in strings count too: no file that
// people write comes near.
func tooDeep(src []byte) int {
	depth := 0
	for i, c := range src {
		switch c {
		case '(', '[', '{':
			if depth++; depth > MaxBrackets {
				return i
			}
		case ')', ']', '}':
			depth = max(0, depth-1)
		}
	}
	return -1
}

func (f *files) span(r hcl.Range) source.Span {
	lines := f.lines[r.Filename]
	if lines == nil {
		return source.Span{File: r.Filename, Line: r.Start.Line, EndLine: r.End.Line, Column: 1}
	}
	return lines.Span(r.Start.Byte, r.End.Byte)
}

func (m *folder) add(file string, body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		one := &block{Block: b, file: file}
		switch {
		case b.Type == "resource" && len(b.Labels) == 2:
			one.address = b.Labels[0] + "." + b.Labels[1]
		case b.Type == "data" && len(b.Labels) == 2:
			one.address = "data." + b.Labels[0] + "." + b.Labels[1]
		case b.Type == "variable" && len(b.Labels) == 1:
			m.variables[b.Labels[0]] = one
		case b.Type == "output" && len(b.Labels) == 1:
			m.outputs[b.Labels[0]] = one
		case b.Type == "module" && len(b.Labels) == 1:
			m.calls = append(m.calls, one)
		case b.Type == "locals":
			for name, a := range b.Body.Attributes {
				m.locals[name] = a.Expr
			}
		}
		if one.address != "" && m.byAddress[one.address] == nil {
			m.byAddress[one.address] = one
			m.resources = append(m.resources, one)
		}
	}
}

// moduleSources are the sources of the modules that a file calls.
func moduleSources(file string, src []byte) (all []string) {
	if len(src) > MaxFileSize || tooDeep(src) >= 0 {
		return nil
	}
	parsed, _ := hclsyntax.ParseConfig(src, file, hcl.InitialPos)
	if parsed == nil {
		return nil
	}
	body, _ := parsed.Body.(*hclsyntax.Body)
	for _, b := range body.Blocks {
		if b.Type == "module" {
			if text, ok := literal(b.Body.Attributes["source"]); ok {
				all = append(all, text)
			}
		}
	}
	return all
}

// literal is the text of an attribute that is a plain string.
func literal(a *hclsyntax.Attribute) (string, bool) {
	if a == nil {
		return "", false
	}
	v, diagnostics := a.Expr.Value(nil)
	if diagnostics.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type().FriendlyName() != "string" {
		return "", false
	}
	return v.AsString(), true
}

func (b *block) attribute(name string) hclsyntax.Expression {
	if a := b.Body.Attributes[name]; a != nil {
		return a.Expr
	}
	return nil
}

// at is an expression below nested blocks: "environment.variables".
func at(body *hclsyntax.Body, path ...string) hclsyntax.Expression {
	for i, step := range path {
		if i == len(path)-1 {
			if a := body.Attributes[step]; a != nil {
				return a.Expr
			}
			return nil
		}
		next := nested(body, step)
		if len(next) == 0 {
			return nil
		}
		body = next[0].Body
	}
	return nil
}

// nested are the blocks of one type within a body. The content of a dynamic block stands for those that it makes.
func nested(body *hclsyntax.Body, typ string) (all []*hclsyntax.Block) {
	for _, b := range body.Blocks {
		switch {
		case b.Type == typ:
			all = append(all, b)
		case b.Type == "dynamic" && len(b.Labels) == 1 && b.Labels[0] == typ:
			for _, content := range b.Body.Blocks {
				if content.Type == "content" {
					all = append(all, content)
				}
			}
		}
	}
	return all
}

func number(i int) string { return fmt.Sprint(i) }
