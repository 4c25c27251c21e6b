package jvm

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
)

// responseMember keeps what a call gave together, whatever is done with it: only what its request tells is text.
func responseMember(o *sdk.Object, name string, isMethod bool) sdk.Effect {
	member := strings.TrimPrefix(name, "get")
	if member == "" {
		member = name
	}
	made := *o
	made.Kind = kindAnswer
	made.Name = o.Name + "#" + strings.ToUpper(member[:1]) + member[1:]
	if isMethod {
		return sdk.Gives(&made)
	}
	return answer(&made, sdk.Arguments{})
}

// answer is a part of a response. Functions that it is given are called with the response, or with items of it.
func answer(o *sdk.Object, _ sdk.Arguments) sdk.Effect {
	operation, member, _ := strings.Cut(o.Name, "#")
	if set := sdk.Echo(operation, member, o.Arguments); set != nil {
		return sdk.Effect{Text: set}
	}
	whole := *o
	whole.Kind, whole.Name = kindResponse, operation
	return sdk.Effect{Results: []*sdk.Object{&whole}, Feed: []*sdk.Object{&whole}}
}
