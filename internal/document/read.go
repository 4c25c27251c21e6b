package document

import "github.com/parebot/pare/internal/source"

// Read reads every document of one file of YAML or JSON.
func Read(file string, src []byte) (docs []*Node, problems []source.Note) {
	return nil, []source.Note{{Span: source.NewSpan(file, src, 0, 0), Text: "cannot be read yet"}}
}
