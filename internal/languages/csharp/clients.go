package csharp

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// credentialTypes are what makes credentials, and whether they are the function's own.
var credentialTypes = map[string]bool{
	"BasicAWSCredentials": false, "SessionAWSCredentials": false, "AssumeRoleAWSCredentials": false, "AnonymousAWSCredentials": false,
	"StoredProfileAWSCredentials": false, "FederatedAWSCredentials": false, "AssumeRoleWithWebIdentityCredentials": false,
	"CredentialProfileStoreChain": false, "SharedCredentialsFile": false,
	"FallbackCredentialsFactory": true, "EnvironmentVariablesAWSCredentials": true, "InstanceProfileAWSCredentials": true,
	"DefaultInstanceProfileAWSCredentials": true, "ECSTaskCredentials": true, "DefaultAWSCredentialsIdentityResolver": true, "AWSCredentials": true,
	"ImmutableCredentials": true,
}

// make makes a value of a type.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	kind, name, _ := strings.Cut(o.Name, ":")
	switch kind {
	case kindClient:
		return sdk.Gives(whoseClient(args).Of(&sdk.Object{Kind: kindClient, Service: o.Service, Name: name}, false)...)
	case kindCredentials:
		return i.credentials(o, name, args)
	case kindTable:
		return sdk.Gives(i.table(args))
	case kindLibrary:
		return i.library(name, args)
	}
	e := sdk.Effect{Make: &sdk.Object{Kind: kind, Service: o.Service, Name: name}}
	if kind == kindRequest {
		e.Fills = positions(o.Service, name)
	}
	for _, given := range args.Positional { // a type that is not of the SDK, and may use what it is given
		e.Unknown = append(e.Unknown, i.handedTo(given, name)...)
	}
	return e
}

func (i *idioms) handedTo(given sdk.Given, to string) (all []sdk.Unknown) {
	for _, o := range given.Objects {
		all = append(all, i.Handed(o, to)...)
	}
	return all
}

// credentials are those of a role that is taken, with the call that takes it, or of keys.
func (i *idioms) credentials(o *sdk.Object, name string, args sdk.Arguments) sdk.Effect {
	e := sdk.Gives(&sdk.Object{Kind: kindCredentials, Foreign: o.Foreign})
	if name == "AssumeRoleAWSCredentials" {
		c := sdk.Call{Service: "sts", Operation: "AssumeRole", Via: name, Arguments: map[string]symbolic.Set{}}
		if role, ok := args.At(1, "roleArn"); ok {
			sdk.Flatten(c.Arguments, "RoleArn", role)
		}
		e.Calls = []sdk.Call{c}
	}
	return e
}

// whoseClient tells from what a client is made with whose calls it makes: credentials, an access key with its secret, a configuration.
func whoseClient(args sdk.Arguments) sdk.Owner {
	w := sdk.Owner{Own: true}
	given := args.Positional
	for _, f := range args.Named {
		given = append(given, f.Value)
	}
	for n, g := range given {
		for _, o := range g.Objects {
			switch o.Kind {
			case kindCredentials, kindResponse:
				w = w.Or(ofCredentials(g, o))
			case kindConfig:
				w = w.Or(endpoint(g))
			}
		}
		if n == 0 && len(given) > 1 && len(g.Text) > 0 && len(g.Objects) == 0 && len(given[1].Text) > 0 && !isOwnKey(g) {
			w = sdk.Owner{Others: true} // a key and its secret; a region comes alone or behind credentials
		}
	}
	return w
}

// ofCredentials is whose credentials are: what taking a role gave is somebody else's.
func ofCredentials(g sdk.Given, o *sdk.Object) sdk.Owner {
	foreign := o.Foreign || o.Kind == kindResponse
	return sdk.Owner{Own: !foreign || g.None, Others: foreign}
}

// isOwnKey says that a text is the function's own access key.
func isOwnKey(g sdk.Given) bool {
	for _, choice := range g.Text {
		if v := choice.Value; len(v) == 1 && v[0].Kind == symbolic.Env && v[0].Text == "AWS_ACCESS_KEY_ID" {
			return true
		}
	}
	return false
}

// endpoint tells from a literal address in a configuration whether it is AWS. One that comes from elsewhere is taken for AWS's.
func endpoint(config sdk.Given) sdk.Owner {
	url, given := sdk.Arguments{Named: config.Fields}.Get("ServiceURL")
	if !given || len(url.Text) == 0 {
		return sdk.Owner{Own: true}
	}
	w := sdk.Owner{}
	for _, f := range config.Fields {
		w.Own = w.Own || f.Name == "ServiceURL" && f.Maybe
	}
	for _, choice := range url.Text {
		if sdk.Elsewhere(choice.Value) {
			w.Others = true
		} else {
			w.Own = true
		}
	}
	return w
}

// silent are members of every client that call nothing.
var silent = map[string]bool{
	"Config": true, "Dispose": true, "BeforeRequestEvent": true, "AfterResponseEvent": true, "ExceptionEvent": true, "GetHashCode": true,
	"Equals": true, "ToString": true, "DetermineServiceOperationEndPoint": true,
}

// presigning are the methods that sign an address: which operation it is for, the verb says.
var presigning = map[string]bool{"GetPreSignedURL": true, "GetPreSignedURLAsync": true, "GeneratePreSignedURL": true}

// clientMember is an operation, or one of the things that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	switch {
	case name == "Paginators":
		return sdk.Gives(o.As(kindPaginators, ""))
	case silent[name]:
		return sdk.Plain("a member of every client")
	}
	if _, ok := i.operation(o.Service, name); ok || presigning[name] {
		return sdk.Gives(o.As(kindMethod, name))
	}
	if _, ok := i.tables.Library(serviceref.DotNet, o.Name+"."+name); ok {
		return sdk.Gives(o.As(kindLibraryCall, o.Name+"."+name))
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
}

// method calls a method of a client.
func (i *idioms) method(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	if presigning[o.Name] {
		return i.presign(o, args)
	}
	operation, _ := i.operation(o.Service, o.Name)
	return i.call(o, operation, args)
}

// signed are the members of a request for a signed address that are arguments of the operation.
var signed = map[string]bool{"BucketName": true, "Key": true, "VersionId": true}

// verbs are the operations that signed addresses are for.
var verbs = map[string]string{"GET": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject", "HEAD": "HeadObject"}

// presign is an address that allows a call with the permissions of the signer.
func (i *idioms) presign(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	request := requestOf(args, []string{"BucketName", "Key"})
	e := sdk.Plain("a signed address")
	operations := []string{verbs["GET"]}
	if verb, ok := (sdk.Arguments{Named: request.Fields}).Get("Verb"); ok {
		operations = nil
		for _, choice := range verb.Text {
			text, _ := choice.Value.Known()
			if verbs[text] == "" {
				e.Unknown = sdk.NotFollowed(o, "the operation that an address is signed for is not known").Unknown
				continue
			}
			operations = append(operations, verbs[text])
		}
	}
	request.Fields = slices.DeleteFunc(slices.Clone(request.Fields), func(f sdk.Field) bool { return !signed[f.Name] })
	for _, operation := range operations {
		e.Calls = append(e.Calls, i.calls(o, operation, request, o.Name)...)
	}
	return e
}
