package golang

// extern const void *tree_sitter_go(void) __attribute__((weak));
// static const void *grammar(void) { return tree_sitter_go(); }
import "C"

import (
	"sync"
	"unsafe"

	// The grammar that the C function above belongs to.
	_ "github.com/smacker/go-tree-sitter/golang"

	"github.com/parebot/pare/internal/languages/parse"
)

// grammar is Go's; its tables are made once, when first asked for.
var grammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(unsafe.Pointer(C.grammar())) })
