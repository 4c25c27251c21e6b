package languages

import (
	"runtime"
	"sync"

	"github.com/parebot/pare/internal/program"
)

// lowering is the work on one file. What it gives is there when done is closed.
type lowering struct {
	file   string
	src    []byte
	key    string // in the cache; "" once it is there
	module *program.Module
	err    error
	done   chan struct{}
}

func (w *lowering) lower(by func(string, []byte) (*program.Module, error)) {
	w.module, w.err = by(w.file, w.src)
	w.src = nil
	close(w.done)
}

// ahead lowers files that are likely to be asked for, on the processors that the one who will ask leaves idle. What is asked for before it
// was begun is done by the one who asks. When close has returned, nothing runs any more.
type ahead struct {
	by      func(string, []byte) (*program.Module, error)
	mu      sync.Mutex
	waiting []*lowering // the last one is the next
	working int
	running sync.WaitGroup
}

func newAhead(by func(string, []byte) (*program.Module, error)) *ahead { return &ahead{by: by} }

// begin takes works, the first one first, and all of them before those that wait already.
func (a *ahead) begin(works []*lowering) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range works {
		a.waiting = append(a.waiting, works[len(works)-1-i])
	}
	for a.working < min(runtime.GOMAXPROCS(0)-1, len(a.waiting)) {
		a.working++
		a.running.Go(a.work)
	}
}

func (a *ahead) work() {
	for {
		w := a.next()
		if w == nil {
			return
		}
		w.lower(a.by)
	}
}

func (a *ahead) next() *lowering {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.waiting) == 0 {
		a.working--
		return nil
	}
	w := a.waiting[len(a.waiting)-1]
	a.waiting = a.waiting[:len(a.waiting)-1]
	return w
}

// finish does the work if nobody has begun it, and else waits for it.
func (a *ahead) finish(w *lowering) {
	if a.withdraw(w) {
		w.lower(a.by)
	}
	<-w.done
}

// withdraw takes a work from those that wait; false if it is not among them. It is nearly always one of the last.
func (a *ahead) withdraw(w *lowering) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.waiting) - 1; i >= 0; i-- {
		if a.waiting[i] == w {
			a.waiting = append(a.waiting[:i], a.waiting[i+1:]...)
			return true
		}
	}
	return false
}

func (a *ahead) close() {
	a.mu.Lock()
	a.waiting = nil
	a.mu.Unlock()
	a.running.Wait()
}
