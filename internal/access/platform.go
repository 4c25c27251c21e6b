package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// platform adds what Lambda does on the function's behalf, with the function's role.
func (w *worker) platform() {
	fn := w.user.Function
	w.feature("logs", fn.Span, "Lambda writes the function's log", map[string]symbolic.Set{"LogGroup": w.logGroup()})
	for _, f := range []struct {
		name string
		note *source.Note
	}{{"tracing", fn.Tracing}, {"vpc", fn.VPC}, {"insights", fn.Insights}} {
		if f.note != nil {
			w.feature(f.name, f.note.Span, f.note.Text, nil)
		}
	}
	for _, d := range fn.Destinations {
		w.destination(d)
	}
	for _, v := range fn.FileSystems {
		w.feature("efs", v.Span, "Lambda mounts the file system", map[string]symbolic.Set{"FileSystem": v.Set})
	}
	for _, t := range w.triggers() {
		if t.Kind == stack.Poller {
			w.poller(t)
		}
	}
}

// feature adds the rows of one feature of the platform.
func (w *worker) feature(name string, at source.Span, why string, args map[string]symbolic.Set) {
	w.rows(w.tables.Platform(name), at, why, args)
}

func (w *worker) rows(rows []serviceref.Authorization, at source.Span, why string, args map[string]symbolic.Set) {
	g := given{sets: args}
	for _, a := range rows {
		if g.all(a.When) == symbolic.No || a.Action == createLogGroup && w.user.Function.OwnLogGroup {
			continue
		}
		for _, r := range w.resources(a, g) {
			n := Need{
				Action: a.Action, Resource: r.value, Scope: r.scope, Kind: finding.FromPlatform, When: r.when,
				Because: []source.Note{{Span: at, Text: why}}, Optional: a.Optional,
			}
			w.add(n, !a.Optional || slices.Contains(askedFor, a.Action))
		}
	}
}

// createLogGroup is needed once, where nobody else makes the log group: without it a function still runs.
const createLogGroup = "logs:CreateLogGroup"

// askedFor are actions that AWS's guide asks for and without which a function may run all the same: who has no log group yet, a file system
// without a policy of its own, a network set up before. They stay where they are granted, and are never missing.
var askedFor = []string{createLogGroup, "elasticfilesystem:ClientMount", "ec2:DescribeSubnets"}

// services are those that records may be sent on to.
var services = []string{"events", "lambda", "s3", "sns", "sqs"}

// destination adds what sends a record on. A destination whose kind cannot be told may need any of the kinds.
func (w *worker) destination(d stack.Destination) {
	if d.Kind == "" {
		for _, service := range services {
			w.gap(service, d.Span, "Lambda sends records "+purpose(d)+": the kind of the destination could not be told")
		}
		return
	}
	feature := "destination:" + d.Kind
	if d.Reason == "dead-letter queue" {
		feature = "dead-letter:" + d.Kind
	}
	rows := w.tables.Platform(feature)
	if len(rows) == 0 {
		w.gap(everything, d.Span, fmt.Sprintf("the tables do not know what a %s of kind %s needs", d.Reason, d.Kind))
		return
	}
	w.rows(rows, d.Span, "Lambda sends records "+purpose(d), map[string]symbolic.Set{"Target": d.Target})
}

// purpose is why Lambda sends records on: "on failure", "to the dead-letter queue".
func purpose(d stack.Destination) string {
	if strings.HasPrefix(d.Reason, "on ") {
		return d.Reason
	}
	return "to the " + d.Reason
}

// poller adds what an event source mapping reads with the function's role.
func (w *worker) poller(t *stack.Trigger) {
	kind := t.Source
	if t.Consumer {
		kind += "-fan-out"
	}
	if kind == "" {
		w.gap(everything, t.Span, fmt.Sprintf("what Lambda polls for `%s` could not be told", t.ID))
		return
	}
	rows, ok := w.tables.Poller(kind)
	if !ok {
		w.gap(everything, t.Span, fmt.Sprintf("the tables do not know what polling %s needs", t.Source))
		return
	}
	source := t.Arn
	if len(source) == 0 {
		source = symbolic.Any("the source of the mapping could not be told")
	}
	w.rows(rows, t.Span, fmt.Sprintf("Lambda polls the source of `%s`", t.ID), map[string]symbolic.Set{"Source": source, "Stream": streams(source)})
	if t.Encrypted != nil {
		w.key(t.Encrypted.Set, "kms:Decrypt", finding.FromPlatform, keyNote(t))
	}
}

func keyNote(t *stack.Trigger) source.Note {
	return source.Note{Span: t.Encrypted.Span, Text: fmt.Sprintf("the source of `%s` is encrypted with this key", t.ID)}
}

// streams are the streams that consumers belong to: their ARNs up to the consumer.
func streams(consumers symbolic.Set) symbolic.Set {
	out := make(symbolic.Set, 0, len(consumers))
	for _, c := range consumers {
		c.Value = beforeConsumer(c.Value)
		out = append(out, c)
	}
	return out
}

// beforeConsumer is the ARN of the stream that a consumer's begins with. Only the end of a consumer's ARN may be unknown.
func beforeConsumer(v symbolic.Value) symbolic.Value {
	x := v.Expand()
	for i, p := range x {
		if stream, _, found := strings.Cut(p.Text, "/consumer/"); found && p.Kind == symbolic.Literal {
			return symbolic.Concat(x[:i], symbolic.Text(stream))
		}
	}
	return symbolic.Operate("split:0", v, symbolic.Text("/consumer/"))
}
