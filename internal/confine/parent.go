package confine

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// child is one started process, seen from the parent.
type child struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	log  *tail
	wall string
	once sync.Once
}

func (r *Runner) start() (*child, error) {
	cmd := command()
	c := &child{cmd: cmd, log: &tail{}}
	cmd.Stderr = c.log
	var err error
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("starting a reader: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a reader: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a reader: %w", err)
	}
	c.out = bufio.NewReader(out)
	k, body, err := readFrame(c.out, 1000)
	if err != nil || k != hello {
		c.end()
		return nil, fmt.Errorf("starting a reader: %w: %s", errors.Join(err, ErrKilled), c.log)
	}
	c.wall = string(body)
	return c, nil
}

// end kills the process, whatever it does, and waits for it.
func (c *child) end() {
	c.once.Do(func() {
		c.in.Close()
		c.cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
		c.cmd.Wait()         //nolint:errcheck // how it ended is known already
	})
}

// run hands the job over and serves files until the report is there.
func (c *child) run(ctx context.Context, s *session, settings config.Settings) (finding.Report, error) {
	stop := context.AfterFunc(ctx, func() { c.cmd.Process.Kill() }) //nolint:errcheck // it may have ended by itself
	defer stop()
	report, err := c.converse(s, settings)
	switch {
	case err == nil || errors.Is(err, ErrForged):
		return report, err
	case ctx.Err() != nil:
		return finding.Report{}, fmt.Errorf("%w: it took too long", ErrKilled)
	}
	return finding.Report{}, fmt.Errorf("%w: %w", ErrKilled, err)
}

func (c *child) converse(s *session, settings config.Settings) (finding.Report, error) {
	job, err := json.Marshal(work{Head: listing(s.ws.Head), Base: listing(s.ws.Base), HasBase: s.ws.Base != nil, Diff: s.ws.Diff, Settings: settings})
	if err != nil {
		return finding.Report{}, fmt.Errorf("encoding the job: %w", err)
	}
	if err := writeFrame(c.in, begin, job); err != nil {
		return finding.Report{}, err
	}
	for {
		k, body, err := readFrame(c.out, MaxReport)
		if err != nil {
			return finding.Report{}, err
		}
		switch k {
		case read:
			k, body, err = s.answer(body)
			if err == nil {
				err = writeFrame(c.in, k, body)
			}
			if err != nil {
				return finding.Report{}, err
			}
		case done:
			return decode(body)
		default:
			return finding.Report{}, fmt.Errorf("%w: a frame of kind %q", ErrForged, k)
		}
	}
}

func decode(body []byte) (report finding.Report, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&report); err != nil {
		return finding.Report{}, fmt.Errorf("%w: %w", ErrForged, err)
	}
	return report, nil
}

// session is what one child may read, and has read.
type session struct {
	ws     source.Workspace
	banned map[string]string
	served []served
	bytes  int
}

type served struct {
	path, hash string
	text       []byte
}

// answer serves one file. A path that is not in the listing was never offered: the child is not what it should be.
func (s *session) answer(ask []byte) (kind, []byte, error) {
	if len(ask) < 2 || ask[0] != 'h' && ask[0] != 'b' || ask[0] == 'b' && s.ws.Base == nil {
		return 0, nil, fmt.Errorf("%w: a question that is none", ErrForged)
	}
	tree, path := s.ws.Head, string(ask[1:])
	if ask[0] == 'b' {
		tree = s.ws.Base
	}
	hash := tree.Hash(path)
	if hash == "" {
		return 0, nil, fmt.Errorf("%w: it asked for a file outside the trees", ErrForged)
	}
	if reason, ok := s.banned[hash]; ok {
		return refuse, []byte(reason), nil
	}
	if len(s.served) >= MaxReads || s.bytes >= MaxServed {
		return refuse, []byte(source.ErrBudget.Error()), nil
	}
	text, err := tree.Read(path)
	if errors.Is(err, source.ErrTooLarge) || errors.Is(err, source.ErrBudget) || errors.Is(err, source.ErrNotFound) {
		return refuse, []byte(sentinel(err).Error()), nil
	}
	if err != nil {
		return 0, nil, &ReadError{err} // the network, not the child
	}
	s.served, s.bytes = append(s.served, served{path, hash, text}), s.bytes+len(text)
	return fileBytes, text, nil
}

// ReadError is a tree that could not be read: the job is to be tried again.
type ReadError struct{ Err error }

func (e *ReadError) Error() string { return "reading a file for the analysis: " + e.Err.Error() }

// Unwrap gives the tree's own error.
func (e *ReadError) Unwrap() error { return e.Err }

func sentinel(err error) error {
	for _, s := range []error{source.ErrTooLarge, source.ErrBudget} {
		if errors.Is(err, s) {
			return s
		}
	}
	return source.ErrNotFound
}

// tail keeps the beginning of what a child writes to its standard error: the first line of a crash says most.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := MaxLog - len(t.text); room > 0 {
		t.text = append(t.text, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
