package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

func (t *Template) readParameters() {
	parameters := t.Root.Get("Parameters")
	if parameters == nil {
		return
	}
	for _, p := range parameters.Pairs {
		param := &stack.Parameter{Name: p.Key.Value, Span: p.Span}
		if typ := p.Value.Get("Type"); typ != nil {
			param.Type = typ.Value
		}
		if value := p.Value.Get("Default"); value != nil {
			param.Default, param.HasDefault = value.Value, true
		}
		if allowed := p.Value.Get("AllowedValues"); allowed != nil {
			for _, item := range allowed.Items {
				param.Allowed = append(param.Allowed, item.Value)
			}
		}
		t.parameters = append(t.parameters, param)
		t.byName[param.Name] = param
	}
}

// parameter is what !Ref gives of a parameter. A list is no string, and the default of one that
// AWS looks up in the Parameter Store is a name there, not its value.
func (t *Template) parameter(p *stack.Parameter) symbolic.Set {
	switch {
	case strings.HasPrefix(p.Type, "List<") || p.Type == "CommaDelimitedList":
		return symbolic.Any("the parameter " + p.Name + " is a list that is given at deployment")
	case strings.Contains(p.Type, "List<"):
		return symbolic.Any("the parameter " + p.Name + " is a list from the Parameter Store")
	}
	part := symbolic.Part{Kind: symbolic.Parameter, Text: p.Name, Stack: t.File}
	if !strings.HasPrefix(p.Type, "AWS::SSM::Parameter::Value") {
		part.Default = p.Default
		if len(p.Allowed) == 1 {
			part.Form = symbolic.Text(p.Allowed[0])
		}
	}
	return symbolic.Certain(symbolic.Value{part})
}
