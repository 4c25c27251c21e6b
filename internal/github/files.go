package github

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-github/v60/github"

	"github.com/parebot/pare/internal/source"
)

// GitHub's own limits of the list of files ("3000 files, 100 a page"). More are not shown to anybody.
const (
	maxFiles = 3000
	perPage  = 100
)

// files is the difference as the pull request shows it: only on these hunks may a comment stand.
func (r *Repository) files(ctx context.Context, number int) (source.Diff, error) {
	var diff source.Diff
	for page := 1; page != 0 && len(diff) < maxFiles; {
		list, resp, err := r.client.PullRequests.ListFiles(ctx, r.owner, r.repo, number, &github.ListOptions{Page: page, PerPage: perPage})
		if err != nil {
			return nil, fmt.Errorf("listing the files of pull request %d: %w", number, gone(err))
		}
		for _, f := range list {
			diff = append(diff, fileDiff(f))
		}
		page = resp.NextPage
	}
	slices.SortFunc(diff, func(a, b source.FileDiff) int { return strings.Compare(name(a), name(b)) })
	return diff, nil
}

func name(d source.FileDiff) string {
	if d.Path == "" {
		return d.OldPath
	}
	return d.Path
}

// fileDiff reads one entry. A patch that cannot be read has no hunks: nothing can be said on its lines, which the summary then says.
func fileDiff(f *github.CommitFile) source.FileDiff {
	d := source.FileDiff{Path: f.GetFilename(), OldPath: f.GetFilename()}
	switch f.GetStatus() {
	case "added":
		d.OldPath = ""
	case "removed":
		d.Path = ""
	case "renamed", "copied":
		d.OldPath = f.GetPreviousFilename()
	}
	if hunks, err := source.ParsePatch(f.GetPatch()); err == nil {
		d.Hunks = hunks
	}
	return d
}
