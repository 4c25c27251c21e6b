package formats_test

import (
	"path"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/languages/javascript"
	"github.com/parebot/pare/internal/languages/python"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

// programs lowers the files of a tree, as analysis does for formats whose templates are code.
func programs(tree source.Tree) formats.Code {
	program := func(file string) (*program.Module, error) {
		src, err := tree.Read(file)
		if err != nil {
			return nil, err
		}
		if path.Ext(file) == ".py" {
			return python.Lower(file, src)
		}
		return javascript.Lower(file, src)
	}
	follow := func(file string, names sdk.Idioms) flow.Result { return languages.Follow(tree, file, names, nil) }
	return formats.Code{Program: program, Follow: follow}
}
