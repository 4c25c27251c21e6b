package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// plainFunction reads AWS::Lambda::Function.
func (r *Reader) plainFunction(res *Resource) {
	p := res.Properties
	fn := r.Describe(res, p)
	fn.Code = r.code(fn, p)
	fn.Role = r.RoleRef(p.Get("Role"))
	fn.Tracing = r.Tracing(p.Get("TracingConfig").Get("Mode"))
	r.Destination(fn, p.Get("DeadLetterConfig").Get("TargetArn"), "", "dead-letter queue")
	r.AddFunction(fn)
}

// Describe reads what AWS::Lambda::Function and the function of SAM say in the same words. p are the effective properties.
func (r *Reader) Describe(res *Resource, p *document.Node) *stack.Function {
	fn := &stack.Function{
		ID: res.ID, Span: res.Span, When: res.When, Arn: r.Arn(res.ID),
		Name: r.Eval(p.Get("FunctionName")), Runtime: r.Default(p.Get("Runtime")), Handler: r.Default(p.Get("Handler")),
		Env: r.environment(p.Get("Environment")), VPC: r.Present(p.Get("VpcConfig"), "the function runs in a VPC"),
		LogGroup: r.Eval(p.Get("LoggingConfig").Get("LogGroup")),
	}
	if key := r.Value(p.Get("KmsKeyArn")); len(key.Set) > 0 {
		fn.EnvKey = &key
	}
	for _, b := range r.Items(p.Get("FileSystemConfigs"), "", nil) {
		if v := r.Value(b.Node.Get("Arn")); len(v.Set) > 0 {
			fn.FileSystems = append(fn.FileSystems, v)
		}
	}
	r.layers(fn, p.Get("Layers"))
	return fn
}

// environment reads the variables. Where a condition chooses between maps, a variable has the values of all of them.
func (r *Reader) environment(n *document.Node) map[string]stack.Value {
	env := make(map[string]stack.Value)
	for _, outer := range r.Branches(n, "", nil) {
		for _, b := range r.Branches(outer.Node.Get("Variables"), "", outer.When) {
			for _, p := range b.Node.Pairs {
				v := env[p.Key.Value]
				v.Span = p.Span
				for _, choice := range r.Eval(p.Value) {
					if when, possible := both(b.When, choice.When); possible {
						v.Set = append(v.Set, symbolic.Choice{Value: choice.Value, When: when})
					}
				}
				env[p.Key.Value] = v
			}
		}
	}
	return env
}

// Tracing is a note where X-Ray is active under any condition; PassThrough needs no permission.
func (r *Reader) Tracing(n *document.Node) *source.Note {
	for _, choice := range r.Eval(n) {
		if text, known := choice.Value.Known(); !known || text == "Active" {
			return &source.Note{Span: n.Whole, Text: "X-Ray tracing is active"}
		}
	}
	return nil
}

// code reads Code of AWS::Lambda::Function: inline text, a path that `aws cloudformation package` uploads, an image, or elsewhere.
func (r *Reader) code(fn *stack.Function, p *document.Node) stack.Code {
	n := p.Get("Code")
	if n == nil {
		return stack.Code{Span: fn.Span}
	}
	for _, b := range r.Branches(n, "", nil) {
		if inline := b.Node.Get("ZipFile"); inline != nil {
			return r.InlineCode(inline)
		}
	}
	if image := n.Get("ImageUri"); image != nil {
		return stack.Code{Image: print(r.Eval(image)), Span: image.Whole}
	}
	if n.Kind == document.Map {
		return stack.Code{Remote: "s3://" + print(r.Eval(n.Get("S3Bucket"))) + "/" + print(r.Eval(n.Get("S3Key"))), Span: n.Whole}
	}
	return r.CodeAt(n)
}

// InlineCode is code that stands in the template. Its place counts only where the text stands there to the letter.
func (r *Reader) InlineCode(n *document.Node) stack.Code {
	code := stack.Code{Inline: n.Value, InlineStart: -1, Span: n.Whole}
	if name, arg := intrinsic(n); name != "" {
		code.Inline = print(r.Eval(n))
		if name == "Fn::Sub" && arg.Kind == document.String {
			code.Inline = arg.Value // the variables of the text are no matter of the code's calls
		}
		if name == "Fn::Join" {
			code.Inline = r.joined(arg)
		}
		return code
	}
	if n.Style == document.Plain && n.Span.End <= len(r.Src) && n.Span.Start >= 0 && string(r.Src[n.Span.Start:n.Span.End]) == n.Value {
		code.InlineStart = n.Span.Start
	}
	return code
}

// joined is code as a list of lines, which older templates have.
func (r *Reader) joined(arg *document.Node) string {
	if len(arg.Items) != 2 {
		return ""
	}
	var lines []string
	for _, item := range arg.Items[1].Items {
		if name, _ := intrinsic(item); name != "" {
			lines = append(lines, print(r.Eval(item)))
			continue
		}
		lines = append(lines, item.Value)
	}
	return strings.Join(lines, arg.Items[0].Value)
}

// CodeAt is code at a location: a path from the template's folder, or elsewhere.
func (r *Reader) CodeAt(n *document.Node) stack.Code {
	text := r.Default(n)
	if text == "" || Remote(text) {
		return stack.Code{Remote: print(r.Eval(n)), Span: n.Whole}
	}
	dir, ok := r.Path(text)
	if !ok {
		r.Problem(n.Whole, "the code lies outside the repository: %s", text)
		return stack.Code{Remote: text, Span: n.Whole}
	}
	return stack.Code{Dir: dir, Span: n.Whole}
}

// print is what a person reads of a set of values.
func print(set symbolic.Set) string {
	var all []string
	for _, choice := range set {
		all = append(all, choice.Value.String())
	}
	return strings.Join(all, " or ")
}
