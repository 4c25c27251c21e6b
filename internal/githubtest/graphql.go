package githubtest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

//go:embed schema.graphql
var schemaText string

// maxBlobText is where GitHub cuts the text of a blob short, in bytes.
const maxBlobText = 512 << 10

// Schema is the part of GitHub's GraphQL schema that is answered here.
func Schema() *ast.Schema {
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: schemaText})
}

// question is the body of a request to /graphql.
type question struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
}

// graphql answers queries and mutations of the schema; what goes wrong is told with status 200, as on GitHub.
func graphql(c *call) answer {
	var q question
	numbers := json.NewDecoder(bytes.NewReader(c.body))
	numbers.UseNumber() // 7 is an Int, 7.5 is none
	if err := numbers.Decode(&q); err != nil || q.Query == "" {
		return fail(http.StatusBadRequest, "A query attribute must be specified and must be a string.")
	}
	doc, problems := gqlparser.LoadQueryWithRules(c.hub.schema, q.Query, rules.NewDefaultRules())
	if problems != nil {
		return ok(object{"errors": []object{{"message": problems[0].Message, "type": "undefinedField"}}})
	}
	if len(doc.Operations) != 1 {
		return ok(object{"errors": []object{{"message": "An operation name is required"}}})
	}
	op := doc.Operations[0]
	variables, err := validator.VariableValues(c.hub.schema, op, q.Variables)
	if err != nil {
		return ok(object{"errors": []object{{"message": err.Error(), "extensions": object{"code": "variableMismatch"}}}})
	}
	x := &execution{c: c, variables: variables, problems: []object{}}
	data := x.pick(root{x}, op.SelectionSet)
	body := object{"data": data}
	if len(x.problems) > 0 {
		body["errors"] = x.problems
		c.quiet = true
	}
	return ok(body)
}

// execution answers one operation.
type execution struct {
	c         *call
	variables map[string]any
	problems  []object
	path      []string
}

// vertex is a thing of the schema: its type, and its fields.
type vertex interface {
	kind() string
	field(name string, args map[string]any) any
}

// pick picks the asked fields of a thing. Lists and things within are picked likewise; the rest is plain. It is nil where a field that the schema
// never leaves empty could not be answered.
func (x *execution) pick(v vertex, set ast.SelectionSet) object {
	out := object{}
	for _, s := range set {
		var part object
		switch s := s.(type) {
		case *ast.Field:
			part = x.field(v, s)
		case *ast.InlineFragment:
			part = x.fragment(v, s.TypeCondition, s.SelectionSet)
		case *ast.FragmentSpread:
			part = x.fragment(v, s.Definition.TypeCondition, s.Definition.SelectionSet)
		}
		if part == nil {
			return nil
		}
		maps.Copy(out, part)
	}
	return out
}

// field is one field under its alias, nil where it is empty and must not be.
func (x *execution) field(v vertex, s *ast.Field) object {
	x.path = append(x.path, s.Alias)
	defer func() { x.path = x.path[:len(x.path)-1] }()
	value := x.value(x.one(v, s), s.SelectionSet)
	if value == nil && s.Definition.Type.NonNull {
		return nil
	}
	return object{s.Alias: value}
}

// fragment is empty for a thing of another type.
func (x *execution) fragment(v vertex, typ string, set ast.SelectionSet) object {
	if typ != "" && typ != v.kind() && typ != "Node" && typ != "GitObject" && typ != "Minimizable" {
		return object{}
	}
	return x.pick(v, set)
}

func (x *execution) one(v vertex, s *ast.Field) any {
	if s.Name == "__typename" {
		return v.kind()
	}
	return v.field(s.Name, s.ArgumentMap(x.variables))
}

func (x *execution) value(v any, set ast.SelectionSet) any {
	switch v := v.(type) {
	case nil:
		return nil
	case vertex:
		if picked := x.pick(v, set); picked != nil {
			return picked
		}
		return nil
	case []vertex:
		list := []any{}
		for _, one := range v {
			list = append(list, x.pick(one, set))
		}
		return list
	}
	return v
}

// wrong notes an error and answers null.
func (x *execution) wrong(kind, format string, args ...any) any {
	x.problems = append(x.problems, object{
		"type": kind, "path": append([]string{}, x.path...), "message": fmt.Sprintf(format, args...), "locations": []object{{"line": 1, "column": 1}},
	})
	return nil
}

// fields is a thing whose fields are known beforehand.
type fields struct {
	typ    string
	values object
}

func (f fields) kind() string                            { return f.typ }
func (f fields) field(name string, _ map[string]any) any { return f.values[name] }

// root is Query and Mutation.
type root struct{ x *execution }

func (root) kind() string { return "Query" }

func (r root) field(name string, args map[string]any) any {
	switch name {
	case "repository":
		full := fmt.Sprint(args["owner"], "/", args["name"])
		repo := r.x.c.hub.find(full)
		if repo == nil || !r.x.c.token.reaches(repo) {
			return r.x.wrong("NOT_FOUND", "Could not resolve to a Repository with the name '%s'.", full)
		}
		r.x.c.repo = repo
		return repositoryVertex{r.x, repo}
	case "node":
		return r.x.node(fmt.Sprint(args["id"]))
	}
	input, _ := args["input"].(map[string]any)
	return r.x.mutate(name, input)
}

type repositoryVertex struct {
	x *execution
	r *repository
}

func (repositoryVertex) kind() string { return "Repository" }

func (v repositoryVertex) field(name string, args map[string]any) any {
	switch name {
	case "id":
		return node("R", v.r.id)
	case "nameWithOwner":
		return v.r.full()
	case "pullRequest":
		number, _ := strconv.ParseInt(fmt.Sprint(args["number"]), 10, 64)
		if p := v.r.pull(number); p != nil && v.x.c.token.may([]string{"pull_requests:read"}) {
			return pullVertex{v.x, p}
		}
		return v.x.wrong("NOT_FOUND", "Could not resolve to a PullRequest with the number of %d.", number)
	}
	if !v.x.c.token.may([]string{"contents:read"}) {
		return v.x.wrong("FORBIDDEN", "Resource not accessible by integration")
	}
	return v.object(args)
}

// object finds a Git object by name, or by an expression such as main:template.yaml.
func (v repositoryVertex) object(args map[string]any) any {
	s := v.r.store
	oid, _ := args["oid"].(string)
	if expression, ok := args["expression"].(string); ok {
		ref, path, inside := strings.Cut(expression, ":")
		oid = v.r.resolve(ref)
		if c := s.commits[oid]; inside && c != nil {
			src, exists := c.files[path]
			if !exists {
				return nil
			}
			oid = hash("blob", src)
		}
	}
	switch {
	case s.commits[oid] != nil:
		return fields{"Commit", object{"id": "C_" + oid, "oid": oid}}
	case s.trees[oid] != nil:
		return fields{"Tree", object{"id": "T_" + oid, "oid": oid}}
	}
	src, exists := s.blobs[oid]
	if !exists {
		return nil
	}
	return blobVertex(oid, src)
}

// blobVertex is a blob: binary ones have no text, long ones are cut short, and what is not UTF-8 is replaced.
func blobVertex(oid string, src []byte) vertex {
	values := object{"id": "B_" + oid, "oid": oid, "byteSize": len(src), "isBinary": binary(src), "isTruncated": len(src) > maxBlobText, "text": nil}
	if !binary(src) {
		text := src[:min(len(src), maxBlobText)]
		for len(src) > maxBlobText && !utf8.Valid(text) && len(text) > maxBlobText-utf8.UTFMax {
			text = text[:len(text)-1]
		}
		values["text"] = strings.ToValidUTF8(string(text), "\ufffd")
	}
	return fields{"Blob", values}
}
