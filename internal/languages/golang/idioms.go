package golang

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// madeCall is the member of an input's type that makes its call: what the method of an interface does that takes one.
const madeCall = "()"

// Import is a member of one of the SDKs' packages.
func (i *idioms) Import(name string) *sdk.Object {
	where, member := split(name)
	if member == "" {
		return nil
	}
	if strings.Contains(where, cachePackage) {
		return i.libraryMember(serviceref.Go2, "secretsmanager", "secretcache", member)
	}
	of, rest := generation(where)
	switch {
	case of == "":
		return nil
	case strings.HasSuffix(rest, "/v4"):
		return signerMember(member)
	case strings.Contains(member, "("):
		return nil
	case libraryPackages[rest] != "":
		return i.libraryMember(of, libraryPackages[rest], path.Base(rest), member)
	case strings.HasPrefix(rest, "service/"):
		return i.serviceMember(of, rest, member)
	}
	return coreMember(path.Base(rest), member)
}

// serviceMember is a member of the package of a service, or of one below it.
func (i *idioms) serviceMember(of serviceref.SDK, rest, member string) *sdk.Object {
	parts := strings.Split(rest, "/")
	client, ok := i.tables.ClientOf(of, parts[1])
	if !ok {
		client = ""
	}
	o := &sdk.Object{Service: client}
	if len(parts) > 2 { // types, or interfaces
		return as(o, kindType, member)
	}
	switch {
	case member == "New" || member == "NewFromConfig":
		return as(o, kindMaker, kindClient)
	case member == "NewPresignClient":
		return as(o, kindMaker, "presign client")
	case strings.HasPrefix(member, "New") && (strings.HasSuffix(member, "Paginator") || strings.HasSuffix(member, "Waiter")):
		return as(o, kindMaker, strings.TrimPrefix(member, "New"))
	case strings.HasPrefix(member, "With"):
		return as(o, kindMaker, kindSetting)
	case member == "Options" || member == "PresignOptions":
		return as(o, kindOptions, "")
	}
	if name, ok := strings.CutSuffix(member, "Input"); ok {
		if operation, ok := i.tables.OperationOf(of, client, name); ok {
			return as(o, kindInput, operation)
		}
	}
	return as(o, kindType, member)
}

// coreMember is a member of the packages that all services share.
func coreMember(pkg, member string) *sdk.Object {
	maker := func(name string) *sdk.Object { return &sdk.Object{Kind: kindMaker, Name: name} }
	switch pkg + "." + member {
	case "aws.Config":
		return &sdk.Object{Kind: kindConfig, Value: true}
	case "aws.NewConfig", "defaults.Config":
		return maker("aws config")
	case "config.LoadDefaultConfig", "external.LoadDefaultAWSConfig":
		return maker(kindConfig)
	case "config.LoadOptions", "session.Options":
		return &sdk.Object{Kind: kindOptions}
	case "session.Session", "client.ConfigProvider":
		return &sdk.Object{Kind: kindSession}
	case "session.New", "session.NewSession", "session.NewSessionWithOptions":
		return maker(kindSession)
	case "credentials.NewStaticCredentials", "credentials.NewStaticCredentialsProvider", "credentials.NewStaticCredentialsFromCreds":
		return maker("static credentials")
	case "credentials.StaticCredentialsProvider", "aws.AnonymousCredentials", "stscreds.AssumeRoleProvider", "credentials.Value":
		return &sdk.Object{Kind: kindType, Name: member}
	case "credentials.NewCredentials":
		return maker("credentials")
	case "stscreds.NewAssumeRoleProvider", "stscreds.NewCredentials", "stscreds.NewCredentialsWithClient":
		return maker("assumed role")
	}
	if pkg == "config" && strings.HasPrefix(member, "With") {
		return maker(member)
	}
	return nil
}

// Instance is the client, session or library object that a type is of.
func (i *idioms) Instance(o *sdk.Object) *sdk.Object {
	switch o.Kind {
	case kindConfig, kindSession:
		return &sdk.Object{Kind: o.Kind}
	case kindLibrary, kindSigner:
		return o
	case kindType:
	default:
		return nil
	}
	switch name := o.Name; {
	case name == "Client" || name == "PresignClient" || strings.HasSuffix(name, "APIClient"):
		return as(o, kindClient, "")
	case strings.HasSuffix(name, "Paginator"):
		if operation, ok := i.tables.OperationOf(serviceref.Go2, o.Service, "New"+name); ok {
			return as(o, kindPaginator, operation)
		}
	case strings.HasSuffix(name, "Waiter"):
		if operation, ok := i.tables.OperationOf(serviceref.Go2, o.Service, "New"+name); ok {
			return as(o, kindWaiter, operation)
		}
	default:
		client, ok := i.tables.ClientOf(serviceref.Go1, strings.TrimSuffix(name, "API"))
		if ok && client == o.Service {
			return as(o, kindClient, "")
		}
	}
	return nil
}

// Member reads a member of one of the SDKs' values.
func (i *idioms) Member(o *sdk.Object, name string) sdk.Effect {
	switch o.Kind {
	case kindClient:
		return i.clientMember(o, name)
	case kindType:
		if client := i.Instance(o); client != nil && client.Kind == kindClient { // the method of a type
			return i.clientMember(client, name)
		}
		return recordMember(o, name)
	case kindInput, kindOptions:
		return recordMember(o, name)
	case kindConfig:
		return configMember(name)
	case kindSession:
		if name == "Copy" {
			return sdk.Gives(as(o, kindMaker, "copy of a session"))
		}
	case kindWaiter:
		if strings.HasPrefix(name, "Wait") {
			return sdk.Gives(as(o, kindWait, o.Name))
		}
	case kindPaginator:
		if name == "NextPage" {
			return sdk.Gives(as(o, kindMethod, o.Name))
		}
	case kindPages:
		if name == "NextPage" {
			return sdk.Gives(response(o, o.Name, o.Arguments))
		}
	case kindResponse:
		return i.responseMember(o, name)
	case kindLibrary:
		return i.libraryMethod(o, name)
	case kindSigner:
		return sdk.Gives(as(o, kindSign, name))
	case kindCredentials:
		return sdk.Gives(o)
	}
	return sdk.Plain("a member of a " + o.Kind)
}

// ownMembers are members of every client that are no operations.
var ownMembers = map[string]bool{
	"Client": true, "Config": true, "ClientInfo": true, "Handlers": true, "Endpoint": true, "SigningRegion": true, "Retryer": true, "ServiceName": true,
	"APIVersion": true, "MaxRetries": true, "AddDebugHandlers": true, "Options": true, "ServiceID": true, "SigningName": true, "PartitionID": true,
}

// clientMember is an operation of a client in any of its forms.
func (i *idioms) clientMember(o *sdk.Object, name string) sdk.Effect {
	if ownMembers[name] {
		return sdk.Plain("a member of every client")
	}
	if o.Service == "" {
		return sdk.NotFollowed(o, "the service of the client is not known")
	}
	for _, of := range []serviceref.SDK{serviceref.Go2, serviceref.Go1} {
		if operation, ok := i.tables.OperationOf(of, o.Service, name); ok {
			return sdk.Gives(as(o, kindMethod, operation))
		}
	}
	return sdk.NotFollowed(o, o.Service+" has no operation "+name+" that is known")
}

// recordMember is a field of a record, or the method of the first SDK that sets one.
func recordMember(o *sdk.Object, name string) sdk.Effect {
	if o.Kind == kindInput && name == madeCall {
		return sdk.Gives(as(o, kindMethod, o.Name))
	}
	e := sdk.Effect{Field: name}
	if set, ok := strings.CutPrefix(name, "Set"); ok && set != "" {
		e.Setter = set
	}
	return e
}

func configMember(name string) sdk.Effect {
	switch name {
	case "Region":
		return sdk.Effect{Field: name, Text: sdk.Pseudo("AWS::Region")}
	case "Copy":
		return sdk.Effect{Results: []*sdk.Object{{Kind: kindMaker, Name: "copy of a config"}}, Bound: true}
	case "Credentials":
		return sdk.Effect{Field: name, Results: []*sdk.Object{{Kind: kindCredentials}}}
	}
	if set, ok := strings.CutPrefix(name, "With"); ok {
		return sdk.Effect{Setter: set}
	}
	return sdk.Effect{Field: name}
}

// Call calls one of the SDKs' values.
func (i *idioms) Call(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	switch o.Kind {
	case kindMaker:
		return i.make(o, args)
	case kindMethod, kindWait:
		return i.operation(o, args)
	case kindType:
		if len(args.Positional) == 1 { // a conversion
			return sdk.Effect{Text: args.Positional[0].Text, Plain: len(args.Positional[0].Text) == 0, Reason: "a value of the SDK"}
		}
	case kindLibraryCall:
		return i.library(o, args)
	case kindSign:
		return signed(args)
	case kindResponse, kindCredentials:
		return sdk.Gives(o)
	}
	return sdk.Plain("what a " + o.Kind + " gives")
}

// Iterate goes through what a call gave.
func (i *idioms) Iterate(o *sdk.Object) sdk.Effect {
	if o.Kind == kindResponse {
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Enter gives the value itself: Go has nothing like it.
func (i *idioms) Enter(o *sdk.Object) sdk.Effect { return sdk.Gives(o) }

// Index reads an item of what a call gave.
func (i *idioms) Index(o *sdk.Object, _ sdk.Given) sdk.Effect {
	if o.Kind == kindResponse || o.Kind == kindMethod {
		return sdk.Gives(o)
	}
	return sdk.Plain("an item of a " + o.Kind)
}

// Handed is what is not known once code that cannot be read has a client.
func (i *idioms) Handed(o *sdk.Object, to string) []sdk.Unknown {
	if o.Foreign {
		return nil
	}
	switch o.Kind {
	case kindClient, kindMethod, kindWaiter, kindWait, kindLibrary, kindLibraryCall:
		return []sdk.Unknown{{Service: o.Service, Reason: "an SDK " + o.Kind + " is given to " + to + ", which is not in the repository"}}
	case kindConfig, kindSession, kindCredentials:
		return []sdk.Unknown{{Reason: "the SDK's " + o.Kind + " is given to " + to + ", which is not in the repository"}}
	}
	return nil
}
