package javascript

// extern const void *tree_sitter_javascript(void) __attribute__((weak));
// extern const void *tree_sitter_typescript(void) __attribute__((weak));
// extern const void *tree_sitter_tsx(void) __attribute__((weak));
// static const void *javascript(void) { return tree_sitter_javascript(); }
// static const void *typescript(void) { return tree_sitter_typescript(); }
// static const void *tsx(void) { return tree_sitter_tsx(); }
import "C"

import (
	"path"
	"sync"
	"unsafe"

	// The grammars that the C functions above belong to.
	_ "github.com/smacker/go-tree-sitter/javascript"
	_ "github.com/smacker/go-tree-sitter/typescript/tsx"
	_ "github.com/smacker/go-tree-sitter/typescript/typescript"

	"github.com/parebot/pare/internal/languages/parse"
)

// The grammars; their tables are made once, when first asked for.
var (
	plainGrammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(unsafe.Pointer(C.javascript())) })
	typedGrammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(unsafe.Pointer(C.typescript())) })
	mixedGrammar = sync.OnceValue(func() *parse.Grammar { return parse.NewGrammar(unsafe.Pointer(C.tsx())) })
)

// grammarOf is the grammar of a file by its extension: the syntax of types in angle brackets and of elements exclude each other.
func grammarOf(file string) *parse.Grammar {
	switch path.Ext(file) {
	case ".ts", ".mts", ".cts":
		return typedGrammar()
	case ".tsx":
		return mixedGrammar()
	}
	return plainGrammar()
}
