package python

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// The kinds of boto3's values; Name holds what stands behind each.
const (
	kindPackage      = "package"       // path
	kindMaker        = "maker"         // client, resource, session, credentials, signer: what calling it makes
	kindLibrary      = "library"       // path: a function of a library that uses the SDK itself
	kindSession      = "session"       //
	kindCredentials  = "credentials"   // the function's own
	kindClient       = "client"        //
	kindMethod       = "method"        // of a client, as written: an operation, a helper or one of its own methods
	kindMeta         = "meta"          //
	kindPaginator    = "paginator"     // operation
	kindPaginate     = "paginate"      // operation
	kindWaiter       = "waiter"        // operation
	kindWait         = "wait"          // operation
	kindResponse     = "response"      // operation
	kindResource     = "resource"      // type, "" for the service
	kindAction       = "action"        // type.method
	kindSubresource  = "subresource"   // type.name
	kindCollection   = "collection"    // type.name
	kindRefine       = "refine"        // type.name: a collection's all, filter, limit
	kindBatch        = "batch action"  // type.name.method
	kindResourceWait = "resource wait" // type.method
)

// idioms is what boto3's names do.
type idioms struct{ tables *serviceref.Tables }

// packages are the modules of the SDK that hold something that makes clients.
var packages = map[string]bool{
	"boto3": true, "boto3.session": true, "aioboto3": true, "aioboto3.session": true, "botocore": true, "botocore.session": true,
	"aiobotocore": true, "aiobotocore.session": true, "botocore.auth": true, "requests_aws4auth": true, "opensearchpy": true,
	"botocore.crt.auth": true, "aws_requests_auth.boto_utils": true, "aws_requests_auth.aws_auth": true, "requests_auth_aws_sigv4": true,
}

// makers are the members of packages that make something.
var makers = map[string]string{
	"client": "client", "resource": "resource", "create_client": "client", "Session": "session", "AioSession": "session",
	"get_session": "session", "SigV4Auth": "signer", "S3SigV4Auth": "signer", "SigV4QueryAuth": "signer", "CrtSigV4Auth": "signer",
	"CrtSigV4AsymAuth": "signer", "AWS4Auth": "AWS4Auth", "AWSV4SignerAuth": "search signer", "AWSV4SignerAsyncAuth": "search signer",
	"RequestsAWSV4SignerAuth": "search signer", "Urllib3AWSV4SignerAuth": "search signer", "BotoAWSRequestsAuth": "BotoAWSRequestsAuth",
	"AWSRequestsAuth": "AWSRequestsAuth", "AWSSigV4": "AWSSigV4",
}

// Import gives the SDK's packages and what makes sessions and clients.
func (i *idioms) Import(path string) *sdk.Object {
	if packages[path] {
		return &sdk.Object{Kind: kindPackage, Name: path}
	}
	if len(libraryCalls()[path]) > 0 {
		return &sdk.Object{Kind: kindLibrary, Name: path}
	}
	if at := strings.LastIndexByte(path, '.'); at > 0 && packages[path[:at]] && makers[path[at+1:]] != "" {
		return &sdk.Object{Kind: kindMaker, Name: makers[path[at+1:]]}
	}
	return nil
}

// Member reads a member of one of boto3's values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	switch o.Kind {
	case kindPackage:
		return i.packageMember(o, name)
	case kindSession:
		return sessionMember(o, name)
	case kindCredentials, kindResponse:
		return responseMember(o, name)
	case kindClient:
		return i.clientMember(o, name)
	case kindMeta:
		switch name {
		case "client":
			return sdk.Gives(o.As(kindClient, ""))
		case "region_name":
			return sdk.Effect{Text: sdk.Pseudo("AWS::Region")}
		}
	case kindMethod:
		if name == "__name__" {
			return sdk.Effect{Text: symbolic.Certain(symbolic.Text(o.Name))}
		}
	case kindPaginator:
		if name == "paginate" {
			return sdk.Gives(o.As(kindPaginate, o.Name))
		}
	case kindWaiter:
		if name == "wait" {
			return sdk.Gives(o.As(kindWait, o.Name))
		}
	case kindResource:
		return i.resourceMember(o, name)
	case kindCollection:
		return i.collectionMember(o, name)
	case kindSubresource: // a reference that is read like a field
		return i.throughReference(o, name)
	}
	return sdk.Plain("a member of a " + o.Kind)
}

func (i *idioms) packageMember(o *sdk.Object, name string) sdk.Effect {
	if made := i.Import(o.Name + "." + name); made != nil {
		return sdk.Gives(made)
	}
	return sdk.Plain("a member of " + o.Name)
}

func sessionMember(o *sdk.Object, name string) sdk.Effect {
	switch {
	case makers[name] != "":
		return sdk.Gives(o.As(kindMaker, makers[name]))
	case name == "get_credentials":
		return sdk.Gives(o.As(kindMaker, "credentials"))
	case name == "region_name":
		return sdk.Effect{Text: sdk.Pseudo("AWS::Region")}
	}
	return sdk.Plain("a member of a session")
}

// responseMember keeps what a call gave together, whatever is done with it: only by key it becomes text.
func responseMember(o *sdk.Object, name string) sdk.Effect {
	next := *o
	if o.Kind == kindResponse && (name == "get" || name == "pop") {
		next.Name += " get"
	}
	return sdk.Gives(&next)
}

// Call calls one of boto3's values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindMaker:
		return i.make(o, args)
	case kindLibrary:
		return i.library(o, args)
	case kindMethod:
		return i.method(o, args)
	case kindPaginate:
		return i.operation(o, o.Name, args, "PaginationConfig")
	case kindWait:
		return i.operation(o, o.Name, args, "WaiterConfig")
	case kindAction, kindResourceWait:
		return i.action(o, args)
	case kindSubresource:
		return i.subresource(o, args)
	case kindRefine:
		return sdk.Gives(refined(o, args))
	case kindBatch:
		return i.batch(o, args)
	case kindResponse:
		return i.callResponse(o, args)
	case kindCredentials:
		return sdk.Gives(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// Iterate goes through pages, collections and what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	switch o.Kind {
	case kindCollection:
		return i.iterate(o)
	case kindResponse, kindCredentials:
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter gives the value itself.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an entry of what a call gave.
func (i *idioms) Index(o *sdk.Object, key sdk.Given) sdk.Effect {
	if o.Kind != kindResponse {
		return sdk.Plain("an entry of a " + o.Kind)
	}
	if name, ok := knownText(key.Text); ok {
		if text := sdk.Echo(o.Name, name, o.Arguments); text != nil {
			return sdk.Effect{Text: text}
		}
	}
	return sdk.Gives(o)
}

func (i *idioms) callResponse(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	operation, get := strings.CutSuffix(o.Name, " get")
	if !get {
		return sdk.Gives(o)
	}
	response := *o
	response.Name = operation
	key, _ := args.At(0, "key")
	return i.Index(&response, key)
}

// Instance is nothing: Python's hints are not read.
func (i *idioms) Instance(*sdk.Object) *sdk.Object { return nil }

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	switch o.Kind {
	case kindPackage, kindMaker, kindLibrary, kindResponse, kindMeta:
		return nil
	case kindCredentials:
		return []sdk.Unknown{{Reason: "the function's credentials are given to " + to + ", which is not in the repository"}}
	case kindSession:
		return []sdk.Unknown{{Reason: "an SDK session is given to " + to + ", which is not in the repository"}}
	}
	return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
}

func knownText(set symbolic.Set) (string, bool) {
	if len(set) != 1 {
		return "", false
	}
	return set[0].Value.Known()
}

func sorted(arguments map[string]symbolic.Set) []string { return slices.Sorted(maps.Keys(arguments)) }
