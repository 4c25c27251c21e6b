// Package serviceref is AWS's tables: which actions an SDK operation needs on which resources, what the actions are, what managed
// policies and SAM policy templates grant, how CloudFormation types spell their ARNs, how the SDKs name things.
//
// The bulk is embedded (aws.bin), made by gen/ from pinned public packages; what machines cannot know stands in text files that an
// expert can correct, a fact a line. A service without rows is unknown, never empty.
package serviceref

// Level is the access level of an action, as AWS's service authorization reference has it.
type Level string

// The levels.
const (
	List        Level = "List"
	Read        Level = "Read"
	Write       Level = "Write"
	Tagging     Level = "Tagging"
	Permissions Level = "Permissions management"
)

// Action is one IAM action. Name is canonical: "s3:GetObject".
type Action struct {
	Name      string
	Level     Level
	Resources []ResourceType // empty: the action accepts "*" only
	// Star says that "*" is the right resource: no resource type, or the types are optional in practice (cloudwatch:PutMetricData).
	Star bool
	// Dependents are other actions that it needs with it, as AWS lists them (iam:PassRole, ...). They are hints.
	Dependents []string
	// Retired says that AWS no longer lists the action. Old policies still name it.
	Retired bool
	// Usage says whether AWS's own record of use tells that the action was used.
	Usage Usage
}

// ResourceType is one of the kinds of resources that an action takes, and how its ARNs look:
// "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}". A type may have several ARN forms.
type ResourceType struct {
	Name string
	Arns []string
	// Required says that AWS lists the type as required for the action. Several required types are often alternatives in truth.
	Required bool
}

// Operation is what one API operation needs.
type Operation struct {
	Client   string // botocore's client name
	Name     string // GetObject
	Needs    []Authorization
	Verified bool // false: the identity guess; the action may not exist
	By       By   // what says so
}

// By is what says which actions an operation needs.
type By string

// What may say so.
const (
	ByHand        By = "by hand"           // a line of overrides.txt or free.txt
	ByNoSignature By = "without signature" // AWS checks no permission
	ByVerb        By = "by HTTP verb"      // API Gateway
	ByName        By = "by name"           // an action has the operation's name
	ByReference   By = "by reference"      // AWS's reference names one action
	ByGuess       By = "by guess"          // nothing: not verified
)

// Authorization is one action that an operation needs when all its Tests hold, and the resources on which.
// Free (no permission needed) is an Operation with no Needs and Verified set.
type Authorization struct {
	Action    string
	When      []Test
	Resources []Binding // alternatives: the first whose arguments are all given, else the last; empty: "*"
	// Optional says that the caller works without it (kinesis:ListStreams of a poller): never missing, never unused.
	Optional bool
}

// Test is a condition on the arguments of a call: Argument is given (Equals and Prefix ""), has that value, or begins with that
// prefix in any case; Not inverts it. Argument may have the wildcard * at its end (Grant*), and alternatives behind | (ACL|Grant*).
type Test struct {
	Argument string
	Equals   string
	Prefix   string
	Not      bool
}

// Binding says how the arguments of a call make a resource: Arn with its variables in ${}, Variables saying from which argument each
// comes. An argument may hold a name, an ARN or a URL; whoever fills the ARN in looks at the value. Partition, Region and Account
// are the caller's. A path has dots and [] for list items (Delete.Objects[].Key); a map that is keyed by names (RequestItems)
// stands for its keys. A fixed variable has its value after "=" ("EventBusName": "=default") and is always given.
// A variable without an entry is any string. The variable Given stands in no ARN: its argument must be given for the binding to be
// chosen (sns:Publish to a PhoneNumber, with the Arn "*": every resource).
type Binding struct {
	Type      string
	Arn       string
	Variables map[string]string // ARN variable -> argument path
	Whole     string            // argument path that holds the whole ARN, "" for none
}

// Arguments lists the argument paths that the binding reads, sorted: it can be chosen if all of them are given.
func (b Binding) Arguments() []string {
	var paths []string
	if b.Whole != "" {
		paths = append(paths, b.Whole)
	}
	for _, path := range b.Variables {
		if !fixed(path) {
			paths = append(paths, path)
		}
	}
	return sorted(paths)
}

// Statement is one statement of a managed policy or of a policy template. In a template, parameters stand as ${ParameterName}.
type Statement struct {
	Effect       string                         `json:"e"`
	Actions      []string                       `json:"a,omitempty"`
	NotActions   []string                       `json:"na,omitempty"`
	Resources    []string                       `json:"r,omitempty"`
	NotResources []string                       `json:"nr,omitempty"`
	Conditions   map[string]map[string][]string `json:"c,omitempty"` // operator -> key -> values
}

// Managed is an AWS managed policy.
type Managed struct {
	Name       string // AmazonS3FullAccess
	Arn        string // arn:aws:iam::aws:policy/AmazonS3FullAccess
	Statements []Statement
}

// Template is a SAM policy template.
type Template struct {
	Name       string
	Parameters []string
	Statements []Statement
}

// Type is what is known of a CloudFormation resource type.
type Type struct {
	Name string // AWS::DynamoDB::Table
	// Arn is the form of its ARN with ${Name} for the physical name: "arn:${Partition}:dynamodb:${Region}:${Account}:table/${Name}"; "" if none is known.
	Arn string
	// ArnAttribute is the attribute that gives the ARN ("Arn", "TopicArn"; "Ref" where !Ref gives it), NameAttribute the one that gives the name ("Ref", "QueueName").
	ArnAttribute  string
	NameAttribute string
	NameProperty  string            // property that sets the physical name: TableName
	Attributes    map[string]string // further attributes and their form: "StreamArn" -> ".../table/${Name}/stream/*"
	KeyProperty   string            // dotted path of the property that names the customer key: "KmsMasterKeyId"; "" if none is known
}
