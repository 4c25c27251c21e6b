package golang

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// cachePackage is AWS's cache of secrets.
const cachePackage = "/aws-secretsmanager-caching-go"

// libraryPackages are the packages of the SDKs that make calls of their own, and the client that they make them with.
var libraryPackages = map[string]string{
	"feature/s3/manager": "s3", "feature/s3/transfermanager": "s3", "feature/rds/auth": "rds", "feature/dsql/auth": "dsql",
	"service/s3/s3manager": "s3", "service/s3/s3manager/s3manageriface": "s3", "service/rds/rdsutils": "rds",
}

// libraryMember is a function of a library, the maker of an object, or its type. The names of its calls are serviceref's.
func (i *idioms) libraryMember(of serviceref.SDK, client, pkg, member string) *sdk.Object {
	o := &sdk.Object{Service: client}
	pkg = strings.TrimSuffix(pkg, "iface")
	if _, ok := i.tables.Library(of, pkg+"."+member); ok {
		return as(o, kindLibraryCall, string(of)+" "+pkg+"."+member)
	}
	name, made := strings.CutPrefix(member, "New")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "WithClient"), "API")
	switch {
	case pkg == "secretcache" && (made || member == "Cache"):
		return as(o, librarian(made), string(of)+" "+pkg+".Cache")
	case pkg == "transfermanager" && (name == "" || name == "Client"):
		return as(o, librarian(made), string(of)+" "+pkg+".Client")
	case slices.Contains([]string{"Uploader", "Downloader", "BatchDelete"}, name):
		return as(o, librarian(made), string(of)+" "+pkg+"."+name)
	}
	return as(o, kindType, member)
}

// librarian is the kind of what makes an object of a library, or of its type.
func librarian(makes bool) string {
	if makes {
		return kindMaker
	}
	return kindLibrary
}

// librarySettings are the fields of such objects: what they are set to calls nothing.
var librarySettings = []string{
	"BatchSize", "BufferProvider", "CacheConfig", "ClientOptions", "Concurrency", "FailTimeout", "LeavePartsOnError", "LogInterruptedDownloads", "Logger",
	"MaxUploadParts", "PartBodyMaxRetries", "PartSize", "RequestOptions", "S3",
}

// libraryMethod is a method of an object of a library.
func (i *idioms) libraryMethod(o *sdk.Object, name string) sdk.Effect {
	of, library, _ := strings.Cut(o.Name, " ")
	if _, ok := i.tables.Library(serviceref.SDK(of), library+"."+name); ok {
		return sdk.Gives(as(o, kindLibraryCall, o.Name+"."+name))
	}
	if slices.Contains(librarySettings, name) {
		return sdk.Plain("a setting of " + library)
	}
	return sdk.NotFollowed(o, library+"."+name+" makes calls that are not followed")
}

// library makes the calls of a library's function or method.
func (i *idioms) library(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	e := sdk.Plain("what " + o.Name + " gives")
	e.Run = true
	if o.Foreign {
		return e
	}
	of, name, _ := strings.Cut(o.Name, " ")
	calls, _ := i.tables.Library(serviceref.SDK(of), name)
	for _, row := range calls {
		c := sdk.Call{Service: row.Client, Operation: row.Operation, Via: name, Open: args.Open, Arguments: make(map[string]symbolic.Set)}
		for target, from := range row.Arguments {
			i.libraryArgument(&c, args, target, from)
		}
		e.Calls = append(e.Calls, c)
	}
	return e
}

// libraryArgument fills one parameter of a library's call: the fields of its record, or an argument by position.
func (i *idioms) libraryArgument(c *sdk.Call, args sdk.Arguments, target, from string) {
	if position, err := strconv.Atoi(from); err == nil {
		if given, ok := args.At(position, ""); ok {
			sdk.Flatten(c.Arguments, target, given)
		}
		return
	}
	input, ok := inputOf(args)
	if !ok {
		c.Open = true
		return
	}
	members := i.tables.Input(c.Service, c.Operation)
	for _, f := range i.spelled(c.Service, c.Operation, input) {
		if slices.Contains(members, f.Name) {
			c.Open = sdk.Flatten(c.Arguments, f.Name, f.Value) || f.Maybe || c.Open
		}
	}
}

// signerMember is a signer of requests, or what one does.
func signerMember(member string) *sdk.Object {
	switch {
	case member == "NewSigner":
		return &sdk.Object{Kind: kindMaker, Name: kindSigner}
	case member == "Signer" || member == "HTTPSigner" || member == "HTTPPresigner":
		return &sdk.Object{Kind: kindSigner}
	case strings.HasPrefix(member, "Sign") || strings.HasPrefix(member, "Presign"):
		return &sdk.Object{Kind: kindSign, Name: member}
	}
	return nil
}

// signed is a request that is signed with the function's credentials: to the service whose name is among the arguments.
func signed(args sdk.Arguments) sdk.Effect {
	e := sdk.Plain("a signed request")
	service := ""
	for _, g := range args.Positional {
		if len(g.Text) == 1 {
			if text, ok := g.Text[0].Value.Known(); ok && text != "" && strings.ToLower(text) == text && len(text) < 30 && service == "" {
				service = text
			}
		}
	}
	if strings.ContainsAny(service, "0123456789") && !strings.HasPrefix(service, "s3") { // a region, or a hash
		service = ""
	}
	e.Unknown = []sdk.Unknown{{Service: service, Reason: "requests are signed with the function's credentials"}}
	return e
}
