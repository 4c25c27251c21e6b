package githubtest

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// maxTreeEntries is GitHub's limit of a recursive tree; its other one, 7 MB, is not kept here.
const maxTreeEntries = 100_000

// resolve finds the commit that a name stands for: a SHA, a branch, heads/ or refs/heads/ and a branch; "" where there is none.
func (r *repository) resolve(ref string) string {
	if c := r.store.commits[ref]; c != nil {
		return c.sha
	}
	ref = strings.TrimPrefix(strings.TrimPrefix(ref, "refs/"), "heads/")
	return r.branches[ref]
}

func getCommit(c *call) answer {
	sha := c.repo.resolve(c.r.PathValue("ref"))
	if sha == "" {
		return fail(http.StatusUnprocessableEntity, "No commit found for SHA: "+c.r.PathValue("ref"))
	}
	return ok(c.hub.commitJSON(c.repo, sha))
}

func (h *Hub) commitJSON(r *repository, sha string) object {
	c := r.store.commits[sha]
	url := h.repoURL(r, "/commits/"+sha)
	who := object{"name": c.author.login, "email": c.author.email(), "date": stamp(c.at)}
	parents := []object{}
	for _, p := range c.parents {
		parents = append(parents, object{"sha": p, "url": h.repoURL(r, "/commits/"+p), "html_url": h.web("/%s/commit/%s", r.full(), p)})
	}
	return object{
		"sha": sha, "node_id": "C_" + sha, "url": url, "html_url": h.web("/%s/commit/%s", r.full(), sha), "comments_url": url + "/comments",
		"author": h.userJSON(c.author), "committer": h.userJSON(c.author), "parents": parents,
		"commit": object{
			"message": c.message, "author": who, "committer": who, "comment_count": 0, "url": h.repoURL(r, "/git/commits/"+sha),
			"tree": object{"sha": c.tree, "url": h.repoURL(r, "/git/trees/"+c.tree)}, "verification": unsigned(),
		},
	}
}

func unsigned() object {
	return object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil}
}

func getGitCommit(c *call) answer {
	commit := c.repo.store.commits[c.r.PathValue("commit_sha")]
	if commit == nil {
		return missing()
	}
	full := c.hub.commitJSON(c.repo, commit.sha)
	inner := full["commit"].(object)
	return ok(object{
		"sha": commit.sha, "node_id": full["node_id"], "url": inner["url"], "html_url": full["html_url"], "author": inner["author"],
		"committer": inner["committer"], "tree": inner["tree"], "message": commit.message, "parents": full["parents"], "verification": unsigned(),
	})
}

// getTree answers a tree by its own name, by a commit's or by a branch's. Any value of "recursive" means yes, as on GitHub.
func getTree(c *call) answer {
	sha := c.r.PathValue("tree_sha")
	if commit := c.repo.resolve(sha); commit != "" {
		sha = c.repo.store.commits[commit].tree
	}
	if _, exists := c.repo.store.trees[sha]; !exists {
		return missing()
	}
	w := &walk{c: c, entries: []object{}, deep: c.r.URL.Query().Has("recursive")}
	w.list(sha, "")
	return ok(object{"sha": sha, "url": c.hub.repoURL(c.repo, "/git/trees/"+sha), "tree": w.entries, "truncated": w.truncated})
}

type walk struct {
	c         *call
	entries   []object
	deep      bool
	truncated bool
}

func (w *walk) list(tree, prefix string) {
	for _, e := range w.c.repo.store.trees[tree] {
		if len(w.entries) == w.c.hub.options.TreeEntries {
			w.truncated = true
			return
		}
		w.entries = append(w.entries, w.line(e, prefix))
		if e.mode == modeFolder && w.deep {
			w.list(e.sha, prefix+e.name+"/")
		}
	}
}

func (w *walk) line(e entry, prefix string) object {
	o := object{"path": prefix + e.name, "mode": e.mode, "sha": e.sha}
	switch e.mode {
	case modeFolder:
		o["type"], o["url"] = "tree", w.c.hub.repoURL(w.c.repo, "/git/trees/"+e.sha)
	case modeModule:
		o["type"] = "commit"
	default:
		o["type"], o["url"], o["size"] = "blob", w.c.hub.repoURL(w.c.repo, "/git/blobs/"+e.sha), e.size
	}
	return o
}

// getBlob answers bytes as base64 in JSON, or as they are where the client asks for raw.
func getBlob(c *call) answer {
	sha := c.r.PathValue("file_sha")
	src, exists := c.repo.store.blobs[sha]
	if !exists {
		return missing()
	}
	if c.wants("raw") {
		return answer{status: http.StatusOK, raw: list(src), media: "application/vnd.github.raw; charset=utf-8"}
	}
	return ok(object{
		"sha": sha, "node_id": "B_" + sha, "size": len(src), "url": c.hub.repoURL(c.repo, "/git/blobs/"+sha),
		"content": wrap(src), "encoding": "base64",
	})
}

// wants tells whether the Accept header names one of GitHub's media types: "raw" in application/vnd.github.raw or .v3.raw+json.
func (c *call) wants(kind string) bool {
	for media := range strings.SplitSeq(c.r.Header.Get("Accept"), ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(media), ";")
		rest, github := strings.CutPrefix(strings.TrimSuffix(name, "+json"), "application/vnd.github.")
		if github && strings.TrimPrefix(rest, "v3.") == kind {
			return true
		}
	}
	return false
}

// wrap is base64 in lines of 60 letters, as GitHub sends it.
func wrap(src []byte) string {
	text := base64.StdEncoding.EncodeToString(src)
	var b strings.Builder
	for len(text) > 60 {
		b.WriteString(text[:60] + "\n")
		text = text[60:]
	}
	return b.String() + text + "\n"
}

// getContents answers one file at a commit; folders are read through trees.
func getContents(c *call) answer {
	ref := c.r.URL.Query().Get("ref")
	if ref == "" {
		ref = c.repo.main
	}
	commit, path := c.repo.resolve(ref), c.r.PathValue("path")
	if commit == "" {
		return fail(http.StatusNotFound, "No commit found for the ref "+ref)
	}
	src, exists := c.repo.store.commits[commit].files[path]
	if !exists {
		return missing()
	}
	if c.wants("raw") {
		return answer{status: http.StatusOK, raw: list(src), media: "application/vnd.github.raw; charset=utf-8"}
	}
	sha := hash("blob", src)
	self, blob := c.hub.repoURL(c.repo, "/contents/"+path+"?ref="+ref), c.hub.repoURL(c.repo, "/git/blobs/"+sha)
	html := c.hub.web("/%s/blob/%s/%s", c.repo.full(), ref, path)
	return ok(object{
		"type": "file", "name": path[strings.LastIndex(path, "/")+1:], "path": path, "sha": sha, "size": len(src), "encoding": "base64", "content": wrap(src),
		"url": self, "git_url": blob, "html_url": html, "download_url": html + "?raw=1", "_links": object{"self": self, "git": blob, "html": html},
	})
}
