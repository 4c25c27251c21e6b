package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
)

// docs is the link in every refusal.
const docs = "https://docs.github.com/rest"

// object is a JSON object of an answer.
type object = map[string]any

// answer is what one request is told. Body is printed as JSON; raw, where it is not nil, as it is.
type answer struct {
	status int
	body   any
	raw    []byte
	media  string // of raw
	header http.Header
}

func ok(body any) answer      { return answer{status: http.StatusOK, body: body} }
func created(body any) answer { return answer{status: http.StatusCreated, body: body} }
func missing() answer         { return fail(http.StatusNotFound, "Not Found") }

func fail(status int, message string) answer {
	return answer{status: status, body: object{"message": message, "documentation_url": docs, "status": strconv.Itoa(status)}}
}

// invalid is a 422 about one field.
func invalid(resource, field, code, message string) answer {
	e := object{"resource": resource, "field": field, "code": code}
	if message != "" {
		e["message"] = message
	}
	a := fail(http.StatusUnprocessableEntity, "Validation Failed")
	a.body.(object)["errors"] = []any{e}
	return a
}

// refused is a 422 whose errors are sentences.
func refused(reasons ...string) answer {
	a := fail(http.StatusUnprocessableEntity, "Unprocessable Entity")
	a.body.(object)["errors"] = reasons
	return a
}

func (a *answer) set(name, value string) {
	if a.header == nil {
		a.header = make(http.Header)
	}
	a.header.Set(name, value)
}

// prepare prints the body and settles the status: a GET that the client has already is 304.
func (a *answer) prepare(r *http.Request) int {
	if a.raw == nil && a.body != nil {
		a.raw, a.media = print(a.body), "application/json; charset=utf-8"
	}
	if r.Method == http.MethodGet && a.status == http.StatusOK {
		sum := sha256.Sum256(a.raw)
		tag := `W/"` + hex.EncodeToString(sum[:]) + `"`
		a.set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			a.status, a.body, a.raw = http.StatusNotModified, nil, nil
		}
	}
	return a.status
}

// print never fails: answers hold plain values only.
func print(body any) []byte {
	text, _ := json.Marshal(body)
	return text
}

func (a *answer) send(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("X-GitHub-Media-Type", "github.v3; format=json")
	if a.raw != nil {
		w.Header().Set("Content-Type", a.media)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.raw) // the client may be gone
}

// cut promises the whole body, sends half of it and drops the connection.
func (a *answer) cut(w http.ResponseWriter) {
	w.Header().Set("Content-Length", strconv.Itoa(len(a.raw)+1))
	a.raw = a.raw[:len(a.raw)/2]
	a.send(w)
	panic(http.ErrAbortHandler) // net/http's way to break off; the server survives it
}
