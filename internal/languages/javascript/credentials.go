package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// whose says whose calls a client makes: the function's, somebody else's (or to somebody else than AWS), or it cannot be told: both.
type whose struct{ own, others bool }

// or is for two reasons to be somebody else's.
func (w whose) or(other whose) whose {
	return whose{own: w.own && other.own, others: w.others || other.others}
}

// ownership tells from a client's settings whose calls it makes.
func ownership(config sdk.Given) whose {
	settings := sdk.Arguments{Named: config.Fields}
	w := whose{own: true}
	for _, f := range settings.Named {
		switch f.Name {
		case "credentials", "credentialProvider":
			w = w.or(sometimes(credentials(f.Value), f.Maybe))
		case "accessKeyId":
			w = w.or(sometimes(accessKey(f.Value), f.Maybe))
		case "endpoint":
			w = w.or(sometimes(endpoint(f.Value), f.Maybe))
		case "service": // of a document client
			if clients := clientsAmong(f.Value); len(clients) > 0 {
				w = w.or(whose{own: !onlyOthers(clients), others: onlyOthers(clients)})
			}
		}
	}
	return w
}

func sometimes(w whose, maybe bool) whose {
	w.own = w.own || maybe
	return w
}

// credentials tells whose they are: those of a provider, or of keys that are given.
func credentials(g sdk.Given) whose {
	w := whose{own: g.None}
	for _, o := range g.Objects {
		switch {
		case o.Kind == kindResponse, o.Foreign:
			w.others = true
		default:
			w.own = true
		}
	}
	if key, ok := (sdk.Arguments{Named: g.Fields}).Get("accessKeyId"); ok {
		k := accessKey(key)
		w.own, w.others = w.own || k.own, w.others || k.others
	}
	if !w.own && !w.others { // of a package that is not here, or an argument
		w.others = true
	}
	return w
}

// accessKey tells from the key whose calls they are.
func accessKey(g sdk.Given) whose {
	w := whose{own: g.None}
	for _, choice := range g.Text {
		if isEnv(choice.Value, "AWS_ACCESS_KEY_ID") {
			w.own = true
		} else {
			w.others = true
		}
	}
	if !w.own && !w.others {
		w.others = true
	}
	return w
}

func isEnv(v symbolic.Value, name string) bool {
	return len(v) == 1 && v[0].Kind == symbolic.Env && v[0].Text == name
}

// endpoint tells from a literal endpoint whether it is AWS. One that comes from elsewhere is taken for AWS's.
func endpoint(g sdk.Given) whose {
	w := whose{own: g.None || len(g.Text) == 0}
	for _, choice := range g.Text {
		if elsewhere(choice.Value) {
			w.others = true
		} else {
			w.own = true
		}
	}
	return w
}

// elsewhere says that an address certainly leads to a host that is not AWS's.
func elsewhere(address symbolic.Value) bool {
	if len(address) == 0 || address[0].Kind != symbolic.Literal {
		return false
	}
	host := address[0].Text
	if _, after, ok := strings.Cut(host, "://"); ok {
		host = after
	}
	end := strings.IndexAny(host, ":/")
	if end < 0 && len(address) > 1 {
		return false
	}
	if end >= 0 {
		host = host[:end]
	}
	local := host == "localhost" || host == "127.0.0.1" || host == "host.docker.internal"
	if !strings.Contains(host, ".") && !local {
		return host != "" && strings.Contains(address[0].Text, "://")
	}
	return !strings.HasSuffix(host, ".amazonaws.com") && !strings.HasSuffix(host, ".amazonaws.com.cn") &&
		!strings.HasSuffix(host, ".api.aws") && !strings.HasSuffix(host, ".on.aws")
}

// provide makes the credentials of a provider. Those of a role take it first.
func (i *idioms) provide(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Name {
	case "own":
		return gives(&sdk.Object{Kind: kindCredentials})
	case "others":
		return gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
	}
	settings, given := args.At(0, "")
	input := parameters(settings, given)
	if params, ok := (sdk.Arguments{Named: settings.Fields}).Get("params"); ok {
		input = parameters(params, true)
	}
	return sdk.Effect{
		Calls:   i.calls(&sdk.Object{Service: "sts"}, "AssumeRole", input, "temporary credentials"),
		Results: []*sdk.Object{{Kind: kindCredentials, Foreign: true}},
	}
}

// sign signs requests to a service with the function's credentials. Name says which member of its settings names the service, and the
// service where none does.
func (i *idioms) sign(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	path, standard, _ := strings.Cut(strings.TrimPrefix(o.Name, ":"), "=")
	e := gives(&sdk.Object{Kind: kindSigned, Data: true})
	names := []string{standard}
	if position, ok := strings.CutSuffix(path, ":"); ok {
		path = position
	}
	if path != "" {
		service, _ := libraryArgument(args, path)
		if texts, all := knownTexts(service); all {
			names = texts
		}
	}
	for _, name := range names {
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: name, Reason: "requests are signed with the function's credentials"})
	}
	return e
}
