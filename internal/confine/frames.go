package confine

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// A frame is one byte of kind, four bytes of length, and the body.
type kind byte

const (
	hello     kind = 'H' // child: what holds it, as text
	begin     kind = 'B' // parent: a job, JSON
	read      kind = 'R' // child: 'h' or 'b' and a path
	fileBytes kind = 'F' // parent: the file
	refuse    kind = 'E' // parent: why not
	done      kind = 'D' // child: the report, JSON
)

// work is a job as the child gets it: no names of people or repositories, no commit, only what files there are.
type work struct {
	Head, Base []file
	HasBase    bool
	Diff       source.Diff
	Settings   config.Settings
}

type file struct{ Path, Hash string }

func writeFrame(w io.Writer, k kind, body []byte) error {
	head := make([]byte, 5, 5+len(body))
	head[0] = byte(k)
	binary.BigEndian.PutUint32(head[1:], uint32(len(body)))
	_, err := w.Write(append(head, body...))
	return err
}

// readFrame refuses a frame that is longer than most before it makes room for it.
func readFrame(r io.Reader, most int) (kind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if int64(n) > int64(most) {
		return 0, nil, fmt.Errorf("%w: a frame of %d bytes", ErrForged, n)
	}
	body := make([]byte, n)
	_, err := io.ReadFull(r, body)
	return kind(head[0]), body, err
}

func listing(t source.Tree) []file {
	if t == nil {
		return nil
	}
	list := make([]file, 0, len(t.Paths()))
	for _, p := range t.Paths() {
		list = append(list, file{p, t.Hash(p)})
	}
	return list
}

func encode(report finding.Report) []byte {
	text, err := json.Marshal(report)
	if err != nil {
		return nil // plain values always encode; an empty report is refused by the parent
	}
	return text
}
