package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/review"
)

// picky is a GitHub that takes no comment on the lines of one file, and with it none of the review that holds it; it does not say which.
type picky struct {
	Repository
	file string
}

func (p picky) Publish(ctx context.Context, to github.Target, w review.Write) (github.Written, error) {
	if w.Review != nil {
		for _, c := range w.Review.Comments {
			if c.Path == p.file {
				return github.Written{}, fmt.Errorf("posting the review: %w: Validation Failed", github.ErrRejected)
			}
		}
	}
	return p.Repository.Publish(ctx, to, w)
}

// A comment that GitHub does not take where it was to stand costs nobody else theirs, and is not dropped: the summary and the check run have it.
func TestCommentRefused(t *testing.T) {
	g := newRig(t, map[string][]byte{"a.yaml": []byte("a: 1\n"), "b.yaml": []byte("b: 1\n"), "c.yaml": []byte("c: 1\n")})
	_, err := g.hub.Push(repo, "change", "Change", map[string][]byte{
		"a.yaml": []byte("a: 2 # wide Apples\n"), "b.yaml": []byte("b: 2 # wide Berries\n"), "c.yaml": []byte("c: 2 # wide Cherries\n"),
	})
	must(t, err)
	_, err = g.hub.Open(repo, githubtest.Pull{Title: "Change", Head: "change"})
	must(t, err)
	hub := g.bot.o.Hub
	g.bot.o.Hub = func(installation int64, owner, repo string) (Repository, error) {
		r, err := hub(installation, owner, repo)
		return picky{r, "b.yaml"}, err
	}
	for range 2 { // the second job finds all of it said
		must(t, g.work(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}}))
		seen, err := g.hub.See(repo, 1)
		must(t, err)
		var said []string
		for _, r := range seen.Reviews {
			for _, c := range r.Comments {
				said = append(said, c.Path)
			}
		}
		if strings.Join(said, " ") != "a.yaml c.yaml" {
			t.Errorf("comments on %q", said)
		}
		if len(seen.Comments) != 1 || !strings.Contains(seen.Comments[0].Body, "Berries") {
			t.Errorf("the summary does not name what was refused: %+v", seen.Comments)
		}
		if len(seen.Checks) != 1 || seen.Checks[0].Status != "completed" || seen.Checks[0].Conclusion != "failure" {
			t.Errorf("check runs: %+v", seen.Checks)
		}
	}
}
