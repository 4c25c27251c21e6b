package cloudformation

import (
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// notifications finds the buckets that send to a function by a permission which does not name them.
func (r *Reader) notifications() {
	senders := make(map[string]symbolic.Set) // of a function, by its ID
	for _, res := range r.Resources {
		if res.Type != "AWS::S3::Bucket" {
			continue
		}
		for _, n := range r.at(res.Properties, []string{"NotificationConfiguration", "LambdaConfigurations", "Function"}) {
			if id := r.FunctionOf(r.Eval(n)); id != "" {
				bucket := symbolic.Set{{Value: r.Arn(res.ID), When: res.When}}
				senders[id] = symbolic.Union(senders[id], bucket)
			}
		}
	}
	for _, t := range r.Stack.Triggers {
		if t.Kind == stack.Permission && t.Source == "s3" && len(t.Arn) == 0 && len(t.From) == 0 {
			t.From = senders[t.Function]
		}
	}
}
