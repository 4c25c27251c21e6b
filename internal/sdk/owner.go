package sdk

import (
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// Owner says whose calls a client makes: the function's own, or others': somebody else's, or to somebody else than AWS. Where it cannot be
// told it is both.
type Owner struct{ Own, Others bool }

// Or is for two reasons to be somebody else's.
func (w Owner) Or(other Owner) Owner {
	return Owner{Own: w.Own && other.Own, Others: w.Others || other.Others}
}

// Of is the object, once for each of those whose it may be. What is made of something foreign is foreign.
func (w Owner) Of(o *Object, foreign bool) (objects []*Object) {
	if w.Own && !foreign {
		objects = append(objects, o)
	}
	if w.Others || foreign {
		other := *o
		other.Foreign = true
		objects = append(objects, &other)
	}
	return objects
}

// OfKey tells from an access key: the one in the function's environment is its own, as if none were given.
func OfKey(key Given) Owner {
	w := Owner{Own: key.None}
	for _, choice := range key.Text {
		if len(choice.Value) == 1 && choice.Value[0].Kind == symbolic.Env && choice.Value[0].Text == "AWS_ACCESS_KEY_ID" {
			w.Own = true
		} else {
			w.Others = true
		}
	}
	w.Others = w.Others || !w.Own
	return w
}

// OfEndpoint tells from an endpoint. One that is not known is taken for AWS's.
func OfEndpoint(address Given) Owner {
	w := Owner{Own: address.None || len(address.Text) == 0}
	for _, choice := range address.Text {
		if Elsewhere(choice.Value) {
			w.Others = true
		} else {
			w.Own = true
		}
	}
	return w
}

// domains are what the hosts of AWS's endpoints end in.
var domains = []string{".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".on.aws"}

// Elsewhere says that an address, with its scheme or without, certainly leads to a host that is not AWS's.
func Elsewhere(address symbolic.Value) bool {
	if len(address) == 0 || address[0].Kind != symbolic.Literal {
		return false
	}
	_, host, ok := strings.Cut(address[0].Text, "://")
	if !ok {
		host = address[0].Text
	}
	end := strings.IndexAny(host, ":/")
	if end < 0 && len(address) > 1 { // what follows may be the rest of the host
		return false
	}
	if end >= 0 {
		host = host[:end]
	}
	for _, domain := range domains {
		if strings.HasSuffix(host, domain) {
			return false
		}
	}
	return host != "" && (ok || host == "localhost" || strings.Contains(host, "."))
}
