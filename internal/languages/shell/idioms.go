package shell

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// kindCommand is the aws command.
const kindCommand = "command"

// idioms is what the aws command does.
type idioms struct {
	tables *serviceref.Tables
	tree   source.Tree
	roots  []string
}

// Import gives the aws command.
func (i *idioms) Import(path string) *sdk.Object {
	if path == cliPath {
		return &sdk.Object{Kind: kindCommand, Name: "aws"}
	}
	return nil
}

// Member is nothing.
func (i *idioms) Member(o *sdk.Object, _ string) sdk.Effect {
	return sdk.Plain("a member of a " + o.Kind)
}

// Iterate is nothing.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect { return sdk.Plain("an item of a " + o.Kind) }

// Enter is nothing.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Plain("a " + o.Kind) }

// Index is nothing.
func (i *idioms) Index(o *sdk.Object, _ sdk.Given) sdk.Effect {
	return sdk.Plain("an entry of a " + o.Kind)
}

// Instance is nothing.
func (i *idioms) Instance(*sdk.Object) *sdk.Object { return nil }

// Handed is nothing: a command is not handed on.
func (i *idioms) Handed(*sdk.Object, string) []sdk.Unknown { return nil }

// Call runs the aws command with words.
func (i *idioms) Call(_ *sdk.Object, args sdk.Arguments) sdk.Effect {
	return Command(i.tables, args, i.document)
}

// Command is what the aws command does with words, as other languages run it too. document reads the file that "file://" names; nil
// where none can be read.
func Command(tables *serviceref.Tables, args sdk.Arguments, document func(name string) ([]byte, bool)) sdk.Effect {
	c := split(args)
	c.tables, c.document = tables, document
	service, known := c.word(0)
	if !known {
		if len(c.words) == 0 && !args.Open {
			return sdk.Plain("what aws writes")
		}
		return missing("", "which service the aws command is for is not known")
	}
	if c.foreign {
		return sdk.Plain("what aws writes")
	}
	if service == "s3" {
		return c.s3()
	}
	return c.operation(service)
}

func missing(service, reason string) sdk.Effect {
	e := sdk.Plain(reason)
	e.Unknown = []sdk.Unknown{{Service: service, Reason: reason}}
	return e
}

// document reads a file beside the scripts.
func (i *idioms) document(name string) ([]byte, bool) {
	name = strings.TrimPrefix(name, "./")
	for _, root := range append([]string{"."}, i.roots...) {
		file := strings.TrimPrefix(root+"/"+name, "./")
		if i.tree.Hash(file) != "" {
			src, err := i.tree.Read(file)
			return src, err == nil
		}
	}
	return nil, false
}
