package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// libraryOf is the name by which serviceref has the libraries that come with v2.
const libraryOf = "AWS."

// secondClients is a module that holds one client of v2: aws-sdk/clients/dynamodb, or a member of it.
func (i *idioms) secondClients(path string) *sdk.Object {
	names := strings.Split(path, ".")
	client, ok := i.tables.ClientOf(serviceref.JavaScript2, strings.TrimSuffix(names[0], "/"))
	if !ok {
		return nil
	}
	o := &sdk.Object{Kind: kindClass, Service: client, Name: version2}
	for _, name := range names[1:] {
		if name == "js" {
			continue
		}
		e := i.Member(o, name)
		if len(e.Results) != 1 {
			return nil
		}
		o = e.Results[0]
	}
	return o
}

// secondMember is a member of the package aws-sdk.
func (i *idioms) secondMember(o *sdk.Object, name string) sdk.Effect {
	path := o.Name + "." + name
	if client, ok := i.tables.ClientOf(serviceref.JavaScript2, name); ok && name != "Credentials" {
		return sdk.Gives(&sdk.Object{Kind: kindClass, Service: client, Name: version2})
	}
	switch name {
	case "Credentials", "SharedIniFileCredentials", "CognitoIdentityCredentials", "WebIdentityCredentials", "SAMLCredentials":
		return sdk.Gives(&sdk.Object{Kind: kindProvider, Name: "others"})
	case "TemporaryCredentials", "ChainableTemporaryCredentials":
		return sdk.Gives(&sdk.Object{Kind: kindProvider, Name: "role"})
	case "EnvironmentCredentials", "CredentialProviderChain", "RemoteCredentials", "ECSCredentials", "EC2MetadataCredentials":
		return sdk.Gives(&sdk.Object{Kind: kindProvider, Name: "own"})
	case "config":
		return sdk.Gives(&sdk.Object{Kind: kindPackage, Name: path})
	}
	if o.Name == "aws-sdk.config" {
		if name == "credentials" {
			return sdk.Gives(&sdk.Object{Kind: kindCredentials})
		}
		if name == "region" {
			return sdk.Effect{Text: sdk.Pseudo("AWS::Region")}
		}
		return sdk.Plain("a setting of the SDK")
	}
	if o.Name == "aws-sdk" && name == "Signers" {
		return sdk.Gives(&sdk.Object{Kind: kindPackage, Name: path})
	}
	if o.Name == "aws-sdk.Signers" {
		return sdk.Gives(&sdk.Object{Kind: kindSigner, Name: "1:"})
	}
	return sdk.Plain("a member of " + o.Name)
}

// classMember is what stands beside a client in its class: AWS.DynamoDB.DocumentClient, and from of the document client of v3.
func (i *idioms) classMember(o *sdk.Object, name string) sdk.Effect {
	switch {
	case o.Name == document3 && name == "from":
		return sdk.Gives(o.As(kindHelper, "document"))
	case o.Name != version2:
		return sdk.Plain("a member of a client's class")
	case name == "DocumentClient" && o.Service == "dynamodb":
		return sdk.Gives(o.As(kindClass, document2))
	case name == "Types":
		return sdk.Plain("types")
	}
	path := libraryOf + strings.ToUpper(o.Service) + "." + name
	if calls, ok := i.tables.Library(serviceref.JavaScript2, path); ok && len(calls) > 0 {
		return sdk.Gives(&sdk.Object{Kind: kindLibrary, Service: o.Service, Name: path})
	}
	if o.Service == "rds" && name == "Signer" {
		return sdk.Gives(&sdk.Object{Kind: kindClass, Service: o.Service, Name: "signer"})
	}
	return sdk.Plain("a member of a client's class")
}

// make makes a client. The document client of v2 may be given another as its service.
func (i *idioms) make(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	config, given := args.At(0, "")
	client := o.As(kindClient, o.Name)
	if !given || config.Function {
		return sdk.Gives(client)
	}
	e := sdk.Effect{}
	w := ownership(config)
	if w.Own && !o.Foreign {
		e.Results = append(e.Results, client)
	}
	if w.Others || o.Foreign {
		other := *client
		other.Foreign = true
		e.Results = append(e.Results, &other)
	}
	return e
}

// clientMember is an operation of a client, or one of the things that every client has.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	switch {
	case o.Name == "signer":
		return i.signerMember(o, name)
	case name == "config" || name == "endpoint" || name == "middlewareStack" || name == "service" || name == "options" || name == "apiVersion":
		return sdk.Plain("a member of every client")
	case name == "destroy" || name == "constructor" || name == "customizeRequests" || name == "setupRequestListeners":
		return sdk.Plain("a member of every client")
	case name == "send" && (o.Name == version3 || o.Name == document3):
		return sdk.Gives(o.As(kindMethod, o.Name+".send"))
	case o.Name == version2 && (name == "waitFor" || name == "getSignedUrl" || name == "getSignedUrlPromise" || name == "makeRequest"):
		return sdk.Gives(o.As(kindMethod, o.Name+"."+name))
	case o.Name == document2 && name == "createSet":
		return sdk.Plain("a set")
	}
	if i.libraryMethod(o, name) != nil {
		return sdk.Gives(o.As(kindMethod, o.Name+"."+name))
	}
	if o.Name == document2 {
		return sdk.NotFollowed(o, "the document client has no method "+name+" that is known")
	}
	if operation := i.operationOf(o, name); operation != "" {
		return sdk.Gives(o.As(kindMethod, o.Name+"."+name))
	}
	if o.Name != version2 {
		if kind, operation := i.onAggregated(o, name); kind != "" {
			return sdk.Gives(o.As(kind, "bound "+operation))
		}
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
}

// onAggregated are the paginators and waiters that newer clients of v3 have as methods.
func (i *idioms) onAggregated(o *sdk.Object, name string) (kind, operation string) {
	switch {
	case strings.HasPrefix(name, "paginate"):
		kind = kindPaginator
	case strings.HasPrefix(name, "waitUntil"):
		kind = kindWaiter
	default:
		return "", ""
	}
	operation, ok := i.tables.OperationOf(serviceref.JavaScript3, o.Service, name)
	if !ok {
		return "", ""
	}
	return kind, operation
}

// versionOf is the SDK of a client.
func versionOf(o *sdk.Object) serviceref.SDK {
	if o.Name == version2 || o.Name == document2 {
		return serviceref.JavaScript2
	}
	return serviceref.JavaScript3
}

// operationOf is the operation that a method of a client calls; "" where there is none.
func (i *idioms) operationOf(o *sdk.Object, name string) string {
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		return ""
	}
	operation, ok := i.tables.OperationOf(versionOf(o), o.Service, name)
	if !ok || !strings.EqualFold(operation, name) && (strings.HasPrefix(name, "paginate") || strings.HasPrefix(name, "waitUntil") || strings.HasSuffix(name, "Command")) {
		return "" // the name of something else that there is of the operation
	}
	return operation
}

// libraryMethod are the calls of a method that is no operation: of a document client, s3.upload.
func (i *idioms) libraryMethod(o *sdk.Object, name string) []serviceref.LibraryCall {
	path := ""
	switch o.Name {
	case document2:
		path = libraryOf + "DynamoDB.DocumentClient."
	case document3:
		path = "@aws-sdk/lib-dynamodb.DynamoDBDocument."
	case version2:
		path = libraryOf + strings.ToUpper(o.Service) + "."
	default:
		return nil
	}
	calls, _ := i.tables.Library(versionOf(o), path+name)
	return calls
}

// method calls a method of a client.
func (i *idioms) method(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	client, name := i.clientOf(o)
	first, given := args.At(0, "")
	switch name {
	case "send":
		return i.send(client, first)
	case "waitFor":
		return i.named(client, args, "waitUntil", "")
	case "getSignedUrl", "getSignedUrlPromise":
		return i.named(client, args, "", name)
	case "makeRequest":
		return i.named(client, args, "", "")
	}
	if calls := i.libraryMethod(client, name); calls != nil {
		return i.libraryCalls(client, calls, args, name)
	}
	return i.operation(client, i.operationOf(client, name), parameters(first, given), "")
}

// clientOf is the client that a method belongs to, and the method's name.
func (i *idioms) clientOf(o *sdk.Object) (client *sdk.Object, name string) {
	version, name, _ := strings.Cut(o.Name, ".")
	return o.As(kindClient, version), name
}

// named calls the operation whose name is the first argument: to wait for something, to sign an address.
func (i *idioms) named(client *sdk.Object, args sdk.Arguments, before, via string) sdk.Effect {
	name, _ := args.At(0, "")
	given, ok := args.At(1, "")
	names, all := name.Known()
	e := sdk.Effect{Callback: true}
	for _, text := range names {
		sdkOf := versionOf(client)
		if before != "" {
			sdkOf = serviceref.JavaScript3
		}
		operation, known := i.tables.OperationOf(sdkOf, client.Service, before+text)
		if !known {
			all = false
			continue
		}
		made := i.operation(client, operation, parameters(given, ok), via)
		e = both(e, made)
	}
	if !all {
		e = both(e, sdk.NotFollowed(client, "the operation that is meant here is not known"))
	}
	return e
}
