package estate

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// sources names what may make a function run, by Trigger.Source. %s is the source itself, where it is known.
var sources = []struct{ source, named, plain string }{
	{"api", "%s", "API route"},
	{"apigateway", "API %s", "API"},
	{"httpapi", "%s", "API route"},
	{"s3", "bucket %s", "bucket"},
	{"sns", "topic %s", "topic"},
	{"sqs", "queue %s", "queue"},
	{"kinesis", "stream %s", "stream"},
	{"dynamodb", "table stream %s", "table stream"},
	{"schedule", "schedule", "schedule"},
	{"schedulev2", "schedule", "schedule"},
	{"events", "event rule %s", "event rule"},
	{"eventbridgerule", "event rule %s", "event rule"},
	{"cloudwatchevent", "event rule %s", "event rule"},
	{"cloudwatchlogs", "log group %s", "log group"},
	{"logs", "log group %s", "log group"},
	{"iotrule", "IoT rule %s", "IoT rule"},
	{"iot", "IoT rule %s", "IoT rule"},
	{"cognito", "user pool %s", "user pool"},
	{"alexaskill", "Alexa skill", "Alexa skill"},
	{"msk", "Kafka cluster %s", "Kafka cluster"},
	{"mq", "message broker %s", "message broker"},
}

// Phrase says in a few words what may make a function run: "queue `Refunds`", "everyone, by its URL".
func Phrase(t *stack.Trigger) string {
	switch {
	case t.Kind == stack.URL && known(t.AuthType) == "AWS_IAM":
		return "its URL, signed by AWS credentials"
	case t.Kind == stack.URL:
		return "everyone, by its URL"
	case t.Kind == stack.Assumed:
		return "another service's role"
	}
	phrase := what(t)
	if t.Kind == stack.Permission && len(t.Arn) == 0 && len(t.SourceAccount) == 0 && t.Source != "" {
		phrase += " of any account"
	}
	return phrase
}

func what(t *stack.Trigger) string {
	for _, row := range sources {
		if row.source != t.Source {
			continue
		}
		name := cmp.Or(short(t.Arn), short(t.From))
		if row.named == "%s" {
			name = route(t.Arn)
		}
		if name != "" && strings.Contains(row.named, "%s") {
			return fmt.Sprintf(row.named, "`"+name+"`")
		}
		return row.plain
	}
	if p := known(t.Principal); p == "*" {
		return "everyone"
	} else if p != "" {
		return "`" + p + "`"
	}
	if t.Source != "" {
		return t.Source
	}
	return "somebody who is not known"
}

// route is the method and path of an execute-api ARN, API/STAGE/METHOD/PATH: "POST /orders".
func route(set symbolic.Set) string {
	if len(set) != 1 {
		return ""
	}
	text := set[0].Value.String()
	parts := strings.SplitN(text[strings.LastIndex(text, ":")+1:], "/", 4)
	if len(parts) != 4 {
		return ""
	}
	return strings.Replace(parts[2], "*", "ANY", 1) + " /" + parts[3]
}

// short is how people call the source: its logical ID, or the last part of its ARN.
func short(set symbolic.Set) string {
	if len(set) != 1 {
		return ""
	}
	v := set[0].Value
	for i := len(v) - 1; i >= 0; i-- {
		if v[i].Kind == symbolic.Attribute {
			return v[i].Text
		}
	}
	text := v.String()
	return text[strings.LastIndexAny(text, ":/")+1:]
}

// known is the text of a value that is certain, "" otherwise.
func known(set symbolic.Set) string {
	if len(set) != 1 || len(set[0].When) > 0 {
		return ""
	}
	text, _ := set[0].Value.Known()
	return text
}
