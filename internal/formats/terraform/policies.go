package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// statement is one of a policy, with the key that leads to it, or what keeps it from being read.
type statement struct {
	iam.Statement
	key    string
	cause  source.Span
	opaque string
}

// place is where a statement can be edited.
type place struct {
	how   dialect
	scope *scope
	node  *document.Node // the statement; of a block, its parts under their names in JSON
	list  *document.Node // the list that it stands in; nil where it stands alone, or is a block
	block *hclsyntax.Block
}

// dialect is how a policy is written.
type dialect int

const (
	asObject dialect = iota + 1 // jsonencode of an object
	asJSON                      // a text of JSON
	asBlock                     // a statement block of aws_iam_policy_document
)

// maxPolicyDepth bounds documents that are made of documents.
const maxPolicyDepth = 8

// policyAt reads the policy that an expression gives: jsonencode, a text or file of JSON, a policy document. key leads to it.
func (s *scope) policyAt(x hclsyntax.Expression, key string, depth int) []statement {
	if x == nil {
		return nil
	}
	at := s.r.span(x.Range())
	from, in := s.origin(x, 0)
	if depth > maxPolicyDepth {
		return []statement{{key: key, cause: at, opaque: "policy documents are made of one another"}}
	}
	switch y := from.(type) {
	case *hclsyntax.FunctionCallExpr:
		if y.Name == "jsonencode" && len(y.Args) == 1 {
			return in.document(in.node(y.Args[0]), key, asObject)
		}
	case *hclsyntax.TemplateExpr:
		if all := in.jsonText(y, key); all != nil {
			return all
		}
	}
	switch v := in.eval(from); v.kind {
	case reference:
		if v.ref.block != nil && v.ref.block.typ() == "aws_iam_policy_document" {
			return v.ref.scope.policyDocument(v.ref.block, depth)
		}
	case fromFile:
		if all := v.ref.scope.jsonFile(v, key); all != nil {
			return all
		}
		return []statement{{key: key, cause: at, opaque: "the file " + v.ref.file + " is no policy of JSON that can be read"}}
	case text:
		if written, ok := v.certain(); ok && written == "" {
			return nil
		}
	}
	return []statement{{key: key, cause: at, opaque: "the policy is not written here"}}
}

// origin follows names to the expression that is behind them.
func (s *scope) origin(x hclsyntax.Expression, depth int) (hclsyntax.Expression, *scope) {
	if wrapped, ok := x.(*hclsyntax.ParenthesesExpr); ok {
		return s.origin(wrapped.Expression, depth)
	}
	if wrapped, ok := x.(*hclsyntax.TemplateWrapExpr); ok {
		return s.origin(wrapped.Wrapped, depth)
	}
	name, ok := x.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(name.Traversal) < 2 || depth > maxPolicyDepth {
		return x, s
	}
	second := stepName(name.Traversal[1])
	switch root := name.Traversal.RootName(); {
	case root == "local" && len(name.Traversal) == 2 && s.locals[second] != nil:
		return s.origin(s.locals[second], depth+1)
	case root == "var" && len(name.Traversal) == 2 && s.outer != nil && s.call.attribute(second) != nil:
		return s.outer.origin(s.call.attribute(second), depth+1)
	case root == "module" && len(name.Traversal) == 3 && s.children[second] != nil:
		child := s.children[second]
		if out := child.outputs[stepName(name.Traversal[2])]; out != nil && out.attribute("value") != nil {
			return child.origin(out.attribute("value"), depth+1)
		}
	}
	return x, s
}

// jsonText reads a policy in a here-document, or in a string that needs no escapes; nil where it is none.
func (s *scope) jsonText(x *hclsyntax.TemplateExpr, key string) []statement {
	if len(x.Parts) == 0 {
		return nil
	}
	r := x.Parts[0].Range()
	start, end := r.Start.Byte, x.Parts[len(x.Parts)-1].Range().End.Byte
	n := s.jsonNode(r.Filename, start, end)
	if n == nil {
		return nil
	}
	return s.document(n, key, asJSON)
}

// jsonFile reads a policy in a file of the repository.
func (s *scope) jsonFile(v val, key string) []statement {
	src, err := s.r.tree.Read(v.ref.file)
	if err != nil {
		return nil
	}
	inner := *s
	inner.given = v.fields
	n := inner.jsonNode(v.ref.file, 0, len(src))
	if n == nil {
		return nil
	}
	return inner.document(n, key, asJSON)
}

// document reads the statements of a document.
func (s *scope) document(n *document.Node, key string, how dialect) (all []statement) {
	list := n.Get("Statement")
	if list == nil {
		return []statement{{key: key, cause: n.Whole, opaque: "the policy document is not written here"}}
	}
	if list.Kind != document.List {
		return s.statement(list, nil, key+"/Statement/0", how)
	}
	for i, item := range list.Items {
		all = append(all, s.statement(item, list, key+"/Statement/"+number(i), how)...)
	}
	return all
}

// statement reads one, as a document of its own.
func (s *scope) statement(n, list *document.Node, key string, how dialect) (all []statement) {
	if n.Kind != document.Map {
		return []statement{{key: key, cause: n.Whole, opaque: "the statement is not written here"}}
	}
	doc := &document.Node{Kind: document.Map, Span: n.Span, Whole: n.Whole, Pairs: []document.Pair{pair("Statement", n.Span, n)}}
	policy, notes := iam.Parse(doc, s.r.evalNode)
	for _, note := range notes {
		s.r.problem(note.Span, "%s", note.Text)
	}
	for _, st := range policy.Statements {
		st.Span = n.Whole
		all = append(all, statement{Statement: st, key: key, cause: n.Whole})
	}
	if len(all) == 0 {
		return []statement{{key: key, cause: n.Whole, opaque: "the statement is not written here"}}
	}
	s.r.places[key] = place{how: how, scope: s, node: n, list: list}
	return all
}

// policyDocument reads aws_iam_policy_document: its statements, and the documents that it takes others from.
func (s *scope) policyDocument(b *block, depth int) (all []statement) {
	key := s.id(b)
	for _, name := range []string{"source_policy_documents", "override_policy_documents", "source_json", "override_json"} {
		all = append(all, s.others(b.attribute(name), key+"/"+name, depth)...)
	}
	for i, st := range nested(b.Body, "statement") {
		at := key + "/statement/" + number(i)
		if dynamic := dynamicOf(b.Body, st); dynamic != nil {
			all = append(all, s.dynamicStatements(dynamic, st, at)...)
			continue
		}
		all = append(all, s.statement(s.statementNode(st), nil, at, asBlock)...)
		p := s.r.places[at]
		p.block = st
		s.r.places[at] = p
	}
	return all
}

// dynamicStatements are what a dynamic block makes of its content. They do not stand in the file as values of their own.
func (s *scope) dynamicStatements(dynamic, content *hclsyntax.Block, key string) (all []statement) {
	for i, round := range s.roundsOf(dynamic) {
		at := key
		if i > 0 {
			at += "/" + number(i)
		}
		for _, st := range round.scope.statement(round.scope.statementNode(content), nil, at, asBlock) {
			st.When = append(slices.Clone(round.when), without(st.When, round.when)...)
			all = append(all, st)
		}
		delete(s.r.places, at)
	}
	return all
}

func within(outer, inner *hclsyntax.Block) bool {
	return outer != inner && outer.Range().Start.Byte <= inner.Range().Start.Byte && inner.Range().End.Byte <= outer.Range().End.Byte
}

// others are the documents that an argument lists.
func (s *scope) others(x hclsyntax.Expression, key string, depth int) (all []statement) {
	tuple, ok := x.(*hclsyntax.TupleConsExpr)
	if !ok {
		return s.policyAt(x, key, depth+1)
	}
	for i, item := range tuple.Exprs {
		all = append(all, s.policyAt(item, key+"/"+number(i), depth+1)...)
	}
	return all
}

// elements are the arguments of a statement block and what they are in JSON.
var elements = [][2]string{
	{"sid", "Sid"}, {"effect", "Effect"}, {"actions", "Action"}, {"not_actions", "NotAction"}, {"resources", "Resource"}, {"not_resources", "NotResource"},
}

// statementNode is a statement block in the words of JSON.
func (s *scope) statementNode(b *hclsyntax.Block) *document.Node {
	at := s.r.span(b.Range())
	n := &document.Node{Kind: document.Map, Span: at, Whole: at}
	for _, e := range elements {
		if a := b.Body.Attributes[e[0]]; a != nil {
			n.Pairs = append(n.Pairs, pair(e[1], s.r.span(a.NameRange), s.node(a.Expr)))
		}
	}
	if n.Get("Effect") == nil {
		n.Pairs = append(n.Pairs, pair("Effect", at, s.nodeOf(known("Allow").with(at))))
	}
	for _, name := range []string{"principals", "not_principals"} {
		if principals := s.principals(b, name, at); principals != nil {
			n.Pairs = append(n.Pairs, pair(map[string]string{"principals": "Principal", "not_principals": "NotPrincipal"}[name], at, principals))
		}
	}
	if conditions := s.conditions(b, at); conditions != nil {
		n.Pairs = append(n.Pairs, pair("Condition", at, conditions))
	}
	return n
}

func (s *scope) principals(b *hclsyntax.Block, name string, at source.Span) *document.Node {
	var n *document.Node
	for _, p := range nested(b.Body, name) {
		if n == nil {
			n = &document.Node{Kind: document.Map, Span: at, Whole: at}
		}
		kind, _ := s.eval(exprOf(p, "type")).certain()
		who := s.nodeOf(s.eval(exprOf(p, "identifiers")))
		if kind == "*" {
			return s.nodeOf(known("*").with(at))
		}
		n.Pairs = append(n.Pairs, pair(kind, at, who))
	}
	return n
}

func (s *scope) conditions(b *hclsyntax.Block, at source.Span) *document.Node {
	var n *document.Node
	for _, c := range nested(b.Body, "condition") {
		if n == nil {
			n = &document.Node{Kind: document.Map, Span: at, Whole: at}
		}
		operator, _ := s.eval(exprOf(c, "test")).certain()
		key, _ := s.eval(exprOf(c, "variable")).certain()
		values := s.nodeOf(s.eval(exprOf(c, "values")).with(at))
		under := n.Get(operator)
		if under == nil {
			under = &document.Node{Kind: document.Map, Span: at, Whole: at}
			n.Pairs = append(n.Pairs, pair(operator, at, under))
		}
		under.Pairs = append(under.Pairs, pair(key, at, values))
	}
	return n
}

func exprOf(b *hclsyntax.Block, name string) hclsyntax.Expression {
	if a := b.Body.Attributes[name]; a != nil {
		return a.Expr
	}
	return nil
}

// serviceOf is the service that an ARN or a type names: "sqs".
func serviceOf(set symbolic.Set) string {
	for _, c := range set {
		if len(c.Value) == 1 && c.Value[0].Kind == symbolic.Attribute {
			if name := pollers[c.Value[0].Type]; name != "" {
				return name
			}
		}
		if f := strings.SplitN(c.Value.Expand().String(), ":", 4); len(f) == 4 && f[0] == "arn" {
			if name, ok := map[string]string{"kafka": "msk", "rds": "documentdb"}[f[2]]; ok {
				return name
			}
			return f[2]
		}
	}
	return ""
}

// pollers are event sources by type, with the name that stacks have for them.
var pollers = map[string]string{
	"AWS::SQS::Queue": "sqs", "AWS::Kinesis::Stream": "kinesis", "AWS::Kinesis::StreamConsumer": "kinesis", "AWS::DynamoDB::Table": "dynamodb",
	"AWS::MSK::Cluster": "msk", "AWS::MSK::ServerlessCluster": "msk", "AWS::AmazonMQ::Broker": "mq", "AWS::DocDB::DBCluster": "documentdb",
	"AWS::SNS::Topic": "sns", "AWS::Lambda::Function": "lambda", "AWS::Events::EventBus": "events", "AWS::S3::Bucket": "s3",
}
