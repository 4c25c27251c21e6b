package terraform

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// lambda reads aws_lambda_function.
func (s *scope) lambda(b *block) {
	fn := &stack.Function{
		ID: s.id(b), Span: s.r.span(b.Range()), When: s.exists(b), Arn: symbolic.Value{s.part(b, "arn")},
		Name: s.eval(b.attribute("function_name")).asText(), Runtime: s.eval(b.attribute("runtime")).usual(),
		Handler: s.eval(b.attribute("handler")).usual(), Env: s.environment(at(b.Body, "environment", "variables")),
		LogGroup: s.eval(at(b.Body, "logging_config", "log_group")).asText(),
	}
	fn.Role = s.roleRef(b.attribute("role"))
	fn.Code = s.code(b)
	s.platform(fn, b)
	for _, item := range s.eval(b.attribute("layers")).items {
		fn.Layers = append(fn.Layers, s.layer(item))
	}
	s.r.addFunction(fn)
}

func (r *reader) addFunction(fn *stack.Function) {
	r.stack.Functions = append(r.stack.Functions, fn)
	r.lambdas[fn.ID] = fn
}

func (s *scope) value(x hclsyntax.Expression) stack.Value {
	v := s.eval(x)
	return stack.Value{Set: v.asText(), Span: v.at}
}

func (s *scope) environment(x hclsyntax.Expression) map[string]stack.Value {
	env := make(map[string]stack.Value)
	for _, f := range s.eval(x).fields {
		env[f.name] = stack.Value{Set: f.val.asText(), Span: f.val.at}
	}
	return env
}

// platform reads what makes the platform act on the function's behalf.
func (s *scope) platform(fn *stack.Function, b *block) {
	if mode := at(b.Body, "tracing_config", "mode"); mode != nil {
		if text, ok := s.eval(mode).certain(); !ok || text == "Active" {
			fn.Tracing = &source.Note{Span: s.r.span(mode.Range()), Text: "X-Ray tracing is active"}
		}
	}
	if vpc := nested(b.Body, "vpc_config"); len(vpc) > 0 {
		fn.VPC = &source.Note{Span: s.r.span(vpc[0].Range()), Text: "the function runs in a VPC"}
	}
	if to := at(b.Body, "dead_letter_config", "target_arn"); to != nil {
		s.destination(fn, to, "dead-letter queue")
	}
	for _, fs := range nested(b.Body, "file_system_config") {
		fn.FileSystems = append(fn.FileSystems, s.value(at(fs.Body, "arn")))
	}
	if key := b.attribute("kms_key_arn"); key != nil {
		v := s.value(key)
		fn.EnvKey = &v
	}
}

func (s *scope) destination(fn *stack.Function, x hclsyntax.Expression, reason string) {
	v := s.value(x)
	if len(v.Set) > 0 {
		fn.Destinations = append(fn.Destinations, stack.Destination{Kind: serviceOf(v.Set), Target: v.Set, Span: v.Span, Reason: reason})
	}
}

// roleRef is the role that a function runs with.
func (s *scope) roleRef(x hclsyntax.Expression) stack.RoleRef {
	v := s.eval(x)
	ref := stack.RoleRef{External: v.asText(), Span: v.at}
	if x != nil {
		ref.Span = s.r.span(x.Range())
	}
	for _, c := range ref.External {
		role := s.r.roleOf(c.Value)
		switch {
		case role == nil:
		case ref.ID != "" && ref.ID != role.ID:
			role.Elsewhere = append(role.Elsewhere, source.Note{Span: ref.Span, Text: "a condition chooses whether this function uses the role"})
			return stack.RoleRef{External: v.asText(), Span: ref.Span}
		default:
			ref.ID, ref.When = role.ID, c.When
		}
	}
	if ref.ID != "" {
		ref.External = nil
	}
	return ref
}

// code is where the function's code is.
func (s *scope) code(b *block) stack.Code {
	code := stack.Code{Span: s.r.span(b.DefRange())}
	if image := b.attribute("image_uri"); image != nil {
		v := s.value(image)
		code.Image, code.Span = printed(v.Set), v.Span
		for _, word := range s.eval(at(b.Body, "image_config", "command")).items {
			code.Command = append(code.Command, word.usual())
		}
		return code
	}
	x := b.attribute("filename")
	if bucket := b.attribute("s3_bucket"); bucket != nil && (x == nil || s.eval(bucket).usual() != "") { // else who does not say otherwise has the file
		v := s.value(bucket)
		code.Remote, code.Span = "s3://"+printed(v.Set)+"/"+printed(s.value(b.attribute("s3_key")).Set), v.Span
		return code
	}
	if x == nil {
		return code
	}
	code.Span = s.r.span(x.Range())
	if archive, in := s.archive(x); archive != nil {
		in.archived(archive, &code)
		return code
	}
	dir, ok := s.place(s.eval(x).usual())
	if !ok || s.eval(x).usual() == "" {
		code.Remote = s.written(x)
		return code
	}
	code.Dir = dir
	return code
}

// archive is the archive_file whose output a filename is, with the module that it stands in.
func (s *scope) archive(x hclsyntax.Expression) (*block, *scope) {
	from, in := s.origin(x, 0)
	if named, ok := from.(*hclsyntax.ScopeTraversalExpr); ok {
		switch t := named.Traversal; {
		case len(t) > 3 && t.RootName() == "data" && stepName(t[1]) == "archive_file":
			return in.byAddress["data.archive_file."+stepName(t[2])], in
		case len(t) > 2 && t.RootName() == "archive_file":
			return in.byAddress["archive_file."+stepName(t[1])], in
		}
	}
	if output := in.eval(from).usual(); output != "" {
		for _, b := range in.resources {
			if b.typ() == "archive_file" && in.eval(b.attribute("output_path")).usual() == output {
				return b, in
			}
		}
	}
	return nil, nil
}

// archived is the folder or file that an archive is made of, or its text.
func (s *scope) archived(b *block, code *stack.Code) {
	if inline := at(b.Body, "source", "content"); inline != nil {
		if v := s.eval(inline); v.kind == fromFile {
			code.Dir = path.Dir(v.ref.file)
		} else if text, ok := v.certain(); ok {
			code.Inline, code.InlineStart, code.Span = text, -1, v.at
			code.InlineName = s.eval(at(b.Body, "source", "filename")).usual()
		}
		return
	}
	from := b.attribute("source_dir")
	if from == nil {
		from = b.attribute("source_file")
	}
	text := s.eval(from).usual()
	dir, ok := s.place(text)
	switch {
	case text == "" || !ok:
		code.Remote = "what an archive is made of is not known"
	case b.attribute("source_dir") == nil:
		code.Dir = path.Dir(dir)
	default:
		code.Dir = dir
	}
}

func (s *scope) layer(v val) stack.Layer {
	l := stack.Layer{Arn: v.asText(), Span: v.at}
	for _, c := range l.Arn {
		if strings.Contains(c.Value.String(), ":layer:LambdaInsightsExtension") {
			continue
		}
		if len(c.Value) != 1 || c.Value[0].Type != "AWS::Lambda::LayerVersion" {
			continue
		}
		if m := s.r.made[c.Value[0].Text]; m != nil {
			l.Dir = m.code().Dir
		} else if b, in := s.r.find(c.Value[0].Text); b != nil {
			var code stack.Code
			if archive, where := in.archive(b.attribute("filename")); archive != nil {
				where.archived(archive, &code)
			} else if dir, ok := in.place(in.eval(b.attribute("filename")).usual()); ok {
				code.Dir = dir
			}
			l.Dir = code.Dir
		}
	}
	return l
}

// find is the block with an address, and its module.
func (r *reader) find(id string) (*block, *scope) {
	for _, s := range r.scopes {
		if s.prefix == id+"." && s.onlyFunction() != nil {
			return s.onlyFunction(), s
		}
		if below, ok := strings.CutPrefix(id, s.prefix); ok && s.byAddress[below] != nil {
			return s.byAddress[below], s
		}
	}
	return nil, nil
}

// printed is what a person reads of a set of values.
func printed(set symbolic.Set) string {
	var all []string
	for _, c := range set {
		all = append(all, c.Value.String())
	}
	return strings.Join(all, " or ")
}
