package githubtest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Errors of what people do.
var (
	ErrMissing = errors.New("there is no such thing on this GitHub")
	ErrRefused = errors.New("GitHub refuses it")
)

// repository is one repository. Forks share the object store of what they are a fork of, as on GitHub.
type repository struct {
	id           int64
	owner        *user
	name         string
	private      bool
	parent       *repository
	installation *installation // nil where the App is not installed
	store        *store
	branches     map[string]string // name to commit
	main         string            // the default branch
	people       map[string]string // login to role; the owner is admin
	numbers      int               // of pull requests
	pulls        []*pull
	suites       []*suite
	checks       []*check
	comments     []*comment
}

func (r *repository) full() string { return r.owner.login + "/" + r.name }

// find looks a repository up by "owner/name", any case. The caller holds mu.
func (h *Hub) find(full string) *repository {
	i := slices.IndexFunc(h.repos, func(r *repository) bool { return strings.EqualFold(r.full(), full) })
	if i < 0 {
		return nil
	}
	return h.repos[i]
}

// must finds a repository for a person's act.
func (h *Hub) must(full string) (*repository, error) {
	if r := h.find(full); r != nil {
		return r, nil
	}
	return nil, fmt.Errorf("finding repository %s: %w", full, ErrMissing)
}

// Create makes a private repository "owner/name" whose branch main has one commit of files, and answers that commit.
func (h *Hub) Create(full string, files map[string][]byte) (commit string, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	owner, name, ok := strings.Cut(full, "/")
	if !ok || h.find(full) != nil {
		return "", fmt.Errorf("creating repository %s: %w", full, ErrRefused)
	}
	r := h.add(owner, name, newStore())
	commit = r.store.commit(files, nil, h.user(owner), "Initial commit", h.now())
	r.branches[r.main] = commit
	return commit, nil
}

// Fork copies a repository to another account, with its branches. The App is not installed there.
func (h *Hub) Fork(full, owner string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	parent, err := h.must(full)
	if err != nil {
		return "", err
	}
	r := h.add(owner, parent.name, parent.store)
	r.parent, r.installation = parent, nil
	for name, commit := range parent.branches {
		r.branches[name] = commit
	}
	return r.full(), nil
}

func (h *Hub) add(owner, name string, s *store) *repository {
	r := &repository{
		id: h.id(), owner: h.user(owner), name: name, private: true, store: s,
		branches: make(map[string]string), main: "main", people: make(map[string]string),
	}
	for _, in := range h.installations {
		if in.account == r.owner && !in.gone {
			r.installation = in
		}
	}
	h.repos = append(h.repos, r)
	return r
}

// Collaborate gives a person a role on a repository: read, triage, write, maintain or admin.
func (h *Hub) Collaborate(full, login, role string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return err
	}
	h.user(login) // they have an account, if they had none
	r.people[strings.ToLower(login)] = role
	return nil
}

// role of an account; "none" for strangers of a private repository.
func (r *repository) role(login string) string {
	if strings.EqualFold(login, r.owner.login) {
		return "admin"
	}
	if role := r.people[strings.ToLower(login)]; role != "" {
		return role
	}
	if r.private {
		return "none"
	}
	return "read"
}

// permission is the older word for a role: maintain is write, triage is read.
func permission(role string) string {
	switch role {
	case "maintain":
		return "write"
	case "triage":
		return "read"
	}
	return role
}

func getPermission(c *call) answer {
	login := c.r.PathValue("username")
	u, ok2 := c.hub.users[strings.ToLower(login)]
	if !ok2 {
		return missing()
	}
	role := c.repo.role(login)
	who := c.hub.userJSON(u)
	who["role_name"] = role
	who["permissions"] = rights(permission(role))
	return ok(object{"permission": permission(role), "role_name": role, "user": who})
}

func rights(permission string) object {
	return object{
		"pull": permission != "none", "triage": permission == "write" || permission == "admin", "push": permission == "write" || permission == "admin",
		"maintain": permission == "admin", "admin": permission == "admin",
	}
}

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

func getBranch(c *call) answer {
	name := c.r.PathValue("branch")
	commit, ok2 := c.repo.branches[name]
	if !ok2 {
		return fail(http.StatusNotFound, "Branch not found")
	}
	self := c.hub.repoURL(c.repo, "/branches/"+name)
	return ok(object{
		"name": name, "commit": c.hub.commitJSON(c.repo, commit), "protected": false, "protection": object{"enabled": false},
		"protection_url": self + "/protection", "_links": object{"self": self, "html": c.hub.web("/%s/tree/%s", c.repo.full(), name)},
	})
}

func getRef(c *call) answer {
	name, branch := strings.CutPrefix(c.r.PathValue("ref"), "heads/")
	commit, ok2 := c.repo.branches[name]
	if !branch || !ok2 {
		return missing()
	}
	return ok(object{
		"ref": "refs/heads/" + name, "node_id": "REF_" + commit, "url": c.hub.repoURL(c.repo, "/git/refs/heads/"+name),
		"object": object{"type": "commit", "sha": commit, "url": c.hub.repoURL(c.repo, "/git/commits/"+commit)},
	})
}
