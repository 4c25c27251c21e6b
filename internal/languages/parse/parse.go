// Package parse turns source text into a flat syntax tree with one call into C: the parser's own tree is gone when Parse returns, so
// that nothing of it can be shared, kept or freed twice. The languages lower what they get here; it goes no further.
package parse

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"unsafe"

	// The runtime that shim.c calls.
	_ "github.com/smacker/go-tree-sitter"

	"github.com/parebot/pare/internal/source"
)

// MaxFileSize is the largest source that is parsed, in bytes. Some inputs cost the parser seconds a megabyte.
const MaxFileSize = source.MaxFileSize

// What the parser may allocate in all: what is freed in between counts, so that this bounds its work, and the same on every machine.
// Code that people write takes some 26 bytes for each of the file, rarely 100; recovering from errors can take the square of the file.
const (
	minBudget     = 256 << 20
	budgetPerByte = 1 << 10
)

// counted has the runtime count.
var counted = sync.OnceFunc(func() { C.pare_count() })

// Errors of Parse.
var (
	ErrTooLarge = errors.New("the file is larger than is parsed")
	ErrParser   = errors.New("the parser gave no tree, or took too long to recover from errors")
)

// Grammar is one language's grammar with the names of its nodes and fields. It is safe for concurrent use.
type Grammar struct {
	language      unsafe.Pointer
	kinds, fields []string
	fieldsByName  map[string]uint16
}

// NewGrammar wraps the pointer that a grammar's C function gives.
func NewGrammar(language unsafe.Pointer) *Grammar {
	g := &Grammar{language: language, fieldsByName: make(map[string]uint16)}
	for i := range C.pare_symbol_count(language) {
		g.kinds = append(g.kinds, C.GoString(C.pare_symbol_name(language, C.uint16_t(i))))
	}
	g.fields = []string{""}
	for i := range C.pare_field_count(language) {
		name := C.GoString(C.pare_field_name(language, C.uint16_t(i+1)))
		g.fields = append(g.fields, name)
		g.fieldsByName[name] = uint16(i + 1)
	}
	return g
}

// One node of the shim is one of ours, byte for byte: else this does not compile.
var _ [unsafe.Sizeof(flat{})]byte = [unsafe.Sizeof(C.pare_node{})]byte{}

// Parse reads src. A text with syntax errors has a tree too, with ERROR nodes in it. ErrTooLarge or ErrParser otherwise.
func (g *Grammar) Parse(src []byte) (Node, error) {
	if len(src) > MaxFileSize {
		return Node{}, fmt.Errorf("parsing %d bytes: %w", len(src), ErrTooLarge)
	}
	var text *C.char
	if len(src) > 0 {
		text = (*C.char)(unsafe.Pointer(unsafe.SliceData(src)))
	}
	var nodes *C.pare_node
	counted()
	count := C.pare_parse(g.language, text, C.uint32_t(len(src)), C.uint64_t(minBudget+len(src)*budgetPerByte), &nodes)
	if count == 0 {
		return Node{}, fmt.Errorf("parsing %d bytes: %w", len(src), ErrParser)
	}
	defer C.free(unsafe.Pointer(nodes))
	return Node{&tree{grammar: g, src: src, flat: slices.Clone(unsafe.Slice((*flat)(unsafe.Pointer(nodes)), count))}, 0}, nil
}
