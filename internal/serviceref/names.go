package serviceref

import "strings"

// Snake spells an API name as botocore spells it in Python: ListObjectsV2 is list_objects_v2, ListWebACLs is list_web_acls.
func Snake(name string) string {
	if strings.Contains(name, "_") {
		return name
	}
	if snake, ok := irregular[name]; ok {
		return snake
	}
	return strings.ToLower(breakLower(breakCapital(breakPlural(name))))
}

// breakPlural sets a plural of capitals at the end apart: WebACLs is Web_acls.
func breakPlural(name string) string {
	stem, plural := strings.CutSuffix(name, "s")
	start := len(stem)
	for start > 0 && isUpper(stem[start-1]) {
		start--
	}
	if !plural || len(stem)-start < 2 {
		return name
	}
	return stem[:start] + "_" + strings.ToLower(name[start:])
}

// breakCapital sets each capital that small letters follow apart from what stands before it. Matches do not overlap, as in a
// regular expression that consumes the character before: that is what gives BBValue its b_b_value.
func breakCapital(name string) string {
	var out strings.Builder
	for i := 0; i < len(name); {
		if i+2 < len(name) && isUpper(name[i+1]) && isLower(name[i+2]) {
			out.WriteByte(name[i])
			out.WriteByte('_')
			out.WriteByte(name[i+1])
			for i += 2; i < len(name) && isLower(name[i]); i++ {
				out.WriteByte(name[i])
			}
			continue
		}
		out.WriteByte(name[i])
		i++
	}
	return out.String()
}

// breakLower sets a capital apart from a small letter or digit before it.
func breakLower(name string) string {
	var out strings.Builder
	for i := range len(name) {
		if i > 0 && isUpper(name[i]) && (isLower(name[i-1]) || isDigit(name[i-1])) {
			out.WriteByte('_')
		}
		out.WriteByte(name[i])
	}
	return out.String()
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
