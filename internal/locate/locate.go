// Package locate finds a function's code: a stack.Function and a Tree give the entry and the folders that its imports are looked up in,
// or say why they cannot.
package locate

import "github.com/parebot/pare/internal/source"

// Place is where the code of a function starts. One of File and Inline is set.
type Place struct {
	Language string   // name of the row in languages.All
	File     string   // the file that holds the handler
	Symbol   string   // the handler in it: "handler", "Class.method"
	Roots    []string // folders in which imports are looked up, in order: the code's own, then the layers'
	Inline   string   // the text, where it stands in the template
	Span     source.Span
}
