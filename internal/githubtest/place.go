package githubtest

// place finds the lines of a comment in one hunk of the diff, or says in GitHub's words why it cannot stand there.
func (c change) place(d draft) (p place, diffHunk, reason string) {
	if d.Line == nil {
		return p, "", "Line could not be resolved"
	}
	side, known := right(d.Side, true)
	startSide, startKnown := right(d.StartSide, side)
	if !known || !startKnown {
		return p, "", "Side is not included in the list"
	}
	p = place{path: d.Path, line: *d.Line, right: side, startRight: startSide}
	for _, h := range c.hunks {
		end := h.find(p.line, p.right)
		if end < 0 {
			continue
		}
		begin := 0
		if d.StartLine != nil {
			p.start = *d.StartLine
			if p.start >= p.line && p.startRight == p.right {
				return p, "", "Start line must precede the end line."
			}
			if begin = h.find(p.start, p.startRight); begin < 0 || begin >= end {
				return p, "", "Start line must be part of the same hunk as the line."
			}
		}
		return p, h.header() + "\n" + joinLines(h.lines[:end+1]), ""
	}
	return p, "", "Line could not be resolved"
}

// right reads a side; what is not given is as missing says.
func right(side *string, missing bool) (isRight, known bool) {
	if side == nil {
		return missing, true
	}
	return *side == "RIGHT", *side == "RIGHT" || *side == "LEFT"
}

// at is where a thread stands now; false once its lines were changed, which makes it outdated.
func (t *thread) at() (start, line int, current bool) {
	if !t.place.right {
		return t.place.start, t.place.line, t.commit == t.pull.headSHA()
	}
	now, exists := t.pull.repo.store.commits[t.pull.headSHA()].files[t.place.path]
	if !exists {
		return 0, 0, false
	}
	first := t.place.start
	if first == 0 {
		first = t.place.line
	}
	shift := 0
	for l := first; l <= t.place.line; l++ {
		to, same := moved(t.wasBefore, now, l)
		if !same || l > first && to-l != shift {
			return 0, 0, false
		}
		shift = to - l
	}
	if start = t.place.start; start != 0 {
		start += shift
	}
	return start, t.place.line + shift, true
}
