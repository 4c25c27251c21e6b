package kotlin

import (
	"sync"

	kotlin "github.com/tree-sitter-grammars/tree-sitter-kotlin/bindings/go"

	"github.com/parebot/pare/internal/languages/parse"
)

// grammar is Kotlin's; its tables are made once, when first asked for.
var grammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(kotlin.Language()) })
