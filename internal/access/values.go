package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// substitute puts the function's environment and what its triggers tell of the event into arguments.
func (w *worker) substitute(args map[string]symbolic.Set) map[string]symbolic.Set {
	out := make(map[string]symbolic.Set, len(args))
	for path, set := range args {
		out[path] = w.value(set)
	}
	return out
}

func (w *worker) value(set symbolic.Set) symbolic.Set {
	var all []symbolic.Set
	for _, c := range set {
		when, stands := w.standing(c.When)
		if !stands {
			continue
		}
		under := symbolic.Set{{When: when}}
		all = append(all, symbolic.Join(under, symbolic.Substitute(c.Value, w.part)))
	}
	return symbolic.Union(all...)
}

// standing is what is left of conditions once it is known which environment variables are set; stands is false where one is that must not be.
func (w *worker) standing(when []symbolic.Condition) (left []symbolic.Condition, stands bool) {
	for _, c := range when {
		name, ok := c.Variable()
		if !ok {
			left = append(left, c)
			continue
		}
		v := w.user.Function.Env[name]
		if len(v.Set) > 0 && !slices.ContainsFunc(v.Set, func(c symbolic.Choice) bool { return len(c.Value) == 0 || c.Value.String() == "" }) {
			return nil, false
		}
	}
	return left, true
}

func (w *worker) part(p symbolic.Part) (symbolic.Set, bool) {
	switch p.Kind {
	case symbolic.Env:
		return w.variable(p.Text), true
	case symbolic.Event:
		return w.event(p.Text)
	case symbolic.Literal:
		return w.literal(p.Text)
	}
	return nil, false
}

// literal is a text of the code as it is once it is deployed, where the deployment replaces something in it.
func (w *worker) literal(text string) (symbolic.Set, bool) {
	for _, r := range w.user.Stack.Replaced {
		if before, after, ok := strings.Cut(text, r.Text); ok {
			rest := symbolic.Certain(symbolic.Text(after))
			if more, ok := w.literal(after); ok {
				rest = more
			}
			return symbolic.Join(symbolic.Certain(symbolic.Concat(symbolic.Text(before), r.With)), rest), true
		}
	}
	return nil, false
}

// variable is what an environment variable may be: what the template sets, or what the platform does.
func (w *worker) variable(name string) symbolic.Set {
	fn := w.user.Function
	if v, ok := fn.Env[name]; ok && len(v.Set) > 0 {
		return v.Set
	}
	switch name {
	case "AWS_REGION", "AWS_DEFAULT_REGION":
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::Region"}})
	case "AWS_LAMBDA_FUNCTION_NAME":
		return symbolic.Certain(w.name())
	case "AWS_LAMBDA_LOG_GROUP_NAME":
		return w.logGroup()
	}
	return symbolic.Any(fmt.Sprintf("the environment variable %s is not set in the template", name))
}

// name is the function's own name, as its template can say it.
func (w *worker) name() symbolic.Value {
	fn := w.user.Function
	p := symbolic.Part{Kind: symbolic.Attribute, Text: fn.ID, Attr: "Ref", Stack: w.user.Stack.File, Type: "AWS::Lambda::Function"}
	if len(fn.Arn) == 1 && fn.Arn[0].Kind == symbolic.Attribute {
		if form := fn.Arn[0].Form; len(form) > 0 && form[len(form)-1].Kind == symbolic.Attribute && form[len(form)-1].Text == fn.Arn[0].Text {
			return form[len(form)-1:] // as the ARN has it
		}
		p.Text = fn.Arn[0].Text // a framework's users call a function by a key, its template by a logical ID
	}
	if len(fn.Name) == 1 && len(fn.Name[0].When) == 0 {
		p.Form = fn.Name[0].Value
	}
	return symbolic.Value{p}
}

func (w *worker) logGroup() symbolic.Set {
	if set := w.user.Function.LogGroup; len(set) > 0 {
		return set
	}
	return symbolic.Certain(symbolic.Concat(symbolic.Text("/aws/lambda/"), w.name()))
}

// eventPaths tells where in an event the source that sent it names itself, by Trigger.Source.
var eventPaths = []struct {
	path, source string
	name         bool   // the name alone, not the ARN
	format       string // whose functions are handed such an event in place of Lambda's; "" for Lambda's own
}{
	{path: "Records[].s3.bucket.name", source: "s3", name: true},
	{path: "Records[].s3.bucket.arn", source: "s3"},
	{path: "Records[].Sns.TopicArn", source: "sns"},
	{path: "Records[].eventSourceARN", source: "sqs"},
	{path: "Records[].eventSourceARN", source: "kinesis"},
	{path: "Records[].eventSourceARN", source: "dynamodb"},
	{path: "bucket", source: "s3", name: true, format: "chalice"},
}

// event is what a part of the event may be, where the function's triggers tell: the sources of the kind that sends such events.
// A trigger whose source is not known makes it unknown.
func (w *worker) event(path string) (symbolic.Set, bool) {
	var all []symbolic.Set
	for _, row := range eventPaths {
		if row.path != path || row.format != "" && row.format != w.user.Stack.Format {
			continue
		}
		for _, t := range w.triggers() {
			if t.Source != row.source {
				continue
			}
			arn := t.Arn
			if len(t.From) > 0 {
				arn = t.From
			}
			if len(arn) == 0 {
				return nil, false
			}
			all = append(all, named(arn, row.name))
		}
	}
	return symbolic.Union(all...), len(all) > 0
}

// named cuts the name out of S3's ARNs, which hold nothing else.
func named(arns symbolic.Set, name bool) symbolic.Set {
	if !name {
		return arns
	}
	out := make(symbolic.Set, 0, len(arns))
	for _, c := range arns {
		if behind, ok := behindColons(c.Value, 5); ok {
			c.Value = behind
		} else {
			c.Value = symbolic.Operate("split:5", c.Value, symbolic.Text(":"))
		}
		out = append(out, c)
	}
	return out
}

// behindColons is what stands behind so many colons of a value: in its texts, and where it begins with what stands for a text, in that.
// Names of buckets and what AWS puts into an ARN by itself hold none.
func behindColons(v symbolic.Value, n int) (symbolic.Value, bool) {
	for i, p := range v {
		switch {
		case p.Kind == symbolic.Literal:
			fields := strings.SplitN(p.Text, ":", n+1)
			if len(fields) > n {
				return symbolic.Concat(symbolic.Text(fields[n]), v[i+1:]), true
			}
			n -= len(fields) - 1
		case i == 0 && len(p.Form) > 0:
			return behindColons(symbolic.Concat(p.Form, v[1:]), n)
		case p.Kind != symbolic.Pseudo:
			return nil, false
		}
	}
	return nil, false
}

// triggers are the ways in which this function comes to run.
func (w *worker) triggers() (list []*stack.Trigger) {
	for _, t := range w.user.Stack.Triggers {
		if t.Function == w.user.Function.ID {
			list = append(list, t)
		}
	}
	arn := w.user.Function.Arn
	for _, s := range w.estate.Stacks {
		for _, t := range s.Triggers {
			if t.Function == "" && len(arn) > 0 && len(t.Target) == 1 && strings.HasPrefix(t.Target[0].Value.Expand().Key(), arn.Expand().Key()) {
				list = append(list, t)
			}
		}
	}
	return list
}
