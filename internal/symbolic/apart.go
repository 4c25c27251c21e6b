package symbolic

// apart reports whether p and v differ in a letter that both have for certain, counted from the front or from the back. Most pairs of a policy
// and a need do, and to see that costs no table.
func apart(p, v Value) bool {
	if len(p) == 0 || len(v) == 0 {
		return false
	}
	return differ(p[0], v[0], func(text string, i int) byte { return text[i] }) ||
		differ(p[len(p)-1], v[len(v)-1], func(text string, i int) byte { return text[len(text)-1-i] })
}

// differ reports whether two parts are literals that differ before the first wildcard of either.
func differ(a, b Part, at func(text string, i int) byte) bool {
	if a.Kind != Literal || b.Kind != Literal {
		return false
	}
	for i := range min(len(a.Text), len(b.Text)) {
		x, y := at(a.Text, i), at(b.Text, i)
		if wildcard(x) || wildcard(y) {
			return false
		}
		if x != y {
			return true
		}
	}
	return false
}

func wildcard(c byte) bool { return c == '*' || c == '?' }
