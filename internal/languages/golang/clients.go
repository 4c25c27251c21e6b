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
		return sdk.Gives(whose.Of(&sdk.Object{Kind: kindSession}, false)...)
	case "copy of a session":
		if o.Foreign {
			whose = sdk.Owner{Others: true}
		}
		return sdk.Gives(whose.Of(&sdk.Object{Kind: kindSession}, false)...)
	case "static credentials":
		return sdk.Gives(keyed(args).Of(&sdk.Object{Kind: kindCredentials}, false)...)
	case "credentials":
		return i.credentials(args)
	case "assumed role":
		return i.assumedRole(args)
	case kindClient, "presign client":
		return fills(sdk.Gives(whose.Of(as(o, kindClient, ""), false)...), args)
	case kindSetting, kindSigner:
		return sdk.Gives(as(o, o.Name, ""))
	}
	switch {
	case strings.Contains(o.Name, " "): // of a library
		return fills(sdk.Gives(whose.Of(as(o, kindLibrary, o.Name), false)...), args)
	case strings.HasPrefix(o.Name, "With"):
		return setting(o, args)
	}
	if strings.HasSuffix(o.Name, "Waiter") {
		if operation, ok := i.tables.OperationOf(serviceref.Go2, o.Service, "New"+o.Name); ok {
			return sdk.Gives(whose.Of(as(o, kindWaiter, operation), false)...)
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
func records(o *sdk.Object, whose sdk.Owner) sdk.Effect {
	if whose.Others && !whose.Own {
		o.Foreign = true
	}
	return sdk.Effect{Make: o}
}

// setting is an option of a config.
func setting(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	made := as(o, kindSetting, o.Name)
	if len(args.Positional) == 0 {
		return sdk.Gives(made)
	}
	given := args.Positional[0]
	switch o.Name {
	case "WithCredentialsProvider", "WithCredentials":
		return sdk.Gives(whoseCredentials(given).Of(made, false)...)
	case "WithBaseEndpoint", "WithEndpoint":
		return sdk.Gives(sdk.OfEndpoint(given).Of(made, false)...)
	}
	return sdk.Gives(made)
}

// paginator makes the calls of all pages: what is made to go through them does.
func (i *idioms) paginator(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation, ok := i.tables.OperationOf(serviceref.Go2, o.Service, "New"+o.Name)
	if !ok {
		return sdk.NotFollowed(o, o.Service+" has no "+o.Name+" that is known")
	}
	whose := whoseArguments(args)
	pages := as(o, kindPages, operation)
	pages.Arguments = requestOf(args)
	e := sdk.Gives(pages)
	if whose.Own {
		e.Calls = i.calls(as(o, kindMethod, operation), operation, args)
	}
	return e
}

// whoseArguments tells from what a client or config is made of whose it is.
func whoseArguments(args sdk.Arguments) sdk.Owner {
	w := sdk.Owner{Own: true}
	for _, g := range args.Positional {
		w = w.Or(whoseGiven(g))
	}
	return w
}

// whoseGiven tells from a config, a session, a client, a setting or options.
func whoseGiven(g sdk.Given) sdk.Owner {
	w := sdk.Owner{Own: len(g.Objects) == 0}
	for _, o := range g.Objects {
		if o.Foreign {
			w.Others = true
		} else {
			w.Own = true
		}
	}
	for _, f := range g.Fields {
		one := sdk.Owner{Own: true}
		switch f.Name {
		case "Credentials":
			one = whoseCredentials(f.Value)
		case "Endpoint", "BaseEndpoint":
			one = sdk.OfEndpoint(f.Value)
		case "Config": // of session.Options
			one = whoseGiven(f.Value)
		}
		if f.Maybe && one.Others {
			one.Own = true
		}
		w = w.Or(one)
	}
	return w
}

// whoseCredentials tells from credentials that are given.
func whoseCredentials(g sdk.Given) sdk.Owner {
	w := sdk.Owner{}
	for _, o := range g.Objects {
		switch {
		case o.Foreign || o.Kind == kindType:
			w.Others = true
		case o.Kind == kindCredentials:
			w.Own = true
		}
	}
	if !w.Own && !w.Others {
		w.Own = true
	}
	return w
}

// keyed tells from the access key of static credentials whose they are.
func keyed(args sdk.Arguments) sdk.Owner {
	if len(args.Positional) == 0 {
		return sdk.Owner{Others: true}
	}
	w := sdk.Owner{}
	for _, choice := range args.Positional[0].Text {
		if len(choice.Value) == 1 && choice.Value[0].Kind == symbolic.Env && choice.Value[0].Text == "AWS_ACCESS_KEY_ID" {
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

// assumedRole takes a role: its credentials are another's.
func (i *idioms) assumedRole(args sdk.Arguments) sdk.Effect {
	e := sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
	if whoseArguments(sdk.Arguments{Positional: args.Positional[:min(1, len(args.Positional))]}).Own {
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
	e := sdk.Gives(&sdk.Object{Kind: kindCredentials})
	for _, g := range args.Positional {
		provider := ofKind(g, kindType)
		if provider == nil {
			continue
		}
		e = sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: true})
		if role, ok := field(g, "RoleARN"); ok && provider.Name == "AssumeRoleProvider" {
			arguments := make(map[string]symbolic.Set)
			sdk.Flatten(arguments, "RoleArn", role)
			e.Calls = []sdk.Call{{Service: "sts", Operation: "AssumeRole", Arguments: arguments}}
		}
	}
	return e
}
