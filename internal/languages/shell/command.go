package shell

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// command is a call of the aws command: its words in order and its options.
type command struct {
	tables   *serviceref.Tables
	document func(name string) ([]byte, bool)
	words    []sdk.Given
	options  []option
	open     bool // there may be more words
	foreign  bool // it is not called with the function's credentials, or not of AWS
}

// option is an option with its values.
type option struct {
	name   string
	values []sdk.Given
}

// global are options that every command has; whether they take a value.
var global = map[string]bool{
	"--region": true, "--profile": true, "--output": true, "--query": true, "--endpoint-url": true, "--color": true, "--ca-bundle": true,
	"--cli-read-timeout": true, "--cli-connect-timeout": true, "--cli-binary-format": true, "--debug": false, "--no-verify-ssl": false,
	"--no-paginate": false, "--no-sign-request": false, "--no-cli-pager": false, "--cli-auto-prompt": false, "--no-cli-auto-prompt": false,
	"--page-size": true, "--max-items": true, "--starting-token": true, "--version": false, "--generate-cli-skeleton": false,
}

// flags are options of "aws s3" that take no value.
var flags = map[string]bool{
	"--recursive": true, "--quiet": true, "--dryrun": true, "--delete": true, "--exact-timestamps": true, "--size-only": true, "--no-progress": true,
	"--only-show-errors": true, "--follow-symlinks": true, "--no-follow-symlinks": true, "--no-guess-mime-type": true, "--human-readable": true,
	"--summarize": true, "--force": true, "--force-glacier-transfer": true, "--ignore-glacier-warnings": true, "--follow": true,
}

// split tells words from options. What follows an option that takes values is its values, up to the next option.
func split(args sdk.Arguments) command {
	c := command{open: args.Open}
	c.foreign = elsewhere(args)
	for at := 0; at < len(args.Positional); at++ {
		name, value, assigned := optionOf(args.Positional[at])
		if name == "" {
			c.words = append(c.words, args.Positional[at])
			continue
		}
		o := option{name: name}
		takes, isGlobal := global[name]
		switch {
		case assigned:
			o.values = []sdk.Given{value}
		case c.high() && flags[name] || isGlobal && !takes:
		case isGlobal || c.high():
			if at+1 < len(args.Positional) {
				at++
				o.values = args.Positional[at : at+1]
			}
		default:
			for at+1 < len(args.Positional) && !isOption(args.Positional[at+1]) {
				at++
				o.values = append(o.values, args.Positional[at])
			}
		}
		c.add(o)
	}
	return c
}

// high says that it is a command of "aws s3", whose options take one value.
func (c *command) high() bool {
	service, _ := c.word(0)
	return service == "s3"
}

// optionOf takes "--name" or "--name=value" apart; the name is "" where it is neither.
func optionOf(g sdk.Given) (name string, value sdk.Given, assigned bool) {
	if len(g.Text) != 1 || len(g.Text[0].Value) == 0 {
		return "", value, false
	}
	v := g.Text[0].Value
	if v[0].Kind != symbolic.Literal || !strings.HasPrefix(v[0].Text, "--") {
		return "", value, false
	}
	name, rest, assigned := strings.Cut(v[0].Text, "=")
	if !assigned && len(v) > 1 {
		return "", value, false
	}
	return name, sdk.Given{Text: symbolic.Certain(symbolic.Concat(symbolic.Text(rest), v[1:]))}, assigned
}

func isOption(g sdk.Given) bool {
	name, _, _ := optionOf(g)
	return name != ""
}

func (c *command) add(o option) {
	switch o.name {
	case "--profile", "--no-sign-request":
		c.foreign = true
	case "--endpoint-url":
		c.foreign = c.foreign || len(o.values) > 0 && slices.ContainsFunc(o.values[0].Text, func(x symbolic.Choice) bool { return sdk.Elsewhere(x.Value) })
	}
	c.options = append(c.options, o)
}

// elsewhere tells from the variables that were set before the command whether it is called with the function's credentials, and of AWS.
func elsewhere(args sdk.Arguments) bool {
	for _, f := range args.Named {
		for _, choice := range f.Value.Text {
			v := choice.Value
			own := len(v) == 1 && v[0].Kind == symbolic.Env && v[0].Text == f.Name || len(v) == 0
			switch f.Name {
			case "AWS_PROFILE", "AWS_ACCESS_KEY_ID":
				if !own {
					return len(f.Value.Text) == 1
				}
			case "AWS_ENDPOINT_URL":
				if sdk.Elsewhere(v) {
					return len(f.Value.Text) == 1
				}
			}
		}
	}
	return false
}

func known(g sdk.Given) (string, bool) {
	if len(g.Text) != 1 {
		return "", false
	}
	return g.Text[0].Value.Known()
}

// word is the word at a position.
func (c *command) word(n int) (string, bool) {
	if n >= len(c.words) {
		return "", false
	}
	return known(c.words[n])
}

// get is the first value of an option.
func (c *command) get(name string) (sdk.Given, bool) {
	for _, o := range c.options {
		if o.name == name && len(o.values) > 0 {
			return o.values[0], true
		}
	}
	return sdk.Given{}, false
}

func (c *command) has(name string) bool {
	return slices.ContainsFunc(c.options, func(o option) bool { return o.name == name })
}
