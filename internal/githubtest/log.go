package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Entry is one request that GitHub received: its method, the path's template, and the status that it got.
type Entry struct {
	Method, Path string
	Status       int
	Repository   string // "owner/name", "" where the path names none
	Says         string // what a write says, in one line
}

// Requests lists everything that was asked, in order.
func (h *Hub) Requests() []Entry {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.log)
}

// Writes lists what was written to repositories and accepted, a readable line each: what a test compares.
func (h *Hub) Writes() (lines []string) {
	for _, e := range h.Requests() {
		if e.Says != "" && e.Status < 300 {
			lines = append(lines, e.Says)
		}
	}
	return lines
}

// Forget empties the log of requests.
func (h *Hub) Forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = nil
}

func (h *Hub) record(method, pattern string, status int, c *call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, path, templated := strings.Cut(pattern, " ")
	if !templated {
		path = pattern
	}
	e := Entry{Method: method, Path: strings.ReplaceAll(path, "...}", "}"), Status: status}
	if c != nil && c.repo != nil {
		e.Repository = c.repo.full()
	}
	if c != nil && method != http.MethodGet && !c.quiet {
		e.Says = c.says(e.Path)
	}
	h.log = append(h.log, e)
}

// says tells a write in a line. Reading through POST (tokens, GraphQL queries) is no write.
func (c *call) says(path string) string {
	switch {
	case path == "/graphql":
		return mutationLine(c.body)
	case strings.HasPrefix(path, "/app"):
		return ""
	}
	var b struct {
		Name, Status, Conclusion, Content, Event, Body string
		Output                                         struct{ Title string }
		Comments                                       []struct {
			Path string
			Line int
		}
	}
	_ = c.decode(&b) // what cannot be read says nothing
	line := c.r.Method + " " + c.place(path)
	for _, part := range []string{b.Name, b.Status, b.Conclusion, b.Output.Title, b.Content, b.Event} {
		if part != "" {
			line += " " + part
		}
	}
	for _, comment := range b.Comments {
		line += fmt.Sprintf(" %s:%d", comment.Path, comment.Line)
	}
	if first, _, _ := strings.Cut(b.Body, "\n"); first != "" {
		line += ": " + first
	}
	return line
}

// place is the path of a write without the repository; numbers that GitHub gives are left as {names}, so that runs compare.
func (c *call) place(path string) string {
	path = strings.TrimPrefix(path, "/repos/{owner}/{repo}/")
	for _, name := range []string{"pull_number", "issue_number"} {
		path = strings.ReplaceAll(path, "{"+name+"}", c.r.PathValue(name))
	}
	return path
}
