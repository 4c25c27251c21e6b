package githubtest

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// maxNodes is how many nodes of a connection one question gets.
const maxNodes = 100

type pullVertex struct {
	x *execution
	p *pull
}

func (pullVertex) kind() string { return "PullRequest" }

func (v pullVertex) field(name string, args map[string]any) any {
	switch name {
	case "id":
		return node("PR", v.p.id)
	case "number":
		return v.p.number
	case "isDraft":
		return v.p.draft
	case "headRefOid":
		return v.p.headSHA()
	}
	var all []vertex
	for _, t := range v.p.threads {
		all = append(all, threadVertex{v.x, t})
	}
	return v.x.connection("PullRequestReviewThreadConnection", all, args)
}

type threadVertex struct {
	x *execution
	t *thread
}

func (threadVertex) kind() string { return "PullRequestReviewThread" }

func (v threadVertex) field(name string, args map[string]any) any {
	_, line, current := v.t.at()
	switch name {
	case "id":
		return node("PRRT", v.t.id)
	case "isResolved":
		return v.t.resolved
	case "isOutdated":
		return !current
	case "path":
		return v.t.place.path
	case "line":
		if !current {
			return nil
		}
		return line
	}
	var all []vertex
	for _, r := range v.t.comments {
		all = append(all, minimizable("PullRequestReviewComment", node("PRRC", r.id), r.id, r.body, r.minimized))
	}
	return v.x.connection("PullRequestReviewCommentConnection", all, args)
}

func minimizable(typ, id string, number int64, body, reason string) vertex {
	return fields{typ, object{"id": id, "databaseId": number, "body": body, "isMinimized": reason != "", "minimizedReason": orNull(strings.ToLower(reason))}}
}

// connection is one page of a list, by first and after.
func (x *execution) connection(typ string, all []vertex, args map[string]any) any {
	first, err := strconv.Atoi(fmt.Sprint(args["first"]))
	if err != nil || first < 1 || first > maxNodes {
		return x.wrong("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` of 1 to %d to properly paginate the connection.", maxNodes)
	}
	from := 0
	if after, ok := args["after"].(string); ok {
		from = min(cursorAt(after), len(all))
	}
	to := min(from+first, len(all))
	var end any
	if to > from {
		end = cursor(to)
	}
	return fields{typ, object{
		"nodes": append([]vertex{}, all[from:to]...), "totalCount": len(all),
		"pageInfo": fields{"PageInfo", object{"hasNextPage": to < len(all), "endCursor": end}},
	}}
}

func cursor(n int) string {
	return base64.StdEncoding.EncodeToString([]byte("cursor:" + strconv.Itoa(n)))
}

func cursorAt(text string) int {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimPrefix(string(raw), "cursor:"))
	if err != nil {
		return 0
	}
	return n
}

// node finds what a mutation or a query names by its global id.
func (x *execution) node(id string) any {
	if t := x.thread(id); t != nil {
		return threadVertex{x, t}
	}
	if v, _ := x.spoken(id); v != nil {
		return v
	}
	return x.wrong("NOT_FOUND", "Could not resolve to a node with the global id of '%s'.", id)
}

func (x *execution) thread(id string) *thread {
	for _, r := range x.c.hub.repos {
		for _, p := range r.pulls {
			for _, t := range p.threads {
				if node("PRRT", t.id) == id && x.c.token.reaches(r) {
					x.c.repo = r
					return t
				}
			}
		}
	}
	return nil
}

// spoken finds a comment of either kind, and where it keeps why it is minimized.
func (x *execution) spoken(id string) (vertex, *string) {
	for _, r := range x.c.hub.repos {
		if !x.c.token.reaches(r) {
			continue
		}
		for _, c := range r.comments {
			if node("IC", c.id) == id {
				x.c.repo = r
				return minimizable("IssueComment", id, c.id, c.body, c.minimized), &c.minimized
			}
		}
		for _, p := range r.pulls {
			for _, m := range p.remarks() {
				if node("PRRC", m.id) == id {
					x.c.repo = r
					return minimizable("PullRequestReviewComment", id, m.id, m.body, m.minimized), &m.minimized
				}
			}
		}
	}
	return nil, nil
}

// mutate changes a thread or a comment.
func (x *execution) mutate(name string, input map[string]any) any {
	if !x.c.token.may([]string{"pull_requests:write"}) {
		return x.wrong("FORBIDDEN", "Resource not accessible by integration")
	}
	id := input["threadId"]
	if strings.HasSuffix(name, "imizeComment") {
		id = input["subjectId"]
	}
	t := x.thread(fmt.Sprint(id))
	_, minimized := x.spoken(fmt.Sprint(id))
	out := object{"clientMutationId": input["clientMutationId"]}
	switch {
	case t != nil && strings.HasSuffix(name, "ReviewThread"):
		t.resolved = name == "resolveReviewThread"
		out["thread"] = threadVertex{x, t}
	case minimized != nil && name == "minimizeComment":
		*minimized = fmt.Sprint(input["classifier"])
		out["minimizedComment"], _ = x.spoken(fmt.Sprint(id))
	case minimized != nil && name == "unminimizeComment":
		*minimized = ""
		out["unminimizedComment"], _ = x.spoken(fmt.Sprint(id))
	default:
		return x.wrong("NOT_FOUND", "Could not resolve to a node with the global id of '%v'.", id)
	}
	return fields{strings.ToUpper(name[:1]) + name[1:] + "Payload", out}
}

// mutationLine is a mutation as the list of writes shows it, "" for a query.
func mutationLine(body []byte) string {
	for _, name := range []string{"unresolveReviewThread", "resolveReviewThread", "unminimizeComment", "minimizeComment"} {
		if strings.Contains(string(body), name+"(") {
			return "POST graphql " + name
		}
	}
	return ""
}
