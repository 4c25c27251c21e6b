package golang

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// The kinds of the SDKs' values; Name holds what stands behind each.
const (
	kindMaker       = "maker"        // what calling it makes
	kindType        = "type"         // its name
	kindInput       = "input"        // operation
	kindOptions     = "options"      // of a client, a config or a session: a record that functions fill
	kindConfig      = "config"       //
	kindSession     = "session"      //
	kindCredentials = "credentials"  //
	kindClient      = "client"       //
	kindMethod      = "method"       // operation
	kindWaiter      = "waiter"       // operation
	kindWait        = "wait"         // operation
	kindPaginator   = "paginator"    // operation
	kindPages       = "pages"        // operation: a paginator whose calls were counted when it was made
	kindResponse    = "response"     // operation
	kindSetting     = "setting"      // an option that is a function of the SDK's
	kindLibrary     = "library"      // what stands for it in serviceref: manager.Uploader
	kindLibraryCall = "library call" // likewise: manager.Uploader.Upload
	kindSigner      = "signer"       //
	kindSign        = "sign"         // method
)

// The two SDKs, by the beginning of their packages' paths.
const (
	first  = "github.com/aws/aws-sdk-go/"
	second = "github.com/aws/aws-sdk-go-v2/"
)

// generation is the SDK that a package is of, and its path within; "" where it is of neither.
func generation(where string) (of serviceref.SDK, rest string) {
	if rest, ok := strings.CutPrefix(where, second); ok {
		return serviceref.Go2, rest
	}
	if rest, ok := strings.CutPrefix(where, first); ok {
		return serviceref.Go1, rest
	}
	return "", ""
}

// isService says that a package is, or belongs to, one that the SDK has for a service.
func isService(where string) bool {
	_, rest := generation(where)
	return strings.HasPrefix(rest, "service/")
}

// idioms is what the names of the SDKs for Go do.
type idioms struct{ tables *serviceref.Tables }

// as is a value of another kind that belongs to the same client.
func as(o *sdk.Object, kind, name string) *sdk.Object {
	return &sdk.Object{Kind: kind, Service: o.Service, Name: name, Foreign: o.Foreign}
}

// split is the package and the member of a path that flow asks for: "github.com/aws/aws-sdk-go/service/s3" and "New". What stands
// behind a call belongs to the member.
func split(path string) (where, member string) {
	slash := strings.LastIndexByte(path, '/')
	if call := strings.Index(path, "()"); call >= 0 {
		slash = strings.LastIndexByte(path[:call], '/')
	}
	dot := strings.IndexByte(path[slash+1:], '.')
	if dot < 0 {
		return path, ""
	}
	return path[:slash+1+dot], path[slash+dot+2:]
}

// ofKind is the first object of a kind that a given value may be.
func ofKind(g sdk.Given, kinds ...string) *sdk.Object {
	for _, o := range g.Objects {
		if slices.Contains(kinds, o.Kind) {
			return o
		}
	}
	return nil
}

func field(g sdk.Given, name string) (sdk.Given, bool) {
	return sdk.Arguments{Named: g.Fields}.Get(name)
}
