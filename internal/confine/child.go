package confine

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/parebot/pare/internal/source"
)

// argument marks a process as a child. A person who gives it gets a process that waits on its standard input and can do nothing.
const argument = "__confined"

// Main turns this process into a child where it was started as one, and never returns then. It is the first thing that main does:
// nothing has been read or opened before it.
func Main(think Think) {
	if len(os.Args) != 2 || os.Args[1] != argument {
		return
	}
	if err := serve(os.Stdin, os.Stdout, think); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve(in io.Reader, out io.Writer, think Think) error {
	debug.SetMemoryLimit(MaxMemory / 2)
	if err := writeFrame(out, hello, []byte(buildWall())); err != nil {
		return err
	}
	pipe := bufio.NewReader(in)
	k, body, err := readFrame(pipe, 64<<20)
	if errors.Is(err, io.EOF) {
		return nil // not needed any more
	}
	if err != nil || k != begin {
		return fmt.Errorf("waiting for a job: %w", errors.Join(err, io.ErrUnexpectedEOF))
	}
	var w work
	if err := json.Unmarshal(body, &w); err != nil {
		return fmt.Errorf("reading the job: %w", err)
	}
	ws := source.Workspace{Head: remoteTree(w.Head, 'h', pipe, out), Diff: w.Diff}
	if w.HasBase {
		ws.Base = remoteTree(w.Base, 'b', pipe, out)
	}
	return writeFrame(out, done, encode(think(ws, w.Settings)))
}

// remote is a tree whose bytes are asked for over the pipe. The child reads one file at a time.
type remote struct {
	which byte
	paths []string
	hash  map[string]string
	read  map[string][]byte
	in    *bufio.Reader
	out   io.Writer
}

func remoteTree(files []file, which byte, in *bufio.Reader, out io.Writer) *remote {
	t := &remote{which: which, hash: make(map[string]string), read: make(map[string][]byte), in: in, out: out}
	for _, f := range files {
		t.paths = append(t.paths, f.Path)
		t.hash[f.Path] = f.Hash
	}
	return t
}

func (t *remote) Paths() []string { return t.paths }

func (t *remote) Hash(path string) string { return t.hash[path] }

// errUnserved is why the parent does not hand a file out, in its words.
type errUnserved string

func (e errUnserved) Error() string { return string(e) }

func (t *remote) Read(path string) ([]byte, error) {
	if _, ok := t.hash[path]; !ok {
		return nil, source.ErrNotFound
	}
	if b, ok := t.read[path]; ok {
		return b, nil
	}
	if err := writeFrame(t.out, read, append([]byte{t.which}, path...)); err != nil {
		panic(err) // the parent is gone
	}
	k, body, err := readFrame(t.in, source.MaxFileSize)
	if err != nil {
		panic(err)
	}
	switch {
	case k == fileBytes:
		t.read[path] = body
		return body, nil
	case string(body) == source.ErrTooLarge.Error():
		return nil, source.ErrTooLarge
	case string(body) == source.ErrBudget.Error():
		return nil, source.ErrBudget
	}
	return nil, errUnserved(body)
}
