package githubtest

import (
	"fmt"
	"maps"
	"strings"
)

// user is an account: a person, or an App's bot.
type user struct {
	id    int64
	login string
}

// user finds an account by its login, or makes it: nobody needs to sign up. The caller holds mu.
func (h *Hub) user(login string) *user {
	key := strings.ToLower(login)
	if h.users[key] == nil {
		h.users[key] = &user{id: h.id(), login: login}
	}
	return h.users[key]
}

// bot is the account under which the App writes.
func (h *Hub) bot() *user { return h.user(h.options.App.Slug + "[bot]") }

func (u *user) kind() string {
	if strings.HasSuffix(u.login, "[bot]") {
		return "Bot"
	}
	return "User"
}

func (h *Hub) userJSON(u *user) object {
	url := h.api("/users/%s", u.login)
	return object{
		"login": u.login, "id": u.id, "node_id": node("U", u.id), "avatar_url": h.web("/%s.png", u.login), "gravatar_id": "", "url": url,
		"html_url": h.web("/%s", u.login), "followers_url": url + "/followers", "following_url": url + "/following{/other_user}",
		"gists_url": url + "/gists{/gist_id}", "starred_url": url + "/starred{/owner}{/repo}", "subscriptions_url": url + "/subscriptions",
		"organizations_url": url + "/orgs", "repos_url": url + "/repos", "events_url": url + "/events{/privacy}",
		"received_events_url": url + "/received_events", "type": u.kind(), "site_admin": false,
	}
}

// node is a global id: what a thing is, and its number.
func node(kind string, id int64) string { return fmt.Sprintf("%s_%d", kind, id) }

// installation is the App on one account.
type installation struct {
	id              int64
	account         *user
	permissions     map[string]string
	suspended, gone bool
}

// Install puts the App on an account and answers the installation's id.
func (h *Hub) Install(account string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	in := &installation{id: h.id(), account: h.user(account), permissions: maps.Clone(h.options.App.Permissions)}
	h.installations = append(h.installations, in)
	for _, r := range h.repos {
		if r.owner == in.account && r.parent == nil {
			r.installation = in
		}
	}
	return in.id
}

// Suspend stops an installation, or starts it again.
func (h *Hub) Suspend(installation int64, suspended bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if in := h.installationOf(installation); in != nil {
		in.suspended = suspended
	}
}

// Uninstall ends an installation; its tokens are worth nothing from now on.
func (h *Hub) Uninstall(installation int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	in := h.installationOf(installation)
	if in == nil {
		return
	}
	in.gone = true
	for _, r := range h.repos {
		if r.installation == in {
			r.installation = nil
		}
	}
}

// Grant changes one permission of an installation; "" takes it away.
func (h *Hub) Grant(installation int64, permission, level string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if in := h.installationOf(installation); in != nil {
		in.permissions[permission] = level
		if level == "" {
			delete(in.permissions, permission)
		}
	}
}

// installationOf finds an installation that is not gone.
func (h *Hub) installationOf(id int64) *installation {
	for _, in := range h.installations {
		if in.id == id && !in.gone {
			return in
		}
	}
	return nil
}

func getApp(c *call) answer { return ok(c.hub.appJSON()) }

func (h *Hub) appJSON() object {
	app := h.options.App
	return object{
		"id": app.ID, "slug": app.Slug, "node_id": node("A", app.ID), "owner": h.userJSON(h.user(app.Slug + "-owner")), "name": app.Slug,
		"description": nil, "external_url": h.web("/apps/%s", app.Slug), "html_url": h.web("/apps/%s", app.Slug),
		"created_at": epoch, "updated_at": epoch, "permissions": app.Permissions, "events": list(app.Events), "installations_count": len(h.installations),
	}
}

// epoch is when whatever was always there was made.
const epoch = "2026-01-01T00:00:00Z"

func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

func listInstallations(c *call) answer {
	var all []*installation
	for _, in := range c.hub.installations {
		if !in.gone {
			all = append(all, in)
		}
	}
	return page(c, all, c.hub.installationJSON, nil)
}

func (h *Hub) installationJSON(in *installation) object {
	var suspended any
	if in.suspended {
		suspended = epoch
	}
	account := h.userJSON(in.account)
	// GitHub's description asks for what enterprises have, too.
	account["name"], account["slug"], account["created_at"], account["updated_at"] = in.account.login, in.account.login, epoch, epoch
	return object{
		"id": in.id, "account": account, "access_tokens_url": h.api("/app/installations/%d/access_tokens", in.id),
		"repositories_url": h.api("/installation/repositories"), "html_url": h.web("/settings/installations/%d", in.id),
		"app_id": h.options.App.ID, "app_slug": h.options.App.Slug, "target_id": in.account.id, "target_type": "User",
		"repository_selection": "all", "permissions": in.permissions, "events": list(h.options.App.Events), "created_at": epoch, "updated_at": epoch,
		"single_file_name": nil, "suspended_by": nil, "suspended_at": suspended,
	}
}

func listInstallationRepositories(c *call) answer {
	var all []*repository
	for _, r := range c.hub.repos {
		if c.token.reaches(r) {
			all = append(all, r)
		}
	}
	return page(c, all, c.hub.repositoryJSON, func(items []object) any {
		return object{"total_count": len(all), "repositories": items, "repository_selection": "all"}
	})
}
