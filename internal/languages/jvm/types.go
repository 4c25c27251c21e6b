package jvm

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// roles are what classes of the SDKs are for.
type roles int

const (
	roleShape       roles = iota // of requests and answers; also what is of no interest
	roleClient                   // makes calls
	roleBuilder                  // of a client, by its own name
	roleTable                    // of DynamoDB, in the libraries that know tables
	roleCredentials              //
)

// role tells a class from its name and the package that it lies in.
func role(of serviceref.SDK, class string) roles {
	name := last(class)
	switch {
	case strings.Contains(class, "credentials.") || strings.HasPrefix(class, "auth."):
		return roleCredentials
	case strings.HasSuffix(name, "ClientBuilder"):
		return roleBuilder
	case tables[name] && (strings.Contains(class, "document.") || of == serviceref.Java2):
		return roleTable
	case makers[name]:
		return roleClient
	case strings.Contains(class, "model."):
		return roleShape
	case strings.HasSuffix(name, "Client") || strings.HasSuffix(name, "Presigner") || strings.HasSuffix(name, "Waiter"):
		return roleClient
	case of == serviceref.Java1 && !strings.Contains(class, ".") && (strings.HasPrefix(name, "Amazon") || strings.HasPrefix(name, "AWS")) && !strings.HasSuffix(name, "Exception"):
		return roleClient
	}
	return roleShape
}

// makers are classes of the libraries beside the clients that make calls; the rest of their names is in serviceref.
var makers = map[string]bool{
	"TransferManager": true, "S3TransferManager": true, "DynamoDBMapper": true, "DynamoDB": true, "DynamoDbEnhancedClient": true,
	"DynamoDbEnhancedAsyncClient": true, "SqsAsyncBatchManager": true, "AmazonSQSBufferedAsyncClient": true, "RdsUtilities": true,
	"SSMProvider": true, "SecretsProvider": true, "AppConfigProvider": true, "DynamoDbProvider": true, "SecretCache": true,
	"IDynamoDBMapper": true, "DynamoDBPersistenceStore": true,
}

var tables = map[string]bool{
	"Table": true, "Index": true, "DynamoDbTable": true, "DynamoDbAsyncTable": true, "DynamoDbIndex": true, "DynamoDbAsyncIndex": true,
}

// typeMember is a static member of a class.
func (i *idioms) typeMember(o *sdk.Object, name string, isMethod bool) sdk.Effect {
	switch {
	case isMethod:
		return sdk.Gives(with(o, kindStatic, name))
	case name == "Companion":
		return sdk.Gives(o)
	case isClass(name) && strings.ToUpper(name) == name:
		return sdk.Effect{Results: []*sdk.Object{with(o, kindConstant, name)}}
	case isClass(name):
		inner := *o
		inner.Name += "." + name
		return sdk.Gives(&inner)
	}
	return sdk.Plain("a member of " + o.Name)
}

// static calls a static method: what makes a client, a builder or a record.
func (i *idioms) static(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	of, class, name := named(o)
	bare := &sdk.Object{Kind: kindType, Service: o.Service, Name: string(of) + " " + class, Foreign: o.Foreign}
	if isSigner(class) {
		return signer()
	}
	if made := providers[name]; made != "" && last(class) == "ParamManager" {
		return sdk.Gives(&sdk.Object{Kind: kindClient, Name: string(of) + " " + made})
	}
	switch role(of, class) {
	case roleClient, roleBuilder:
		return i.clientStatic(bare, name, args)
	case roleCredentials:
		return i.credentials(o, args)
	case roleTable:
		return sdk.Plain("a member of a table")
	}
	switch {
	case name == "builder" || name == "toBuilder" || name == "invoke" || name == "create" && len(args.Positional) == 0:
		return i.newRecord(bare)
	case name == "of" && class == "regions.Region" || class == "regions.Regions":
		return sdk.Plain("a region")
	case last(class) == "Url" && name == "parse":
		return sdk.Effect{First: true}
	case strings.HasPrefix(name, "from") && len(args.Positional) == 1: // AttributeValue.fromS("x")
		e := i.newRecord(bare)
		e.Fills = []string{i.fieldName(bare, strings.TrimPrefix(name, "from"))}
		return e
	}
	e := sdk.Plain("what " + last(class) + "." + name + " gives")
	e.Run = true
	return e
}

// construct makes an instance of a class: "new X(...)" in Java, "X(...)" and "X { ... }" in Kotlin.
func (i *idioms) construct(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	of, class, _ := named(o)
	if isSigner(class) {
		return signer()
	}
	switch role(of, class) {
	case roleClient:
		return i.clientStatic(o, "new", args)
	case roleCredentials:
		return i.credentials(o, args)
	}
	if of == serviceref.Kotlin && filled(args) {
		return sdk.Effect{First: true}
	}
	e := i.newRecord(o)
	if of == serviceref.Kotlin {
		e.Fill = e.Make
		return e
	}
	e.Fills = i.positions(o, len(args.Positional))
	return e
}

// isSigner says that a class signs requests that the SDK does not make.
func isSigner(class string) bool {
	return strings.HasSuffix(last(class), "Signer") && !strings.HasPrefix(class, "services.") && !strings.Contains(class, "model.")
}

func signer() sdk.Effect {
	e := sdk.Plain("a signature")
	e.Unknown = []sdk.Unknown{{Reason: "requests are signed with the function's credentials"}}
	return e
}

// providers are what Powertools gives parameters by, by the methods that make them.
var providers = map[string]string{
	"getSsmProvider": "SSMProvider", "getSecretsProvider": "SecretsProvider", "getAppConfigProvider": "AppConfigProvider", "getDynamoDbProvider": "DynamoDbProvider",
}

func (i *idioms) newRecord(o *sdk.Object) sdk.Effect {
	return sdk.Effect{Make: with(o, kindRecord, "")}
}
