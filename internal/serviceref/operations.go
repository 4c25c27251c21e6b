package serviceref

import (
	"slices"
	"strings"
)

// Operation says what an operation of a client needs. Not ok: the client or the operation is not known.
// What decides, first to last: the facts kept by hand, whether the call is signed at all, the HTTP verb (API Gateway), and that an
// action has the operation's name.
func (t *Tables) Operation(client, operation string) (Operation, bool) {
	op := Operation{Client: client, Name: operation}
	a, ok := t.api(client)
	if !ok {
		return Operation{}, false
	}
	c, listed := a.operation(operation)
	rows, byHand := t.facts().needs[client+" "+operation]
	switch {
	case byHand:
		op.By, op.Needs = ByHand, t.byHand(op, c, rows)
	case !listed:
		return Operation{}, false
	case strings.Contains(c.flags, "n"):
		op.By = ByNoSignature
	case c.verb != "":
		op.By, op.Needs = ByVerb, byVerb(t.Prefix(client), c)
	default:
		op.Needs, op.By = t.byName(op, c)
	}
	op.Verified = op.By != ByGuess
	op.Needs = append(op.Needs, t.passes(op, c)...)
	return op, true
}

func (t *Tables) byHand(op Operation, c call, rows []need) []Authorization {
	var needs []Authorization
	for _, row := range rows {
		for _, n := range t.bind(op, c, row.action, row.types) {
			n.When = row.tests
			n.Optional = n.Optional || row.optional
			needs = append(needs, n)
		}
	}
	return needs
}

// byName is the identity: an action of the operation's name, else the one that AWS's reference names.
func (t *Tables) byName(op Operation, c call) ([]Authorization, By) {
	name := t.Prefix(op.Client) + ":" + op.Name
	if action, ok := t.Action(name); ok {
		return t.bind(op, c, action.Name, nil), ByName
	}
	if action, ok := t.asks(op.Client, op.Name); ok {
		return t.bind(op, c, action, nil), ByReference
	}
	return []Authorization{{Action: name}}, ByGuess
}

// byVerb is API Gateway's way: the verb is the action, the path is the resource. Its second version has the same paths below /v2.
func byVerb(prefix string, c call) []Authorization {
	b := Binding{Type: "path", Arn: "arn:${Partition}:" + prefix + ":${Region}::", Variables: map[string]string{}}
	for _, part := range strings.Split(strings.Trim(strings.TrimPrefix(c.path, "/v2"), "/"), "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimRight(name, "+}")
			b.Variables[name] = name
			part = "${" + name + "}"
		}
		b.Arn += "/" + part
	}
	return []Authorization{{Action: prefix + ":" + c.verb, Resources: []Binding{b}}}
}

// passes adds iam:PassRole for each argument that hands a role to a service. Where AWS does not list it as a dependent action of
// what is called, it may be a role that is only named (a filter): then it is optional.
func (t *Tables) passes(op Operation, c call) []Authorization {
	if c.roles == "" || len(op.Needs) == 0 {
		return nil
	}
	main, _ := t.Action(op.Needs[0].Action)
	if main.Level == Read || main.Level == List || slices.ContainsFunc(op.Needs, passesRole) {
		return nil
	}
	var needs []Authorization
	for _, path := range split(c.roles) {
		needs = append(needs, Authorization{
			Action:    "iam:PassRole",
			When:      []Test{{Argument: path}},
			Resources: []Binding{roleIn(path)},
			Optional:  !slices.Contains(main.Dependents, "iam:PassRole"),
		})
	}
	return needs
}

func passesRole(n Authorization) bool { return n.Action == "iam:PassRole" }

func roleIn(path string) Binding {
	return Binding{
		Type:      "role",
		Arn:       "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
		Variables: map[string]string{"RoleNameWithPath": path},
	}
}
