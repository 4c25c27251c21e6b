package access

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed keys.txt
var keyFacts string

// keyActions lists what an action on an encrypted resource needs of its key; a question mark behind one says that it is needed at times.
func keyActions(action string) []string {
	for line := range strings.Lines(keyFacts) {
		fields := strings.Fields(line)
		if len(fields) > 1 && fields[0] == action {
			return fields[1:]
		}
	}
	return nil
}

// keys adds the needs that no call shows: those of the customer keys that encrypt what the function touches.
// Where it is not known how a resource is encrypted, a key may be needed.
func (w *worker) keys() {
	for _, n := range slices.Concat(w.needs, w.maybe) {
		for _, action := range keyActions(n.Action) {
			name, certain := strings.CutSuffix(action, "?")
			w.keyOf(n, name, !certain && !n.Optional)
		}
	}
}

func (w *worker) keyOf(n Need, action string, certain bool) {
	r := w.touched(n.Resource)
	switch {
	case r == nil || r.Encryption == stack.EncryptionUnknown:
		w.keyNeed(symbolic.Any("how this is encrypted is not known"), action, n, n.Because, false)
	case r.Encryption == stack.EncryptionCustomer:
		why := source.Note{Span: r.Span, Text: fmt.Sprintf("`%s` is encrypted with a customer key", r.ID)}
		w.keyNeed(r.Key, action, n, append(slices.Clone(n.Because), why), certain)
	}
}

// keyNeed adds an action on the key. A key that the template does not tell is any key.
func (w *worker) keyNeed(key symbolic.Set, action string, n Need, because []source.Note, certain bool) {
	if len(key) == 0 {
		key = symbolic.Any("the key is not told")
	}
	b := serviceref.Binding{Type: "key", Arn: "arn:${Partition}:kms:${Region}:${Account}:key/${Key}", Whole: "Key"}
	for _, k := range w.fill(b, given{sets: map[string]symbolic.Set{"Key": key}}) {
		w.add(Need{Action: action, Resource: k.value, Scope: k.scope, Kind: n.Kind, When: slices.Concat(n.When, k.when), Because: because}, certain)
	}
}

// key adds an action on a key for a reason of its own.
func (w *worker) key(key symbolic.Set, action string, kind finding.NeedKind, why source.Note) {
	w.keyNeed(key, action, Need{Kind: kind}, []source.Note{why}, true)
}

// touched is the resource of the estate that an ARN names, nil where it is none of them.
func (w *worker) touched(v symbolic.Value) *stack.Resource {
	for _, p := range append(v[:len(v):len(v)], v.Expand()...) {
		if r := w.estate.Resource(p); r != nil {
			return r
		}
	}
	if p := reference(v); p != nil {
		return w.estate.Resource(*p)
	}
	return nil
}
