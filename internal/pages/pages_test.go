package pages

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

type fixed struct{ said []string }

func (f *fixed) PullRequests() []PullRequest {
	return []PullRequest{{
		Number: 1, Title: `<script>alert(1)</script>`, Checks: []Check{{Name: "Pare", Conclusion: "failure", Summary: "<img src=x onerror=alert(1)>"}},
		Files: []File{{Path: "a.yaml", Lines: []Line{{Kind: "+", Text: "</pre><script>", Number: 1, Comments: []Comment{{Author: "pare[bot]", Body: "**x** `<b>` <script>alert(1)</script> [a](javascript:alert(1))"}}}}}},
	}}
}

func (f *fixed) Comment(_ int, body string) error { f.said = append(f.said, body); return nil }

func ask(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, "http://127.0.0.1:3000"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// What a stranger wrote is text on the page, wherever it stands.
func TestNothingRuns(t *testing.T) {
	page := ask(Demo(&fixed{}), request("GET", "/pull/1", "")).Body.String()
	for _, bad := range []string{"<script", "<img", "javascript:", "</pre><s"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
}

func TestComment(t *testing.T) {
	f := &fixed{}
	h := Demo(f)
	body := url.Values{"body": {"/pare help"}}.Encode()
	if w := ask(h, request("POST", "/pull/1", body)); w.Code != http.StatusSeeOther || len(f.said) != 1 {
		t.Errorf("a comment: %d, said %q", w.Code, f.said)
	}
	other := request("POST", "/pull/1", body)
	other.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := ask(h, other); w.Code != http.StatusForbidden {
		t.Errorf("another site's form: %d", w.Code)
	}
	rebound := request("POST", "/pull/1", body)
	rebound.Host = "evil.example:3000"
	if w := ask(h, rebound); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("another name: %d", w.Code)
	}
	if w := ask(h, request("POST", "/pull/1", url.Values{"body": {strings.Repeat("x", MaxComment+1)}}.Encode())); w.Code != http.StatusBadRequest {
		t.Errorf("too long: %d", w.Code)
	}
	if len(f.said) != 1 {
		t.Errorf("said %d comments", len(f.said))
	}
}

func TestMarkdown(t *testing.T) {
	for source, want := range map[string]string{
		"<details><summary>Why &#96;x&#96;</summary>\n\n- a\n</details>": "<details><summary>Why &#96;x&#96;</summary>",
		"<sub>small</sub>":        "<sub>small</sub>",
		"a <!-- pare x --> b":     "<p>a  b</p>",
		"<details onclick=\"x\">": "&lt;details onclick",
	} {
		if got := string(Markdown(source)); !strings.Contains(got, want) {
			t.Errorf("%q renders as %q, want %q in it", source, got, want)
		}
	}
}
