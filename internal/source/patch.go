package source

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrPatch says that a text is no unified diff of one file.
var ErrPatch = errors.New("the patch cannot be read")

// ParsePatch reads the patch that GitHub sends for one file of a pull request: hunks without file headers.
// ErrPatch names the first line that does not fit, also where lines are missing: half a patch would hide where comments may stand.
func ParsePatch(patch string) (hunks []Hunk, err error) {
	if patch == "" {
		return nil, nil
	}
	var r patchReader
	for i, line := range strings.Split(strings.TrimSuffix(patch, "\n"), "\n") {
		if err := r.line(line); err != nil {
			return nil, fmt.Errorf("reading line %d of a patch: %w", i+1, err)
		}
	}
	if r.oldLeft != 0 || r.newLeft != 0 {
		return nil, fmt.Errorf("reading a patch that ends within a hunk: %w", ErrPatch)
	}
	return r.hunks, nil
}

// patchReader knows how many lines the hunk in hand still owes to each side.
type patchReader struct {
	hunks            []Hunk
	oldLeft, newLeft int
	at               int // the head's line that comes next
}

func (r *patchReader) line(text string) error {
	if r.oldLeft == 0 && r.newLeft == 0 && !strings.HasPrefix(text, `\`) {
		return r.header(text)
	}
	mark := byte(' ') // some senders strip the blank of an empty context line
	if text != "" {
		mark = text[0]
	}
	switch mark {
	case '\\': // "\ No newline at end of file" is about the line before it
		return nil
	case ' ', '\r':
		r.oldLeft, r.newLeft, r.at = r.oldLeft-1, r.newLeft-1, r.at+1
	case '-':
		r.oldLeft--
	case '+':
		h := &r.hunks[len(r.hunks)-1]
		h.Added = append(h.Added, r.at)
		r.newLeft, r.at = r.newLeft-1, r.at+1
	default:
		return ErrPatch
	}
	if r.oldLeft < 0 || r.newLeft < 0 {
		return ErrPatch
	}
	return nil
}

// header reads "@@ -12,7 +12,9 @@ the enclosing function".
func (r *patchReader) header(text string) error {
	fields := strings.SplitN(text, " ", 5)
	if len(fields) < 4 || fields[0] != "@@" || fields[3] != "@@" {
		return ErrPatch
	}
	var h Hunk
	var oldOK, newOK bool
	h.OldStart, h.OldLines, oldOK = patchRange(fields[1], "-")
	h.NewStart, h.NewLines, newOK = patchRange(fields[2], "+")
	if !oldOK || !newOK {
		return ErrPatch
	}
	r.hunks = append(r.hunks, h)
	r.oldLeft, r.newLeft, r.at = h.OldLines, h.NewLines, h.NewStart
	return nil
}

// patchRange reads "-12,7" or "+12", where the count left out is 1.
func patchRange(text, sign string) (start, lines int, ok bool) {
	text, ok = strings.CutPrefix(text, sign)
	first, count, counted := strings.Cut(text, ",")
	start, startOK := patchNumber(first)
	lines, linesOK := 1, true
	if counted {
		lines, linesOK = patchNumber(count)
	}
	return start, lines, ok && startOK && linesOK
}

// patchNumber reads a line number; nothing that a Tree hands out has more lines than MaxFileSize.
func patchNumber(text string) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 32)
	return int(n), err == nil && n <= MaxFileSize
}
