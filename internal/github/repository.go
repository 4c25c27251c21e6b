package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-github/v60/github"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/source"
)

// Repository is one repository, seen with a token that is good for it alone.
type Repository struct {
	app          *App
	client       *github.Client
	installation int64
	owner, repo  string
}

// ErrGone means that the pull request, commit or repository is no longer there, or no longer ours to see.
var ErrGone = errors.New("GitHub does not have it (any more)")

// PullRequest is what GitHub says of a pull request now.
type PullRequest struct {
	Number     int
	Open       bool
	Draft      bool
	Head, Base string // commit SHAs; Base is the base branch's tip
	BaseRef    string
}

// PullRequest asks for a pull request as it is now.
func (r *Repository) PullRequest(ctx context.Context, number int) (PullRequest, error) {
	pr, _, err := r.client.PullRequests.Get(ctx, r.owner, r.repo, number)
	if err != nil {
		return PullRequest{}, fmt.Errorf("asking for pull request %d: %w", number, gone(err))
	}
	out := PullRequest{
		Number: number, Open: pr.GetState() == "open", Draft: pr.GetDraft(),
		Head: pr.GetHead().GetSHA(), Base: pr.GetBase().GetSHA(), BaseRef: pr.GetBase().GetRef(),
	}
	return out, errors.Join(checkObject(out.Head), checkObject(out.Base))
}

// gone turns 404 and 410 into ErrGone.
func gone(err error) error {
	var answer *github.ErrorResponse
	if errors.As(err, &answer) && (answer.Response.StatusCode == http.StatusNotFound || answer.Response.StatusCode == http.StatusGone) {
		return fmt.Errorf("%w (%s)", ErrGone, answer.Message)
	}
	return err
}

// Workspace opens the head and the merge base of two commits, and their difference as GitHub shows it in the pull request. A merge group
// (Number 0) is shown nowhere: its difference is between the trees.
func (r *Repository) Workspace(ctx context.Context, pr PullRequest) (source.Workspace, error) {
	cmp, _, err := r.client.Repositories.CompareCommits(ctx, r.owner, r.repo, pr.Base, pr.Head, &github.ListOptions{PerPage: 1})
	if err != nil {
		return source.Workspace{}, fmt.Errorf("asking for the merge base: %w", gone(err))
	}
	mergeBase := cmp.GetMergeBaseCommit().GetSHA()
	if err := checkObject(mergeBase); err != nil {
		return source.Workspace{}, fmt.Errorf("asking for the merge base: %w", err)
	}
	head, err := r.Tree(ctx, pr.Head)
	if err != nil {
		return source.Workspace{}, err
	}
	base, err := r.Tree(ctx, mergeBase)
	if err != nil {
		return source.Workspace{}, err
	}
	if pr.Number == 0 {
		return source.Workspace{Head: head, Base: base, Diff: source.Compare(base, head)}, nil
	}
	diff, err := r.files(ctx, pr.Number)
	if err != nil {
		return source.Workspace{}, err
	}
	return source.Workspace{Head: head, Base: base, Diff: diff}, nil
}

// Permission is a user's permission on the repository as the API tells it: admin, write, read or none.
func (r *Repository) Permission(ctx context.Context, login string) (string, error) {
	if !loginName.MatchString(login) {
		return "none", nil
	}
	level, _, err := r.client.Repositories.GetPermissionLevel(ctx, r.owner, r.repo, login)
	if err != nil {
		if errors.Is(gone(err), ErrGone) {
			return "none", nil
		}
		return "", fmt.Errorf("asking for the permission of a commenter: %w", err)
	}
	return level.GetPermission(), nil
}

// Settings reads the repository's settings file at a commit; nil where there is none.
func (r *Repository) Settings(ctx context.Context, commit string) ([]byte, error) {
	tree, err := r.Tree(ctx, commit)
	if err != nil {
		return nil, err
	}
	text, err := tree.Read(config.Path)
	if errors.Is(err, source.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s of the base: %w", config.Path, err)
	}
	return text, nil
}
