package access

import (
	"strings"

	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// symbols are what resources of a stack may be folded into: their ARNs and names.
func symbols(s *stack.Stack) (parts []symbolic.Part) {
	add := func(v symbolic.Value) {
		if len(v) == 1 && v[0].Kind == symbolic.Attribute {
			parts = append(parts, v[0])
		}
	}
	for _, r := range s.Resources {
		add(r.Arn)
	}
	for _, f := range s.Functions {
		add(f.Arn)
	}
	for _, r := range s.Roles {
		add(r.Arn)
	}
	return parts
}

// fold writes a resource as the template would say it: ${Orders.Arn}, not the ARN spelled out.
func (w *worker) fold(v symbolic.Value) symbolic.Value { return w.folds.Fold(v) }

// normal turns what a call was given into what an ARN form takes: a name, or an ARN, which then stands for all of the form before it.
// Calls take names, ARNs and URLs alike.
func (w *worker) normal(b serviceref.Binding, v symbolic.Value) (value symbolic.Value, isArn bool) {
	if p := reference(v); p != nil {
		if value, isArn, ok := w.attribute(*p, v); ok {
			return value, isArn
		}
	}
	x := v.Expand()
	start := ""
	if len(x) > 0 && x[0].Kind == symbolic.Literal {
		start = x[0].Text
	}
	switch {
	case strings.HasPrefix(start, "arn:"):
		return v, true
	case strings.HasPrefix(start, "https://"):
		return queue(x), true
	case strings.HasPrefix(start, "alias/"):
		return unknown("the key behind " + v.String()), false
	case strings.Contains(b.Arn, ":parameter/") && strings.HasPrefix(start, "/"): // slashed knows by it that there is a slash
		return v, false
	case strings.Contains(b.Arn, ":parameter/"):
		return symbolic.Operate("removeprefix", v, symbolic.Text("/")), false
	case b.Type == "function" && strings.Contains(start, "function:"):
		_, name, _ := strings.Cut(start, "function:")
		return symbolic.Concat(symbolic.Text(name), x[1:]), false
	case b.Whole != "" && opaque(x):
		return v, true
	}
	return v, false
}

// slashed is the ARN of a parameter of Systems Manager whose name an expression tells. A name may begin with a slash, and then there is
// one slash in the ARN and not two: parameter${Name}, or parameter/${Name}.
func slashed(arn symbolic.Value) symbolic.Value {
	for i, p := range arn {
		if before, name, ok := strings.Cut(p.Text, ":parameter//"); ok && p.Kind == symbolic.Literal {
			return symbolic.Concat(arn[:i], symbolic.Text(before+":parameter/"+name), arn[i+1:])
		}
		form, ok := strings.CutSuffix(p.Text, ":parameter/")
		if !ok || p.Kind != symbolic.Literal || i+1 == len(arn) {
			continue
		}
		switch x := arn[i+1:].Expand(); {
		case x[0].Kind == symbolic.Literal && strings.HasPrefix(x[0].Text, "/"):
			return symbolic.Concat(arn[:i], symbolic.Text(form+":parameter"), arn[i+1:])
		case x[0].Kind == symbolic.Literal || x[:1].HasUnknown():
			return arn
		}
		return symbolic.Concat(arn[:i], symbolic.Text(form+":parameter"), unknown("whether the name begins with a slash"), arn[i+1:])
	}
	return arn
}

// reference is the attribute that a value is: itself, or by the one part that stands for it (the parameter of a nested stack).
func reference(v symbolic.Value) *symbolic.Part {
	for depth := 0; len(v) == 1 && depth < 8; depth++ {
		if v[0].Kind == symbolic.Attribute {
			return &v[0]
		}
		v = v[0].Form
	}
	return nil
}

// attribute looks at what the resource's type says of an attribute: it is the ARN, the name, or something else (a queue's URL) of a
// resource whose ARN is known.
func (w *worker) attribute(p symbolic.Part, v symbolic.Value) (value symbolic.Value, isArn, ok bool) {
	t, known := w.tables.Type(p.Type)
	if !known {
		return nil, false, false
	}
	switch r := w.estate.Resource(p); {
	case p.Attr == t.ArnAttribute || isARN(p.Form): // of the resource, or of a part of it: a table's stream
		return v, true, true
	case r != nil && len(r.Arn) > 0 && (p.Attr != t.NameAttribute || p.Type == "AWS::SSM::Parameter"):
		return r.Arn, true, true
	case p.Attr == t.NameAttribute && p.Type != "AWS::SSM::Parameter":
		return v, false, len(p.Form) == 0
	}
	return nil, false, false
}

func isARN(form symbolic.Value) bool {
	x := form.Expand()
	return len(x) > 0 && x[0].Kind == symbolic.Literal && strings.HasPrefix(x[0].Text, "arn:")
}

// opaque reports whether a value is one template expression of which nothing is known: as an argument that wants an ARN it is one.
func opaque(x symbolic.Value) bool {
	return len(x) == 1 && (x[0].Kind == symbolic.Parameter || x[0].Kind == symbolic.Import)
}

// queue is the ARN of the queue that a URL names: https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.
func queue(x symbolic.Value) symbolic.Value {
	piece := func(op string, v symbolic.Value, sep string) symbolic.Value {
		return symbolic.Operate(op, v, symbolic.Text(sep))
	}
	host := piece("split:2", x, "/")
	return symbolic.Concat(
		symbolic.Text("arn:aws:sqs:"), piece("split:1", host, "."), symbolic.Text(":"),
		piece("split:3", x, "/"), symbolic.Text(":"), piece("split:4", x, "/"))
}
