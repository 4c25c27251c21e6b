package languages_test

import (
	"context"
	"runtime/debug"
	"testing"
	"time"

	sitter "github.com/smacker/go-tree-sitter"
	"github.com/smacker/go-tree-sitter/javascript"
	"github.com/smacker/go-tree-sitter/python"

	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
)

// BenchmarkShare holds all of it (parse, lower, flow) against the parser alone on the same files in the same run: "of-parser" is the speed of
// the one as a share of that of the other. Garbage is collected as seldom as the program does it.
func BenchmarkShare(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	for _, c := range []struct {
		name      string
		grammar   *sitter.Language
		extension string
		program   func(n int) (source.Files, int64)
	}{
		{"python", python.GetLanguage(), ".py", corpus},
		{"javascript", javascript.GetLanguage(), ".js", scripts},
	} {
		b.Run(c.name, func(b *testing.B) {
			tree, size := c.program(200)
			b.SetBytes(size)
			place := locate.Place{Language: c.name, File: "handler" + c.extension, Symbol: "handler", Roots: []string{"."}}
			var alone, all time.Duration
			for b.Loop() {
				start := time.Now()
				parseAlone(b, c.grammar, tree)
				middle := time.Now()
				languages.Calls(tree, place, nil)
				alone, all = alone+middle.Sub(start), all+time.Since(middle)
			}
			b.ReportMetric(alone.Seconds()/all.Seconds(), "of-parser")
			b.ReportMetric(float64(size)*float64(b.N)/alone.Seconds()/1e6, "parser-MB/s")
			b.ReportMetric(float64(size)*float64(b.N)/all.Seconds()/1e6, "all-MB/s")
		})
	}
}

// parseAlone parses every file of a tree with a parser of its own, and does nothing with what it gives.
func parseAlone(b *testing.B, grammar *sitter.Language, tree source.Files) {
	for _, src := range tree {
		parser := sitter.NewParser()
		parser.SetLanguage(grammar)
		parsed, err := parser.ParseCtx(context.Background(), nil, src)
		if err != nil {
			b.Fatal(err)
		}
		parsed.Close()
		parser.Close()
	}
}
