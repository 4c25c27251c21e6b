package sam

import "strings"

// push is the permission that the transform makes for an event.
type push struct {
	principal string
	account   bool   // with the SourceAccount of the stack
	arn       string // the SourceArn, variables in {}; "" for none
	token     string // the property that holds the EventSourceToken
}

// pushes is one event type a line: principal, +account, the SourceArn, or token=property. The S3 event has no SourceArn since
// the bucket's notification and the permission would wait for each other.
const pushes = `
Api             apigateway.amazonaws.com     arn:{partition}:execute-api:{region}:{account}:{RestApiId}/*/{route}
HttpApi         apigateway.amazonaws.com     arn:{partition}:execute-api:{region}:{account}:{ApiId}/*/{route}
S3              s3.amazonaws.com             +account
SNS             sns.amazonaws.com            {Topic}
Schedule        events.amazonaws.com         {rule.Arn}
CloudWatchEvent events.amazonaws.com         {rule.Arn}
EventBridgeRule events.amazonaws.com         {rule.Arn}
CloudWatchLogs  logs.amazonaws.com           arn:{partition}:logs:{region}:{account}:log-group:{LogGroupName}:*
IoTRule         iot.amazonaws.com            arn:{partition}:iot:{region}:{account}:rule/{rule} +account
Cognito         cognito-idp.amazonaws.com    {UserPool.Arn}
AlexaSkill      alexa-appkit.amazon.com      token=SkillId
`

// pushOf finds the row of an event type.
func pushOf(typ string) (p push, known bool) {
	for line := range strings.Lines(pushes) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] != typ {
			continue
		}
		p.principal = f[1]
		for _, word := range f[2:] {
			name, token := strings.CutPrefix(word, "token=")
			switch {
			case word == "+account":
				p.account = true
			case token:
				p.token = name
			default:
				p.arn = word
			}
		}
		return p, true
	}
	return p, false
}
