package symbolic

// cancel takes off what p and v begin and end with alike: what is left matches exactly where the whole does, and the table for it is small.
// It reports where letters contradict each other.
func cancel(p, v []sign) (restP, restV []sign, contradict bool) {
	for len(p) > 0 && len(v) > 0 {
		switch {
		case p[0].exact() && v[0].exact():
			if p[0] != v[0] {
				return nil, nil, true
			}
			p, v = p[1:], v[1:]
			continue
		case p[0].same(v[0]) && p[0].part.fixed():
			p, v = p[p[0].width():], v[v[0].width():]
			continue
		}
		break
	}
	for len(p) > 0 && len(v) > 0 && p[len(p)-1].exact() && v[len(v)-1].exact() {
		if p[len(p)-1] != v[len(v)-1] {
			return nil, nil, true
		}
		p, v = p[:len(p)-1], v[:len(v)-1]
	}
	return p, v, false
}

// exact reports whether s is one certain letter.
func (s sign) exact() bool { return s.part == nil && !s.many && s.letters != everyLetter }

// fixed reports whether p's string has no wildcards in it, also where it stands in a pattern. A parameter's may.
func (p *Part) fixed() bool { return p.Kind == Attribute || p.Kind == Pseudo }
