package flow

// isTuple says that v is what a call gives at once.
func isTuple(v value) bool {
	l, ok := onlyList(v)
	return ok && l.tuple || len(v.things) > 1 && allTuples(v)
}

func allTuples(v value) bool {
	for _, t := range v.things {
		if l, ok := t.(*list); !ok || !l.tuple {
			return false
		}
	}
	return len(v.text) == 0
}

// together is the values of a call, or of several that may have been made, one for each position.
func together(v value) (all []value) {
	for _, t := range v.things {
		for i, item := range t.(*list).items {
			if i == len(all) {
				all = append(all, value{})
			}
			all[i] = union(all[i], item)
		}
	}
	return all
}

// taken is what a call gives at a position. What is no tuple is all that is followed of what it gives: behind it come an error, or
// whether there is a value.
func taken(v value, n int) value {
	all := value{}
	if n == 0 {
		all = textValue(v.text)
	}
	for _, t := range v.things {
		switch l, ok := t.(*list); {
		case ok && l.tuple:
			all = union(all, l.at(n))
		case n == 0:
			all = union(all, things(t))
		}
	}
	if all.empty() {
		return data("what else a call gives")
	}
	return all
}
