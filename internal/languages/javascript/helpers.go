package javascript

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// helperPackages are the members of the SDK's packages beside those of clients, by path: what kind they are, and its name.
var helperPackages = map[string]sdk.Object{
	"@aws-sdk/lib-dynamodb.DynamoDBDocumentClient":           {Kind: kindClass, Service: "dynamodb", Name: document3},
	"@aws-sdk/lib-dynamodb.DynamoDBDocument":                 {Kind: kindClass, Service: "dynamodb", Name: document3},
	"@aws-sdk/s3-request-presigner.getSignedUrl":             {Kind: kindHelper, Name: "getSignedUrl"},
	"@aws-sdk/cloudfront-signer.getSignedUrl":                {Kind: kindHelper, Name: "key"},
	"@aws-sdk/s3-presigned-post.createPresignedPost":         {Kind: kindHelper, Service: "s3", Name: "createPresignedPost"},
	"@aws-sdk/credential-providers.fromTemporaryCredentials": {Kind: kindProvider, Name: "role"},
	"@aws-sdk/credential-providers.fromCognitoIdentity":      {Kind: kindProvider, Name: "others"},
	"@aws-sdk/credential-providers.fromCognitoIdentityPool":  {Kind: kindProvider, Name: "others"},
	"@aws-sdk/credential-providers.fromWebToken":             {Kind: kindProvider, Name: "others"},
	"@aws-sdk/credential-providers.fromSSO":                  {Kind: kindProvider, Name: "others"},
	"@aws-sdk/credential-providers.fromIni":                  {Kind: kindProvider, Name: "others"},
	"@aws-sdk/credential-providers.fromEnv":                  {Kind: kindProvider, Name: "own"},
	"@aws-sdk/credential-providers.fromNodeProviderChain":    {Kind: kindProvider, Name: "own"},
	"@aws-sdk/credential-provider-node.defaultProvider":      {Kind: kindProvider, Name: "own"},
	"@aws-sdk/credential-provider-env.fromEnv":               {Kind: kindProvider, Name: "own"},
	"@aws-sdk/signature-v4.SignatureV4":                      {Kind: kindSigner, Name: ":service"},
	"@smithy/signature-v4.SignatureV4":                       {Kind: kindSigner, Name: ":service"},
	"aws4.sign":                                              {Kind: kindSigner, Name: ":service"},
	"aws4fetch.AwsClient":                                    {Kind: kindSigner, Name: ":service"},
	"aws4-axios.aws4Interceptor":                             {Kind: kindSigner, Name: ":options.service"},
	"aws-sigv4-fetch.createSignedFetcher":                    {Kind: kindSigner, Name: ":service"},
	"@opensearch-project/opensearch/aws.AwsSigv4Signer":      {Kind: kindSigner, Name: ":service=es"},
	"@opensearch-project/opensearch/aws-v3.AwsSigv4Signer":   {Kind: kindSigner, Name: ":service=es"},
	"@acuris/aws-es-connection.createAWSConnection":          {Kind: kindSigner, Name: ":=es"},
	"aws-elasticsearch-connector":                            {Kind: kindSigner, Name: ":=es"},
	"http-aws-es":                                            {Kind: kindSigner, Name: ":=es"},
	"aws-appsync.AWSAppSyncClient":                           {Kind: kindSigner, Name: ":=appsync"},
	"aws-appsync":                                            {Kind: kindSigner, Name: ":=appsync"},
}

// documentPackage is the package of the document client of v3.
const documentPackage = "@aws-sdk/lib-dynamodb."

// helpers are the members of packages beside those of clients.
func (i *idioms) helpers(path string) *sdk.Object {
	if o, ok := helperPackages[path]; ok {
		return &o
	}
	if o, ok := helperPackages[strings.TrimSuffix(path, "()")]; ok && o.Kind == kindSigner {
		return nil
	}
	calls, _ := i.tables.Library(serviceref.JavaScript3, strings.ReplaceAll(path, "()", ""))
	if len(calls) == 0 {
		return nil
	}
	name := strings.ReplaceAll(path, "()", "")
	switch {
	case strings.HasPrefix(name, documentPackage+"paginate"):
		return &sdk.Object{Kind: kindPaginator, Service: calls[0].Client, Name: calls[0].Operation}
	case strings.HasPrefix(name, documentPackage) && strings.HasSuffix(name, "Command"):
		return &sdk.Object{Kind: kindMaker, Service: calls[0].Client, Name: calls[0].Operation}
	}
	return &sdk.Object{Kind: kindLibrary, Service: calls[0].Client, Name: name}
}

// help calls a function of the SDK that is given a client.
func (i *idioms) help(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	first, _ := args.At(0, "")
	switch o.Name {
	case "document":
		return i.document(o, first)
	case "getSignedUrl":
		return i.signedAddress(first, args)
	case "key":
		return sdk.Plain("an address")
	}
	e := sdk.Plain("what " + o.Name + " gives")
	if onlyOthers(clientsAmong(first)) {
		return e
	}
	input, given := args.At(1, "")
	calls, _ := i.tables.Library(serviceref.JavaScript3, "@aws-sdk/s3-presigned-post.createPresignedPost")
	return both(e, i.libraryCalls(o, calls, sdk.Arguments{Positional: []sdk.Given{input}, Open: !given}, o.Name))
}

// document is the document client of another.
func (i *idioms) document(o *sdk.Object, of sdk.Given) sdk.Effect {
	clients := clientsAmong(of)
	if len(clients) == 0 {
		return sdk.Gives(o.As(kindClient, document3))
	}
	e := sdk.Effect{}
	for _, client := range clients {
		e.Results = append(e.Results, client.As(kindClient, document3))
	}
	return e
}

// signedAddress is an address that allows the call of a command with the permissions of the signer.
func (i *idioms) signedAddress(client sdk.Given, args sdk.Arguments) sdk.Effect {
	e := sdk.Plain("a signed address")
	clients := clientsAmong(client)
	if onlyOthers(clients) {
		return e
	}
	command, _ := args.At(1, "")
	for _, o := range command.Objects {
		if o.Kind != kindCommand {
			continue
		}
		for _, c := range replay(o) {
			c.Via = "getSignedUrl"
			e.Calls = append(e.Calls, c)
		}
	}
	if len(e.Calls) == 0 {
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: "s3", Reason: "the operation that an address is signed for is not known"})
	}
	return e
}

// library makes the calls of a library's function, or the object that makes them when it is told to.
func (i *idioms) library(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	version := serviceref.JavaScript3
	if strings.HasPrefix(o.Name, libraryOf) {
		version = serviceref.JavaScript2
	}
	calls, _ := i.tables.Library(version, o.Name)
	first, _ := args.At(0, "")
	if onlyOthers(clientsAmong(first)) {
		return sdk.Plain("what " + o.Name + " gives")
	}
	if strings.HasSuffix(o.Name, ".Upload") || strings.HasSuffix(o.Name, ".ManagedUpload") {
		return i.upload(o, first)
	}
	if strings.HasPrefix(o.Name, "@middy/") {
		return i.middleware(o, calls, first)
	}
	e := i.libraryCalls(o, calls, args, o.Name)
	e.Run = true
	return both(sdk.Plain("what "+o.Name+" gives"), e)
}

// libraryCalls are the calls that a library makes of its arguments: by position, or by a path into the one object that it is given.
func (i *idioms) libraryCalls(o *sdk.Object, calls []serviceref.LibraryCall, args sdk.Arguments, via string) sdk.Effect {
	e := sdk.Effect{Callback: true}
	for _, row := range calls {
		first, given := args.At(0, "")
		whole := parameters(first, given)
		owner := *o
		owner.Service = row.Client
		if row.Arguments["*"] == "*" {
			if via == bareName(via) && len(calls) == 1 { // the library's name of the operation itself
				e = both(e, i.operation(&owner, row.Operation, whole, ""))
				continue
			}
			e = both(e, sdk.Effect{Calls: i.calls(&owner, row.Operation, whole, via), Results: []*sdk.Object{i.response(&owner, row.Operation, whole)}})
			continue
		}
		filled := sdk.Arguments{Open: args.Open}
		for target, from := range row.Arguments {
			if value, ok := libraryArgument(args, from); ok {
				filled.Named = append(filled.Named, sdk.Field{Name: target, Value: value})
			}
		}
		e.Calls = append(e.Calls, i.calls(&owner, row.Operation, filled, via)...)
		e.Results = append(e.Results, i.response(&owner, row.Operation, filled))
	}
	return e
}

// bareName is the name of a method without the path of a library.
func bareName(via string) string { return via[strings.LastIndexAny(via, "./")+1:] }

// libraryArgument is a parameter of a library's function: by position, or a dotted path into its first argument.
func libraryArgument(args sdk.Arguments, from string) (sdk.Given, bool) {
	if position, err := strconv.Atoi(from); err == nil {
		return args.At(position, "")
	}
	value, ok := args.At(0, "")
	for _, name := range strings.Split(from, ".") {
		if !ok {
			return value, false
		}
		whole := value
		value, ok = sdk.Arguments{Named: whole.Fields}.Get(name)
		if !ok && (whole.Open || len(whole.Text) > 0) {
			return sdk.Given{Text: symbolic.Any("a member of a value that is not known")}, true
		}
	}
	return value, ok
}

// upload is an upload that is yet to start: it has the arguments of the operation, and tags where it is given them.
func (i *idioms) upload(o *sdk.Object, settings sdk.Given) sdk.Effect {
	options := sdk.Arguments{Named: settings.Fields}
	params, given := options.Get("params")
	args := parameters(params, given)
	args.Open = args.Open || !given && (settings.Open || len(settings.Text) > 0)
	if tags, ok := options.Get("tags"); ok && !absent(tags) {
		args.Named = append(args.Named, sdk.Field{Name: "Tagging", Value: sdk.Given{Text: symbolic.Any("tags of an upload")}})
	}
	owner := &sdk.Object{Service: "s3", Foreign: onlyOthers(clientsAmong(settings))}
	return sdk.Gives(i.kept(owner, kindUpload, o.Name, args)...)
}

// uploadMember is a method of an upload: those that start it make the calls.
func (i *idioms) uploadMember(o *sdk.Object, name string) sdk.Effect {
	switch name {
	case "done", "promise", "send":
		return sdk.Gives(o.As(kindLibrary+" "+name, o.Name))
	}
	return sdk.Gives(o)
}

// start makes the calls of an upload.
func (i *idioms) start(o *sdk.Object) sdk.Effect {
	path := bare(o.Name)
	version := serviceref.JavaScript3
	if strings.HasPrefix(path, libraryOf) {
		version = serviceref.JavaScript2
	}
	calls, _ := i.tables.Library(version, path)
	e := sdk.Effect{Callback: true, Results: []*sdk.Object{{Kind: kindResponse, Service: o.Service, Name: "PutObject", Foreign: o.Foreign, Data: true}}}
	for _, row := range calls {
		if !o.Foreign {
			e.Calls = append(e.Calls, sdk.Call{
				Service: row.Client, Operation: row.Operation, Arguments: o.Arguments, Via: bareName(path), Open: strings.HasPrefix(o.Name, open),
			})
		}
	}
	return e
}

// signerMember is a method of what signs tokens for a database.
func (i *idioms) signerMember(o *sdk.Object, name string) sdk.Effect {
	path := libraryOf + "RDS.Signer." + name
	if calls, ok := i.tables.Library(serviceref.JavaScript2, path); ok && len(calls) > 0 {
		return sdk.Gives(o.As(kindLibrary, path))
	}
	return sdk.Plain("a member of a signer")
}

// middleware is what middy's own middleware reads before the handler runs: fetchData says under which names.
func (i *idioms) middleware(o *sdk.Object, calls []serviceref.LibraryCall, settings sdk.Given) sdk.Effect {
	e := sdk.Plain("what " + o.Name + " gives")
	wanted, _ := sdk.Arguments{Named: settings.Fields}.Get("fetchData")
	for _, row := range calls {
		for _, f := range wanted.Fields {
			args, meant := middlewareArguments(row.Operation, f.Value)
			if meant {
				owner := &sdk.Object{Service: row.Client}
				e.Calls = append(e.Calls, i.calls(owner, row.Operation, args, o.Name)...)
			}
		}
		if len(wanted.Fields) == 0 {
			e.Calls = append(e.Calls, sdk.Call{Service: row.Client, Operation: row.Operation, Via: o.Name, Open: true})
		}
	}
	return e
}

// middlewareArguments are those of the call for one entry of fetchData: a name, a path of parameters that ends in a stroke, or the arguments.
func middlewareArguments(operation string, value sdk.Given) (args sdk.Arguments, meant bool) {
	path := false
	for _, choice := range value.Text {
		if n := len(choice.Value); n > 0 && choice.Value[n-1].Kind == symbolic.Literal && strings.HasSuffix(choice.Value[n-1].Text, "/") {
			path = true
		}
	}
	name := map[string]string{"GetParameters": "Names", "GetParametersByPath": "Path", "GetSecretValue": "SecretId"}[operation]
	switch {
	case name == "":
		return parameters(value, true), true
	case operation == "GetParameters" && path, operation == "GetParametersByPath" && !path:
		return args, false
	case operation == "GetParameters":
		value = sdk.Given{Items: []sdk.Given{value}}
	}
	return sdk.Arguments{Named: []sdk.Field{{Name: name, Value: value}}}, true
}
