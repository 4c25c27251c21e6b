package flow

// identical says that two things are one: their keys are equal. The keys of most need not be made for that.
func identical(a, b thing) bool {
	switch a := a.(type) {
	case *instance:
		b, ok := b.(*instance)
		return ok && a.id == b.id
	case *dict:
		b, ok := b.(*dict)
		return ok && a.id == b.id
	case *list:
		b, ok := b.(*list)
		return ok && a.id == b.id
	case *function:
		b, ok := b.(*function)
		return ok && a.id == b.id
	case *bound:
		b, ok := b.(*bound)
		return ok && a.id == b.id
	case *class:
		b, ok := b.(*class)
		return ok && a.id == b.id
	case object:
		b, ok := b.(object)
		return ok && a.id == b.id
	case plain:
		b, ok := b.(plain)
		return ok && a.reason == b.reason
	case foreign:
		b, ok := b.(foreign)
		return ok && a.path == b.path
	}
	return a.key() == b.key()
}
