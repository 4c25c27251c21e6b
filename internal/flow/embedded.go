package flow

import "github.com/parebot/pare/internal/source"

// embedded is a member that an instance has through a field whose members are its own too. What is embedded may lead back to the
// instance, where it is an interface that the instance keeps itself.
func (r *run) embedded(i *instance, name string, place source.Span) (all value) {
	if len(i.of.code.Embeds) == 0 || r.embedding[i] {
		return value{}
	}
	if declares(i.of, name) {
		return value{}
	}
	r.embedding[i] = true
	defer delete(r.embedding, i)
	for _, field := range i.of.code.Embeds {
		if field != name && r.step(place) {
			all = union(all, r.member(r.embeddedIn(i, field), name, place))
		}
	}
	return all
}

func (r *run) embeddedIn(i *instance, field string) value {
	if v := i.fields[field]; !v.empty() {
		return v
	}
	return r.statedField(i.of, field)
}

// setEmbedded sets a field that an instance has through another; false where it has that itself.
func (r *run) setEmbedded(i *instance, name string, to value, place source.Span) (done bool) {
	if _, own := i.of.attrs.vars[name]; own || len(i.fields[name].things) > 0 {
		return false
	}
	for _, field := range i.of.code.Embeds {
		for _, t := range r.embeddedIn(i, field).things {
			if inner, ok := t.(*instance); ok && r.hasMember(inner, name) {
				r.setMember(things(inner), name, to, place)
				done = true
			}
		}
	}
	return done
}

// implements says that a class has every method that an interface promises, of its own or of a class that it embeds.
func (r *run) implements(c, promised *class) bool {
	if !promised.code.Interface || c.code.Interface || c == promised {
		return false
	}
	methods := methodsOf(promised, make(map[*class]bool))
	for _, name := range methods {
		if !r.offers(c, name, 0) {
			return false
		}
	}
	return len(methods) > 0
}

// maxEmbedded is how deep embedded fields are looked into for a method.
const maxEmbedded = 4

func (r *run) offers(c *class, name string, depth int) bool {
	if !c.attrs.vars[name].empty() {
		return true
	}
	for _, field := range c.code.Embeds {
		if typ := c.attrs.types[field]; typ != nil && depth < maxEmbedded {
			for _, t := range r.eval(c.attrs, typ).things {
				if inner, ok := t.(*class); ok && r.offers(inner, name, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// methodsOf are the names of a class's methods and of those above it.
func methodsOf(c *class, seen map[*class]bool) (names []string) {
	for _, t := range lineage(c, seen) {
		if at, ok := t.(*class); ok {
			for _, name := range sortedNames(at.attrs.vars) {
				if !at.attrs.vars[name].empty() {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// declares says that a class has a field of that name.
func declares(c *class, name string) bool {
	_, declared := c.attrs.vars[name]
	return declared
}

func hasMethods(c *class) bool {
	for _, v := range c.attrs.vars {
		if !v.empty() {
			return true
		}
	}
	return false
}
