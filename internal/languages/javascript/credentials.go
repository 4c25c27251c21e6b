package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// ownership tells from a client's settings whose calls it makes.
func ownership(config sdk.Given) sdk.Owner {
	settings := sdk.Arguments{Named: config.Fields}
	w := sdk.Owner{Own: true}
	for _, f := range settings.Named {
		switch f.Name {
		case "credentials", "credentialProvider":
			w = w.Or(sometimes(credentials(f.Value), f.Maybe))
		case "accessKeyId":
			w = w.Or(sometimes(accessKey(f.Value), f.Maybe))
		case "endpoint":
			w = w.Or(sometimes(sdk.OfEndpoint(f.Value), f.Maybe))
		case "service": // of a document client
			if clients := clientsAmong(f.Value); len(clients) > 0 {
				w = w.Or(sdk.Owner{Own: !onlyOthers(clients), Others: onlyOthers(clients)})
			}
		}
	}
	return w
}

func sometimes(w sdk.Owner, maybe bool) sdk.Owner {
	w.Own = w.Own || maybe
	return w
}

// credentials tells whose they are: those of a provider, or of keys that are given.
func credentials(g sdk.Given) sdk.Owner {
	w := sdk.Owner{Own: g.None}
	for _, o := range g.Objects {
		switch {
		case o.Kind == kindResponse, o.Foreign:
			w.Others = true
		default:
			w.Own = true
		}
	}
	if key, ok := (sdk.Arguments{Named: g.Fields}).Get("accessKeyId"); ok {
		k := accessKey(key)
		w.Own, w.Others = w.Own || k.Own, w.Others || k.Others
	}
	if !w.Own && !w.Others { // of a package that is not here, or an argument
		w.Others = true
	}
	return w
}

// accessKey tells from the key whose calls they are.
func accessKey(g sdk.Given) sdk.Owner {
	w := sdk.Owner{Own: g.None}
	for _, choice := range g.Text {
		if isEnv(choice.Value, "AWS_ACCESS_KEY_ID") {
			w.Own = true
		} else {
			w.Others = true
		}
	}
	if !w.Own && !w.Others {
		w.Others = true
	}
	return w
}

func isEnv(v symbolic.Value, name string) bool {
	return len(v) == 1 && v[0].Kind == symbolic.Env && v[0].Text == name
}

// provide makes the credentials of a provider. Those of a role take it first.
func (i *idioms) provide(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Name {
	case "own":
		return sdk.Gives(&sdk.Object{Kind: kindCredentials})
	case "others":
		return sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
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
	e := sdk.Gives(&sdk.Object{Kind: kindSigned, Data: true})
	names := []string{standard}
	if position, ok := strings.CutSuffix(path, ":"); ok {
		path = position
	}
	if path != "" {
		service, _ := libraryArgument(args, path)
		if texts, all := service.Known(); all {
			names = texts
		}
	}
	for _, name := range names {
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: name, Reason: "requests are signed with the function's credentials"})
	}
	return e
}
