package serviceref

// ResourceModel is one type of boto3's resource layer (s3.Bucket, dynamodb.Table), or a service resource (boto3.resource("s3"), Type "").
// Names are as Python code spells them.
type ResourceModel struct {
	Service string `json:"-"`
	Type    string `json:"-"`
	// Identifiers in the order in which the constructor takes them, as attributes: bucket_name, key.
	Identifiers []string `json:"i,omitempty"`
	// Attributes are read from the service at first access, with Load: item_count, last_modified.
	Attributes []string `json:"s,omitempty"`
	// Load makes attributes available; its Operation is "" where the type has none.
	Load ResourceAction `json:"l"`
	// Actions by method name: put_item, upload_file is none of them (see Tables.Helper with "s3.Bucket").
	Actions map[string]ResourceAction `json:"a,omitempty"`
	// Subresources are made without a call: bucket.Object(key), service.Table(name), and references such as message.Queue().
	Subresources map[string]SubResource `json:"r,omitempty"`
	// Collections by attribute name (objects): .all(), .filter(), .limit(), .pages(), and iterating make the call.
	Collections map[string]Collection `json:"c,omitempty"`
	// Waiters by method name: wait_until_exists.
	Waiters map[string]ResourceAction `json:"w,omitempty"`
}

// ResourceAction is a method that makes one call. The caller's keyword arguments are added to Parameters.
type ResourceAction struct {
	Operation string `json:"o"`
	// Parameters says where each parameter comes from: "@bucket_name" an identifier of the resource, "=value" a literal,
	// ".path" the loaded data of the resource.
	Parameters map[string]string `json:"p,omitempty"`
	Returns    string            `json:"t,omitempty"` // type of the resource or resources that come back, "" for plain data
	// Identifiers of what comes back, by name: "@x" of this resource, "$Path" of the response, "<Path" of the request's parameters.
	Identifiers map[string]string `json:"i,omitempty"`
}

// SubResource is a resource that another one makes without a call.
type SubResource struct {
	Type string `json:"t"`
	// Identifiers by name: "@x" of this resource, "" an argument of the call (in the order of the type's Identifiers), ".path" of its data.
	Identifiers map[string]string `json:"i,omitempty"`
}

// Collection is a list of resources: iterating it calls List, a batch method calls its action once for a page.
type Collection struct {
	List  ResourceAction            `json:"l"`
	Batch map[string]ResourceAction `json:"b,omitempty"` // delete, delete_messages: identifiers and data are those of the items
}

// Helper is a method of an SDK that is no operation of the API and makes calls on the code's behalf: upload_file.
type Helper struct {
	Client     string // s3; s3.Bucket for a method of a resource
	Name       string
	Parameters []string // in order of position; a trailing = is left out
	Calls      []HelperCall
}

// HelperCall is one operation that a helper calls. Arguments says where each parameter comes from: the name of a helper's parameter,
// with a dotted path into it; "@name" an identifier of the resource; "=value" a literal. The parameter "*" takes all members of a map.
type HelperCall struct {
	Operation string
	Arguments map[string]string
}
