package serviceref

// Poller is what the platform needs of a function's role to read an event source: sqs, kinesis, kinesis-fan-out, dynamodb, msk, ...
// A binding's variable Source is the whole ARN of what is read; others (Secret, Key) are ARNs of what the mapping names.
func (t *Tables) Poller(kind string) ([]Authorization, bool) {
	needs, ok := t.facts().pollers[kind]
	return needs, ok
}

// Platform is what a feature of the function needs of its role: logs, tracing, vpc, dead-letter:sqs, destination:s3, efs, ...
// A binding's variables are named after what the template says: LogGroup, Target, FileSystem. None for a feature that needs nothing.
func (t *Tables) Platform(feature string) []Authorization {
	return t.facts().platform[feature]
}
