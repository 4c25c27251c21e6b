package githubtest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// MaxRequest is the largest body that is read, in bytes.
const MaxRequest = 8 << 20

// route is one endpoint: who may call it and what answers. Needs lists permissions of which one is enough ("checks:write"); the words "app" and
// "token" stand for the App itself and for any installation token.
type route struct {
	pattern string
	needs   []string
	creates bool // counts against the limits on content
	answer  func(*call) answer
}

// routes is every endpoint; the first that matches answers. net/http's own mux refuses two of GitHub's paths beside each other
// (issues/{n}/comments and issues/comments/{id}).
func routes() []route {
	const repo = "/repos/{owner}/{repo}"
	read := func(p string) []string { return []string{p + ":read"} }
	pulls, talk, say := read("pull_requests"), []string{"pull_requests:read", "issues:read"}, []string{"pull_requests:write", "issues:write"}
	return []route{
		{"GET /app", []string{"app"}, false, getApp},
		{"GET /app/installations", []string{"app"}, false, listInstallations},
		{"GET /app/hook/deliveries", []string{"app"}, false, listDeliveries},
		{"GET /app/hook/deliveries/{delivery_id}", []string{"app"}, false, getDelivery},
		{"POST /app/hook/deliveries/{delivery_id}/attempts", []string{"app"}, false, redeliver},
		{"POST /app/installations/{installation_id}/access_tokens", []string{"app"}, false, createToken},
		{"GET /installation/repositories", []string{"token"}, false, listInstallationRepositories},
		{"POST /graphql", []string{"token"}, false, graphql},
		{"GET " + repo, read("metadata"), false, getRepository},
		{"GET " + repo + "/branches/{branch...}", read("contents"), false, getBranch},
		{"GET " + repo + "/collaborators/{username}/permission", read("metadata"), false, getPermission},
		{"GET " + repo + "/commits/{ref}/check-runs", read("checks"), false, listChecks},
		{"GET " + repo + "/commits/{ref...}", read("contents"), false, getCommit},
		{"GET " + repo + "/compare/{basehead...}", read("contents"), false, compare},
		{"GET " + repo + "/contents/{path...}", read("contents"), false, getContents},
		{"GET " + repo + "/git/blobs/{file_sha}", read("contents"), false, getBlob},
		{"GET " + repo + "/git/commits/{commit_sha}", read("contents"), false, getGitCommit},
		{"GET " + repo + "/git/ref/{ref...}", read("contents"), false, getRef},
		{"GET " + repo + "/git/trees/{tree_sha}", read("contents"), false, getTree},
		{"POST " + repo + "/check-runs", []string{"checks:write"}, false, createCheck},
		{"GET " + repo + "/check-runs/{check_run_id}", read("checks"), false, getCheck},
		{"PATCH " + repo + "/check-runs/{check_run_id}", []string{"checks:write"}, false, updateCheck},
		{"GET " + repo + "/check-runs/{check_run_id}/annotations", read("checks"), false, listAnnotations},
		{"POST " + repo + "/check-suites/{check_suite_id}/rerequest", []string{"checks:write"}, false, rerequestSuite},
		{"GET " + repo + "/issues/{issue_number}/comments", talk, false, listComments},
		{"POST " + repo + "/issues/{issue_number}/comments", say, true, createComment},
		{"GET " + repo + "/issues/comments/{comment_id}", talk, false, getComment},
		{"PATCH " + repo + "/issues/comments/{comment_id}", say, false, editComment},
		{"DELETE " + repo + "/issues/comments/{comment_id}", say, false, deleteComment},
		{"POST " + repo + "/issues/comments/{comment_id}/reactions", say, false, createReaction},
		{"GET " + repo + "/issues/comments/{comment_id}/reactions", talk, false, listReactions},
		{"GET " + repo + "/pulls", pulls, false, listPulls},
		{"GET " + repo + "/pulls/{pull_number}", pulls, false, getPull},
		{"GET " + repo + "/pulls/{pull_number}/comments", pulls, false, listReviewComments},
		{"GET " + repo + "/pulls/{pull_number}/files", pulls, false, listFiles},
		{"GET " + repo + "/pulls/{pull_number}/reviews", pulls, false, listReviews},
		{"POST " + repo + "/pulls/{pull_number}/reviews", []string{"pull_requests:write"}, true, createReview},
		{"POST " + repo + "/pulls/{pull_number}/comments/{comment_id}/replies", []string{"pull_requests:write"}, true, createReply},
	}
}

// call is one request that was let in, under the Hub's lock.
type call struct {
	hub   *Hub
	r     *http.Request
	body  []byte
	token *token      // nil for the App itself
	repo  *repository // nil where the path names none
	after []func()    // runs once the lock is given back
	quiet bool        // nothing was written
}

// matches compares a request with a route, segment by segment, and fills in the path's values; {name...} takes all that is left.
func (route route) matches(r *http.Request, path string) bool {
	method, pattern, _ := strings.Cut(route.pattern, " ")
	wants, has := strings.Split(pattern, "/"), strings.Split(path, "/")
	if method != r.Method || len(has) < len(wants) {
		return false
	}
	for i, want := range wants {
		name, variable := strings.CutPrefix(want, "{")
		text := has[i]
		if rest, all := strings.CutSuffix(name, "...}"); variable && all {
			name, text = rest+"}", strings.Join(has[i:], "/")
			has = has[:i+1]
		}
		value, err := url.PathUnescape(text)
		if err != nil || value == "" && variable || !variable && value != want {
			return false
		}
		if variable {
			r.SetPathValue(strings.TrimSuffix(name, "}"), value)
		}
	}
	return len(has) == len(wants)
}

// serve is the way of every request: trouble, identity, limits, permission, then the endpoint's own answer.
func (h *Hub) serve(w http.ResponseWriter, r *http.Request, route route) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxRequest))
	if err != nil {
		a := fail(http.StatusRequestEntityTooLarge, "The request is larger than GitHub takes.")
		a.prepare(r)
		a.send(w)
		return
	}
	c := &call{hub: h, r: r, body: body}
	trouble, hit := h.trouble(r.Method)
	if hit && trouble.Slow > 0 {
		h.options.Sleep(trouble.Slow)
	}
	a := c.answer(route, trouble)
	status := a.prepare(r)
	h.record(r.Method, route.pattern, status, c)
	if hit && trouble.Cut {
		a.cut(w)
	}
	a.send(w)
	for _, f := range c.after {
		f()
	}
}

// answer finds the answer under the lock.
func (c *call) answer(route route, t Trouble) (a answer) {
	c.hub.mu.Lock()
	defer c.hub.mu.Unlock()
	if t.Status != 0 {
		a = t.answer(c.hub.now())
	} else if a = c.admit(route); a.status == 0 {
		a = route.answer(c)
	}
	c.hub.limits(c, &a)
	return a
}

// admit answers with status 0 where the call may go on.
func (c *call) admit(route route) answer {
	if a := c.identify(route.needs[0] == "app"); a.status != 0 {
		return a
	}
	if a := c.hub.spend(c.token); a.status != 0 {
		return a
	}
	if owner := c.r.PathValue("owner"); owner != "" {
		c.repo = c.hub.find(owner + "/" + c.r.PathValue("repo"))
		if c.repo == nil || !c.token.reaches(c.repo) {
			return missing()
		}
	}
	if !c.token.may(route.needs) {
		return fail(http.StatusForbidden, "Resource not accessible by integration")
	}
	if route.creates {
		return c.hub.paceOf(c.token.installation.id).create(c.hub.hour())
	}
	return answer{}
}

// number reads a number of the path, 0 where there is none.
func (c *call) number(name string) int64 {
	n, err := strconv.ParseInt(c.r.PathValue(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// errNoJSON reads as GitHub's own answer does.
var errNoJSON = errors.New("Problems parsing JSON") //lint:ignore ST1005 GitHub says it so

// decode reads the body as one JSON object.
func (c *call) decode(into any) error {
	if !strings.HasPrefix(strings.TrimSpace(string(c.body)), "{") {
		return errNoJSON
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return errNoJSON
	}
	return nil
}
