package review

// GitHub's limits, in its own words where it has them.
const (
	MaxBody       = 65_536 // "body is too long (maximum is 65536 characters)"
	MaxOutput     = 65_535 // check run output.summary and output.text: maxLength 65535
	MaxMessage    = 60_000 // annotation message: 64 KB; in bytes, with room
	MaxTitle      = 255    // annotation title
	MaxNotes      = 200    // annotations that Pare makes at most; GitHub shows them fifty at a time
	MaxLabel      = 20     // "label: maximum of 20 characters"
	MaxExplained  = 40     // characters of an action's description
	MaxIdentifier = 20
)

// Name of the check run. Branch protection asks for it by this name.
const Name = "Pare"
