package flow

// merged is the arguments of a call together with all with which its function was called since these were too many to be told apart.
func (r *run) merged(f *function, args arguments) arguments {
	all, before := r.mixed[f]
	if !before {
		r.mixed[f] = args
		return args
	}
	all.self = union(all.self, args.self)
	all.rest = union(all.rest, args.rest)
	all.open, all.spread = all.open || args.open, all.spread || args.spread
	positional := make([]value, max(len(all.positional), len(args.positional)))
	copy(positional, all.positional)
	for i, v := range args.positional {
		positional[i] = union(positional[i], v)
	}
	all.positional = positional
	named := append([]entry{}, all.named...)
	all.named = named
	for _, e := range args.named {
		all.name(e)
	}
	r.mixed[f] = all
	return all
}
