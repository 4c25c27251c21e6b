package queue

import (
	"context"
	"testing"
	"time"

	"github.com/parebot/pare/internal/job"
)

// A worker that dies with a job in hand costs the job no attempt, however often that happens; only what fifty workers took and did not end
// keeps its count.
func TestDeathsCostNothing(t *testing.T) {
	q := open(t, Options{Work: func(context.Context, job.Job) error { return nil }})
	take(t, q, "unlucky", review(7, "aaa"))
	db := q.o.Store.DB()
	for _, c := range []struct {
		name              string
		attempt, attempts int
		workers           string
		jobs              int64
		after             int
	}{
		{"the last attempt", MaxAttempts, MaxAttempts, `["dead"]`, 1, MaxAttempts - 1},
		{"an early one", 3, MaxAttempts, `["gone","dead"]`, 1, 2},
		{"one that fifty took", 3, MaxAttempts, fifty(), 1, 3},
		{"and whose attempts are used up", MaxAttempts, MaxAttempts, fifty(), 0, MaxAttempts},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := db.Exec(`UPDATE river_job SET state = 'running', attempt = ?, attempted_by = jsonb(?)`, c.attempt, c.workers); err != nil {
				t.Fatal(err)
			}
			jobs, err := takeBack(context.Background(), q.o.Store, time.Now())
			if err != nil || jobs != c.jobs {
				t.Fatalf("taken back: %d, %v", jobs, err)
			}
			attempt := 0
			if err := db.QueryRow(`SELECT attempt FROM river_job`).Scan(&attempt); err != nil || attempt != c.after {
				t.Errorf("attempt %d, %v", attempt, err)
			}
		})
	}
}

func fifty() string {
	text := `["w"`
	for range 49 {
		text += `,"w"`
	}
	return text + "]"
}
