package githubtest

import (
	"fmt"
	"slices"
	"time"
)

func getCheck(c *call) answer {
	run := c.repo.check(c.number("check_run_id"))
	if run == nil {
		return missing()
	}
	return ok(c.hub.checkJSON(run))
}

// listChecks lists a commit's runs, the newest first; with filter=latest (the default) one a name.
func listChecks(c *call) answer {
	sha, q := c.repo.resolve(c.r.PathValue("ref")), c.r.URL.Query()
	if sha == "" {
		return unprocessable("No commit found for SHA: " + c.r.PathValue("ref"))
	}
	var all []*check
	seen := make(map[string]bool)
	for _, run := range slices.Backward(c.repo.checks) {
		wanted := run.head == sha && matches(q.Get("check_name"), run.name) && matches(q.Get("status"), run.status) &&
			matches(q.Get("app_id"), fmt.Sprint(c.hub.options.App.ID))
		if !wanted || q.Get("filter") != "all" && seen[run.name] {
			continue
		}
		seen[run.name] = true
		all = append(all, run)
	}
	return page(c, all, c.hub.checkJSON, func(items []object) any { return object{"total_count": len(all), "check_runs": items} })
}

func matches(wanted, has string) bool { return wanted == "" || wanted == has }

func listAnnotations(c *call) answer {
	run := c.repo.check(c.number("check_run_id"))
	if run == nil {
		return missing()
	}
	return page(c, run.output.Annotations, func(n annotation) object {
		return object{
			"path": n.Path, "start_line": n.StartLine, "end_line": n.EndLine, "start_column": n.StartColumn, "end_column": n.EndColumn,
			"annotation_level": n.Level, "title": n.Title, "message": n.Message, "raw_details": n.RawDetails,
			"blob_href": c.hub.web("/%s/blob/%s/%s", c.repo.full(), run.head, n.Path),
		}
	}, nil)
}

// rerequestSuite asks for all checks again: GitHub then sends check_suite rerequested.
func rerequestSuite(c *call) answer {
	for _, s := range c.repo.suites {
		if s.id == c.number("check_suite_id") {
			payload := c.hub.suitePayload(c.repo, s)
			c.after = append(c.after, func() { c.hub.deliverSoon("check_suite", payload) })
			return created(object{})
		}
	}
	return missing()
}

func (h *Hub) checkJSON(c *check) object {
	self := h.repoURL(c.repo, pathOf("/check-runs/", c.id))
	html := h.web("/%s/runs/%d", c.repo.full(), c.id)
	details := c.details
	if details == "" {
		details = html
	}
	return object{
		"id": c.id, "node_id": node("CR", c.id), "head_sha": c.head, "external_id": c.external, "url": self, "html_url": html, "details_url": details,
		"status": c.status, "conclusion": orNull(c.conclusion), "started_at": when(c.started), "completed_at": when(c.completed), "name": c.name,
		"output": object{
			"title": c.output.Title, "summary": c.output.Summary, "text": c.output.Text,
			"annotations_count": len(c.output.Annotations), "annotations_url": self + "/annotations",
		},
		"check_suite": object{"id": c.suite.id}, "app": h.appJSON(), "pull_requests": h.pullsOf(c.repo, c.head),
	}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func when(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return stamp(t)
}

// pullsOf lists the open pull requests of a commit. Those from forks are never listed, as on GitHub.
func (h *Hub) pullsOf(r *repository, head string) []object {
	list := []object{}
	for _, p := range r.pulls {
		if p.closed || p.head != r || p.headSHA() != head {
			continue
		}
		repo := object{"id": r.id, "url": h.repoURL(r, ""), "name": r.name}
		list = append(list, object{
			"id": p.id, "number": p.number, "url": h.repoURL(r, pathOf("/pulls/", p.number)),
			"head": object{"ref": p.ask.Head, "sha": head, "repo": repo}, "base": object{"ref": p.ask.Base, "sha": p.baseSHA(), "repo": repo},
		})
	}
	return list
}
