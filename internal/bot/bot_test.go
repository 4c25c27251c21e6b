package bot

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/queue"
)

var update = flag.Bool("update", false, "write what GitHub received into testdata")

// TestCases plays testdata: prose, the base's files (base/...), the files of one or more heads (1/..., 2/...), the steps, and all that GitHub
// received, step by step.
//
//	open 1 [draft]           a pull request whose head is folder 1
//	push 2                   its next head
//	job                      a review job of it
//	say LOGIN WORDS          a comment, and its command job
//	again                    the same command job, as after a crash
//	role LOGIN ROLE          gives a person a role
//	trouble METHOD STATUS    the next such request fails; a fourth word is Retry-After in seconds
//	kill N                   after so many writes of the next jobs the process is dead; kill 0 is the next life
//	group                    a merge group of it, and its job
//	close, ready, drop       closes it; ends its draft; deletes Pare's summary
//	forget                   the installation is gone
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { play(t, file) })
	}
}

// address is where the fake listens this time.
var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func play(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil || len(a.Comment) == 0 {
		t.Fatalf("reading a case, which begins with prose: %v", err)
	}
	g := newRig(t, folder(a, "base"))
	var got strings.Builder
	for _, step := range strings.Split(strings.TrimSpace(string(part(a, "steps").Data)), "\n") {
		fmt.Fprintf(&got, "%s\n", step)
		if err := g.step(a, strings.Fields(step)); err != nil {
			fmt.Fprintf(&got, "    error: %s\n", address.ReplaceAllString(err.Error(), "https://github"))
		}
		for _, line := range g.hub.Writes() {
			fmt.Fprintf(&got, "    %s\n", line)
		}
		g.hub.Forget()
	}
	got.WriteString(g.end())
	want := part(a, "want")
	if *update {
		want.Data = []byte(got.String())
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want.Data), got.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// end is the pull request as its page shows it.
func (g *rig) end() string {
	seen, err := g.hub.See(repo, 1)
	if err != nil {
		g.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintln(&b, "in the end")
	for _, r := range seen.Reviews {
		for _, c := range r.Comments {
			fmt.Fprintf(&b, "    %s:%d %s resolved=%v\n", c.Path, c.Line, first(c.Body), c.Resolved)
		}
	}
	for _, c := range seen.Comments {
		fmt.Fprintf(&b, "    %s: %s %v\n", c.Author, first(c.Body), c.Reactions)
	}
	for _, c := range seen.Checks {
		fmt.Fprintf(&b, "    check %s %s: %s\n", c.Status, c.Conclusion, c.Title)
	}
	return b.String()
}

func first(body string) string {
	line, _, _ := strings.Cut(body, "\n")
	return line
}

func part(a *txtar.Archive, name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name})
	return &a.Files[len(a.Files)-1]
}

func folder(a *txtar.Archive, name string) map[string][]byte {
	files := make(map[string][]byte)
	for _, f := range a.Files {
		if rest, ok := strings.CutPrefix(f.Name, name+"/"); ok {
			files[rest] = f.Data
		}
	}
	return files
}

func (g *rig) step(a *txtar.Archive, words []string) error {
	switch words[0] {
	case "open":
		if _, err := g.hub.Push(repo, "change", "Change", folder(a, words[1])); err != nil {
			return err
		}
		_, err := g.hub.Open(repo, githubtest.Pull{Title: "Change", Head: "change", Draft: len(words) > 2})
		return err
	case "push":
		_, err := g.hub.Push(repo, "change", "More", folder(a, words[1]))
		return err
	case "job":
		return g.work(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}})
	case "say":
		id, err := g.hub.Comment(repo, 1, words[1], strings.Join(words[2:], " "))
		if err != nil {
			return err
		}
		comment := &job.Comment{ID: id, Author: words[1], Body: strings.Join(words[2:], " ")}
		g.last = job.Job{Kind: job.Command, PullRequest: job.PullRequest{Number: 1}, Comment: comment}
		return g.work(g.last)
	case "again":
		return g.work(g.last)
	case "role":
		return g.hub.Collaborate(repo, words[1], words[2])
	case "trouble":
		return g.trouble(words[1:])
	case "kill":
		n, err := strconv.Atoi(words[1])
		g.wire.breakAfter(n)
		return err
	case "group":
		return g.group()
	case "close":
		return g.hub.SetClosed(repo, 1, true)
	case "ready":
		return g.hub.SetDraft(repo, 1, false)
	case "drop":
		return g.drop()
	case "forget":
		return g.bot.Work(context.Background(), job.Job{Kind: job.Forget, Installation: g.installation})
	}
	return fmt.Errorf("there is no step %q", words[0])
}

func (g *rig) trouble(words []string) error {
	status, err := strconv.Atoi(words[1])
	if err != nil {
		return err
	}
	t := githubtest.Trouble{Method: words[0], Status: status}
	if len(words) > 2 {
		seconds, err := strconv.Atoi(words[2])
		if err != nil {
			return err
		}
		t.RetryAfter = time.Duration(seconds) * time.Second
	}
	g.hub.Misbehave(t)
	return nil
}

func (g *rig) group() error {
	head, _, err := g.hub.MergeGroup(repo, 1)
	if err != nil {
		return err
	}
	seen, err := g.hub.See(repo, 1)
	if err != nil {
		return err
	}
	return g.work(job.Job{Kind: job.MergeGroup, PullRequest: job.PullRequest{Head: head, Base: seen.Base, BaseRef: "main"}})
}

// drop is a person who deletes the summary.
func (g *rig) drop() error {
	seen, err := g.hub.See(repo, 1)
	if err != nil {
		return err
	}
	for _, c := range seen.Comments {
		if c.Author == "pare[bot]" {
			return g.hub.DeleteComment(repo, c.ID)
		}
	}
	return errors.New("there is no summary")
}

// TestKillAnywhere kills the process after each number of writes that a job makes, at the worst moment: GitHub has done the write, and nobody
// has heard its answer. The next life does the job again. In the end there is one review comment a finding, one summary, one finished check run.
func TestKillAnywhere(t *testing.T) {
	for n := 1; ; n++ {
		g := newRig(t, map[string][]byte{"template.yaml": []byte("a: 1\nb: 2\n"), "other.yaml": []byte("c: 3\n")})
		if _, err := g.hub.Push(repo, "change", "Change", map[string][]byte{"template.yaml": []byte("a: 1 # wide A\nb: 2 # wide B\n"), "other.yaml": []byte("c: 3\n")}); err != nil {
			t.Fatal(err)
		}
		if _, err := g.hub.Open(repo, githubtest.Pull{Title: "Change", Head: "change"}); err != nil {
			t.Fatal(err)
		}
		j := g.enter(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}})
		g.wire.breakAfter(n)
		killed := g.bot.Work(context.Background(), j)
		g.wire.breakAfter(0)
		if err := g.bot.Work(context.Background(), j); err != nil {
			t.Fatalf("killed after %d writes, the next life: %v", n, err)
		}
		oneOfEach(t, g, fmt.Sprintf("killed after %d writes", n), 2)
		if killed == nil {
			if n < 4 {
				t.Errorf("a job made %d writes only: the test has killed too little", n-1)
			}
			return
		}
	}
}

// oneOfEach checks what a person sees.
func oneOfEach(t *testing.T, g *rig, when string, comments int) {
	t.Helper()
	seen, err := g.hub.See(repo, 1)
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, r := range seen.Reviews {
		said += len(r.Comments)
	}
	if said != comments || len(seen.Reviews) != 1 || len(seen.Comments) != 1 || len(seen.Checks) != 1 || seen.Checks[0].Status != "completed" {
		t.Errorf("%s: %d reviews with %d comments, %d summaries, checks %+v", when, len(seen.Reviews), said, len(seen.Comments), seen.Checks)
	}
}

// While one job reads, the head moves. The job says nothing about the old head, closes its check run, and, as no newer job is there, reads the
// new one itself: a delivery may be lost.
func TestHeadMoves(t *testing.T) {
	g := moving(t, func(g *rig) {})
	if err := g.work(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}}); err != nil {
		t.Fatal(err)
	}
	oneOfEach(t, g, "after the move", 1)
	old, err := g.hub.Checks(repo, g.old())
	if err != nil || len(old) != 1 || old[0].Conclusion != "cancelled" {
		t.Errorf("the old head's check runs: %+v, %v", old, err)
	}
}

// A newer job is there already: the older one leaves the new head to it.
func TestSuperseded(t *testing.T) {
	g := moving(t, func(g *rig) { g.enter(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}}) })
	if err := g.work(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}}); !errors.Is(err, queue.ErrSuperseded) {
		t.Fatalf("Work: %v, want ErrSuperseded", err)
	}
	seen, err := g.hub.See(repo, 1)
	if err != nil || len(seen.Reviews)+len(seen.Comments)+len(seen.Checks) != 0 {
		t.Errorf("said on the new head: %+v, %v", seen, err)
	}
	old, err := g.hub.Checks(repo, g.old())
	if err != nil || len(old) != 1 || old[0].Conclusion != "cancelled" {
		t.Errorf("the old head's check runs: %+v, %v", old, err)
	}
}

// moving is a pull request whose head moves once, while it is read; also happens then too.
func moving(t *testing.T, also func(*rig)) *rig {
	g := newRig(t, map[string][]byte{"template.yaml": []byte("a: 1\n")})
	if _, err := g.hub.Push(repo, "change", "Change", map[string][]byte{"template.yaml": []byte("a: 2 # wide A\n")}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.hub.Open(repo, githubtest.Pull{Title: "Change", Head: "change"}); err != nil {
		t.Fatal(err)
	}
	moved := false
	g.bot.o.Analyst = marks{during: func() {
		if !moved {
			moved = true
			if _, err := g.hub.Push(repo, "change", "More", map[string][]byte{"template.yaml": []byte("a: 3 # wide B\n")}); err != nil {
				t.Error(err)
			}
			also(g)
		}
	}}
	return g
}

// old is the head that check runs were first made for.
func (g *rig) old() string {
	head := ""
	if err := g.store.DB().QueryRow(`SELECT head FROM checks ORDER BY id LIMIT 1`).Scan(&head); err != nil {
		g.Fatal(err)
	}
	return head
}

// What Forget drops is gone from every table that is keyed by the pull request.
func TestForget(t *testing.T) {
	g := moving(t, func(*rig) {})
	if err := g.work(job.Job{Kind: job.Review, PullRequest: job.PullRequest{Number: 1}}); err != nil {
		t.Fatal(err)
	}
	if err := g.bot.Work(context.Background(), job.Job{Kind: job.Forget, Installation: g.installation}); err != nil {
		t.Fatal(err)
	}
	left := 0
	err := g.store.DB().QueryRow(`SELECT (SELECT COUNT(*) FROM lanes) + (SELECT COUNT(*) FROM acts) + (SELECT COUNT(*) FROM checks)
		+ (SELECT COUNT(*) FROM comments) + (SELECT COUNT(*) FROM cache)`).Scan(&left)
	if err != nil || left != 0 {
		t.Errorf("%d rows are left, %v", left, err)
	}
}

// Who asks again and again gets a reaction, and no more replies for a while: on a public repository anybody may ask.
func TestEnough(t *testing.T) {
	g := moving(t, func(*rig) {})
	must(t, g.hub.Collaborate(repo, "rita", "read"))
	for range maxReplies + 5 {
		id, err := g.hub.Comment(repo, 1, "rita", "/pare help")
		must(t, err)
		must(t, g.work(job.Job{Kind: job.Command, PullRequest: job.PullRequest{Number: 1}, Comment: &job.Comment{ID: id, Author: "rita", Body: "/pare help"}}))
	}
	seen, err := g.hub.See(repo, 1)
	must(t, err)
	replies := 0
	for _, c := range seen.Comments {
		if c.Author == "pare[bot]" {
			replies++
		}
	}
	if last := seen.Comments[len(seen.Comments)-1]; replies != maxReplies || fmt.Sprint(last.Reactions) != "[eyes -1]" {
		t.Errorf("%d replies, and to the last comment %v", replies, last.Reactions)
	}
}
