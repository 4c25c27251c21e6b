// Package contract judges what goes between Pare and the fake GitHub by GitHub's own descriptions: OpenAPI for REST, the GraphQL schema for /graphql.
// Only tests import it. The descriptions are cut down by gen to the lines of endpoints.txt, so that file is the list of what Pare may call.
package contract

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/parebot/pare/internal/githubtest"
)

//go:embed github.json.gz
var description []byte

// judge compares requests and answers with the descriptions.
type judge struct {
	doc    *openapi3.T
	schema *ast.Schema
	next   http.Handler
	report func(string)
}

// Judge stands before a GitHub and reports, a sentence each, every request that GitHub's description does not allow and every answer that it does not
// promise. Requests and answers pass unchanged. An answer that breaks off on purpose (Trouble.Cut) is not judged.
func Judge(next http.Handler, report func(string)) http.Handler {
	doc, err := load()
	if err != nil {
		report("reading GitHub's description: " + err.Error())
		return next
	}
	return &judge{doc: doc, schema: githubtest.Schema(), next: next, report: report}
}

func load() (*openapi3.T, error) {
	r, err := gzip.NewReader(bytes.NewReader(description))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	return doc, nil
}

// absolute is what GitHub's description means by "uri"; templates such as {/sha} stand in fields without that format.
func absolute(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return fmt.Errorf("%q is no absolute URL", text)
	}
	return nil
}

func (j *judge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, githubtest.MaxRequest+1))
	if err != nil {
		return // the client is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	seen := &copied{ResponseWriter: w, status: http.StatusOK}
	if strings.HasSuffix(r.URL.Path, "/graphql") {
		j.next.ServeHTTP(seen, r)
		j.graphql(body, seen)
		return
	}
	input, problem := j.request(r, body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	j.next.ServeHTTP(seen, r)
	if problem != "" {
		j.say("request", r, seen.status, problem)
	} else if problem = j.answer(input, seen); problem != "" {
		j.say("answer", r, seen.status, problem)
	}
}

func (j *judge) say(what string, r *http.Request, status int, problem string) {
	j.report(fmt.Sprintf("%s %s %s (status %d): %s", what, r.Method, r.URL.Path, status, problem))
}

// request judges what Pare asks.
func (j *judge) request(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, string) {
	route, values := j.find(r)
	if route == nil {
		return nil, "it is not in endpoints.txt"
	}
	judged := r.Clone(r.Context())
	judged.Body = io.NopCloser(bytes.NewReader(body))
	input := &openapi3filter.RequestValidationInput{
		Request: judged, PathParams: values, Route: route,
		Options: &openapi3filter.Options{SkipSettingDefaults: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SchemaValidationOptions: j.formats()},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		return nil, short(err)
	}
	return input, ""
}

func (j *judge) formats() []openapi3.SchemaValidationOption {
	return []openapi3.SchemaValidationOption{openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(absolute))}
}

// answer judges what the fake says. Raw and diff media types are not in GitHub's description.
func (j *judge) answer(input *openapi3filter.RequestValidationInput, seen *copied) string {
	if strings.HasPrefix(seen.Header().Get("Content-Type"), "application/vnd.github.") {
		return ""
	}
	err := openapi3filter.ValidateResponse(input.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: seen.status, Header: seen.Header(), Body: io.NopCloser(bytes.NewReader(seen.body.Bytes())),
		Options: &openapi3filter.Options{SchemaValidationOptions: j.formats()},
	})
	if err != nil {
		return short(err)
	}
	return ""
}

// short leaves out the schema and the value that kin-openapi prints after its reason.
func short(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\nSchema:")
	return text
}

// copied keeps what the fake answers while it passes.
type copied struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (c *copied) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *copied) Write(b []byte) (int, error) {
	c.body.Write(b)
	return c.ResponseWriter.Write(b)
}
