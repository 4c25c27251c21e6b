package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/serviceref/refresh"
)

type servicerefCmd struct {
	Info    servicerefInfoCmd    `cmd:"" help:"What the tables of AWS's services have, and how old they are."`
	Actions servicerefActionsCmd `cmd:"" help:"The actions that an operation needs."`
	Refresh servicerefRefreshCmd `cmd:"" help:"Read AWS's public service reference into an overlay for the tables."`
}

// tables are those of this build, with the overlay of the last refresh where there is one that can be taken. A confined reader has no
// environment, so no folder for caches, and has those of the build.
var tables = sync.OnceValue(func() *serviceref.Tables {
	file, err := overlayFile()
	if err != nil {
		return serviceref.Embedded()
	}
	overlay, err := readOverlay(file)
	if errors.Is(err, fs.ErrNotExist) {
		return serviceref.Embedded()
	}
	var both *serviceref.Tables
	if err == nil {
		both, err = serviceref.Embedded().With(overlay)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pare: %s is left aside: %v; the tables are of %s\n", file, err, serviceref.Embedded().Date())
		return serviceref.Embedded()
	}
	return both
})

// overlayFile is where a refresh writes, in the user's folder for caches.
func overlayFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding the folder for caches: %w", err)
	}
	return filepath.Join(dir, "pare", "serviceref.bin"), nil
}

// maxOverlay bounds the file that is read: a whole reference has less than one MB.
const maxOverlay = 16 << 20

func readOverlay(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxOverlay+1))
	if err == nil && len(text) > maxOverlay {
		err = errors.New("it is too large")
	}
	return text, err
}

type servicerefInfoCmd struct{}

// Run says what the tables have.
func (*servicerefInfoCmd) Run() error {
	t := tables()
	services, actions := t.Listed()
	operations, known := 0, 0
	for _, client := range t.Clients() {
		for _, name := range t.Operations(client) {
			operations++
			if op, _ := t.Operation(client, name); op.Verified {
				known++
			}
		}
	}
	fmt.Printf("AWS's tables of %s%s\n", t.Date(), age(t.Date(), time.Now()))
	fmt.Printf("  %d actions of %d services, and %d that AWS no longer lists\n", actions, services, len(t.Expand("*"))-actions)
	fmt.Printf("  %d operations of %d clients, %d with known actions, %d unverified\n", operations, len(t.Clients()), known, operations-known)
	fmt.Println(recordOfUse(t))
	fmt.Printf("  %d managed policies\n", len(t.ManagedNames()))
	fmt.Println("Embedded, read from")
	for _, s := range t.Sources() {
		fmt.Printf("  %s %s (%s)\n", s.Name, s.Version, s.Licence)
	}
	if t == serviceref.Embedded() {
		fmt.Println(`No overlay: "pare serviceref refresh" reads what AWS says that is newer.`)
		return nil
	}
	file, err := overlayFile()
	fmt.Printf("Overlay of %s over tables of %s: %s\n", t.Date(), serviceref.Embedded().Date(), file)
	return err
}

// recordOfUse counts of how many actions AWS would tell that they were used.
func recordOfUse(t *serviceref.Tables) string {
	count := map[serviceref.Usage]int{}
	for _, name := range t.Expand("*") {
		if a, _ := t.Action(name); !a.Retired {
			count[a.Usage]++
		}
	}
	return fmt.Sprintf("  AWS records the use of %d actions, not of %d; of %d it is not known",
		count[serviceref.Recorded], count[serviceref.NotRecorded], count[serviceref.UsageUnknown])
}

func age(date string, now time.Time) string {
	day, err := time.Parse(time.DateOnly, date)
	switch days := int(now.Sub(day).Hours() / 24); {
	case err != nil || now.Before(day):
		return ""
	case days == 1:
		return ", 1 day old"
	default:
		return fmt.Sprintf(", %d days old", days)
	}
}

type servicerefRefreshCmd struct {
	URL     string        `name:"url" default:"${reference}" help:"Where the reference is."`
	Timeout time.Duration `default:"10m" help:"How long it may take."`
}

// Run reads the reference and puts it in the place of the last one, whole or not at all.
func (c *servicerefRefreshCmd) Run() error {
	file, err := overlayFile()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), c.Timeout)
	defer stop()
	previous, _ := readOverlay(file) // what cannot be read is read anew
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("the reference is elsewhere") }}
	overlay, report, err := refresh.Read(ctx, client, c.URL, serviceref.Embedded(), previous)
	if err == nil {
		_, err = serviceref.Embedded().With(overlay)
	}
	if err == nil {
		err = replaceFile(file, overlay)
	}
	if err != nil {
		return fmt.Errorf("refreshing: %w; nothing has changed, the tables are of %s", err, tables().Date())
	}
	fmt.Printf("AWS's reference of %s: %d services, %d of them unchanged, %d actions, %d new\n",
		report.Date, report.Services, report.Unchanged, report.Actions, len(report.New))
	for _, name := range report.New {
		fmt.Println(" ", name)
	}
	fmt.Printf("%d operations that were guessed at have a known action\n%s\n", report.Resolved, file)
	return nil
}

// replaceFile writes beside the file and renames, so that whoever reads has the old bytes or the new ones.
func replaceFile(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(file), "serviceref-*")
	if err != nil {
		return fmt.Errorf("writing the overlay: %w", err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("writing the overlay: %w", err)
	}
	return os.Rename(temp.Name(), file)
}

type servicerefActionsCmd struct {
	Call string `arg:"" name:"service.operation" help:"As any SDK spells it: s3.get_object, SFNClient.StartExecutionCommand, AmazonSQSClient.SendMessageAsync."`
}

// Run prints what an operation needs. What is not known is an answer.
func (c *servicerefActionsCmd) Run() error {
	at := strings.LastIndexAny(c.Call, ".:#")
	if at <= 0 || at == len(c.Call)-1 {
		return fmt.Errorf("reading %q: want SERVICE.OPERATION", c.Call)
	}
	service, method := strings.TrimRight(c.Call[:at], ":"), c.Call[at+1:]
	op, found := operationOf(tables(), service, method)
	switch {
	case found:
		fmt.Printf("%s.%s (%s)\n", op.Client, op.Name, op.By)
	case op.Client != "":
		fmt.Printf("%s.%s: unverified, %s has no such operation; the guess is\n", op.Client, method, op.Client)
	default:
		fmt.Printf("%s.%s: unverified, there is no such service; the guess is\n", service, method)
	}
	if found && len(op.Needs) == 0 {
		fmt.Println("  no permission")
	}
	for _, n := range op.Needs {
		fmt.Print(printedNeed(n) + printedUsage(n.Action))
	}
	return nil
}

// operationOf finds an operation by its own name, as one of the SDKs spells it, or by its IAM prefix. Where there is none, the client is ""
// if there is no such service either, and the need is the guess.
func operationOf(t *serviceref.Tables, service, method string) (op serviceref.Operation, found bool) {
	guess := strings.ToLower(service)
	for _, sdk := range serviceref.SDKs {
		client, ok := t.ClientOf(sdk.Name, service)
		if !ok {
			continue
		}
		if op, ok := spelled(t, client, method, sdk); ok {
			return op, true
		}
		if op.Client == "" {
			op.Client, guess = client, t.Prefix(client)
		}
	}
	for _, client := range t.Clients() {
		if client == op.Client || t.Prefix(client) == guess {
			if op, ok := spelled(t, client, method, serviceref.SDKs...); ok {
				return op, true
			}
		}
	}
	op.Needs = []serviceref.Authorization{{Action: guess + ":" + method}}
	return op, false
}

func spelled(t *serviceref.Tables, client, method string, sdks ...serviceref.Dialect) (serviceref.Operation, bool) {
	for _, sdk := range sdks {
		if name, ok := t.OperationOf(sdk.Name, client, method); ok {
			return t.Operation(client, name)
		}
	}
	return serviceref.Operation{}, false
}

func printedNeed(n serviceref.Authorization) string {
	out := "  " + n.Action
	for i, test := range n.When {
		out += []string{" when ", " and "}[min(i, 1)] + printedTest(test)
	}
	if n.Optional {
		out += " (the call works without)"
	}
	out += "\n"
	if len(n.Resources) == 0 {
		out += "    on *\n"
	}
	for i, b := range n.Resources {
		out += []string{"    on ", "    or "}[min(i, 1)] + printedBinding(b) + "\n"
	}
	return out
}

// printedUsage says whether AWS would tell that the action was used: where it would not, "not seen" is not "unused".
func printedUsage(action string) string {
	a, _ := tables().Action(action)
	switch a.Usage {
	case serviceref.Recorded:
		return "    AWS records its use\n"
	case serviceref.NotRecorded:
		return "    AWS does not record its use\n"
	}
	return "    not known whether AWS records its use\n"
}

func printedTest(t serviceref.Test) string {
	out := t.Argument + " is given"
	switch {
	case t.Equals != "" && t.Not:
		return t.Argument + " is not " + t.Equals
	case t.Equals != "":
		return t.Argument + " is " + t.Equals
	case t.Prefix != "" && t.Not:
		return t.Argument + " does not begin with " + t.Prefix
	case t.Prefix != "":
		return t.Argument + " begins with " + t.Prefix
	case t.Not:
		out = t.Argument + " is not given"
	}
	return out
}

func printedBinding(b serviceref.Binding) string {
	out := b.Arn
	if b.Whole != "" {
		return out + ", the ARN is " + b.Whole
	}
	for i, name := range slices.Sorted(maps.Keys(b.Variables)) {
		from := b.Variables[name]
		if name == "Given" {
			out += ", if " + from + " is given"
			continue
		}
		if fixed, ok := strings.CutPrefix(from, "="); ok {
			from = fmt.Sprintf("%q", fixed)
		}
		out += []string{", where ", ", "}[min(i, 1)] + name + " is " + from
	}
	return out
}
