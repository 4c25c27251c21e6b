package rules

// All is the table of rules.
var All = []Rule{}

// Judge walks the table, and merges the judgements that have one cause.
func Judge(f Facts) []Judgement {
	var all []Judgement
	for _, r := range All {
		all = append(all, r.Check(f)...)
	}
	return all
}
