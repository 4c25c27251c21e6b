package contract_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answerOf is what /graphql says.
type answerOf[T any] struct {
	Data   T
	Errors []struct{ Type, Message string }
}

func ask[T any](g *rig, query string, variables object) answerOf[T] {
	g.Helper()
	var out answerOf[T]
	g.want(200, "POST", "/graphql", object{"query": query, "variables": variables}, &out)
	return out
}

// Many blobs come in one question. A binary one has no text, one that is not UTF-8 a text of another length, a long one a part of it.
func TestBlobs(t *testing.T) {
	g := start(t)
	_, err := g.hub.Push(repo, "main", "Odd", map[string][]byte{
		"plain": []byte("text\n"), "binary": []byte("a\x00b"), "latin": []byte("caf\xe9"), "long": []byte(strings.Repeat("x", 600<<10)), "empty": nil,
	})
	g.check(err)
	var query strings.Builder
	query.WriteString("query($owner:String!,$name:String!){repository(owner:$owner,name:$name){none:object(oid:\"" + strings.Repeat("0", 40) + "\"){... on Blob{oid}}")
	for _, name := range []string{"plain", "binary", "latin", "long", "empty"} {
		fmt.Fprintf(&query, `%s:object(expression:"main:%s"){... on Blob{oid text byteSize isBinary isTruncated}}`, name, name)
	}
	query.WriteString("}}")
	type blob struct {
		OID                   string
		Text                  *string
		ByteSize              int
		IsBinary, IsTruncated bool
	}
	out := ask[struct{ Repository map[string]*blob }](g, query.String(), object{"owner": "octo", "name": "shop"}).Data.Repository
	if out["none"] != nil || *out["plain"].Text != "text\n" || *out["empty"].Text != "" || out["empty"].OID != gitHash("blob", "") {
		t.Errorf("plain blobs: %+v", out)
	}
	if b := out["binary"]; b.Text != nil || !b.IsBinary || b.ByteSize != 3 {
		t.Errorf("binary: %+v", b)
	}
	if b := out["latin"]; len(*b.Text) == b.ByteSize {
		t.Errorf("not UTF-8: %+v", b)
	}
	if b := out["long"]; !b.IsTruncated || len(*b.Text) >= b.ByteSize {
		t.Errorf("long: %d of %d", len(*b.Text), b.ByteSize)
	}
}

// threads is one page of review threads.
type threads struct {
	Repository struct {
		PullRequest struct {
			ReviewThreads struct {
				TotalCount int
				PageInfo   struct {
					HasNextPage bool
					EndCursor   *string
				}
				Nodes []struct {
					ID                     string
					IsResolved, IsOutdated bool
					Line                   *int
					Comments               struct{ Nodes []struct{ DatabaseID int64 } }
				}
			}
		}
	}
}

const threadsQuery = `query($after:String){repository(owner:"octo",name:"shop"){pullRequest(number:1){reviewThreads(first:1,after:$after){totalCount pageInfo{hasNextPage endCursor}
 nodes{id isResolved isOutdated line comments(first:10){nodes{databaseId}}}}}}}`

// Threads are listed page by page, resolved by id, and carry the replies of people.
func TestThreads(t *testing.T) {
	g := start(t)
	g.want(200, "POST", at("/pulls/1/reviews"), object{"event": "COMMENT", "comments": []object{comment(nil), comment(object{"line": 11})}}, nil)
	var list []struct{ ID int64 }
	g.want(200, "GET", at("/pulls/1/comments"), nil, &list)
	_, err := g.hub.Reply(repo, 1, list[1].ID, "ann", "because")
	g.check(err)
	g.want(201, "POST", at(fmt.Sprintf("/pulls/1/comments/%d/replies", list[1].ID)), object{"body": "I see"}, nil)
	first := ask[threads](g, threadsQuery, object{"after": nil}).Data.Repository.PullRequest.ReviewThreads
	second := ask[threads](g, threadsQuery, object{"after": first.PageInfo.EndCursor}).Data.Repository.PullRequest.ReviewThreads
	if !first.PageInfo.HasNextPage || second.PageInfo.HasNextPage || first.TotalCount != 2 || len(second.Nodes[0].Comments.Nodes) != 3 {
		t.Fatalf("pages: %+v, %+v", first, second)
	}
	g.hub.Forget()
	resolved := ask[object](g, `mutation($t:ID!){resolveReviewThread(input:{threadId:$t}){thread{id isResolved}}}`, object{"t": second.Nodes[0].ID})
	if fmt.Sprint(resolved.Data) != fmt.Sprintf("map[resolveReviewThread:map[thread:map[id:%s isResolved:true]]]", second.Nodes[0].ID) {
		t.Errorf("resolving: %v", resolved)
	}
	if d := cmp.Diff([]string{"POST graphql resolveReviewThread"}, g.hub.Writes()); d != "" {
		t.Error(d)
	}
	var comments []struct {
		NodeID string `json:"node_id"`
	}
	g.want(200, "GET", at("/pulls/1/comments"), nil, &comments)
	ask[object](g, `mutation($s:ID!){minimizeComment(input:{subjectId:$s,classifier:OUTDATED}){minimizedComment{isMinimized minimizedReason}}}`, object{"s": comments[0].NodeID})
	seen, err := g.hub.See(repo, 1)
	g.check(err)
	if c := seen.Reviews[0].Comments; !c[0].Minimized || !c[1].Resolved || c[0].Resolved {
		t.Errorf("seen: %+v", c)
	}
}

// What is wrong with a question is told beside the data, with status 200; a repository that the token does not reach is not there.
func TestGraphQLRefusals(t *testing.T) {
	g := start(t)
	for query, kind := range map[string]string{
		`{repository(owner:"octo",name:"none"){id}}`:                                               "NOT_FOUND",
		`{repository(owner:"octo",name:"shop"){pullRequest(number:7){id}}}`:                        "NOT_FOUND",
		`mutation{resolveReviewThread(input:{threadId:"PRRT_1"}){thread{id}}}`:                     "NOT_FOUND",
		`{repository(owner:"octo",name:"shop"){pullRequest(number:1){reviewThreads{totalCount}}}}`: "MISSING_PAGINATION_BOUNDARIES",
	} {
		out := ask[any](g, query, nil)
		if len(out.Errors) != 1 || out.Errors[0].Type != kind {
			t.Errorf("%s: %+v", query, out)
		}
	}
	if writes := g.hub.Writes(); len(writes) != 0 {
		t.Errorf("a refused mutation counts as a write: %q", writes)
	}
}
