package shell_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/shell"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// calls follows a script's function named handler.
func calls(t testing.TB, src string) flow.Result {
	t.Helper()
	tree := source.Files{"handler.sh": []byte(src)}
	return flow.Run(flow.Entry{
		Language: shell.New(tree, nil, serviceref.Embedded()), Loader: loader{tree}, File: "handler.sh", Symbol: "handler",
	})
}

type loader struct{ tree source.Tree }

func (l loader) Load(file string) (*program.Module, error) {
	src, err := l.tree.Read(file)
	if err != nil {
		return nil, err
	}
	return shell.Lower(file, src)
}

// names are what the aws command calls clients that have another name here.
var names = map[string]string{"s3": "s3api", "config": "configservice", "codedeploy": "deploy"}

// TestEveryOperation: each command and waiter of each service is the operation that serviceref names, unless the aws command has one of its own of
// that name.
func TestEveryOperation(t *testing.T) {
	tables := serviceref.Embedded()
	services, operations, waiters := 0, 0, 0
	for _, client := range tables.Clients() {
		name := client
		if other, ok := names[client]; ok {
			name = other
		}
		var src strings.Builder
		var want []string
		for _, operation := range tables.Operations(client) {
			command := strings.ReplaceAll(serviceref.Snake(operation), "_", "-")
			fmt.Fprintf(&src, "  aws %s %s\n", name, command)
			want = append(want, operation)
		}
		for _, waiter := range tables.Waiters(client) {
			operation, _ := tables.Waiter(client, waiter)
			fmt.Fprintf(&src, "  aws %s wait %s\n", name, strings.ReplaceAll(waiter, "_", "-"))
			want = append(want, operation)
			waiters++
		}
		got := calls(t, "handler() {\n"+src.String()+"  :\n}\n")
		made := make(map[string]bool)
		for _, c := range got.Calls {
			made[c.Service+" "+c.Operation] = true
		}
		for _, operation := range want {
			if client == "sso" && operation == "Logout" {
				continue // forgets what is kept on the machine
			}
			if !made[client+" "+operation] {
				t.Errorf("%s.%s is not called; unknown %v", client, operation, got.Unknown)
			}
		}
		services, operations = services+1, operations+len(tables.Operations(client))
	}
	t.Logf("%d services, %d operations, %d waiters", services, operations, waiters)
}

// TestHostile: whatever the text, it is lowered to something or refused, and what could not be read is unknown.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, src string }{
		{"binary", "\x00\x01\xff\xfe\x7f"},
		{"truncated", "handler() { aws s3 cp \"$("},
		{"a here-document that does not end", "handler() { cat <<EOF\nx"},
		{"deep brackets", "handler() { " + strings.Repeat("$(", 100_000)},
		{"deep quotes", "handler() { x=" + strings.Repeat("\"${a:-", 50_000)},
		{"deep arithmetic", "handler() { x=$((" + strings.Repeat("(", 100_000)},
		{"deep conditions", "handler() { " + strings.Repeat("if ", 100_000)},
		{"deep cases", "handler() { " + strings.Repeat("case x in a) ", 30_000)},
		{"a long pipe", "handler() { " + strings.Repeat("a|", 100_000) + "a; }"},
		{"a long list", "handler() { " + strings.Repeat("a&&", 100_000) + "a; }"},
		{"negations", "handler() { [[ " + strings.Repeat("! ", 100_000) + "a ]]; }"},
		{"signs", "handler() { x=$((" + strings.Repeat("- ", 100_000) + "1)); }"},
		{"times", "handler() { " + strings.Repeat("time ", 100_000) + "a; }"},
		{"a pipe over lines", "handler() { " + strings.Repeat("a|\n", 50_000) + "a; }"},
		{"assignments", "handler() { x=$((" + strings.Repeat("a=", 100_000) + "1)); }"},
		{"too large", "handler() { :; }" + strings.Repeat(" ", 600<<10)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := calls(t, c.src); len(got.Unknown) == 0 || len(got.Calls) > 0 {
				t.Errorf("calls %v, unknown %v", got.Calls, got.Unknown)
			}
		})
	}
}

// TestItself: scripts that run one another, or themselves, end.
func TestItself(t *testing.T) {
	got := calls(t, "source ./handler.sh\nhandler() {\n  . handler.sh\n  handler \"$@\"\n  aws s3 ls\n}\n")
	if len(got.Calls) != 1 || len(got.Unknown) > 0 {
		t.Errorf("calls %v, unknown %v", got.Calls, got.Unknown)
	}
}

// FuzzLower: every call lies in its file, and following it ends.
func FuzzLower(f *testing.F) {
	f.Add("handler() { for x in a \"$@\"; do aws s3 cp \"$x\" s3://b/${x%.*} | jq -r .a; done; }")
	f.Add("handler() { case $1 in a|b*) aws sqs \"$2\" ;; esac; [[ $x == y && ! -z $z ]] || exit; }")
	f.Add("declare -A m=([a]=b); handler() { cat <<EOF | xargs -I{} aws s3 rm {}\n$x\nEOF\n}")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 20_000 {
			t.Skip("long inputs only cost time here")
		}
		got := calls(t, src)
		if got.Steps > flow.MaxSteps+1 {
			t.Errorf("%d steps", got.Steps)
		}
		for _, c := range got.Calls {
			if c.Span.End > len(src) || c.Span.Start > c.Span.End || c.Span.Line < 1 {
				t.Errorf("span %+v of %d bytes", c.Span, len(src))
			}
		}
	})
}
