package cloudformation

import (
	"slices"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
)

// settable are the properties of triggers that restrict who may use them.
var settable = []string{
	"SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "AuthType", "Principal", "Action",
}

// set writes one property of a trigger.
func (e *editor) set(c *stack.SetTrigger) error {
	i := slices.IndexFunc(e.stack.Triggers, func(t *stack.Trigger) bool { return t.ID == c.Trigger })
	if i < 0 || !slices.Contains(settable, c.Property) {
		return cannot("there is no trigger %s with a property %s", c.Trigger, c.Property)
	}
	if t := e.stack.Triggers[i]; e.dialect != nil && t.Generated {
		if s, ok := e.dialect.Setting(t.ID, c.Property); ok {
			return e.setForeign(s, c.Value, t.ID)
		}
	}
	p, err := e.triggerPlace(e.stack.Triggers[i])
	if err != nil {
		return err
	}
	if p.node().Alias != nil || e.Shared(p.node().Whole) {
		return cannot("the same lines serve other triggers too")
	}
	w, err := e.express(c.Value, p.resource.ID, false)
	if err != nil {
		return err
	}
	return e.setValue(p, c.Property, w)
}

// triggerPlace is the map with the properties of a trigger.
func (e *editor) triggerPlace(t *stack.Trigger) (place, error) {
	if r := e.byID[t.ID]; r != nil && !t.Generated {
		if r.Properties == nil || r.Properties.Kind != document.Map {
			return place{}, cannot("%s has no properties", t.ID)
		}
		return place{resource: r, nodes: []*document.Node{r.Properties}}, nil
	}
	if t.Kind != stack.URL {
		return place{}, cannot("the framework makes this permission by itself, because of line %d", t.Span.Line)
	}
	p, found := e.find(t.Function + "/FunctionUrlConfig")
	if !found || p.node().Kind != document.Map || p.node().Tag != "" {
		return place{}, cannot("the function URL is not configured in one place of its own")
	}
	return p, nil
}
