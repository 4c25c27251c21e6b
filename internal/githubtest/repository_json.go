package githubtest

func getRepository(c *call) answer { return ok(c.hub.repositoryJSON(c.repo)) }

// links of a repository: the field without "_url", and what follows the repository's address.
var repositoryLinks = []struct{ field, rest string }{
	{"archive", "/{archive_format}{/ref}"}, {"assignees", "/assignees{/user}"}, {"blobs", "/git/blobs{/sha}"}, {"branches", "/branches{/branch}"},
	{"collaborators", "/collaborators{/collaborator}"}, {"comments", "/comments{/number}"}, {"commits", "/commits{/sha}"},
	{"compare", "/compare/{base}...{head}"}, {"contents", "/contents/{+path}"}, {"contributors", "/contributors"}, {"deployments", "/deployments"},
	{"downloads", "/downloads"}, {"events", "/events"}, {"forks", "/forks"}, {"git_commits", "/git/commits{/sha}"}, {"git_refs", "/git/refs{/sha}"},
	{"git_tags", "/git/tags{/sha}"}, {"hooks", "/hooks"}, {"issue_comment", "/issues/comments{/number}"}, {"issue_events", "/issues/events{/number}"},
	{"issues", "/issues{/number}"}, {"keys", "/keys{/key_id}"}, {"labels", "/labels{/name}"}, {"languages", "/languages"}, {"merges", "/merges"},
	{"milestones", "/milestones{/number}"}, {"notifications", "/notifications{?since,all,participating}"}, {"pulls", "/pulls{/number}"},
	{"releases", "/releases{/id}"}, {"stargazers", "/stargazers"}, {"statuses", "/statuses/{sha}"}, {"subscribers", "/subscribers"},
	{"subscription", "/subscription"}, {"tags", "/tags"}, {"teams", "/teams"}, {"trees", "/git/trees{/sha}"},
}

func (h *Hub) repositoryJSON(r *repository) object {
	o := object{
		"id": r.id, "node_id": node("R", r.id), "name": r.name, "full_name": r.full(), "owner": h.userJSON(r.owner), "private": r.private,
		"html_url": h.web("/%s", r.full()), "description": nil, "fork": r.parent != nil, "url": h.repoURL(r, ""), "created_at": epoch, "updated_at": epoch,
		"pushed_at": epoch, "git_url": "git://github.com/" + r.full() + ".git", "ssh_url": "git@github.com:" + r.full() + ".git",
		"clone_url": h.web("/%s.git", r.full()), "svn_url": h.web("/%s", r.full()), "homepage": nil, "mirror_url": nil, "language": nil, "license": nil,
		"size": 1, "stargazers_count": 0, "watchers_count": 0, "forks_count": 0, "open_issues_count": 0, "forks": 0, "open_issues": 0, "watchers": 0,
		"network_count": 0, "subscribers_count": 0, "default_branch": r.main, "has_issues": true, "has_projects": false, "has_downloads": false,
		"has_wiki": false, "has_pages": false, "has_discussions": false, "archived": false, "disabled": false, "visibility": "private",
		"is_template": false, "topics": []string{}, "allow_forking": true, "web_commit_signoff_required": false,
		"permissions": object{"admin": false, "push": false, "pull": true},
	}
	for _, l := range repositoryLinks {
		o[l.field+"_url"] = h.repoURL(r, l.rest)
	}
	return o
}

func (h *Hub) repoURL(r *repository, rest string) string { return h.api("/repos/%s", r.full()) + rest }
