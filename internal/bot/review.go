package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/source"
)

// maxMoves is how often one job follows a head that moves while it is read, where no newer job has come for it.
const maxMoves = 3

// review reads the pull request as it is now, whatever the event said: events overtake each other.
func (d *desk) review(ctx context.Context) (err error) {
	for range maxMoves {
		if err = d.once(ctx); !errors.Is(err, github.ErrSuperseded) || d.fenced(ctx) != nil {
			return err
		}
		d.log.Info("the head has moved and no newer job is there: reading it again")
	}
	return err
}

func (d *desk) once(ctx context.Context) error {
	pr, err := d.pullRequest(ctx)
	if err != nil {
		return err
	}
	if err := d.close(ctx, pr); err != nil {
		return err
	}
	if !pr.Open || pr.Draft && d.job.Kind == job.Review {
		d.log.Info("nothing to do: the pull request is closed or a draft")
		return nil
	}
	check, posted, err := d.begin(ctx, pr)
	if err != nil {
		return err
	}
	if err := d.judge(ctx, pr, posted); err != nil {
		return d.conclude(ctx, check, err)
	}
	return nil
}

// pullRequest asks GitHub; a merge group is only what its event said.
func (d *desk) pullRequest(ctx context.Context) (github.PullRequest, error) {
	if p := d.job.PullRequest; d.job.Kind == job.MergeGroup {
		return github.PullRequest{Open: true, Head: p.Head, Base: p.Base, BaseRef: p.BaseRef}, nil
	}
	return d.repo.PullRequest(ctx, d.job.PullRequest.Number)
}

// judge reads, thinks, and says.
func (d *desk) judge(ctx context.Context, pr github.PullRequest, posted review.Posted) error {
	settings, err := d.settings(ctx, pr)
	if err != nil {
		return err
	}
	ws, err := d.repo.Workspace(ctx, pr)
	if err != nil {
		return fmt.Errorf("reading the pull request: %w", err)
	}
	report, err := d.bot.o.Analyst.Since(ctx, d.job.Installation, ws, settings)
	if err != nil {
		return fmt.Errorf("analysing the pull request: %w", err)
	}
	in := d.input(pr, ws, settings, report, posted)
	refused, err := d.say(ctx, pr, &in)
	if err != nil || len(refused) == 0 {
		return err
	}
	// GitHub took not every comment where it was to stand: what is left is said in the summary and in the check run.
	in.Diff = without(in.Diff, refused)
	_, err = d.say(ctx, pr, &in)
	return err
}

// errSettings is about .github/pare.yml of the base branch: who reads it can mend it.
type errSettings struct{ error }

func (e errSettings) Unwrap() error { return e.error }

// settings are those of the base branch's tip: a pull request cannot loosen its own gate.
func (d *desk) settings(ctx context.Context, pr github.PullRequest) (config.Settings, error) {
	text, err := d.repo.Settings(ctx, pr.Base)
	if err != nil {
		return config.Settings{}, err
	}
	s, err := config.Load(text)
	if err != nil {
		return s, errSettings{err}
	}
	return s, nil
}

func (d *desk) input(pr github.PullRequest, ws source.Workspace, s config.Settings, r finding.Report, p review.Posted) review.Input {
	return review.Input{
		Report: r, Diff: ws.Diff, Head: ws.Head, HeadSHA: pr.Head, BaseSHA: pr.Base, BaseRef: pr.BaseRef,
		Settings: s, Tables: d.bot.o.Commands.Tables, Posted: p, External: d.lane(), Proposed: touches(ws.Diff, config.Path),
	}
}

func touches(diff source.Diff, file string) bool {
	for _, f := range diff {
		if f.Path == file || f.OldPath == file {
			return true
		}
	}
	return false
}

// without takes the hunks of some files away, so that nothing is said on their lines.
func without(diff source.Diff, files map[string]bool) source.Diff {
	less := make(source.Diff, len(diff))
	for i, f := range diff {
		if less[i] = f; files[f.Path] {
			less[i].Hunks = nil
		}
	}
	return less
}
