package languages

import (
	"path"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Follow runs the program that a file starts, where names say what the packages do that it imports: code that is a template. Modules are
// looked up in the file's folder and those around it. A file of a language without a row is unknown as a whole. cache may be nil.
func Follow(tree source.Tree, file string, names sdk.Idioms, cache Cache) flow.Result {
	for _, l := range All {
		if !l.Reads(file) {
			continue
		}
		var roots []string
		for folder := path.Dir(file); ; folder = path.Dir(folder) {
			roots = append(roots, folder)
			if folder == "." || folder == "/" {
				break
			}
		}
		loader := newLoader(l, tree, cache)
		defer loader.close()
		return flow.Run(flow.Entry{Language: l.Flow(tree, roots, serviceref.Embedded()), File: file, Names: names, Loader: loader})
	}
	why := "code in the language of " + path.Base(file) + " is not read yet"
	return flow.Result{Unknown: []sdk.Unknown{{Span: source.Span{File: file, Line: 1, EndLine: 1, Column: 1}, Reason: why}}}
}
