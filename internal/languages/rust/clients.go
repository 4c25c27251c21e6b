package rust

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// make calls a function of the SDK's crates: it makes a client, a configuration, a builder or a value.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	steps := strings.Split(o.Name, ".")
	last := steps[len(steps)-1]
	owner := ""
	if len(steps) > 1 {
		owner = steps[len(steps)-2]
	}
	switch {
	case owner == "Client":
		return sdk.Gives(client(o, args)...)
	case owner == "AssumeRoleProvider" || owner == "WebIdentityTokenCredentialsProvider":
		return sdk.Gives(assumed(o, args))
	case owner == "Credentials" || owner == "ProfileFileCredentialsProvider" || owner == "SharedCredentialsProvider":
		return sdk.Gives(&sdk.Object{Kind: kindProvider, Foreign: true})
	case o.Service == "" && !strings.Contains(o.Name, "Provider") && !strings.Contains(o.Name, "Region") && owner != "BehaviorVersion":
		return sdk.Gives(config(args)...)
	case steps[0] == "config" || owner == "Config" || strings.HasPrefix(o.Name, "Config"):
		return sdk.Gives(config(args)...)
	case last == "builder":
		return sdk.Gives(&sdk.Object{Kind: kindShape, Service: o.Service, Name: owner})
	case owner != "" && isUpper(last): // AttributeValue::S(x)
		return sdk.Gives(wrapped(o, owner, last, args))
	}
	return sdk.Plain("what " + strings.Join(steps, "::") + " gives")
}

func isUpper(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }

// client is a client made of a configuration: others' where that is.
func client(o *sdk.Object, args sdk.Arguments) (all []*sdk.Object) {
	own, others := whose(args)
	if own {
		all = append(all, &sdk.Object{Kind: kindClient, Service: o.Service})
	}
	if others {
		all = append(all, &sdk.Object{Kind: kindClient, Service: o.Service, Foreign: true})
	}
	return all
}

// config is a configuration made of another, or of the environment.
func config(args sdk.Arguments) (all []*sdk.Object) {
	own, others := whose(args)
	if own {
		all = append(all, &sdk.Object{Kind: kindConfig})
	}
	if others {
		all = append(all, &sdk.Object{Kind: kindConfig, Foreign: true})
	}
	return all
}

// whose tells from the configurations among arguments whose calls they are for.
func whose(args sdk.Arguments) (own, others bool) {
	for _, g := range args.Positional {
		for _, o := range g.Objects {
			if o.Kind == kindConfig || o.Kind == kindProvider {
				own, others = own || !o.Foreign, others || o.Foreign
			}
		}
	}
	return own || !others, others
}

// setting calls a method of a configuration or of its builder, which gives it back: with other credentials or another endpoint it is others'.
func setting(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	same := &sdk.Object{Kind: kindConfig, Foreign: o.Foreign}
	other := &sdk.Object{Kind: kindConfig, Foreign: true}
	first, given := args.At(0, "")
	switch strings.TrimPrefix(o.Name, "set_") {
	case "region":
		if !given {
			return sdk.Effect{Text: sdk.Pseudo("AWS::Region")}
		}
	case "endpoint_url":
		if !given || !elsewhere(first) {
			return sdk.Gives(same)
		}
		if len(first.Text) > 1 || first.None {
			return sdk.Gives(same, other)
		}
		return sdk.Gives(other)
	case "profile_name":
		return sdk.Gives(other)
	case "credentials_provider":
		if own, others := whose(args); given && others && !own {
			return sdk.Gives(other)
		} else if others {
			return sdk.Gives(same, other)
		}
	}
	return sdk.Gives(same)
}

// elsewhere says that an endpoint may be a host that is not AWS's.
func elsewhere(g sdk.Given) bool {
	for _, choice := range g.Text {
		if sdk.Elsewhere(choice.Value) {
			return true
		}
	}
	return false
}

// assumed is the builder of a provider of another role's credentials.
func assumed(o *sdk.Object, args sdk.Arguments) *sdk.Object {
	role := &sdk.Object{Kind: kindRole, Foreign: true, Arguments: make(map[string]symbolic.Set)}
	if strings.HasPrefix(o.Name, "web_identity") {
		role.Name = "AssumeRoleWithWebIdentity"
	} else {
		role.Name = "AssumeRole"
	}
	if g, ok := args.At(0, ""); ok && len(g.Text) > 0 {
		role.Arguments["RoleArn"] = g.Text
	}
	return role
}

// provider calls a method of a provider's builder. The role is assumed with the function's own credentials.
func (i *idioms) provider(o *sdk.Object) sdk.Effect {
	if o.Kind == kindProvider {
		return sdk.Gives(o)
	}
	e := sdk.Gives(o, &sdk.Object{Kind: kindProvider, Foreign: true})
	if o.Name == "AssumeRole" {
		e.Calls = []sdk.Call{{Service: "sts", Operation: o.Name, Arguments: o.Arguments, Via: "AssumeRoleProvider"}}
	}
	return e
}
