package golang

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// make makes a config, a session, credentials or a client.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	whose := whoseArguments(args)
	switch o.Name {
	case kindConfig:
		return fills(records(&sdk.Object{Kind: kindConfig, Value: true}, whose), args)
	case "aws config":
		return sdk.Effect{Make: &sdk.Object{Kind: kindConfig, Value: true}}
	case "copy of a config":
		return records(&sdk.Object{Kind: kindConfig, Value: true}, whose)
	case kindSession:
		return gives(owned(&sdk.Object{Kind: kindSession}, whose)...)
	case "copy of a session":
		if o.Foreign {
			whose = somebody{others: true}
		}
		return gives(owned(&sdk.Object{Kind: kindSession}, whose)...)
	case "static credentials":
		return gives(owned(&sdk.Object{Kind: kindCredentials}, keyed(args))...)
	case "credentials":
		return i.credentials(args)
	case "assumed role":
		return i.assumedRole(args)
	case kindClient, "presign client":
		return fills(gives(owned(as(o, kindClient, ""), whose)...), args)
	case kindSetting, kindSigner:
		return gives(as(o, o.Name, ""))
	}
	switch {
	case strings.Contains(o.Name, " "): // of a library
		return fills(gives(owned(as(o, kindLibrary, o.Name), whose)...), args)
	case strings.HasPrefix(o.Name, "With"):
		return setting(o, args)
	}
	if strings.HasSuffix(o.Name, "Waiter") {
		if operation, ok := i.tables.OperationOf(serviceref.Go2, o.Service, "New"+o.Name); ok {
			return gives(owned(as(o, kindWaiter, operation), whose)...)
		}
	}
	return i.paginator(o, args)
}

// fills adds that functions among the arguments fill options.
func fills(e sdk.Effect, args sdk.Arguments) sdk.Effect {
	for _, g := range args.Positional {
		if g.Unknown != "" && len(g.Objects) == 0 {
			e.Fill = &sdk.Object{Kind: kindOptions}
		}
	}
	return e
}

// records is a new record of a kind, which may be the function's own or somebody else's.
func records(o *sdk.Object, whose somebody) sdk.Effect {
	if whose.others && !whose.own {
		o.Foreign = true
	}
	return sdk.Effect{Make: o}
}

// setting is an option of a config.
func setting(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	made := as(o, kindSetting, o.Name)
	if len(args.Positional) == 0 {
		return gives(made)
	}
	given := args.Positional[0]
	switch o.Name {
	case "WithCredentialsProvider", "WithCredentials":
		return gives(owned(made, whoseCredentials(given))...)
	case "WithBaseEndpoint", "WithEndpoint":
		return gives(owned(made, whoseEndpoint(given))...)
	}
	return gives(made)
}

// paginator makes the calls of all pages: what is made to go through them does.
func (i *idioms) paginator(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation, ok := i.tables.OperationOf(serviceref.Go2, o.Service, "New"+o.Name)
	if !ok {
		return unknown(o, o.Service+" has no "+o.Name+" that is known")
	}
	whose := whoseArguments(args)
	pages := as(o, kindPages, operation)
	pages.Arguments = requestOf(args)
	e := gives(pages)
	if whose.own {
		e.Calls = i.calls(as(o, kindMethod, operation), operation, args)
	}
	return e
}

// somebody says whose calls a client makes: the function's, somebody else's (or to somebody else than AWS), or it cannot be told: both.
type somebody struct{ own, others bool }

func (w somebody) or(other somebody) somebody {
	return somebody{own: w.own && other.own, others: w.others || other.others}
}

// owned is the object, once for each of those whose it may be.
func owned(o *sdk.Object, w somebody) (objects []*sdk.Object) {
	if w.own {
		objects = append(objects, o)
	}
	if w.others {
		other := *o
		other.Foreign = true
		objects = append(objects, &other)
	}
	return objects
}

// whoseArguments tells from what a client or config is made of whose it is.
func whoseArguments(args sdk.Arguments) somebody {
	w := somebody{own: true}
	for _, g := range args.Positional {
		w = w.or(whoseGiven(g))
	}
	return w
}

// whoseGiven tells from a config, a session, a client, a setting or options.
func whoseGiven(g sdk.Given) somebody {
	w := somebody{own: len(g.Objects) == 0}
	for _, o := range g.Objects {
		if o.Foreign {
			w.others = true
		} else {
			w.own = true
		}
	}
	for _, f := range g.Fields {
		one := somebody{own: true}
		switch f.Name {
		case "Credentials":
			one = whoseCredentials(f.Value)
		case "Endpoint", "BaseEndpoint":
			one = whoseEndpoint(f.Value)
		case "Config": // of session.Options
			one = whoseGiven(f.Value)
		}
		if f.Maybe && one.others {
			one.own = true
		}
		w = w.or(one)
	}
	return w
}

// whoseCredentials tells from credentials that are given.
func whoseCredentials(g sdk.Given) somebody {
	w := somebody{}
	for _, o := range g.Objects {
		switch {
		case o.Foreign || o.Kind == kindType:
			w.others = true
		case o.Kind == kindCredentials:
			w.own = true
		}
	}
	if !w.own && !w.others {
		w.own = true
	}
	return w
}

// keyed tells from the access key of static credentials whose they are.
func keyed(args sdk.Arguments) somebody {
	if len(args.Positional) == 0 {
		return somebody{others: true}
	}
	w := somebody{}
	for _, choice := range args.Positional[0].Text {
		if len(choice.Value) == 1 && choice.Value[0].Kind == symbolic.Env && choice.Value[0].Text == "AWS_ACCESS_KEY_ID" {
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

// whoseEndpoint tells from a literal endpoint whether it is AWS. One that comes from elsewhere is taken for AWS's.
func whoseEndpoint(g sdk.Given) somebody {
	w := somebody{own: g.None || len(g.Text) == 0}
	for _, choice := range g.Text {
		if elsewhere(choice.Value) {
			w.others = true
		} else {
			w.own = true
		}
	}
	return w
}

// elsewhere says that a URL certainly leads to a host that is not AWS's. The first SDK takes hosts alone too.
func elsewhere(url symbolic.Value) bool {
	if len(url) == 0 || url[0].Kind != symbolic.Literal || url[0].Text == "" {
		return false
	}
	_, host, ok := strings.Cut(url[0].Text, "://")
	if !ok {
		host = url[0].Text
	}
	end := strings.IndexAny(host, ":/")
	if end < 0 && len(url) > 1 {
		return false
	}
	if end >= 0 {
		host = host[:end]
	}
	for _, ours := range []string{".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".on.aws"} {
		if strings.HasSuffix(host, ours) {
			return false
		}
	}
	return host != ""
}

// assumedRole takes a role: its credentials are another's.
func (i *idioms) assumedRole(args sdk.Arguments) sdk.Effect {
	e := gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
	if whoseArguments(sdk.Arguments{Positional: args.Positional[:min(1, len(args.Positional))]}).own {
		arguments := make(map[string]symbolic.Set)
		if len(args.Positional) > 1 {
			sdk.Flatten(arguments, "RoleArn", args.Positional[1])
		}
		e.Calls = []sdk.Call{{Service: "sts", Operation: "AssumeRole", Arguments: arguments}}
	}
	return e
}

// credentials are those of a provider that is given.
func (i *idioms) credentials(args sdk.Arguments) sdk.Effect {
	e := gives(&sdk.Object{Kind: kindCredentials})
	for _, g := range args.Positional {
		provider := ofKind(g, kindType)
		if provider == nil {
			continue
		}
		e = gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
		if role, ok := field(g, "RoleARN"); ok && provider.Name == "AssumeRoleProvider" {
			arguments := make(map[string]symbolic.Set)
			sdk.Flatten(arguments, "RoleArn", role)
			e.Calls = []sdk.Call{{Service: "sts", Operation: "AssumeRole", Arguments: arguments}}
		}
	}
	return e
}
