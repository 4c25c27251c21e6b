package symbolic

// Match says whether pattern, whose literal parts are a glob with * and ?, matches value.
// It compares case. Both are expanded first; then these rules hold:
//
//   - Literal against literal is glob matching. * crosses every character, ":" and "/" too; ? is one letter.
//   - A part of value that is Unknown, Event, Env or Apply is any string, and so is a * within value. Such a part of
//     pattern may be any pattern.
//   - The same symbol (kind, name, attribute, stack) matches itself. * covers a symbol, ? never does: the symbol's length is not known.
//   - Otherwise a symbol against other text is May, and No only where no value of it could match: fixed text before, behind or
//     between contradicts (arn:aws:s3::: against arn:aws:dynamodb:).
//   - Account ids are digits. Regions and names behind other text have no ":", and names no "/" unless their type allows one. So the
//     segments of ARNs stay apart. A Ref that opens a string may be a whole ARN or URL: nothing is known of it.
//   - References to two resources of one type in one stack differ: what the one is, the other is not. Literal physical names are
//     literals once expanded, and decide for themselves.
//   - A parameter's default is never looked at.
//   - A value that is "*" and nothing else is the resource of a request that has none: a pattern must take that very character.
//
// Yes and No hold under every value of the symbols. May is all the rest, also where a finer look could tell.
func Match(pattern, value Value) Answer {
	pattern, value = pattern.Expand(), value.Expand()
	if answer, ok := plain(pattern, value); ok {
		return answer
	}
	if apart(pattern, value) {
		return No
	}
	p, v := signsOf(pattern), signsOf(value)
	if text, ok := literal(value); ok && text == "*" {
		v = []sign{character('*')}
	}
	p, v, contradict := cancel(p, v)
	switch {
	case contradict:
		return No
	case len(p)*len(v) > maxCells:
		return May
	case covers(p, v):
		return Yes
	case touches(p, v):
		return May
	}
	return No
}
