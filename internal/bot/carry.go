package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/store"
)

// say plans and carries. refused names the files on whose lines GitHub did not take a comment. What was posted goes into in.
func (d *desk) say(ctx context.Context, pr github.PullRequest, in *review.Input) (refused map[string]bool, err error) {
	refused = make(map[string]bool)
	for _, w := range review.Plan(*in) {
		if pr.Number == 0 && w.Check == nil {
			continue // a merge group has no conversation
		}
		if w.Review != nil {
			err = d.post(ctx, pr, w, in, refused)
		} else {
			err = d.carry(ctx, pr, w, in)
		}
		if err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// carry lets one write out and notes what came of it. These are done again without harm: each names what it changes.
func (d *desk) carry(ctx context.Context, pr github.PullRequest, w review.Write, in *review.Input) error {
	made, err := d.repo.Publish(ctx, d.target(pr), w)
	if err != nil {
		return err
	}
	at, lane := d.job.Installation, d.lane()
	switch {
	case w.Check != nil:
		in.Posted.CheckID = made.ID
		return d.store().KeepCheck(ctx, at, lane, store.CheckRun{ID: made.ID, Head: w.Check.Head})
	case w.Summary != nil:
		in.Posted.Summary, in.Posted.SummaryBody = made.ID, w.Summary.Body
		return d.store().KeepSummary(ctx, at, lane, made.ID)
	case w.Resolve != nil:
		return d.store().KeepComment(ctx, at, lane, store.Comment{ID: w.Resolve.Comment, Fingerprint: w.Resolve.Fingerprint, Head: pr.Head, Resolved: true})
	}
	return nil
}

// post lets a review out, once. GitHub takes all of a review or nothing, and does not say which comment it did not like: halves tell.
func (d *desk) post(ctx context.Context, pr github.PullRequest, w review.Write, in *review.Input, refused map[string]bool) error {
	name := w.Key + "/" + digest(w.Review.Comments)
	was, err := d.store().Begin(ctx, d.job.Installation, d.lane(), name)
	if err != nil || was.Done {
		return err
	}
	made, err := d.repo.Publish(ctx, d.target(pr), w)
	if errors.Is(err, github.ErrRejected) {
		return d.halve(ctx, pr, w, in, refused, err)
	}
	if err != nil {
		return err
	}
	in.Posted.Comments = made.Comments
	for _, c := range made.Comments {
		if err := d.store().KeepComment(ctx, d.job.Installation, d.lane(), store.Comment{ID: c.ID, Fingerprint: c.Fingerprint, Head: c.Head}); err != nil {
			return err
		}
	}
	return d.store().Finish(ctx, d.job.Installation, d.lane(), name, made.ID)
}

func (d *desk) halve(ctx context.Context, pr github.PullRequest, w review.Write, in *review.Input, refused map[string]bool, why error) error {
	list := w.Review.Comments
	if len(list) == 1 {
		d.log.Error("GitHub does not take a comment where review put it", "path", list[0].Path, "line", list[0].Line, "error", why)
		refused[list[0].Path] = true
		return nil
	}
	for _, half := range [][]review.Comment{list[:len(list)/2], list[len(list)/2:]} {
		part := review.Write{Key: w.Key, Review: &review.Review{Head: w.Review.Head, Body: w.Review.Body, Comments: half}}
		if err := d.post(ctx, pr, part, in, refused); err != nil {
			return err
		}
	}
	return nil
}

// digest tells reviews of one head apart: one that says something new is another act.
func digest(comments []review.Comment) string {
	text, err := json.Marshal(comments)
	if err != nil {
		text = fmt.Append(nil, comments) // plain structs: cannot be
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func (d *desk) target(pr github.PullRequest) github.Target {
	return github.Target{Number: pr.Number, Head: pr.Head, Fence: d.fenced}
}

// posted is what stands there: GitHub shows it, and the store remembers what GitHub does not tell.
func (d *desk) posted(ctx context.Context, pr github.PullRequest) (review.Posted, error) {
	p, err := d.repo.Posted(ctx, pr.Number, pr.Head, review.Name)
	if err != nil {
		return p, fmt.Errorf("reading back what is posted: %w", err)
	}
	if p.Summary == 0 {
		if p.Summary, err = d.store().Summary(ctx, d.job.Installation, d.lane()); err != nil {
			return p, err
		}
	}
	known, err := d.store().Comments(ctx, d.job.Installation, d.lane())
	if err != nil {
		return p, err
	}
	resolved := make(map[int64]bool)
	for _, c := range known {
		resolved[c.ID] = c.Resolved
	}
	for i, c := range p.Comments {
		p.Comments[i].Resolved = c.Resolved || resolved[c.ID]
	}
	return p, nil
}
