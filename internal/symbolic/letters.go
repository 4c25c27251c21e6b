package symbolic

import (
	"slices"
	"strings"
)

// letters is a set of bytes: the ASCII ones each, all others together.
type letters struct {
	low, high uint64
	rest      bool
}

var (
	everyLetter  = letters{^uint64(0), ^uint64(0), true}
	noColon      = everyLetter.without(':')
	nameLetters  = noColon.without('/')
	digits       = only("0123456789")
	regionLetter = only("abcdefghijklmnopqrstuvwxyz0123456789-")
	stackLetter  = only("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")
	hostLetter   = only("abcdefghijklmnopqrstuvwxyz.")
)

func only(text string) (l letters) {
	for i := 0; i < len(text); i++ {
		l = l.with(text[i])
	}
	return l
}

func (l letters) with(c byte) letters {
	switch {
	case c < 64:
		l.low |= 1 << c
	case c < 128:
		l.high |= 1 << (c - 64)
	default:
		l.rest = true
	}
	return l
}

func (l letters) without(c byte) letters {
	other := letters{}.with(c)
	return letters{l.low &^ other.low, l.high &^ other.high, l.rest && !other.rest}
}

func (l letters) meets(m letters) bool {
	return l.low&m.low|l.high&m.high != 0 || l.rest && m.rest
}

// has reports whether a letter of text may be among l.
func (l letters) has(text string) bool { return l.meets(only(text)) }

// slashed are the types whose names may have slashes in them; of a part without a type nobody knows.
var slashed = []string{
	"", "AWS::CloudWatch::Alarm", "AWS::ECR::Repository", "AWS::Events::EventBus", "AWS::KMS::Alias", "AWS::Logs::LogGroup",
	"AWS::SSM::Parameter", "AWS::SecretsManager::Secret",
}

// free is what the types begin with whose names may have colons too.
const free = "AWS::IoT"

// spelling is which letters an opaque part may be made of, and whether it has one at least. First says that the part opens its string:
// there a reference may be a whole ARN or URL; behind other text it is a name, and names have no colon.
func (p Part) spelling(first bool) (l letters, some bool) {
	switch {
	case p.Kind == Pseudo:
		return pseudoSpelling(p.Text)
	case p.Kind == Attribute && !first && isName(p.Attr) && !strings.HasPrefix(p.Type, free):
		if slices.Contains(slashed, p.Type) {
			return noColon, true
		}
		return nameLetters, true
	}
	return everyLetter, false
}

func isName(attr string) bool {
	return attr == "Ref" || strings.HasSuffix(attr, "Name") || strings.HasSuffix(attr, "Id")
}

func pseudoSpelling(name string) (l letters, some bool) {
	switch name {
	case "AWS::Region":
		return regionLetter, true
	case "AWS::AccountId":
		return digits, true
	case "AWS::StackName":
		return stackLetter, true
	case "AWS::URLSuffix":
		return hostLetter, true
	}
	return everyLetter, false
}

// MayHold reports whether the string of an opaque part may have one of the letters of text in it. First says that the part opens its string.
func (p Part) MayHold(text string, first bool) bool {
	l, _ := p.spelling(first)
	return l.has(text)
}
