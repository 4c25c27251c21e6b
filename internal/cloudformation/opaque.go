package cloudformation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// opaque is one string that is not known before deployment. What is written there tells it from others: the same text is the same string,
// so a statement that an edit leaves alone is the same before and after it.
func (t *Template) opaque(reason, written string) symbolic.Part {
	return symbolic.Part{Kind: symbolic.Unknown, Text: reason, Attr: written, Stack: t.File}
}

// severalStrings are functions that give a list: no one string is the same as another of it.
var severalStrings = []string{"", "Ref", "Fn::Split", "Fn::GetAZs", "Fn::Cidr"}

// marked says of a call of a function which nobody here can evaluate what is written there.
func (t *Template) marked(n *document.Node, name string, set symbolic.Set) symbolic.Set {
	if len(set) != 1 || len(set[0].When) > 0 || len(set[0].Value) != 1 || slices.Contains(severalStrings, name) {
		return set
	}
	p := set[0].Value[0]
	if p.Kind != symbolic.Unknown || p.Attr != "" {
		return set
	}
	return symbolic.Certain(symbolic.Value{t.opaque(p.Text, t.fingerprint(n))})
}

// maxSpelt bounds the values of an expression whose text is compared; aliases within aliases make more than anybody writes.
const maxSpelt = 2000

// fingerprint is the same for two expressions that say the same: of their text, and of the mapping that they look into. It is "" where
// the expression is too large.
func (t *Template) fingerprint(n *document.Node) string {
	hash, room := sha256.New(), maxSpelt
	t.spell(hash, n, &room)
	if room < 0 {
		return ""
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// spell writes each value with its length, so that no two run into one another.
func (t *Template) spell(w io.Writer, n *document.Node, room *int) {
	if *room--; n == nil || *room < 0 {
		return
	}
	fmt.Fprintf(w, "%d,%d:%s,%d:%s,%d,%d(", n.Kind, len(n.Tag), n.Tag, len(n.Value), n.Value, len(n.Items), len(n.Pairs))
	for _, item := range n.Items {
		t.spell(w, item, room)
	}
	for _, p := range n.Pairs {
		t.spell(w, p.Key, room)
		t.spell(w, p.Value, room)
	}
	if name, arg := intrinsic(n); name == "Fn::FindInMap" && len(arg.Items) > 0 {
		t.spell(w, t.Root.Get("Mappings").Get(arg.Items[0].Value), room)
	}
	fmt.Fprint(w, ")")
}
