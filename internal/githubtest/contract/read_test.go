package contract_test

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/githubtest"
)

// Every endpoint that reads answers what GitHub's description promises: the judge fails the test otherwise.
func TestReadEverything(t *testing.T) {
	g := start(t)
	head := g.head()
	var pull struct {
		Head, Base   struct{ SHA, Ref string }
		ChangedFiles int `json:"changed_files"`
	}
	g.want(200, "GET", at("/pulls/1"), nil, &pull)
	if pull.Head.SHA != head || pull.Base.Ref != "main" || pull.ChangedFiles != 2 {
		t.Errorf("pull request: %+v", pull)
	}
	for _, path := range []string{
		at(""), at("/pulls"), at("/pulls?state=all&head=octo:feature"), at("/branches/main"), at("/commits/" + head), at("/commits/feature"),
		at("/git/commits/" + head), at("/git/ref/heads/feature"), at("/pulls/1/comments"), at("/pulls/1/reviews"), at("/issues/1/comments"),
		at("/commits/" + head + "/check-runs"), at("/collaborators/octo/permission"), "/installation/repositories", at("/contents/src/app.py?ref=main"),
	} {
		g.want(200, "GET", path, nil, nil)
	}
	for _, path := range []string{"/app", "/app/installations", "/app/hook/deliveries"} {
		if status := g.as(g.jwt(9*60e9), "GET", path, nil, nil); status != 200 {
			t.Errorf("%s: %d", path, status)
		}
	}
	for _, path := range []string{at("/pulls/9"), at("/branches/none"), at("/git/blobs/" + strings.Repeat("0", 40)), "/repos/octo/none", at("/contents/none?ref=main")} {
		g.want(404, "GET", path, nil, nil)
	}
}

// GitHub Enterprise Server has the same under /api/v3, and GraphQL under /api/graphql.
func TestEnterprisePaths(t *testing.T) {
	g := start(t)
	g.want(200, "GET", "/api/v3"+at("/pulls/1"), nil, nil)
	g.want(200, "POST", "/api/graphql", object{"query": `{repository(owner:"octo",name:"shop"){nameWithOwner}}`}, nil)
}

// The names of objects are Git's own: a blob's by its bytes, a tree's by its entries. The empty tree's name is known to all of Git.
func TestObjectNames(t *testing.T) {
	g := start(t)
	var tree struct {
		SHA       string
		Truncated bool
		Tree      []struct{ Path, Mode, Type, SHA string }
	}
	g.want(200, "GET", at("/git/trees/main?recursive=1"), nil, &tree)
	var paths []string
	for _, e := range tree.Tree {
		paths = append(paths, e.Mode+" "+e.Path)
	}
	if got := strings.Join(paths, ", "); got != "040000 src, 100644 src/app.py, 100644 template.yaml" {
		t.Errorf("tree: %s", got)
	}
	src, entries := "import boto3\n", ""
	for _, e := range tree.Tree {
		if e.Path == "src/app.py" && e.SHA != gitHash("blob", src) {
			t.Errorf("blob: %s, want %s", e.SHA, gitHash("blob", src))
		}
		if raw, err := hex.DecodeString(e.SHA); err == nil && !strings.Contains(e.Path, "/") {
			entries += strings.TrimPrefix(e.Mode, "0") + " " + e.Path + "\x00" + string(raw)
		}
	}
	if want := gitHash("tree", entries); tree.SHA != want {
		t.Errorf("tree: %s, want %s", tree.SHA, want)
	}
	var blob struct{ Content string }
	g.want(200, "GET", at("/git/blobs/"+gitHash("blob", src)), nil, &blob)
	if text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(blob.Content, "\n", "")); err != nil || string(text) != src {
		t.Errorf("blob: %q %v", text, err)
	}
}

// Links, programs and submodules have modes and types of their own.
func TestModes(t *testing.T) {
	g := start(t, func(o *githubtest.Options) {
		o.Modes = map[string]string{"src/app.py": "120000", "template.yaml": "160000", "src/new.py": "100755"}
	})
	var tree struct {
		Tree []struct{ Path, Mode, Type string }
	}
	g.want(200, "GET", at("/git/trees/feature?recursive=1"), nil, &tree)
	var got []string
	for _, e := range tree.Tree {
		got = append(got, e.Mode+" "+e.Type+" "+e.Path)
	}
	if want := "040000 tree src, 120000 blob src/app.py, 100755 blob src/new.py, 160000 commit template.yaml"; strings.Join(got, ", ") != want {
		t.Errorf("tree: %s, want %s", strings.Join(got, ", "), want)
	}
}

// A tree with too many entries is listed in part, and says so.
func TestTruncatedTree(t *testing.T) {
	g := start(t, func(o *githubtest.Options) { o.TreeEntries = 2 })
	var tree struct {
		Truncated bool
		Tree      []object
	}
	g.want(200, "GET", at("/git/trees/main?recursive=1"), nil, &tree)
	if !tree.Truncated || len(tree.Tree) != 2 {
		t.Errorf("tree: %+v", tree)
	}
	g.want(200, "GET", at("/git/trees/main"), nil, &tree)
	if tree.Truncated {
		t.Error("without its folders the tree is whole")
	}
}

func gitHash(kind, body string) string {
	sum := sha1.Sum([]byte(fmt.Sprintf("%s %d\x00%s", kind, len(body), body)))
	return hex.EncodeToString(sum[:])
}

// The base branch goes on after the pull request branched off: the merge base stays, and only the pull request's own changes are its files.
func TestMergeBase(t *testing.T) {
	g := start(t)
	old := g.branch("main")
	_, err := g.hub.Push(repo, "main", "Elsewhere", map[string][]byte{"template.yaml": twenty(""), "src/app.py": []byte("import os\n")})
	g.check(err)
	var c struct {
		Status          string
		Ahead           int                  `json:"ahead_by"`
		Behind          int                  `json:"behind_by"`
		MergeBaseCommit struct{ SHA string } `json:"merge_base_commit"`
	}
	g.want(200, "GET", at("/compare/main...feature?per_page=1"), nil, &c)
	if c.Status != "diverged" || c.Ahead != 1 || c.Behind != 1 || c.MergeBaseCommit.SHA != old {
		t.Errorf("comparison: %+v, want the merge base %s", c, old)
	}
	if got := g.files(); got != "added src/new.py, modified template.yaml" {
		t.Errorf("files: %s", got)
	}
}

func (g *rig) branch(name string) string {
	var out struct{ Commit struct{ SHA string } }
	g.want(200, "GET", at("/branches/"+name), nil, &out)
	return out.Commit.SHA
}

func (g *rig) files() string {
	var list []struct{ Filename, Status, Patch string }
	g.want(200, "GET", at("/pulls/1/files"), nil, &list)
	var names []string
	for _, f := range list {
		names = append(names, f.Status+" "+f.Filename)
	}
	return strings.Join(names, ", ")
}

// A patch is what `git diff` prints without the file headers: three lines of context, the section behind the header, no last newline.
func TestPatch(t *testing.T) {
	g := start(t)
	var list []struct{ Filename, Patch string }
	g.want(200, "GET", at("/pulls/1/files"), nil, &list)
	want := map[string]string{
		"template.yaml": "@@ -7,7 +7,7 @@ line 6\n line 7\n line 8\n line 9\n-line 10 \n+line 10 changed\n line 11\n line 12\n line 13",
		"src/new.py":    "@@ -0,0 +1,2 @@\n+a = 1\n+b = 2",
	}
	for _, f := range list {
		if f.Patch != want[f.Filename] {
			t.Errorf("%s:\n%s\nwant\n%s", f.Filename, f.Patch, want[f.Filename])
		}
	}
	_, err := g.hub.Push(repo, "feature", "Binary", map[string][]byte{"template.yaml": append(twenty(""), 0), "moved.py": []byte("import boto3\n")})
	g.check(err)
	list = nil
	g.want(200, "GET", at("/pulls/1/files"), nil, &list)
	if len(list) != 2 || list[1].Patch != "" || g.files() != "renamed moved.py, modified template.yaml" {
		t.Errorf("a binary file has no patch, a rename no change: %+v", list)
	}
}

// Lists come in pages of at most 100, with links to the others.
func TestPages(t *testing.T) {
	g := start(t)
	for i := range 101 {
		_, err := g.hub.Comment(repo, 1, "ann", fmt.Sprint("comment ", i))
		g.check(err)
	}
	var list []struct{ Body string }
	g.want(200, "GET", at("/issues/1/comments?per_page=200"), nil, &list)
	if len(list) != 100 || !strings.Contains(g.answerHead.Get("Link"), `page=2&per_page=200>; rel="next"`) {
		t.Errorf("%d on the first page, Link %s", len(list), g.answerHead.Get("Link"))
	}
	list = nil
	g.want(200, "GET", at("/issues/1/comments?per_page=100&page=2"), nil, &list)
	if len(list) != 1 || strings.Contains(g.answerHead.Get("Link"), "next") {
		t.Errorf("%d on the second page, Link %s", len(list), g.answerHead.Get("Link"))
	}
}

// What the client has already is 304, free of charge.
func TestConditional(t *testing.T) {
	g := start(t)
	g.want(200, "GET", at("/pulls/1"), nil, nil)
	used := g.answerHead.Get("X-RateLimit-Used")
	g.etag = g.answerHead.Get("ETag")
	g.want(304, "GET", at("/pulls/1"), nil, nil)
	if got := g.answerHead.Get("X-RateLimit-Used"); got != used {
		t.Errorf("304 cost something: %s used, then %s", used, got)
	}
	_, err := g.hub.Push(repo, "feature", "More", map[string][]byte{"a": nil})
	g.check(err)
	g.want(200, "GET", at("/pulls/1"), nil, nil)
}
