package java

// extern const void *tree_sitter_java(void) __attribute__((weak));
// static const void *grammar(void) { return tree_sitter_java(); }
import "C"

import (
	"sync"
	"unsafe"

	// The grammar that the C function above belongs to.
	_ "github.com/smacker/go-tree-sitter/java"

	"github.com/parebot/pare/internal/languages/parse"
)

// grammar is Java's; its tables are made once, when first asked for.
var grammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(unsafe.Pointer(C.grammar())) })
