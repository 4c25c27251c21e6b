package locate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestFindPHP is how the code of a function that Bref runs is found, one a row. The template lies in services/api/template.yaml.
func TestFindPHP(t *testing.T) {
	span := source.Span{File: "services/api/template.yaml", Line: 7}
	const returning = "<?php\nreturn function ($event) {};\n"
	for _, c := range []struct {
		name, runtime, handler string
		dir, layer             string
		files                  string
		src                    string
		want                   locate.Place
		note                   string
	}{
		{
			name: "a file that returns the handler", handler: "src/handler.php", dir: "services/api", files: "services/api/src/handler.php",
			want: locate.Place{File: "services/api/src/handler.php", Symbol: "return", Roots: []string{"services/api"}},
		},
		{
			name: "a file of one line", handler: "one.php", dir: "services/api", files: "services/api/one.php", src: "<?php declare(strict_types=1); return function ($event) {};\n",
			want: locate.Place{File: "services/api/one.php", Symbol: "return", Roots: []string{"services/api"}},
		},
		{
			name: "a web application", handler: "public/index.php", dir: "services/api", files: "services/api/public/index.php", src: "<?php\necho 1;\n",
			want: locate.Place{File: "services/api/public/index.php", Roots: []string{"services/api"}},
		},
		{
			name: "a runtime of the plug-in", runtime: "php-83", handler: "handler.php", files: "services/api/handler.php",
			want: locate.Place{File: "services/api/handler.php", Symbol: "return", Roots: []string{"services/api"}},
		},
		{
			name: "a console", handler: "artisan", layer: "arn:aws:lambda:eu-west-1:534081306603:layer:php-83:21", files: "services/api/artisan", src: "#!/usr/bin/env php\n<?php\n",
			want: locate.Place{File: "services/api/artisan", Roots: []string{"services/api"}},
		},
		{
			name: "a class", handler: `App\Handlers\Orders`, dir: "services/api", files: "services/api/src/Handlers/Orders.php",
			want: locate.Place{File: "services/api/src/Handlers/Orders.php", Symbol: `App\Handlers\Orders`, Roots: []string{"services/api"}},
		},
		{
			name: "the one file below the template", handler: "orders.php", dir: "build", files: "services/api/src/orders.php",
			want: locate.Place{File: "services/api/src/orders.php", Symbol: "return", Roots: []string{"services/api/src"}},
		},
		{name: "not there", handler: "gone.php", dir: "services/api", note: `the handler "gone.php" was not found in "services/api" or near by`},
		{name: "a class that is not there", handler: `App\Gone`, dir: "services/api", note: `the class "App\\Gone" was not found in "services/api"`},
		{name: "no handler", runtime: "php-83", note: `the handler "" names no file`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{}
			for _, file := range strings.Fields(c.files) {
				tree[file] = []byte(returning)
				if c.src != "" {
					tree[file] = []byte(c.src)
				}
			}
			fn := &stack.Function{Runtime: "provided.al2023", Handler: c.handler, Code: stack.Code{Dir: c.dir, Span: span}}
			if c.runtime != "" {
				fn.Runtime = c.runtime
			}
			if c.layer != "" {
				fn.Layers = []stack.Layer{{Arn: symbolic.Certain(symbolic.Text(c.layer))}}
			}
			got, note := locate.Find(fn, tree)
			if c.note != "" {
				if note == nil || strings.ReplaceAll(note.Text, `\`, "") != strings.ReplaceAll(c.note, `\`, "") {
					t.Fatalf("note %v, want %q", note, c.note)
				}
				return
			}
			c.want.Language, c.want.Span = "php", span
			if diff := cmp.Diff(c.want, got); diff != "" || note != nil {
				t.Errorf("note %v, place differs (-want +got):\n%s", note, diff)
			}
		})
	}
}
