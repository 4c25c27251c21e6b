// Package finding is what Pare says: plain values whose print is the JSON contract (schema.json beside this file).
// It knows no Markdown.
package finding

// Version of the JSON contract.
const Version = 1

// Status of a report, function or role.
type Status string

// The statuses. Of a report only Complete and Partial.
const (
	Complete Status = "complete"
	Partial  Status = "partial"
	Unknown  Status = "unknown"
)

// Report is the whole answer. All lists are sorted and never nil, so that the same input prints the same bytes.
type Report struct {
	Version   int        `json:"version"`
	Status    Status     `json:"status"`
	Functions []Function `json:"functions"`
	Roles     []Role     `json:"roles"`
	Findings  []Finding  `json:"findings"`
	Unread    []Unread   `json:"unread"`
}

// Function is one Lambda function: what its code needs, against what its role grants.
type Function struct {
	ID       string   `json:"id"`
	Template string   `json:"template"`
	Line     int      `json:"line"`
	Format   string   `json:"format"`
	Runtime  string   `json:"runtime"`
	Handler  string   `json:"handler"`
	Files    []string `json:"files"` // the code that was read
	Role     string   `json:"role"`  // id in Roles, or the expression of a role elsewhere
	Status   Status   `json:"status"`
	Needed   []Need   `json:"needed"`
	Missing  []Need   `json:"missing"`
	Unused   []Grant  `json:"unused"`
	Broad    []Broad  `json:"broad"`
	Unknown  []Gap    `json:"unknown"`
	Triggers []string `json:"triggers"` // who may make it run, a short phrase each
	Policy   Policy   `json:"policy"`   // the least policy
}

// Need is one action on one resource that code or platform requires.
type Need struct {
	Action   string    `json:"action"`
	Resource string    `json:"resource"` // "${Orders.Arn}", "${Bucket.Arn}/in/*", "*"
	Scope    Scope     `json:"scope"`
	Kind     NeedKind  `json:"kind"`
	Because  []Because `json:"because"`
}

// Scope says how well a Need's resource is known.
type Scope string

// The scopes.
const (
	Exact        Scope = "exact"
	Pattern      Scope = "pattern"   // part of it is a wildcard
	StarOnly     Scope = "star-only" // the action accepts "*" only
	ScopeUnknown Scope = "unknown"
)

// NeedKind says who needs it.
type NeedKind string

// The kinds of needs.
const (
	FromCode     NeedKind = "code"
	FromPlatform NeedKind = "platform"
)

// Because is one line of evidence.
type Because struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Grant is one action pattern on one resource pattern, as written after expansion.
type Grant struct {
	Action    string `json:"action"`
	Resource  string `json:"resource"`
	Effect    string `json:"effect"`
	Condition string `json:"condition"` // "" for none
	Origin    string `json:"origin"`    // stack.Origin, and the name behind a colon: "managed:AmazonS3FullAccess"
	File      string `json:"file"`
	Line      int    `json:"line"`
}

// Broad is a Grant of which a part is needed: Keep.
type Broad struct {
	Grant
	Keep []Allowed `json:"keep"`
}

// Allowed is an action on a resource.
type Allowed struct {
	Action   string `json:"action"`
	Resource string `json:"resource"`
}

// Gap is what could not be told: nothing that it may need is called unused. Service is an IAM prefix or "*".
type Gap struct {
	Service string `json:"service"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Reason  string `json:"reason"`
}

// Role is one role over all its users.
type Role struct {
	ID       string   `json:"id"`
	Template string   `json:"template"`
	Line     int      `json:"line"`
	UsedBy   []string `json:"used_by"`
	Status   Status   `json:"status"`
	Granted  []Grant  `json:"granted"`
	Unused   []Grant  `json:"unused"`
	Broad    []Broad  `json:"broad"`
}

// Unread is a file, or a part of one, that could not be read.
type Unread struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Policy is an IAM policy document.
type Policy struct {
	Version   string      `json:"Version"`
	Statement []Statement `json:"Statement"`
}

// Statement of a Policy.
type Statement struct {
	Effect   string   `json:"Effect"`
	Action   []string `json:"Action"`
	Resource []string `json:"Resource"`
}
