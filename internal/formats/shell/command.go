package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// command is a call of the aws command.
type command struct {
	name    string // "iam create-role"
	options []option
	span    source.Span
	site    source.Span // where the script makes it: the outermost call, if a function does
	// inside says that a function or a loop of the script makes it, maybe several times.
	inside bool
	turn   *turn // of the one loop that makes it, if nothing else depends on the loop's word
}

type option struct {
	name   string
	values []value
	span   source.Span // from its name to behind its last value
}

func (c *command) get(name string) (value, bool) {
	for _, o := range c.options {
		if o.name == name && len(o.values) > 0 {
			return o.values[0], true
		}
	}
	return value{}, false
}

func (c *command) all(name string) []value {
	for _, o := range c.options {
		if o.name == name {
			return o.values
		}
	}
	return nil
}

// aws notes a call of the aws command. What it answers depends on what is asked for.
func (r *run) aws(call *syntax.CallExpr, args []*syntax.Word) value {
	c := &command{span: r.span(call), inside: len(r.frames) > 0 || r.loops > 0, turn: r.turn}
	c.site = c.span
	if c.inside && len(r.sites) > 0 {
		c.site = r.sites[0]
	}
	var words []string
	for i := 0; i < len(args); i++ {
		v := r.word(args[i])
		text := literalOf(v)
		if !strings.HasPrefix(text, "--") {
			if len(words) < 2 {
				words = append(words, v.known())
			}
			continue
		}
		o := option{span: v.span}
		name, rest, assigned := strings.Cut(text, "=")
		o.name = name
		if assigned {
			o.values = []value{{Value: symbolic.Concat(symbolic.Text(rest), tail(v)), span: v.span}}
		} else {
			for i+1 < len(args) && !strings.HasPrefix(literalOf(r.word(args[i+1])), "--") && (!isGlobal(name) || len(o.values) == 0) {
				i++
				o.values = append(o.values, r.word(args[i]))
				o.span = r.lines[r.at].Span(o.span.Start, int(args[i].End().Offset()))
			}
		}
		c.options = append(c.options, o)
	}
	c.name = strings.Join(words, " ")
	if !r.quiet && len(r.commands) < maxCommands {
		r.commands = append(r.commands, c)
	}
	query, _ := c.get("--query")
	return value{answer: c}.asked(query.known())
}

func isGlobal(name string) bool {
	switch name {
	case "--region", "--profile", "--output", "--query", "--endpoint-url":
		return true
	}
	return false
}

// literalOf is the text that a value begins with.
func literalOf(v value) string {
	if len(v.Value) > 0 && v.Value[0].Kind == symbolic.Literal {
		return v.Value[0].Text
	}
	return ""
}

// tail is a value behind its first part.
func tail(v value) symbolic.Value {
	if len(v.Value) < 2 {
		return nil
	}
	return v.Value[1:]
}

// asked is a member of what a command answers, where its options tell it.
func (v value) asked(query string) value {
	c := v.answer
	if c == nil {
		return value{}
	}
	out := value{answer: c, span: v.span}
	of := func(name string) symbolic.Value { o, _ := c.get(name); return o.Value }
	switch query = strings.Trim(query, `"' `); c.name + " " + query {
	case "sts get-caller-identity Account":
		out.Value = pseudo("AWS::AccountId")
	case "configure get ":
		out.Value = pseudo("AWS::Region")
	case "iam create-role Role.Arn", "iam get-role Role.Arn":
		out.Value = arn("iam", "role/", of("--role-name"))
	case "iam create-role Role.RoleName":
		out.Value = of("--role-name")
	case "iam create-policy Policy.Arn":
		out.Value = arn("iam", "policy/", of("--policy-name"))
	case "lambda create-function FunctionArn", "lambda update-function-configuration FunctionArn", "lambda get-function Configuration.FunctionArn",
		"lambda get-function-configuration FunctionArn":
		out.Value = arn("lambda", "function:", of("--function-name"))
	case "sns create-topic TopicArn":
		out.Value = arn("sns", "", of("--name"))
	}
	return out
}

// arn is the ARN of something of the account that the script runs for.
func arn(service, kind string, name symbolic.Value) symbolic.Value {
	if len(name) == 0 {
		return nil
	}
	region := pseudo("AWS::Region")
	if service == "iam" {
		region = nil
	}
	return symbolic.Concat(symbolic.Text("arn:aws:"+service+":"), region, symbolic.Text(":"), pseudo("AWS::AccountId"), symbolic.Text(":"+kind), name)
}
