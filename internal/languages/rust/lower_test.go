package rust_test

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/rust"
)

// TestHostile: whatever the text, it is lowered to something, and what could not be read is unknown.
func TestHostile(t *testing.T) {
	for _, c := range []struct {
		name, src string
		unknown   bool
	}{
		{"empty", "", true},
		{"binary", "\x00\x01\xff\xfe\x7f", true},
		{"invalid UTF-8", "async fn handler() { let x = \"\xff\xfe\"; }", false},
		{"truncated", "async fn handler() { s3.get_object().bucket(", true},
		{"deep brackets", "fn handler() { let x = " + strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000) + "; }", true},
		{"deep blocks", "fn handler() { " + strings.Repeat("{ if a ", 3000) + strings.Repeat("}", 3000) + " }", true},
		{"deep macros", "fn handler() { " + strings.Repeat("vec![", 500) + strings.Repeat("]", 500) + "; }", true},
		{"deep types", "fn handler(x: " + strings.Repeat("Vec<", 3000) + "u8" + strings.Repeat(">", 3000) + ") {}", false},
		{"deep uses", "use a::" + strings.Repeat("{b::", 3000) + "c" + strings.Repeat("}", 3000) + ";\nfn handler() {}", true},
		{"deep json", "fn handler() { json!(" + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + "); }", true},
		{"long line", "fn handler() { let x = [" + strings.Repeat("1,", 200_000) + "]; }", false},
		{"a template that does not end", "fn handler() { format!(\"{\"); format!(\"}\"); format!(\"{a\", 1); }", false},
		{"escapes that do not end", "fn handler() { let x = (\"\\\", \"\\x\", \"\\u{\", \"\\u{110000}\"); }", true},
		{"a module of itself", "use self::handler::handler as x;\nuse super::super::super::y;\nfn handler() { x(); y(); }", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := calls(t, c.src)
			if (len(got.Unknown) > 0) != c.unknown || len(got.Calls) > 0 {
				t.Errorf("calls %v, unknown %v", got.Calls, got.Unknown)
			}
		})
	}
}

// TestPlaces: what macros are given stands where it stands in the file.
func TestPlaces(t *testing.T) {
	src := "async fn handler() {\n    let s3 = aws_sdk_s3::Client::new(&aws_config::load_from_env().await);\n" +
		"    let all = vec![json!({ \"a\": [format!(\"{:?}\", s3.get_object().bucket(\"b\").send())] })];\n}\n"
	got := calls(t, src)
	if len(got.Calls) != 1 || got.Calls[0].Span.Line != 3 || src[got.Calls[0].Span.Start:got.Calls[0].Span.End] != `s3.get_object().bucket("b").send()` {
		t.Errorf("calls %+v, unknown %v", got.Calls, got.Unknown)
	}
}

// TestShadowed: a name that a block declares again is another variable.
func TestShadowed(t *testing.T) {
	got := calls(t, `async fn handler() {
    let s3 = aws_sdk_s3::Client::new(&aws_config::load_from_env().await);
    let bucket = "outer";
    {
        let bucket = "inner";
        s3.get_object().bucket(bucket).send().await;
    }
    let twice = || { let bucket = "closure"; bucket.len() };
    s3.put_object().bucket(bucket).send().await;
}`)
	var buckets []string
	for _, c := range got.Calls {
		buckets = append(buckets, c.Arguments["Bucket"][0].Value.String())
	}
	if strings.Join(buckets, " ") != "inner outer" {
		t.Errorf("buckets %v, unknown %v", buckets, got.Unknown)
	}
}

// FuzzLower: every part of a program lies in its file, and following it ends.
func FuzzLower(f *testing.F) {
	f.Add("use a::b; struct A { x: B } impl A { fn f(&self) -> C { match self.x { D::E(y) => g!(y), _ => None } } }")
	f.Add("async fn handler() { let c = aws_sdk_s3::Client::new(&x); for k in [1] { c.get_object().key(format!(\"{k}\")).send().await?; } }")
	f.Add("fn handler() { tokio::select! { x = y => z, else => {} } json!({\"a\": [1, b]}); }")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 20_000 {
			t.Skip("long inputs only cost time here")
		}
		if _, err := rust.Lower("handler.rs", []byte(src)); err != nil {
			t.Skip(err)
		}
		got := calls(t, src)
		if got.Steps > flow.MaxSteps+1 {
			t.Errorf("%d steps", got.Steps)
		}
		for _, c := range got.Calls {
			if c.Span.End > len(src) || c.Span.Start > c.Span.End || c.Span.Line < 1 {
				t.Errorf("span %+v of %d bytes", c.Span, len(src))
			}
		}
	})
}
