package languages

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

// inlineName is the file name that code in a template has while it is followed.
const inlineName = "inline"

// inline moves places in code that stands in a template to the template. Each line of the code is looked for in the template's text,
// in order; a line that does not stand there as it is (folded, escaped) is at the place of the code as a whole.
type inline struct {
	whole source.Span
	lines *source.Lines
	// starts is for each line of the code where it starts in the template (-1: it does not stand there), and code where in the code.
	starts, code []int
	texts        []string
}

func newInline(tree source.Tree, place locate.Place) *inline {
	in := &inline{whole: place.Span}
	src, err := tree.Read(place.Span.File)
	if err != nil {
		return in
	}
	in.lines = source.NewLines(place.Span.File, src)
	at, end := place.Span.Start, min(place.Span.End, len(src))
	offset := 0
	for line := range strings.Lines(place.Inline) {
		in.code = append(in.code, offset)
		offset += len(line)
		line = strings.TrimRight(line, "\r\n")
		in.texts = append(in.texts, line)
		start := -1
		if at <= end {
			if i := strings.Index(string(src[at:end]), line); i >= 0 {
				start = at + i
				at = start + len(line)
			}
		}
		in.starts = append(in.starts, start)
	}
	return in
}

// span moves one place.
func (in *inline) span(s source.Span) source.Span {
	i, found := slices.BinarySearch(in.code, s.Start)
	if !found {
		i--
	}
	if i < 0 || i >= len(in.starts) || in.starts[i] < 0 {
		return in.whole
	}
	start := in.starts[i] + s.Start - in.code[i]
	end := start + min(s.End-s.Start, len(in.texts[i])-(s.Start-in.code[i]))
	return in.lines.Span(start, max(start, end))
}

// move moves all places of a result that are in the code.
func (in *inline) move(result *flow.Result, file string) {
	move := func(s *source.Span) {
		if s.File == file {
			*s = in.span(*s)
		}
	}
	for i := range result.Calls {
		move(&result.Calls[i].Span)
		for j := range result.Calls[i].Path {
			move(&result.Calls[i].Path[j])
		}
	}
	for i := range result.Unknown {
		move(&result.Unknown[i].Span)
	}
	result.Files = slices.DeleteFunc(result.Files, func(name string) bool { return name == file })
	sdk.Sort(result.Calls)
	result.Unknown = sdk.SortUnknown(result.Unknown)
}
