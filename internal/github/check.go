package github

import (
	"context"
	"fmt"

	"github.com/google/go-github/v60/github"

	"github.com/parebot/pare/internal/review"
)

// maxAnnotations is GitHub's "maximum of 50 annotations per API request".
const maxAnnotations = 50

// check creates or updates a check run; annotations beyond the first 50 follow in further requests.
func (r *Repository) check(ctx context.Context, w review.Check) (Written, error) {
	first, rest := split(w.Annotations)
	if w.ID == 0 {
		made, _, err := r.client.Checks.CreateCheckRun(ctx, r.owner, r.repo, github.CreateCheckRunOptions{
			Name: w.Name, HeadSHA: w.Head, ExternalID: optional(w.ExternalID), Status: optional(w.Status), Conclusion: optional(w.Conclusion),
			Output: output(w, first), Actions: actions(w),
		})
		if err != nil {
			return Written{}, wrote("creating the check run", err)
		}
		w.ID = made.GetID()
	} else if err := r.updateCheck(ctx, w, first); err != nil {
		return Written{}, err
	}
	for len(rest) > 0 {
		first, rest = split(rest)
		if err := r.updateCheck(ctx, w, first); err != nil {
			return Written{}, err
		}
	}
	return Written{ID: w.ID}, nil
}

func (r *Repository) updateCheck(ctx context.Context, w review.Check, annotations []review.Annotation) error {
	_, _, err := r.client.Checks.UpdateCheckRun(ctx, r.owner, r.repo, w.ID, github.UpdateCheckRunOptions{
		Name: w.Name, ExternalID: optional(w.ExternalID), Status: optional(w.Status), Conclusion: optional(w.Conclusion),
		Output: output(w, annotations), Actions: actions(w),
	})
	return wrote("updating the check run", err)
}

func split(list []review.Annotation) (first, rest []review.Annotation) {
	n := min(len(list), maxAnnotations)
	return list[:n], list[n:]
}

func output(w review.Check, annotations []review.Annotation) *github.CheckRunOutput {
	if w.Title == "" {
		return nil
	}
	out := &github.CheckRunOutput{Title: &w.Title, Summary: &w.Summary, Text: optional(w.Text)}
	for _, a := range annotations {
		out.Annotations = append(out.Annotations, &github.CheckRunAnnotation{
			Path: github.String(a.Path), StartLine: github.Int(a.StartLine), EndLine: github.Int(a.EndLine),
			AnnotationLevel: github.String(a.Level), Title: optional(a.Title), Message: github.String(a.Message),
		})
	}
	return out
}

func actions(w review.Check) (list []*github.CheckRunAction) {
	for _, a := range w.Actions {
		list = append(list, &github.CheckRunAction{Label: a.Label, Description: a.Description, Identifier: a.Identifier})
	}
	return list
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// checkOf finds our check run of a head, 0 for none. Another App's run of the same name is not ours.
func (r *Repository) checkOf(ctx context.Context, head, name string) (int64, error) {
	if err := checkObject(head); err != nil {
		return 0, err
	}
	list, _, err := r.client.Checks.ListCheckRunsForRef(ctx, r.owner, r.repo, head, &github.ListCheckRunsOptions{
		CheckName: &name, AppID: &r.app.config.AppID, ListOptions: github.ListOptions{PerPage: perPage},
	})
	if err != nil {
		return 0, fmt.Errorf("listing the check runs of %.7s: %w", head, gone(err))
	}
	var newest int64
	for _, run := range list.CheckRuns {
		if run.GetApp().GetID() == r.app.config.AppID && run.GetName() == name {
			newest = max(newest, run.GetID())
		}
	}
	return newest, nil
}
