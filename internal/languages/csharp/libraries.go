package csharp

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// libraryTypes are the classes of libraries that call operations on the code's behalf; which, serviceref says. The parameters of their
// methods by position are those of the class, "" for one that tells nothing.
var libraryTypes = map[string]struct{ service string }{
	"TransferUtility": {"s3"}, "DynamoDBContext": {"dynamodb"}, "Table": {"dynamodb"}, "TableBuilder": {"dynamodb"}, "SecretsManagerCache": {"secretsmanager"},
	"RDSAuthTokenGenerator": {"rds"}, "ParametersManager": {}, "DynamoDBProvider": {"dynamodb"},
	"Idempotency": {"dynamodb"}, "IdempotencyBuilder": {"dynamodb"},
}

// libraryNamespaces hold them.
var libraryNamespaces = map[string]bool{
	"Amazon.S3.Transfer": true, "Amazon.DynamoDBv2.DataModel": true, "Amazon.DynamoDBv2.DocumentModel": true,
	"Amazon.SecretsManager.Extensions.Caching": true, "Amazon.RDS.Util": true, "AWS.Lambda.Powertools.Parameters": true,
	"AWS.Lambda.Powertools.Parameters.DynamoDB": true, "AWS.Lambda.Powertools.Idempotency": true,
}

// libraryType is the class of a library at a path; interfaces stand for their classes.
func libraryType(path string) (class string, ok bool) {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || !libraryNamespaces[path[:dot]] {
		return "", false
	}
	class = path[dot+1:]
	if _, ok := libraryTypes[class]; !ok {
		class = strings.TrimPrefix(class, "I")
	}
	_, ok = libraryTypes[class]
	return class, ok
}

// library makes an object of a library's class. It uses the client that it is given, or one of its own.
func (i *idioms) library(class string, args sdk.Arguments) sdk.Effect {
	o := &sdk.Object{Kind: kindLibrary, Service: libraryTypes[class].service, Name: class, Arguments: map[string]symbolic.Set{}}
	w := whoseClient(args)
	if name, ok := args.At(1, "tableName"); ok && class == "TableBuilder" {
		o.Arguments["TableName"] = name.Text
	}
	for _, g := range args.Positional {
		for _, given := range g.Objects {
			if given.Kind == kindClient && given.Foreign {
				w = w.Or(sdk.Owner{Others: true})
			}
		}
		settings(o, g)
	}
	return sdk.Gives(w.Of(o, false)...)
}

// settings keeps what a mapper is told once for all of its calls.
func settings(o *sdk.Object, g sdk.Given) {
	for _, f := range g.Fields {
		switch f.Name {
		case "TableNamePrefix":
			o.Arguments["prefix"] = f.Value.Text
		case "DisableFetchingTableMetadata":
			o.Arguments["described"] = f.Value.Text
		}
	}
}

// libraryMember is a method of a library's class, or an object that it leads to.
func (i *idioms) libraryMember(o *sdk.Object, name string) sdk.Effect {
	for _, spelled := range []string{name, name + "Async", strings.TrimSuffix(name, "Async")} {
		if _, ok := i.tables.Library(serviceref.DotNet, o.Name+"."+spelled); ok {
			return sdk.Gives(o.As(kindLibraryCall, o.Name+"."+spelled))
		}
	}
	if providers[name] != "" {
		return sdk.Gives(&sdk.Object{Kind: kindLibrary, Service: providers[name], Name: o.Name + "." + name})
	}
	if o.Name == "TableBuilder" && name == "Build" {
		return sdk.Gives(o.As(kindLibraryCall, "TableBuilder.Build"))
	}
	if built := builders[o.Name]; built != "" && name == "Configure" {
		return sdk.Gives(o.As(kindLibraryCall, built))
	}
	for _, beginning := range fluent {
		if strings.HasPrefix(name, beginning) {
			return sdk.Effect{Self: true}
		}
	}
	return sdk.Plain("a member of a " + o.Name)
}

// providers are members of Powertools' parameters, and the services that they read.
var providers = map[string]string{"SsmProvider": "ssm", "SecretsProvider": "secretsmanager"}

// fluent is how methods begin that only settle how the next one works.
var fluent = []string{"With", "Add", "Force", "Recursive", "Transform", "DefaultMaxAge"}

// builders are what functions are given that configure a library.
var builders = map[string]string{"Idempotency": "IdempotencyBuilder"}

// libraryPositions are the parameters of methods that are not those of a request, by position.
var libraryPositions = map[string][]string{
	"TransferUtility.UploadAsync": {"FilePath", "BucketName", "Key"}, "TransferUtility.Upload": {"FilePath", "BucketName", "Key"},
	"TransferUtility.DownloadAsync": {"FilePath", "BucketName", "Key"}, "TransferUtility.Download": {"FilePath", "BucketName", "Key"},
	"TransferUtility.OpenStreamAsync": {"BucketName", "Key"}, "TransferUtility.UploadDirectoryAsync": {"Directory", "BucketName"},
	"TransferUtility.DownloadDirectoryAsync": {"BucketName", "Prefix", "Directory"},
}

// libraryCall makes the calls of a library's method, with its arguments where each belongs.
func (i *idioms) libraryCall(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	if _, isBuilder := libraryTypes[o.Name]; isBuilder {
		return sdk.Effect{Plain: true, Reason: "a configuration", Feed: []*sdk.Object{o.As(kindLibrary, o.Name)}}
	}
	rows, _ := i.tables.Library(serviceref.DotNet, o.Name)
	response := &sdk.Object{Kind: kindResponse, Service: o.Service, Name: o.Name, Foreign: o.Foreign, Data: true}
	e := sdk.Effect{Results: []*sdk.Object{response}, Run: true}
	if o.Name == "TableBuilder.Build" { // which does not describe the table
		return sdk.Gives(o.As(kindLibrary, "Table"))
	}
	if strings.HasPrefix(o.Name, "Table.LoadTable") {
		e.Results = []*sdk.Object{loaded(o, args)}
	}
	if o.Foreign || foreignClient(args) {
		return e
	}
	request := requestOf(args, libraryPositions[o.Name])
	request.Open = request.Open && len(request.Objects) > 0 && request.Objects[0].Kind != kindRequest
	for _, row := range rows {
		c := sdk.Call{Service: row.Client, Operation: row.Operation, Via: lastStep(o.Name), Open: request.Open, Arguments: make(map[string]symbolic.Set)}
		for target, from := range row.Arguments {
			i.libraryArgument(&c, args, request, target, from)
		}
		e.Calls = append(e.Calls, c)
	}
	if o.Service == "dynamodb" {
		i.onTable(o, args, &e)
	}
	return e
}

func foreignClient(args sdk.Arguments) bool {
	first, _ := args.At(0, "")
	return len(first.Objects) == 1 && first.Objects[0].Foreign
}

// libraryArgument fills one argument of a library's call from a position or a property.
func (i *idioms) libraryArgument(c *sdk.Call, args sdk.Arguments, request sdk.Given, target, from string) {
	given, ok := (sdk.Arguments{Named: request.Fields}).Get(from)
	if !ok && from != "" && from[0] >= '0' && from[0] <= '9' {
		given, ok = args.At(int(from[0]-'0'), "")
	}
	if ok {
		sdk.Flatten(c.Arguments, target, given)
	}
}

// loaded is a table of the document model, by its name.
func loaded(o *sdk.Object, args sdk.Arguments) *sdk.Object {
	table := &sdk.Object{Kind: kindLibrary, Service: "dynamodb", Name: "Table", Foreign: o.Foreign || foreignClient(args)}
	if name, ok := args.At(1, "tableName"); ok {
		table.Arguments = map[string]symbolic.Set{"TableName": name.Text}
	}
	return table
}
