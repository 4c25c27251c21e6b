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
	r := h.add(owner, name, newStore(h.options.Modes))
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
	u, exists := c.hub.users[strings.ToLower(login)]
	if !exists {
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

func getBranch(c *call) answer {
	name := c.r.PathValue("branch")
	commit, exists := c.repo.branches[name]
	if !exists {
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
	commit, exists := c.repo.branches[name]
	if !branch || !exists {
		return missing()
	}
	return ok(object{
		"ref": "refs/heads/" + name, "node_id": "REF_" + commit, "url": c.hub.repoURL(c.repo, "/git/refs/heads/"+name),
		"object": object{"type": "commit", "sha": commit, "url": c.hub.repoURL(c.repo, "/git/commits/"+commit)},
	})
}
