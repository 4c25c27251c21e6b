// Package pages is what a browser sees: html/template and our own small CSS, no script. It decides nothing: what it shows is handed to it.
package pages

import (
	"embed"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strconv"
)

//go:embed *.html style.css
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{"markdown": Markdown}).ParseFS(files, "*.html"))

// PullRequest is one pull request as the demo shows it.
type PullRequest struct {
	Number   int
	Title    string
	Branch   string
	Head     string
	Checks   []Check
	Comments []Comment // of the conversation, oldest first
	Files    []File
}

// Working reports whether a check run is under way: then the page asks again by itself.
func (p PullRequest) Working() bool {
	for _, c := range p.Checks {
		if c.Conclusion == "" {
			return true
		}
	}
	return len(p.Checks) == 0
}

// Check is a check run.
type Check struct {
	Name, Title, Conclusion, Summary string
}

// Comment of the conversation, or of a review.
type Comment struct {
	Author, Body string
	Reactions    []string
}

// File is one file of the diff.
type File struct {
	Path  string
	Lines []Line
}

// Line is one line of a unified diff. Kind is "+", "-", " " or "@".
type Line struct {
	Kind, Text string
	Number     int // in the head; 0 for a removed line
	Comments   []Comment
}

// Source is where the demo's pages get what they show, and where a comment goes.
type Source interface {
	PullRequests() []PullRequest
	Comment(number int, body string) error
}

// MaxComment is the longest comment that the form takes, in bytes.
const MaxComment = 10_000

// Demo serves the demo's pages below /. It answers only to its own address: another site's page cannot post a comment here.
func Demo(s Source) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { show(w, "list.html", s.PullRequests()) })
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "style.css") })
	mux.HandleFunc("GET /pull/{number}", func(w http.ResponseWriter, r *http.Request) {
		for _, p := range s.PullRequests() {
			if strconv.Itoa(p.Number) == r.PathValue("number") {
				show(w, "pull.html", p)
				return
			}
		}
		http.NotFound(w, r)
	})
	mux.HandleFunc("POST /pull/{number}", func(w http.ResponseWriter, r *http.Request) { comment(w, r, s) })
	return guarded(mux)
}

func comment(w http.ResponseWriter, r *http.Request, s Source) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxComment+1000)
	number, err := strconv.Atoi(r.PathValue("number"))
	body := r.PostFormValue("body")
	if err != nil || body == "" || len(body) > MaxComment {
		http.Error(w, "A comment needs some words, and not too many.", http.StatusBadRequest)
		return
	}
	if err := s.Comment(number, body); err != nil {
		http.Error(w, "The comment could not be delivered.", http.StatusBadGateway)
		return
	}
	http.Redirect(w, r, fmt.Sprintf("/pull/%d", number), http.StatusSeeOther)
}

func show(w http.ResponseWriter, name string, what any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := templates.ExecuteTemplate(w, name, what); err != nil {
		http.Error(w, "This page could not be made.", http.StatusInternalServerError)
	}
}

// guarded keeps other names (DNS rebinding), other sites' forms, frames and scripts out.
func guarded(next http.Handler) http.Handler {
	own := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "The demo answers on its loopback address only.", http.StatusMisdirectedRequest)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		own.Handler(next).ServeHTTP(w, r)
	})
}
