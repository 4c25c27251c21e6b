package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/pages"
	"github.com/parebot/pare/internal/source"
)

// PullRequests implements pages.Source.
func (d *demo) PullRequests() (list []pages.PullRequest) {
	for _, number := range d.pulls {
		if seen, err := d.hub.See(shop, number); err == nil {
			list = append(list, asPage(seen))
		}
	}
	return list
}

// Comment implements pages.Source: the author comments, and GitHub delivers it.
func (d *demo) Comment(number int, body string) error {
	id, err := d.hub.Comment(shop, number, author, body)
	if err != nil {
		return err
	}
	payload, err := d.hub.CommentEvent(shop, id)
	if err != nil {
		return err
	}
	sent, err := d.hub.Deliver("issue_comment", payload)
	if err == nil && sent.Code != http.StatusAccepted {
		err = errDemo
	}
	return err
}

func asPage(s githubtest.Seen) pages.PullRequest {
	p := pages.PullRequest{Number: s.Number, Title: s.Title, Branch: s.HeadRef, Head: s.Head}
	for _, c := range s.Checks {
		p.Checks = append(p.Checks, pages.Check{Name: c.Name, Title: c.Title, Conclusion: c.Conclusion, Summary: c.Summary})
	}
	for _, c := range s.Comments {
		p.Comments = append(p.Comments, pages.Comment{Author: c.Author, Body: c.Body, Reactions: c.Reactions})
	}
	for _, f := range s.Files {
		p.Files = append(p.Files, asFile(f, s))
	}
	return p
}

// asFile lays the review's comments below the last line that they are about.
func asFile(f githubtest.SeenFile, s githubtest.Seen) pages.File {
	file := pages.File{Path: f.Path}
	hunks, err := source.ParsePatch(f.Patch)
	if err != nil {
		return file // a binary or very long file: GitHub shows no lines either
	}
	number := 0
	for _, text := range strings.Split(strings.TrimSuffix(f.Patch, "\n"), "\n") {
		if text == "" {
			continue
		}
		line := pages.Line{Kind: text[:1], Text: text[1:]}
		switch line.Kind {
		case "@":
			number, hunks, line.Text = hunks[0].NewStart-1, hunks[1:], text
		case "+", " ":
			number++
			line.Number = number
			line.Comments = commentsOn(s, f.Path, number)
		}
		file.Lines = append(file.Lines, line)
	}
	return file
}

func commentsOn(s githubtest.Seen, path string, line int) (list []pages.Comment) {
	for _, r := range s.Reviews {
		for _, c := range r.Comments {
			if c.Path == path && c.Line == line && !c.Outdated {
				list = append(list, pages.Comment{Author: c.Author, Body: c.Body})
			}
		}
	}
	return list
}

// asText prints what Pare said on a pull request.
func asText(s githubtest.Seen) string {
	var b strings.Builder
	fmt.Fprintf(&b, "════ #%d %s\n", s.Number, s.Title)
	for _, c := range s.Checks {
		fmt.Fprintf(&b, "\n── check run %s: %s (%s)\n", c.Name, c.Title, c.Conclusion)
	}
	for _, c := range s.Comments {
		fmt.Fprintf(&b, "\n── %s\n%s\n", c.Author, unmarked(c.Body))
	}
	for _, r := range s.Reviews {
		for _, c := range r.Comments {
			lines := fmt.Sprint(c.Line)
			if c.StartLine != 0 {
				lines = fmt.Sprintf("%d-%d", c.StartLine, c.Line)
			}
			fmt.Fprintf(&b, "\n── %s on %s:%s\n%s\n", c.Author, c.Path, lines, unmarked(c.Body))
		}
	}
	return b.String()
}

// unmarked is a comment as a reader sees it: without the marker at its end.
func unmarked(body string) string {
	if i := strings.LastIndex(body, "<!-- pare "); i >= 0 {
		return strings.TrimSpace(body[:i])
	}
	return body
}
