package githubtest

// pullJSON is a pull request as GitHub shows it alone; lists show the same, which their schema allows.
func (h *Hub) pullJSON(p *pull) object {
	self, html := h.repoURL(p.repo, pathOf("/pulls/", p.number)), h.web("/%s/pull/%d", p.repo.full(), p.number)
	issue := h.repoURL(p.repo, pathOf("/issues/", p.number))
	statuses := h.repoURL(p.repo, "/statuses/"+p.headSHA())
	var closed any
	state := "open"
	if p.closed {
		state, closed = "closed", stamp(p.updated)
	}
	o := object{
		"id": p.id, "node_id": node("PR", p.id), "number": p.number, "url": self, "html_url": html, "diff_url": html + ".diff", "patch_url": html + ".patch",
		"issue_url": issue, "commits_url": self + "/commits", "review_comments_url": self + "/comments",
		"review_comment_url": h.repoURL(p.repo, "/pulls/comments{/number}"), "comments_url": issue + "/comments", "statuses_url": statuses,
		"state": state, "locked": false, "title": p.ask.Title, "body": nil, "user": h.userJSON(p.author), "labels": []any{}, "milestone": nil,
		"created_at": stamp(p.at), "updated_at": stamp(p.updated), "closed_at": closed, "merged_at": nil, "merge_commit_sha": nil, "assignee": nil,
		"assignees": []any{}, "requested_reviewers": []any{}, "requested_teams": []any{}, "draft": p.draft, "auto_merge": nil,
		"author_association": association(p.repo, p.author),
		"head":               h.endJSON(p.head, p.ask.Head, p.headSHA()), "base": h.endJSON(p.repo, p.ask.Base, p.baseSHA()),
		"_links": object{
			"self": link(self), "html": link(html), "issue": link(issue), "comments": link(issue + "/comments"), "review_comments": link(self + "/comments"),
			"review_comment": link(h.repoURL(p.repo, "/pulls/comments{/number}")), "commits": link(self + "/commits"), "statuses": link(statuses),
		},
	}
	if p.ask.Body != "" {
		o["body"] = p.ask.Body
	}
	h.countsJSON(p, o)
	return o
}

// countsJSON adds what only a single pull request shows.
func (h *Hub) countsJSON(p *pull, o object) {
	added, removed, comments := 0, 0, 0
	all := p.changes()
	for _, f := range all {
		added, removed = added+f.added, removed+f.removed
	}
	for _, t := range p.threads {
		comments += len(t.comments)
	}
	for name, value := range (object{
		"merged": false, "mergeable": true, "rebaseable": true, "mergeable_state": "clean", "merged_by": nil, "maintainer_can_modify": false,
		"comments": len(p.repo.commentsOf(p.number)), "review_comments": comments, "commits": len(p.repo.store.between(p.baseSHA(), p.headSHA())),
		"additions": added, "deletions": removed, "changed_files": len(all),
	}) {
		o[name] = value
	}
}

func (h *Hub) endJSON(r *repository, branch, sha string) object {
	return object{"label": r.owner.login + ":" + branch, "ref": branch, "sha": sha, "user": h.userJSON(r.owner), "repo": h.repositoryJSON(r)}
}

func link(to string) object { return object{"href": to} }
