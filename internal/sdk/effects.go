package sdk

import "github.com/parebot/pare/internal/symbolic"

// Gives is the effect of something that gives objects.
func Gives(objects ...*Object) Effect { return Effect{Results: objects} }

// Plain is the effect of something that gives data; reason says what it is.
func Plain(reason string) Effect { return Effect{Plain: true, Reason: reason} }

// NotFollowed is the effect of something that may make calls of the object's service which are not known, unless they are another's.
func NotFollowed(o *Object, reason string) Effect {
	e := Plain(reason)
	if !o.Foreign {
		e.Unknown = []Unknown{{Service: o.Service, Reason: reason}}
	}
	return e
}

// As is a value of another kind that belongs to the same client and has the same arguments.
func (o *Object) As(kind, name string) *Object {
	return &Object{Kind: kind, Service: o.Service, Name: name, Foreign: o.Foreign, Arguments: o.Arguments}
}

// Known are the texts that a given value may be; all says that it is one of them.
func (g Given) Known() (texts []string, all bool) {
	all = g.Unknown == ""
	for _, choice := range g.Text {
		if text, ok := choice.Value.Known(); ok {
			texts = append(texts, text)
		} else {
			all = false
		}
	}
	return texts, all && len(texts) > 0
}

// Pseudo is what stands for itself in every account: AWS::AccountId.
func Pseudo(name string) symbolic.Set {
	return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
}
