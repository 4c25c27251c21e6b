package languages_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
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

// BenchmarkMonorepo reads fifty functions that share twenty modules: cold, and again where one of the modules has changed, with what was
// lowered before at hand.
func BenchmarkMonorepo(b *testing.B) {
	for _, c := range []struct {
		name, extension, shared string
		program                 func(n int) (source.Files, int64)
		handler                 func(i int) string
	}{
		{"python", ".py", "pkg/m3.py", corpus, func(i int) string {
			return fmt.Sprintf("from pkg import m%d, m%d\n\ndef handler(event, context):\n    m%d.run(event)\n    m%d.run(event)\n", i%20, (i+7)%20, i%20, (i+7)%20)
		}},
		{"javascript", ".js", "lib/m3.js", scripts, func(i int) string {
			return fmt.Sprintf("const a = require(\"./lib/m%d\");\nconst b = require(\"./lib/m%d\");\nexports.handler = async (event) => {\n  await a.run(event);\n  await b.run(event);\n};\n", i%20, (i+7)%20)
		}},
	} {
		tree, _ := c.program(20)
		for i := range 50 {
			tree[fmt.Sprintf("f%d%s", i, c.extension)] = []byte(c.handler(i))
		}
		changed := maps.Clone(tree)
		changed[c.shared] = append(bytes.Clone(tree[c.shared]), '\n')
		all := func(tree source.Files, cache languages.Cache) (calls int) {
			for i := range 50 {
				place := locate.Place{Language: c.name, File: fmt.Sprintf("f%d%s", i, c.extension), Symbol: "handler", Roots: []string{"."}}
				calls += len(languages.Calls(tree, place, cache).Calls)
			}
			return calls
		}
		b.Run(c.name+"/cold", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if n := all(tree, languages.NewCache()); n != 50*6 {
					b.Fatal(n)
				}
			}
		})
		b.Run(c.name+"/changed", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				cache := languages.NewCache()
				all(tree, cache)
				b.StartTimer()
				all(changed, cache)
			}
		})
	}
}
