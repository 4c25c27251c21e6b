package source

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Errors of Apply and Overlay.
var (
	ErrRange   = errors.New("an edit lies outside the file")
	ErrOverlap = errors.New("two edits overlap")
)

// Apply returns src with all edits made; src is not changed. Edits are in the coordinates of src and in any order.
// Where several insert at one place, the order given is kept; an insertion goes before a replacement that starts there.
// ErrRange and ErrOverlap refuse the whole set. The files that edits name are not looked at.
func Apply(src []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	out := make([]byte, 0, len(src))
	at := 0
	for _, e := range sorted {
		if e.Start < 0 || e.Start > e.End || e.End > len(src) {
			return nil, fmt.Errorf("applying an edit at %d to %d of %d bytes: %w", e.Start, e.End, len(src), ErrRange)
		}
		if e.Start < at {
			return nil, fmt.Errorf("applying an edit at %d to %d: %w", e.Start, e.End, ErrOverlap)
		}
		out = append(append(out, src[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, src[at:]...), nil
}

// ByFile groups the edits by the file that they touch, each group in the order given.
func (s Edits) ByFile() map[string][]Edit {
	files := make(map[string][]Edit)
	for _, e := range s {
		files[e.File] = append(files[e.File], e)
	}
	return files
}
