package queue

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/parebot/pare/internal/job"
)

// Not lost by a kill -9: the test binary runs itself as a server that works slowly, kills it again and again in the middle of its work, and
// lets the last one finish. Jobs may run twice; none may be missing, and River's file stays whole.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	file, log := filepath.Join(dir, "pare.db"), filepath.Join(dir, "done.log")
	s := openStore(t, file)
	t.Cleanup(func() { _ = s.Close() })
	q := open(t, Options{Store: s})
	const jobs = 100
	var ids []string
	for i := range jobs {
		ids = append(ids, fmt.Sprint("d", i))
		take(t, q, ids[i], review(i+1, "aaa"))
	}
	for round := range 5 {
		life := exec.Command(os.Args[0], "-test.run=^TestLife$")
		life.Env = append(os.Environ(), "PARE_LIFE="+dir)
		if err := life.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(400+90*round) * time.Millisecond)
		if err := life.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = life.Wait() // it was killed
	}
	before := len(lines(t, log))
	if before == 0 || before >= jobs {
		t.Fatalf("%d of %d jobs were done before the last life: the test has killed nothing", before, jobs)
	}
	start(t, open(t, Options{Store: s, Workers: 8, Work: slowly(log)}))
	eventually(t, "all are done", func() bool { return settled(t, s, ids...) })
	done := make(map[string]int)
	for _, id := range lines(t, log) {
		done[id]++
	}
	twice := 0
	for _, id := range ids {
		if done[id] == 0 {
			t.Errorf("%s is lost", id)
		}
		if done[id] > 1 {
			twice++
		}
	}
	whole := ""
	if err := s.DB().QueryRow(`PRAGMA integrity_check`).Scan(&whole); err != nil || whole != "ok" {
		t.Errorf("the file: %s, %v", whole, err)
	}
	t.Logf("%d jobs, %d done in 5 lives that were killed, %d ran twice, 0 lost", jobs, before, twice)

}

// TestLife is a server's life, for TestKill.
func TestLife(t *testing.T) {
	dir := os.Getenv("PARE_LIFE")
	if dir == "" {
		t.Skip("is run by TestKill")
	}
	s := openStore(t, filepath.Join(dir, "pare.db"))
	start(t, open(t, Options{Store: s, Workers: 4, Work: slowly(filepath.Join(dir, "done.log"))}))
	time.Sleep(time.Minute)
}

// slowly works 200 ms and notes the end of it.
func slowly(log string) func(context.Context, job.Job) error {
	return func(_ context.Context, j job.Job) error {
		time.Sleep(200 * time.Millisecond)
		f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = fmt.Fprintln(f, j.Delivery)
		return err
	}
}

func lines(t *testing.T, file string) (list []string) {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		list = append(list, s.Text())
	}
	return list
}
