package contract_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
)

// The judge is no rubber stamp: each row is one request or one answer that GitHub's description does not allow, and a part of the sentence about it.
func TestJudge(t *testing.T) {
	const checks, one = "/repos/o/r/check-runs", `{"name":"pare","head_sha":"abc"}`
	annotation := `{"path":"a","start_line":1,"end_line":1,"annotation_level":"notice","message":"m"}`
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		answer                   string
		want                     string
	}{
		{"an endpoint that is not listed", "GET", "/repos/o/r/topics", "", 200, "{}", "endpoints.txt"},
		{"a method that is not listed", "DELETE", "/repos/o/r/pulls/1", "", 200, "{}", "endpoints.txt"},
		{"no head_sha", "POST", checks, `{"name":"pare"}`, 422, "{}", `"head_sha" is missing`},
		{"an unknown status", "POST", checks, `{"name":"pare","head_sha":"abc","status":"running"}`, 422, "{}", "/status"},
		{"a conclusion that is none", "POST", checks, `{"name":"pare","head_sha":"abc","conclusion":"error"}`, 422, "{}", "/conclusion"},
		{"output without a summary", "POST", checks, `{"name":"pare","head_sha":"abc","output":{"title":"t"}}`, 422, "{}", `"summary" is missing`},
		{"a summary that is too long", "POST", checks, `{"name":"pare","head_sha":"abc","output":{"title":"t","summary":"` + strings.Repeat("x", 65_536) + `"}}`, 422, "{}", "/output/summary"},
		{"51 annotations", "POST", checks, `{"name":"pare","head_sha":"abc","output":{"title":"t","summary":"s","annotations":[` + strings.Repeat(annotation+",", 50) + annotation + `]}}`, 422, "{}", "maximum number of items"},
		{"a number that is none", "GET", "/repos/o/r/pulls/x", "", 404, "{}", "pull_number"},
		{"a page that is none", "GET", "/repos/o/r/pulls?per_page=lots", "", 200, "[]", "per_page"},
		{"a comment without a body", "POST", "/repos/o/r/issues/1/comments", `{}`, 422, "{}", `"body" is missing`},
		{"a reaction that is none", "POST", "/repos/o/r/issues/comments/1/reactions", `{"content":"thumbsup"}`, 422, "{}", "/content"},
		{"an answer without its fields", "POST", checks, one, 201, "{}", "is missing"},
		{"an answer that is no list", "GET", "/repos/o/r/pulls", "", 200, "{}", "answer"},
		{"a relative URL in an answer", "GET", "/repos/o/r/git/blobs/abc", "", 200, `{"content":"","encoding":"base64","url":"/x","sha":"abc","size":0,"node_id":"n"}`, "absolute URL"},
		{"a good answer", "GET", "/repos/o/r/git/blobs/abc", "", 200, `{"content":"","encoding":"base64","url":"https://x/y","sha":"abc","size":0,"node_id":"n"}`, ""},
		{"a refusal", "GET", "/repos/o/r/git/blobs/abc", "", 404, `{"message":"Not Found"}`, ""},
		{"an unknown field", "POST", "/graphql", `{"query":"{viewer{login}}"}`, 200, `{"data":{"viewer":null}}`, "viewer"},
		{"a missing argument", "POST", "/graphql", `{"query":"mutation{resolveReviewThread(input:{id:\"x\"}){thread{id}}}"}`, 200, "{}", "threadId"},
		{"a classifier that is none", "POST", "/graphql", `{"query":"mutation{minimizeComment(input:{subjectId:\"x\",classifier:STALE}){clientMutationId}}"}`, 200, "{}", "STALE"},
		{"a variable that is missing", "POST", "/graphql", `{"query":"query($n:String!){repository(owner:$n,name:$n){id}}"}`, 200, "{}", "must be defined"},
		{"null for a field that has a value", "POST", "/graphql", `{"query":"{repository(owner:\"o\",name:\"r\"){id}}"}`, 200, `{"data":{"repository":{"id":null}}}`, "null where"},
		{"a field that was not answered", "POST", "/graphql", `{"query":"{repository(owner:\"o\",name:\"r\"){id}}"}`, 200, `{"data":{"repository":{}}}`, "is missing"},
		{"a text for a number", "POST", "/graphql", `{"query":"{repository(owner:\"o\",name:\"r\"){pullRequest(number:1){number}}}"}`, 200, `{"data":{"repository":{"pullRequest":{"number":"1"}}}}`, "is no Int"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said := judged(c.method, c.path, c.body, c.status, c.answer)
			if c.want == "" && said != "" || !strings.Contains(said, c.want) || c.want != "" && said == "" {
				t.Errorf("the judge says %q, want %q", said, c.want)
			}
		})
	}
}

// judged sends one request through a judge in front of a server with one answer.
func judged(method, path, body string, status int, answer string) string {
	var said []string
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	})
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	contract.Judge(next, func(problem string) { said = append(said, problem) }).ServeHTTP(httptest.NewRecorder(), r)
	return strings.Join(said, "; ")
}

// Every line of endpoints.txt is answered by the fake: without a token with 401, where a path that it does not know is 404.
func TestEndpointsAreAnswered(t *testing.T) {
	text, err := os.ReadFile("endpoints.txt")
	if err != nil {
		t.Fatal(err)
	}
	hub := githubtest.New(githubtest.Options{})
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		w := httptest.NewRecorder()
		hub.ServeHTTP(w, httptest.NewRequest(fields[0], regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(fields[1], "1"), nil))
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s: %d", fields[0], fields[1], w.Code)
		}
	}
}
