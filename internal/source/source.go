// Package source is text and where it stands: trees of files, spans in them, edits of them, and the diff
// between two of them. It knows nothing of the operating system, of GitHub, or of any file format.
package source

import "errors"

// Errors of a Tree. Callers tell them apart with errors.Is: each becomes another reason in the report.
var (
	ErrNotFound = errors.New("no such file in this tree")
	ErrTooLarge = errors.New("the file is larger than the limit")
	ErrBudget   = errors.New("the budget of files or bytes is used up")
)

// MaxFileSize is the largest file that any Tree hands out, in bytes; a larger one is ErrTooLarge.
const MaxFileSize = 1 << 20

// Tree is a set of regular files, read only and pinned: the same path gives the same bytes for as long as it lives.
// Paths are relative, clean and use slashes. Links and submodules are not files of a Tree.
type Tree interface {
	// Paths lists every file, sorted. The caller does not change the slice.
	Paths() []string
	// Read returns the bytes of one file: ErrNotFound, ErrTooLarge or ErrBudget where it cannot. The caller does not change them.
	Read(path string) ([]byte, error)
	// Hash is the Git blob SHA-1 of the file in hex, "" where there is no such file; equal hashes are equal bytes.
	Hash(path string) string
}

// Span is a half-open range of bytes in one file, with the lines that it touches for people.
type Span struct {
	File       string // path in its Tree
	Start, End int    // byte offsets, Start <= End
	Line       int    // 1-based line of Start
	EndLine    int    // 1-based line of the last byte
	Column     int    // 1-based column of Start, in bytes
}

// Note is one line of evidence: where, and what is to be seen there in the reader's words.
type Note struct {
	Span Span
	Text string
}

// Edit replaces the bytes Start..End of one file by Text. Start == End inserts.
type Edit struct {
	File       string
	Start, End int
	Text       string
}

// Edits is an atomic set: all of them or none. They are in the coordinates of the tree before any is applied.
type Edits []Edit

// Workspace is what one change offers: the tree at its head, the tree at the merge base, and the difference.
// Base is nil where there is nothing to compare with.
type Workspace struct {
	Head, Base Tree
	Diff       Diff
}

// Diff is the difference between the two trees of a Workspace, one entry a changed file, sorted by Path.
type Diff []FileDiff

// FileDiff is one changed file. Path is its name in the head, OldPath its name in the base;
// they are equal unless the file was renamed, and one is "" where it was added or removed.
type FileDiff struct {
	Path, OldPath string
	Hunks         []Hunk // in order; empty for a pure rename, a binary file, or where the sender left the patch out
}

// Hunk is one hunk of a unified diff: line numbers are 1-based, Added lists the head's lines that are new in it.
// A review comment must lie within one hunk: NewStart..NewStart+NewLines-1 on the head's side.
type Hunk struct {
	OldStart, OldLines int
	NewStart, NewLines int
	Added              []int
}
