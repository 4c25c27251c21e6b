// Package stack is what one template deploys, whatever its format: functions, roles, grants, triggers, resources, values,
// each with its Span; and Change, what Pare wants to have different. It knows no YAML node and no HCL type.
package stack

import (
	"slices"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Stack is one template, read. IDs of functions and roles are unique within it.
type Stack struct {
	File       string   // the template's path; it is also the Stack of its symbols
	Also       []string // further files that it was read from, sorted: policies, parts that it includes, code that is a template
	Format     string   // name of the row in formats.All: "sam", "cloudformation"
	Functions  []*Function
	Roles      []*Role
	Triggers   []*Trigger
	Resources  []*Resource
	Parameters []*Parameter
	Exports    []*Export
	Outputs    map[string]symbolic.Set // by name; those with an export are in Exports too
	Nested     []*Nested
	Attached   []*Attachment
	Problems   []source.Note // what could not be read, where and why; the rest was
	// Replaced are texts in the code that are something else once it is deployed: the deployment puts values in their place.
	Replaced []Replacement
	// Literal says that the format's policies have no expressions but for the file's own variables: they cannot name the region and the
	// account of a deployment, so a wildcard there is as narrow as they get.
	Literal bool
	// Unnamed are the pseudo parameters that no expression stands for here ("AWS::Region"): there too a wildcard is as narrow as policies get.
	Unnamed []string
	// Opened is what the format keeps of the file between one edit and the next: its own, and nobody else's to read. It may be forgotten.
	Opened any
}

// ReadFrom reports whether a file is one of those that the stack was read from.
func (s *Stack) ReadFrom(file string) bool { return file == s.File || slices.Contains(s.Also, file) }

// Replacement is a text that a deployment replaces in the code.
type Replacement struct {
	Text string
	With symbolic.Value
}

// Function is one Lambda function.
type Function struct {
	ID      string // logical ID, key, or address as the design's contract has it
	Span    source.Span
	Name    symbolic.Set // physical name, where the template gives one
	Arn     symbolic.Value
	Runtime string // "" where it is not known
	Handler string
	Code    Code
	Layers  []Layer
	Env     map[string]Value // by variable name
	Role    RoleRef
	When    []symbolic.Condition

	// What the platform does on the function's behalf, with the function's role.
	Tracing      *source.Note // X-Ray is active (PassThrough is not)
	VPC          *source.Note
	LogGroup     symbolic.Set // set where another log group than /aws/lambda/NAME is configured
	OwnLogGroup  bool         // the log group is a resource of the template
	Destinations []Destination
	FileSystems  []Value // EFS access point ARNs
	Insights     *source.Note
	EnvKey       *Value // KmsKeyArn
}

// Value is a value of the template with its place.
type Value struct {
	Set  symbolic.Set
	Span source.Span
}

// Code is where a function's code is, as the template tells. One of Dir, Inline, Image and Remote is set; none where it does not tell.
type Code struct {
	Dir         string // path from the root of the tree, cleaned; may name a folder or an archive that a build makes
	Inline      string
	InlineName  string   // file name that Inline gets; "" where that is the runtime's own, index
	InlineStart int      // byte offset of Inline in File of Span where it stands there to the letter, else -1
	Image       string   // image URI, or the folder of the Dockerfile
	Dockerfile  string   // its name below Image, "" for the usual one
	Command     []string // of the image, where the template sets it in place of the Dockerfile's
	Remote      string   // s3://..., or the expression as written
	BuildMethod string   // Metadata.BuildMethod
	Entries     []string // files below Dir that a bundler starts from: Metadata.BuildProperties.EntryPoints
	Binary      string   // the executable that Metadata.BuildProperties names, of those that the code builds
	// Aside is what stands in the code and does nothing in this function, because the framework runs it in others: decorators.
	Aside []source.Span
	Span  source.Span
}

// Layer is a layer of a function: of this repository (Dir), or elsewhere.
type Layer struct {
	Dir  string       // path from the root of the tree; "" where the layer's content is not in the repository
	Arn  symbolic.Set // what the template says, for a layer from elsewhere
	Span source.Span
}

// RoleRef is the execution role of a function: the ID of a role in this stack, or what the template says of one elsewhere.
type RoleRef struct {
	ID       string       // of a Role in Stack.Roles; "" where it is elsewhere
	External symbolic.Set // set where ID is ""
	When     []symbolic.Condition
	Span     source.Span
}

// Destination is where the platform sends what a function could not handle or has done: it needs a permission of the function's role.
type Destination struct {
	Kind   string // "sqs", "sns", "lambda", "events", "s3"; "" where it cannot be told
	Target symbolic.Set
	Span   source.Span
	Reason string // "dead-letter queue", "on failure", "on success"
}

// Role is an IAM role with all that is attached to it in this stack. A role that a framework makes for one function has Implicit set,
// and the ID that the framework gives it (CreateOrderRole).
type Role struct {
	ID       string
	Span     source.Span
	Arn      symbolic.Value
	Implicit bool
	Grants   []*Grant
	Trust    iam.Policy
	Boundary *Value
	// Elsewhere lists what makes the role's users or grants unknown: attached by another stack, a policy that could not be read.
	Elsewhere []source.Note
	// Unwritten says why what the role grants as a whole stands nowhere in the repository: a framework makes it when it deploys.
	Unwritten *source.Note
	When      []symbolic.Condition
}

// Origin says how a Grant came to be.
type Origin string

// The origins.
const (
	Inline    Origin = "inline"    // statements written in the template
	Managed   Origin = "managed"   // an AWS managed policy, by name or ARN
	Customer  Origin = "customer"  // AWS::IAM::ManagedPolicy of this repository
	Template  Origin = "template"  // a SAM policy template
	Connector Origin = "connector" // a SAM connector
	Framework Origin = "framework" // what the framework adds unasked: logs, X-Ray, pollers
)

// Grant is one statement that a role has, with the line that causes it. Grants that one line causes (a managed policy of seven statements)
// share Cause. Key is stable within the stack and survives edits elsewhere: "CreateOrder/Policies/0/Statement/1".
type Grant struct {
	Key       string
	Role      string // ID of the role
	Statement iam.Statement
	Origin    Origin
	Name      string      // of the managed policy or policy template: "AmazonS3FullAccess", "DynamoDBCrudPolicy"
	Cause     source.Span // the statement, or the entry that names the policy
	Shared    bool        // the same bytes serve other roles too (anchor, Globals, a customer policy attached twice)
	// Opaque is set where the text of the policy is not known (a customer policy by ARN): then Statement is empty.
	Opaque string
}

// TriggerKind is how a function comes to run.
type TriggerKind string

// The kinds of triggers.
const (
	Permission TriggerKind = "permission" // a statement of the function's resource policy: Lambda::Permission, or what a framework generates
	URL        TriggerKind = "url"        // a function URL
	Poller     TriggerKind = "poller"     // an event source mapping: the role reads the source
	Assumed    TriggerKind = "role"       // another service's role invokes the function
)

// Trigger is one way in which a function may be made to run.
type Trigger struct {
	ID       string // logical ID of the permission, URL or mapping; "Function/EventName" for an event of SAM
	Kind     TriggerKind
	Function string // ID of the function, "" where it is in another stack
	Target   symbolic.Set
	Source   string       // "s3", "sns", "sqs", "apigateway", ...; SAM's event type in lower case where there is one
	Arn      symbolic.Set // source ARN: SourceArn of a permission, the queue or stream of a poller
	// From is the ARN of what sends the events where the template tells it beside the permission: the bucket of an S3 event, whose
	// permission names the account alone. It says who does send, not who may.
	From symbolic.Set
	// Of a Permission:
	Principal     symbolic.Set
	Action        symbolic.Set
	SourceAccount symbolic.Set
	OrgID         symbolic.Set
	EventToken    symbolic.Set
	URLAuthType   symbolic.Set
	ViaURL        symbolic.Set // InvokedViaFunctionUrl
	// Of a URL:
	AuthType symbolic.Set
	// Of a Poller:
	Consumer  bool   // Kinesis enhanced fan-out
	Generated bool   // by the framework, from an event; then Span is the event
	Settable  bool   // Generated, and the framework's file can say otherwise all the same
	Encrypted *Value // key of the source, where known
	When      []symbolic.Condition
	Span      source.Span // the whole resource or event
}

// Resource is any resource of the template that is neither function, role nor trigger.
type Resource struct {
	ID   string
	Type string
	Span source.Span
	Arn  symbolic.Value // what !GetAtt X.Arn (or the type's own way) gives; nil where the type has none
	Ref  symbolic.Value // what !Ref X gives
	Name symbolic.Set   // physical name, where given
	// Key is the customer key that encrypts it; Encryption says whether that is known: "none" or an AWS managed key need no permission.
	Key        symbolic.Set
	Encryption Encryption
	// Passes are the roles that it is run with, which whoever runs it passes to the service: those of a task definition.
	Passes symbolic.Set
	When   []symbolic.Condition
}

// Encryption is what is known of a resource's encryption at rest.
type Encryption string

// The states of Encryption.
const (
	EncryptionUnknown  Encryption = ""
	EncryptionNone     Encryption = "none" // or a key that AWS manages: no permission of the role is needed
	EncryptionCustomer Encryption = "customer"
)

// Parameter of a template.
type Parameter struct {
	Name, Type, Default string
	HasDefault          bool
	Allowed             []string
	Span                source.Span
}

// Export is an output that other stacks may import.
type Export struct {
	Name  symbolic.Set
	Value symbolic.Set
	Span  source.Span
}

// Nested is a stack that this one deploys: File is its template in the tree, "" where it is elsewhere.
type Nested struct {
	ID         string
	File       string
	Parameters map[string]Value
	Span       source.Span
}

// Attachment is a policy of this stack for a role that is none of this stack: Name says which, as far as it is known.
type Attachment struct {
	Policy string // logical ID
	Name   symbolic.Value
	Grants []*Grant
	Span   source.Span
}
