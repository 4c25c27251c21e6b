package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// graphql judges a question and its answer by GitHub's schema.
func (j *judge) graphql(body []byte, seen *copied) {
	op, problem := j.question(body)
	if problem != "" {
		j.report("request POST /graphql: " + problem)
		return
	}
	if seen.status != http.StatusOK {
		return // a limit or a bad token is told outside of GraphQL
	}
	var answer struct {
		Data   map[string]any `json:"data"`
		Errors []struct {
			Message string `json:"message"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(seen.body.Bytes(), &answer); err != nil {
		j.report("answer POST /graphql: " + err.Error())
		return
	}
	root := j.schema.Query
	if op.Operation == ast.Mutation {
		root = j.schema.Mutation
	}
	if answer.Data == nil && len(answer.Errors) > 0 {
		return
	}
	if problem := j.object(root.Name, answer.Data, op.SelectionSet); problem != "" {
		j.report("answer POST /graphql: " + problem)
	}
}

// question reads the one operation of a request, with its variables.
func (j *judge) question(body []byte) (*ast.OperationDefinition, string) {
	var in struct {
		Query     string         `json:"query"`
		Variables map[string]any `json:"variables"`
	}
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if err := numbers.Decode(&in); err != nil {
		return nil, err.Error()
	}
	doc, problems := gqlparser.LoadQueryWithRules(j.schema, in.Query, rules.NewDefaultRules())
	if problems != nil {
		return nil, problems.Error()
	}
	if len(doc.Operations) != 1 {
		return nil, "it wants one operation"
	}
	if _, err := validator.VariableValues(j.schema, doc.Operations[0], in.Variables); err != nil {
		return nil, err.Error()
	}
	return doc.Operations[0], ""
}

// object compares one object of the answer with what was asked of it.
func (j *judge) object(typ string, has map[string]any, set ast.SelectionSet) string {
	if name, ok := has["__typename"].(string); ok {
		typ = name
	}
	for _, s := range set {
		problem := ""
		switch s := s.(type) {
		case *ast.Field:
			value, present := has[s.Alias]
			if !present {
				return typ + "." + s.Name + " is missing"
			}
			if problem = j.value(s.Definition.Type, value, s.SelectionSet); problem != "" {
				problem = typ + "." + s.Name + ": " + problem
			}
		case *ast.InlineFragment:
			if concrete := j.schema.Types[typ]; concrete.Kind == ast.Object && s.TypeCondition == typ || fits(has, s.SelectionSet) {
				problem = j.object(s.TypeCondition, has, s.SelectionSet)
			}
		}
		if problem != "" {
			return problem
		}
	}
	return ""
}

// fits guesses whether an object of unknown type is meant by a fragment: it has the fragment's first field.
func fits(has map[string]any, set ast.SelectionSet) bool {
	for _, s := range set {
		if f, ok := s.(*ast.Field); ok {
			_, present := has[f.Alias]
			return present
		}
	}
	return false
}

func (j *judge) value(typ *ast.Type, v any, set ast.SelectionSet) string {
	if v == nil {
		if typ.NonNull {
			return "null where the schema has " + typ.String()
		}
		return ""
	}
	if typ.Elem != nil {
		list, ok := v.([]any)
		if !ok {
			return "no list"
		}
		for i, one := range list {
			if problem := j.value(typ.Elem, one, set); problem != "" {
				return fmt.Sprintf("[%d] %s", i, problem)
			}
		}
		return ""
	}
	if len(set) > 0 {
		has, ok := v.(map[string]any)
		if !ok {
			return "no object"
		}
		return j.object(typ.NamedType, has, set)
	}
	return j.leaf(typ.NamedType, v)
}

// leaf judges a scalar or an enumeration.
func (j *judge) leaf(typ string, v any) string {
	_, text := v.(string)
	number, numeric := v.(float64)
	_, truth := v.(bool)
	wrong := false
	switch typ {
	case "Int":
		wrong = !numeric || number != float64(int32(number))
	case "Boolean":
		wrong = !truth
	case "Float":
		wrong = !numeric
	default:
		wrong = !text
	}
	if wrong {
		return fmt.Sprintf("%v is no %s", v, typ)
	}
	return ""
}
