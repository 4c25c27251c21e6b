package jvm

import "github.com/parebot/pare/internal/flow"

// builtins are what needs no import: words of the languages, and what their syntax is lowered to.
var builtins = map[string]flow.Native{
	"super": {Do: flow.Super}, "<reference>": {Do: flow.Reference}, "<static>": {Do: flow.Static}, "<property>": {Do: flow.Property},
	"<let>": {Do: flow.Then}, "<also>": {Do: flow.Tap}, "<run>": {Do: flow.LetOn}, "<apply>": {Do: flow.LetOn, Op: "same"},
	"<module>": {Do: flow.Globals}, "<extension>": {Do: flow.OnValue},
}
