package php

// extern const void *tree_sitter_php(void) __attribute__((weak));
// static const void *grammar(void) { return tree_sitter_php(); }
import "C"

import (
	"sync"
	"unsafe"

	// The grammar that the C function above belongs to.
	_ "github.com/smacker/go-tree-sitter/php"

	"github.com/parebot/pare/internal/languages/parse"
)

// grammar is PHP's; its tables are made once, when first asked for.
var grammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(unsafe.Pointer(C.grammar())) })
