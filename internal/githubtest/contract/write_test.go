package contract_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/githubtest"
)

// A check run goes from queued to completed; annotations of later requests are added to the earlier ones.
func TestCheckRun(t *testing.T) {
	g := start(t)
	var run struct {
		ID         int64
		Status     string
		Conclusion *string
		Pulls      []struct{ Number int } `json:"pull_requests"`
	}
	g.want(201, "POST", at("/check-runs"), object{"name": "pare", "head_sha": g.head(), "external_id": "job 1"}, &run)
	if run.Status != "queued" || run.Conclusion != nil || len(run.Pulls) != 1 {
		t.Errorf("new run: %+v", run)
	}
	one := fmt.Sprintf("/check-runs/%d", run.ID)
	for range 2 {
		g.want(200, "PATCH", at(one), object{
			"conclusion": "failure", "output": object{"title": "2 findings", "summary": "All of it.", "annotations": annotations(50)},
			"actions": []object{{"label": "Regenerate", "description": "Look again", "identifier": "regenerate"}},
		}, &run)
	}
	var list []object
	g.want(200, "GET", at(one+"/annotations?per_page=100"), nil, &list)
	if run.Status != "completed" || len(list) != 100 {
		t.Errorf("%s with %d annotations", run.Status, len(list))
	}
	var runs struct {
		Total int `json:"total_count"`
	}
	g.want(200, "GET", at("/commits/feature/check-runs?check_name=pare&app_id=42"), nil, &runs)
	if runs.Total != 1 {
		t.Errorf("%d check runs", runs.Total)
	}
	want := []string{"POST check-runs pare", "PATCH check-runs/{check_run_id} failure 2 findings", "PATCH check-runs/{check_run_id} failure 2 findings"}
	if d := cmp.Diff(want, g.hub.Writes()); d != "" {
		t.Error(d)
	}
}

func annotations(n int) (list []object) {
	for i := range n {
		list = append(list, object{"path": "template.yaml", "start_line": i + 1, "end_line": i + 1, "annotation_level": "warning", "message": "wide"})
	}
	return list
}

// What the description of check runs cannot say, or says only in words.
func TestCheckRunRefused(t *testing.T) {
	g := start(t)
	if status := g.call("POST", at("/check-runs"), object{"name": "pare", "head_sha": g.head(), "status": "completed"}, nil); status != 422 {
		t.Errorf("completed without a conclusion: %d", status)
	}
	if status := g.call("POST", at("/check-runs"), object{"name": "pare", "head_sha": strings.Repeat("0", 40)}, nil); status != 422 {
		t.Errorf("a commit that is not there: %d", status)
	}
	if status := g.call("PATCH", at("/check-runs/1"), object{"name": "pare"}, nil); status != 404 {
		t.Errorf("a run that is not there: %d", status)
	}
}

// comment is a review comment on template.yaml, whose only hunk shows the lines 7 to 13.
func comment(fields object) object {
	c := object{"path": "template.yaml", "body": "why?", "line": 10, "side": "RIGHT"}
	for k, v := range fields {
		c[k] = v
	}
	return c
}

// A review is all or nothing. The rows say which comments GitHub takes; a refusal leaves nothing behind, not even the good comment beside it.
func TestReviewPlaces(t *testing.T) {
	for _, c := range []struct {
		name    string
		comment object
		status  int
	}{
		{"the changed line", object{}, 200},
		{"a context line", object{"line": 13}, 200},
		{"the line that is gone", object{"side": "LEFT"}, 200},
		{"several lines", object{"start_line": 8, "start_side": "RIGHT", "line": 12}, 200},
		{"from the old side to the new", object{"start_line": 10, "start_side": "LEFT", "line": 11}, 200},
		{"a line outside the hunk", object{"line": 6}, 422},
		{"a line behind the hunk", object{"line": 14}, 422},
		{"a start outside the hunk", object{"start_line": 6, "start_side": "RIGHT"}, 422},
		{"a start at the end", object{"start_line": 10, "start_side": "RIGHT"}, 422},
		{"a start behind the end", object{"start_line": 12, "start_side": "RIGHT"}, 422},
		{"a file that has not changed", object{"path": "src/app.py", "line": 1}, 422},
		{"a body that is too long", object{"body": strings.Repeat("é", 65_537)}, 422},
		{"the longest body", object{"body": strings.Repeat("é", 65_536)}, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := start(t)
			status := g.call("POST", at("/pulls/1/reviews"), object{"event": "COMMENT", "body": "", "comments": []object{comment(nil), comment(c.comment)}}, nil)
			if status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			var list []object
			g.want(200, "GET", at("/pulls/1/comments"), nil, &list)
			if want := map[int]int{200: 2, 422: 0}[c.status]; len(list) != want {
				t.Errorf("%d comments, want %d", len(list), want)
			}
		})
	}
}

// Lines above push a comment down; a change of its lines makes it outdated.
func TestCommentFollowsItsLine(t *testing.T) {
	g := start(t)
	g.want(200, "POST", at("/pulls/1/reviews"), object{"event": "COMMENT", "comments": []object{comment(nil)}}, nil)
	line := func() (out struct {
		Line         *int
		OriginalLine int `json:"original_line"`
	}) {
		list := []*struct {
			Line         *int
			OriginalLine int `json:"original_line"`
		}{}
		g.want(200, "GET", at("/pulls/1/comments"), nil, &list)
		return *list[0]
	}
	_, err := g.hub.Push(repo, "feature", "Above", map[string][]byte{"template.yaml": append([]byte("new\n"), twenty("changed")...)})
	g.check(err)
	if l := line(); l.Line == nil || *l.Line != 11 || l.OriginalLine != 10 {
		t.Errorf("after a line above: %+v", l)
	}
	_, err = g.hub.Push(repo, "feature", "There", map[string][]byte{"template.yaml": twenty("again")})
	g.check(err)
	if l := line(); l.Line != nil {
		t.Errorf("after a change of the line: %d, want none", *l.Line)
	}
}

// The summary's life: posted, edited, deleted; and the receipt of a command.
func TestConversation(t *testing.T) {
	g := start(t)
	command, err := g.hub.Comment(repo, 1, "ann", "/pare regenerate")
	g.check(err)
	var made struct {
		ID   int64
		User struct{ Login, Type string }
	}
	g.want(201, "POST", at("/issues/1/comments"), object{"body": "Summary\nmore"}, &made)
	if made.User.Login != "pare[bot]" || made.User.Type != "Bot" {
		t.Errorf("written by %+v", made.User)
	}
	one := fmt.Sprintf("/issues/comments/%d", made.ID)
	g.want(200, "PATCH", at(one), object{"body": "Summary, newer"}, nil)
	g.want(201, "POST", at(fmt.Sprintf("/issues/comments/%d/reactions", command)), object{"content": "eyes"}, nil)
	g.want(200, "POST", at(fmt.Sprintf("/issues/comments/%d/reactions", command)), object{"content": "eyes"}, nil)
	g.want(200, "GET", at(fmt.Sprintf("/issues/comments/%d/reactions", command)), nil, nil)
	g.want(403, "PATCH", at(fmt.Sprintf("/issues/comments/%d", command)), object{"body": "mine"}, nil)
	g.want(200, "GET", at(one), nil, nil)
	g.want(204, "DELETE", at(one), nil, nil)
	g.want(404, "PATCH", at(one), object{"body": "gone"}, nil)
	g.want(422, "POST", at("/issues/1/comments"), object{"body": strings.Repeat("x", 65_537)}, nil)
	want := []string{
		"POST issues/1/comments: Summary", "PATCH issues/comments/{comment_id}: Summary, newer",
		"POST issues/comments/{comment_id}/reactions eyes", "POST issues/comments/{comment_id}/reactions eyes", "DELETE issues/comments/{comment_id}",
	}
	if d := cmp.Diff(want, g.hub.Writes()); d != "" {
		t.Error(d)
	}
}

// A suggestion becomes a commit of whoever presses the button, once: then its lines are as suggested.
func TestApplySuggestion(t *testing.T) {
	g := start(t)
	body := "Narrow it.\n\n````suggestion\nline 9 and\n```\nline 10\n````\n"
	g.want(200, "POST", at("/pulls/1/reviews"), object{"event": "COMMENT", "comments": []object{
		comment(object{"start_line": 9, "start_side": "RIGHT", "body": body}), comment(object{"body": "only words"}), comment(object{"side": "LEFT", "body": body}),
	}}, nil)
	var list []struct{ ID int64 }
	g.want(200, "GET", at("/pulls/1/comments"), nil, &list)
	for i, who := range map[int]string{0: "stranger", 1: "octo", 2: "octo"} {
		if _, err := g.hub.ApplySuggestion(repo, 1, list[i].ID, who); err == nil {
			t.Errorf("comment %d was applied by %s", i, who)
		}
	}
	before := g.head()
	commit, err := g.hub.ApplySuggestion(repo, 1, list[0].ID, "octo")
	g.check(err)
	files, err := g.hub.Files(repo, commit)
	g.check(err)
	if got := strings.Split(string(files["template.yaml"]), "\n")[7:12]; strings.Join(got, "|") != "line 8|line 9 and|```|line 10|line 11" {
		t.Errorf("after the suggestion: %q", got)
	}
	if _, err := g.hub.ApplySuggestion(repo, 1, list[0].ID, "octo"); err == nil || g.head() == before {
		t.Error("a suggestion was applied twice, or not at all")
	}
}

func TestSuggestion(t *testing.T) {
	for body, want := range map[string]string{
		"x\n```suggestion\na\nb\n```": "a\nb", "```suggestion\r\na\r\n```": "a", "```suggestion\n```": "", "````suggestion\n```\n````": "```",
		"```yaml\na\n```": "none", "```suggestion\nno end": "none", "text": "none",
	} {
		got, found := githubtest.Suggestion(body)
		if !found {
			got = "none"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
