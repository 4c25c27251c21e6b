package terraform

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed types.txt
var typesText string

// kindOf is a line of types.txt with what the tables say of the type.
type kindOf struct {
	serviceref.Type
	nameArgument string
	names        []string
	keyPath      []string
}

// types is types.txt, by Terraform's name.
var types = sync.OnceValue(func() map[string]kindOf {
	tables := serviceref.Embedded()
	all := make(map[string]kindOf)
	for line := range strings.Lines(typesText) {
		f := strings.Fields(line)
		if len(f) != 5 || f[0] == "#" {
			continue
		}
		typ, _ := tables.Type(f[1])
		k := kindOf{Type: typ, names: strings.Split(f[3], ",")}
		if f[2] != "-" {
			k.nameArgument = f[2]
		}
		if f[4] != "-" {
			k.keyPath = strings.Split(f[4], ".")
		}
		all[f[0]] = k
	}
	return all
})

// nameless stands for the physical name of a type that has no attribute for it.
const nameless = "(name)"

func (b *block) typ() string { return b.Labels[0] }

// id is the address of a block in the whole stack. The one function that a module makes goes by the module's address, as people speak of it.
func (s *scope) id(b *block) string {
	if s.outer != nil && b == s.onlyFunction() {
		return strings.TrimSuffix(s.prefix, ".")
	}
	return s.prefix + b.address
}

// onlyFunction is the function that a module makes, nil where it makes none or several.
func (m *folder) onlyFunction() (only *block) {
	for _, b := range m.resources {
		if b.Type != "resource" || b.typ() != "aws_lambda_function" {
			continue
		}
		if only != nil {
			return nil
		}
		only = b
	}
	return only
}

// attribute is an attribute of a resource or data source.
func (s *scope) attribute(b *block, name string) val {
	if b.Type == "data" {
		if v, ok := s.source(b, name); ok {
			return v
		}
	}
	if own := b.attribute(name); own != nil && !slices.Contains(types()[b.typ()].names, name) && name != "arn" && name != "id" {
		if v := s.once(b.address+"."+name, func() val { return s.eval(own) }); v.kind == text {
			return v
		}
	}
	return part(s.part(b, name))
}

// part is the symbol of an attribute, with what it stands for.
func (s *scope) part(b *block, name string) symbolic.Part {
	k, ok := types()[b.typ()]
	p := symbolic.Part{Kind: symbolic.Attribute, Text: s.id(b), Attr: name, Stack: s.r.stack.File, Type: k.Name}
	switch {
	case !ok:
	case slices.Contains(k.names, name):
		p.Form = s.nameOf(b, k)
		if name != k.names[0] && p.Form == nil {
			p.Form = symbolic.Value{s.part(b, k.names[0])}
		}
	case name == "arn" || name == "id" && b.typ() != "aws_sqs_queue":
		p.Form = s.arnForm(b, k)
	case name == "stream_arn" && b.typ() == "aws_dynamodb_table":
		p.Form = symbolic.Concat(s.arnForm(b, k), symbolic.Text("/stream/*"))
	case name == "execution_arn":
		p.Form = symbolic.Concat(symbolic.Text("arn:aws:execute-api:"), region(), symbolic.Text(":"), account(), symbolic.Text(":"), symbolic.Value{s.part(b, "id")})
	}
	return p
}

func region() symbolic.Value  { return symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::Region"}} }
func account() symbolic.Value { return symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}} }

// nameOf is the physical name where the resource gives one, without conditions.
func (s *scope) nameOf(b *block, k kindOf) symbolic.Value {
	if k.nameArgument == "" || b.attribute(k.nameArgument) == nil {
		return nil
	}
	v := s.once(b.address+" name", func() val { return s.eval(b.attribute(k.nameArgument)) })
	if set := v.asText(); len(set) == 1 && len(set[0].When) == 0 && len(set[0].Value) <= maxName {
		return set[0].Value
	}
	return nil
}

// maxName is of how many parts a name may consist and still be written out in ARNs.
const maxName = 16

// arnForm is the ARN around the name.
func (s *scope) arnForm(b *block, k kindOf) symbolic.Value {
	form := k.Arn
	if b.typ() == "aws_cloudwatch_log_group" {
		form = strings.TrimSuffix(form, ":*") // Terraform's attribute ends with the name
	}
	if form == "" || b.attribute("path") != nil {
		return nil
	}
	var out []symbolic.Value
	for form != "" {
		before, after, found := strings.Cut(form, "${")
		out = append(out, symbolic.Text(before))
		if !found {
			break
		}
		variable, rest, _ := strings.Cut(after, "}")
		form = rest
		switch variable {
		case "Partition":
			out = append(out, symbolic.Text("aws"))
		case "Region":
			out = append(out, region())
		case "Account":
			out = append(out, account())
		case "Name":
			out = append(out, symbolic.Value{s.part(b, k.names[0])})
		default:
			out = append(out, s.formPart(b, variable))
		}
	}
	return symbolic.Concat(out...)
}

// formPart is another variable of a form: the function of an alias, the stream of a consumer.
func (s *scope) formPart(b *block, variable string) symbolic.Value {
	argument := map[string]string{"FunctionName": "function_name", "DatabaseName": "database_name"}[variable]
	if set := s.eval(b.attribute(argument)).asText(); len(set) == 1 && len(set[0].When) == 0 {
		return nameIn(set[0].Value.Expand())
	}
	return symbolic.Value{{Kind: symbolic.Unknown, Text: "the files do not give " + variable + " of " + s.id(b)}}
}

// nameIn is the name of a function where its ARN may be given.
func nameIn(v symbolic.Value) symbolic.Value {
	for i, p := range v {
		if _, name, isArn := strings.Cut(p.Text, ":function:"); isArn && p.Kind == symbolic.Literal {
			return symbolic.Concat(symbolic.Text(name), v[i+1:])
		}
	}
	return v
}

// source is an attribute of a data source that the format knows.
func (s *scope) source(b *block, name string) (val, bool) {
	switch b.typ() {
	case "aws_caller_identity":
		if name == "account_id" || name == "id" {
			return pseudo("AWS::AccountId"), true
		}
	case "aws_region":
		if name == "name" || name == "id" || name == "region" {
			return pseudo("AWS::Region"), true
		}
	case "aws_partition":
		return pseudo(map[string]string{"partition": "AWS::Partition", "id": "AWS::Partition"}[name] + map[string]string{"dns_suffix": "AWS::URLSuffix"}[name]), true
	case "aws_iam_policy_document":
		if name == "json" || name == "minified_json" {
			return val{kind: reference, ref: &ref{scope: s, block: b}}, true
		}
	case "aws_iam_policy":
		if v := s.eval(b.attribute("arn")); name == "arn" && !v.isNull() {
			return v, true
		}
		if v, ok := s.eval(b.attribute("name")).certain(); ok && name == "arn" {
			if _, isAWS := s.r.tables.Managed(v); isAWS {
				return known("arn:aws:iam::aws:policy/" + v), true
			}
		}
	}
	if _, ok := types()[b.typ()]; ok {
		return val{}, false
	}
	return s.unknown("what the data source "+b.address+" gives is not known here", b.address+"."+name), true
}

// exists is under which conditions a resource is made: its count is not zero.
func (s *scope) exists(b *block) (when []symbolic.Condition) {
	when = slices.Clone(s.when)
	x := b.attribute("count")
	if x == nil {
		return when
	}
	var kept []symbolic.Choice
	for _, c := range s.once(b.address+" count", func() val { return s.eval(x) }).asText() {
		if text, ok := c.Value.Known(); !ok || text != "0" {
			kept = append(kept, c)
		}
	}
	if len(kept) == 1 {
		if _, ok := kept[0].Value.Known(); ok {
			return append(when, kept[0].When...)
		}
	}
	return append(when, s.condition(x))
}

// absent says that a resource is certainly not made.
func (s *scope) absent(b *block) bool {
	text, ok := s.once(b.address+" count", func() val { return s.eval(b.attribute("count")) }).certain()
	return ok && text == "0" && b.attribute("count") != nil
}

// other is any resource that is neither function, role nor trigger.
func (s *scope) other(b *block) {
	k, ok := types()[b.typ()]
	if !ok {
		return
	}
	r := &stack.Resource{
		ID: s.id(b), Type: k.Name, Span: s.r.span(b.Range()), Arn: symbolic.Value{s.part(b, "arn")},
		Ref: symbolic.Value{s.part(b, k.names[0])}, When: s.exists(b),
	}
	if k.nameArgument != "" {
		r.Name = s.eval(b.attribute(k.nameArgument)).asText()
	}
	r.Key, r.Encryption = s.encryption(b, k)
	if b.typ() == "aws_ecs_task_definition" {
		r.Passes = symbolic.Union(s.eval(b.attribute("task_role_arn")).asText(), s.eval(b.attribute("execution_role_arn")).asText())
	}
	s.r.stack.Resources = append(s.r.stack.Resources, r)
}

// encryption finds the key that the resource names. Buckets have a resource of their own for it.
func (s *scope) encryption(b *block, k kindOf) (symbolic.Set, stack.Encryption) {
	var x hclsyntax.Expression
	switch {
	case b.typ() == "aws_s3_bucket":
		x = s.bucketKey(b)
	case len(k.keyPath) == 0:
		return nil, stack.EncryptionUnknown
	default:
		x = at(b.Body, k.keyPath...)
	}
	key := s.eval(x).asText()
	for _, c := range key {
		if text, ok := c.Value.Known(); !ok || !strings.Contains(text, "alias/aws/") && text != "" {
			return key, stack.EncryptionCustomer
		}
	}
	return nil, stack.EncryptionNone
}

// bucketKey is the key of a bucket: of its own block, or of the resource that configures its encryption.
func (s *scope) bucketKey(b *block) hclsyntax.Expression {
	rule := []string{"rule", "apply_server_side_encryption_by_default", "kms_master_key_id"}
	if x := at(b.Body, append([]string{"server_side_encryption_configuration"}, rule...)...); x != nil {
		return x
	}
	if other := s.encrypting()[s.id(b)]; other != nil {
		return at(other.Body, rule...)
	}
	return nil
}

// encrypting are the resources that configure the encryption of buckets, by the bucket.
func (s *scope) encrypting() map[string]*block {
	if s.encrypts != nil {
		return s.encrypts
	}
	s.encrypts = make(map[string]*block)
	for _, b := range s.resources {
		if b.Type != "resource" || b.typ() != "aws_s3_bucket_server_side_encryption_configuration" {
			continue
		}
		for _, c := range s.eval(b.attribute("bucket")).asText() {
			if len(c.Value) == 1 && c.Value[0].Kind == symbolic.Attribute {
				s.encrypts[c.Value[0].Text] = b
			}
		}
	}
	return s.encrypts
}
