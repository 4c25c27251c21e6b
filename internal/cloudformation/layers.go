package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// layers reads the layers of a function: of this template with their folder, or elsewhere with their ARN.
func (r *Reader) layers(fn *stack.Function, n *document.Node) {
	for _, v := range r.Strings(n) {
		layer := stack.Layer{Arn: v.Set, Span: v.Span}
		for _, choice := range v.Set {
			for _, id := range names(choice.Value) {
				if dir := r.layerDir(r.Resource(id)); dir != "" {
					layer.Dir = dir
				}
			}
			if strings.Contains(choice.Value.String(), ":layer:LambdaInsightsExtension") {
				fn.Insights = &source.Note{Span: v.Span, Text: "the layer of Lambda Insights sends logs of its own"}
			}
		}
		fn.Layers = append(fn.Layers, layer)
	}
}

// layerDir is the folder of a layer of this template, "" where its content is not in the repository.
func (r *Reader) layerDir(res *Resource) string {
	if res == nil || res.Type != "AWS::Lambda::LayerVersion" {
		return ""
	}
	at := res.Properties.Get("ContentUri")
	if res.Written == res.Type {
		at = res.Properties.Get("Content")
	}
	text := r.Default(at)
	if dir, ok := r.Path(text); ok && text != "" && !Remote(text) {
		return dir
	}
	return ""
}

// logGroups finds the log groups of functions among the resources: then the function need not make its own.
func (r *Reader) logGroups() {
	groups := make(map[string]bool) // by ID, and by the key of the name
	for _, res := range r.Resources {
		if res.Type != "AWS::Logs::LogGroup" {
			continue
		}
		groups[res.ID] = true
		for _, choice := range r.Eval(res.Properties.Get("LogGroupName")) {
			groups[choice.Value.Expand().Key()] = true
		}
	}
	for _, fn := range r.Stack.Functions {
		name := symbolic.Concat(symbolic.Text("/aws/lambda/"), symbolic.Value{r.Attribute(fn.ID, "Ref")})
		fn.OwnLogGroup = fn.OwnLogGroup || groups[name.Expand().Key()]
		for _, choice := range fn.LogGroup {
			for _, id := range names(choice.Value) {
				fn.OwnLogGroup = fn.OwnLogGroup || groups[id]
			}
		}
	}
}
