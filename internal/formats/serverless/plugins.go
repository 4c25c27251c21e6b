package serverless

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// extras reads what plugins do to roles and functions, as events.txt has it.
func (s *service) extras() {
	if s.shared != nil {
		s.shared.Elsewhere = append(s.shared.Elsewhere, s.missed...)
	}
	for i, name := range s.plugins {
		for _, f := range facts()[[2]string{"plugin", name}] {
			s.extra(name, s.pluginSpan(i), f)
		}
	}
}

// pluginSpan is the line that names a plugin.
func (s *service) pluginSpan(i int) source.Span {
	n := s.resolve(s.root.Get("plugins"))
	if modules := n.Get("modules"); modules != nil {
		n = modules
	}
	return n.Items[i].Whole
}

func (s *service) extra(name string, at source.Span, f fact) {
	b := cloudformation.Branch{Node: &document.Node{Span: at, Whole: at}, Path: roleID + "/plugins/" + name}
	switch f[0] {
	case "network":
		for _, fn := range s.Stack.Functions {
			if fn.VPC == nil {
				fn.VPC = &source.Note{Span: at, Text: "the plugin " + name + " may put the function into a network"}
			}
		}
	case "grants":
		if s.shared != nil && s.root.Get("constructs") != nil {
			s.Opaque(s.shared, b, stack.Framework, name, "what the plugin "+name+" grants for its constructs is not read")
		}
	case "invokes":
		if s.shared != nil && slices.ContainsFunc(s.shared.Grants, invokes) {
			s.shared.Elsewhere = append(s.shared.Elsewhere, source.Note{Span: at, Text: "a function of the plugin " + name + " may invoke the others with this role"})
		}
	case "policy":
		if policy, found := s.Tables.Managed(f[1]); found && s.shared != nil {
			s.Expanded(s.shared, b, stack.Framework, policy.Name, policy.Statements, nil)
		}
	}
}

// invokes says whether a grant allows to invoke functions.
func invokes(g *stack.Grant) bool {
	return slices.ContainsFunc(g.Statement.Actions, func(t iam.Term) bool {
		return symbolic.Match(t.Value, symbolic.Text("lambda:InvokeFunction")) != symbolic.No
	})
}

// deadLetter reads the property of the plugin serverless-plugin-lambda-dead-letter: a queue or a topic of its own, or the ARN of one.
func (s *service) deadLetter(f *function) {
	n := f.node.Get("deadLetter")
	if n == nil {
		return
	}
	if arn := n.Get("targetArn"); arn != nil && arn.Kind != document.Map {
		s.Destination(f.fn, arn, "", "dead-letter queue")
		return
	}
	for _, kind := range []string{"sqs", "sns"} {
		if n.Get(kind) != nil || n.Get("targetArn") != nil {
			target := symbolic.Any("a plugin makes the dead-letter queue")
			f.fn.Destinations = append(f.fn.Destinations, stack.Destination{Kind: kind, Target: target, Span: n.Whole, Reason: "dead-letter queue"})
		}
	}
}

// workers are the functions that serverless-lift makes of its queues: they run with the shared role.
func (s *service) workers() {
	constructs := s.resolve(s.root.Get("constructs"))
	if constructs == nil {
		return
	}
	for _, p := range constructs.Pairs {
		if worker := p.Value.Get("worker"); worker != nil && worker.Kind == document.Map && s.scalar(p.Value.Get("type")) == "queue" {
			p.Key = text(p.Key.Value+"Worker", p.Key.Span)
			p.Value = worker
			s.functions = append(s.functions, s.function(p, cloudformation.Branch{}))
		}
	}
}

// hasPlugin says whether the service uses a plugin.
func (s *service) hasPlugin(name string) bool {
	return slices.ContainsFunc(s.plugins, func(p string) bool { return p == name || strings.HasSuffix(p, "/"+name) })
}
