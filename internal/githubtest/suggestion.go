package githubtest

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
)

// ApplySuggestion commits the suggestion of a review comment to the head branch, as the button does, and answers the commit.
// ErrRefused where GitHub greys the button out: the pull request is closed, the lines have changed, they are of the old side, nothing would change.
func (h *Hub) ApplySuggestion(full string, number int, comment int64, login string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return "", err
	}
	r := p.remark(comment)
	if r == nil {
		return "", fmt.Errorf("applying the suggestion of comment %d: %w", comment, ErrMissing)
	}
	files, reason := p.suggested(r)
	if role := permission(p.head.role(login)); role != "write" && role != "admin" {
		reason = login + " may not write to the head branch"
	}
	if reason != "" {
		return "", fmt.Errorf("applying the suggestion of comment %d: %w: %s", comment, ErrRefused, reason)
	}
	message := "Apply suggestion from @" + r.author.login
	commit := p.head.store.commit(files, []string{p.headSHA()}, h.user(login), message, h.now())
	p.head.branches[p.ask.Head] = commit
	h.touch(p.head, p.ask.Head)
	r.thread.resolved = true
	return commit, nil
}

// suggested is the head's files with a suggestion in place, or the reason why that cannot be.
func (p *pull) suggested(r *remark) (files map[string][]byte, reason string) {
	text, found := Suggestion(r.body)
	start, line, current := r.thread.at()
	switch {
	case !found:
		return nil, "the comment has no suggestion"
	case p.closed:
		return nil, "the pull request is closed"
	case !r.thread.place.right || r.thread.place.start != 0 && !r.thread.place.startRight:
		return nil, "suggestions cannot be applied on deleted lines"
	case !current:
		return nil, "the suggestion is outdated"
	}
	if start == 0 {
		start = line
	}
	files = maps.Clone(p.head.store.commits[p.headSHA()].files)
	before := files[r.thread.place.path]
	after := replaceLines(before, start, line, text)
	if bytes.Equal(before, after) {
		return nil, "no changes were made to the code"
	}
	files[r.thread.place.path] = after
	return files, ""
}

// replaceLines puts text in place of the lines first to last, counted from 1. A file that has no newline at its end keeps having none.
func replaceLines(src []byte, first, last int, text string) []byte {
	lines := strings.SplitAfter(string(src), "\n")
	first, last = min(first, len(lines)), min(last, len(lines))
	if text != "" && strings.HasSuffix(lines[last-1], "\n") {
		text += "\n"
	}
	return []byte(strings.Join(lines[:first-1], "") + text + strings.Join(lines[last:], ""))
}

// Suggestion reads the first suggestion block of a comment. The fence may be longer than three back-ticks, so that it can hold such lines.
// An empty block removes the lines.
func Suggestion(body string) (text string, found bool) {
	lines := strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	for i, l := range lines {
		fence := l[:len(l)-len(strings.TrimLeft(l, "`"))]
		if len(fence) < 3 || strings.TrimSpace(l[len(fence):]) != "suggestion" {
			continue
		}
		for j := i + 1; j < len(lines); j++ {
			if end := strings.TrimRight(lines[j], " \t"); len(end) >= len(fence) && strings.Trim(end, "`") == "" {
				if j == i+1 {
					return "", true
				}
				return strings.Join(lines[i+1:j], "\n"), true
			}
		}
	}
	return "", false
}
