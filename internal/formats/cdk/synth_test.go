package cdk_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/formats/cdk"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

var (
	synthesizer = flag.String("synthesizer", "", "a folder whose node_modules has aws-cdk-lib: ask it, instead of believing testdata/synth.txtar")
	update      = flag.Bool("update", false, "with -synthesizer: write what it says into testdata/synth.txtar")
)

const golden = "testdata/synth.txtar"

// TestAgreesWithTheSynthesizer reads apps in two ways: from their code, and as the templates that the CDK itself writes of them. Functions,
// who may do what, and who may invoke which function must be the same. What the CDK says is kept; `make cdkdiff` asks the CDK itself.
func TestAgreesWithTheSynthesizer(t *testing.T) {
	apps := generated(t)
	want := remembered(t)
	if *synthesizer != "" {
		want = asked(t, apps)
	}
	if *update {
		remember(t, apps, want)
	}
	agree := 0
	for _, a := range apps {
		t.Run(a.name, func(t *testing.T) {
			said, ok := want[a.name]
			if !ok || strings.HasPrefix(said, "refused: ") {
				t.Fatalf("the CDK says nothing of this app (run make cdkdiff UPDATE=1): %s", said)
			}
			s := read(source.Files{"cdk.json": []byte(`{"app": "node app.js"}`), "app.js": []byte(a.source), "src/index.js": []byte("exports.handler = async () => {}\n")})
			if s == nil || len(s.Problems) > 0 {
				t.Fatalf("not read: %+v", s)
			}
			if diff := cmp.Diff(said, facts(s, nil)); diff != "" {
				t.Errorf("- the CDK's template\n%s", diff)
				return
			}
			agree++
		})
	}
	t.Logf("%d of %d apps are read as the CDK writes them", agree, len(apps))
}

func read(tree source.Tree) *stack.Stack {
	return cdk.ReadWith(tree, "cdk.json", func(file string, names sdk.Idioms) flow.Result { return languages.Follow(tree, file, names, nil) })
}

// asked has the CDK write the templates, and reads them.
func asked(t *testing.T, apps []app) map[string]string {
	t.Helper()
	sources := make(map[string]string)
	for _, a := range apps {
		sources[a.name] = a.source
	}
	request, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "testdata/synth.js")
	var complaint bytes.Buffer
	node.Stdin, node.Stderr = bytes.NewReader(request), &complaint
	node.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(*synthesizer, "node_modules"), "AWS_REGION=us-east-1")
	out, err := node.Output()
	if err != nil {
		t.Fatalf("running the CDK: %v\n%s", err, complaint.String())
	}
	var reply struct {
		Version string
		Said    map[string]json.RawMessage
	}
	if err := json.Unmarshal(out, &reply); err != nil {
		t.Fatalf("reading what the CDK says: %v", err)
	}
	t.Logf("aws-cdk-lib %s", reply.Version)
	all := make(map[string]string)
	for name, text := range reply.Said {
		var refused struct{ Error string }
		if json.Unmarshal(text, &refused) == nil && refused.Error != "" {
			all[name] = "refused: " + refused.Error
			continue
		}
		s := cdk.Read(source.Files{"cdk.out/S.template.json": text}, "cdk.out/S.template.json")
		if s == nil {
			t.Fatalf("the template of %s is not read", name)
		}
		all[name] = facts(s, paths(t, text))
	}
	return all
}

// paths are the paths of constructs by the names that the CDK gives their resources.
func paths(t *testing.T, text []byte) map[string]string {
	t.Helper()
	var template struct {
		Resources map[string]struct{ Metadata map[string]any }
	}
	if err := json.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for id, r := range template.Resources {
		if at, ok := r.Metadata["aws:cdk:path"].(string); ok {
			all[id] = strings.TrimSuffix(at, "/Resource")
		}
	}
	return all
}

func remembered(t *testing.T) map[string]string {
	t.Helper()
	archive, err := txtar.ParseFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	all := make(map[string]string)
	if archive != nil {
		for _, f := range archive.Files {
			all[f.Name] = string(f.Data)
		}
	}
	return all
}

func remember(t *testing.T, apps []app, said map[string]string) {
	t.Helper()
	archive := &txtar.Archive{Comment: []byte("What the templates say that the CDK writes of the apps of this test. Written by `make cdkdiff UPDATE=1`.\n")}
	for _, a := range apps {
		archive.Files = append(archive.Files, txtar.File{Name: a.name, Data: []byte(said[a.name])})
	}
	if err := os.WriteFile(golden, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// attribute is one in print: ${Orders1234.Arn}.
var attribute = regexp.MustCompile(`\$\{([A-Za-z0-9]+)([.}])`)

// facts are what both ways of reading must agree in. Resources are called by the paths of their constructs.
func facts(s *stack.Stack, paths map[string]string) string {
	known := func(id string) string {
		if at, ok := paths[id]; ok {
			return at
		}
		return id
	}
	text := func(v symbolic.Value) string {
		return attribute.ReplaceAllStringFunc(v.Expand().String(), func(m string) string {
			parts := attribute.FindStringSubmatch(m)
			return "${" + known(parts[1]) + parts[2]
		})
	}
	set := func(set symbolic.Set) string {
		var all []string
		for _, c := range set {
			all = append(all, text(c.Value))
		}
		return strings.Join(all, "|")
	}
	var lines []string
	ours := make(map[string]bool) // functions with a handler of the app's
	roles := make(map[string]bool)
	for _, fn := range s.Functions {
		if strings.Contains(known(fn.ID), "BucketNotificationsHandler") || strings.Contains(known(fn.ID), "LogRetention") {
			continue
		}
		ours[fn.ID], roles[fn.Role.ID] = true, true
		lines = append(lines, fmt.Sprintf("function %s %s %s role %s", known(fn.ID), fn.Runtime, fn.Handler, known(fn.Role.ID)))
		for name, v := range fn.Env {
			lines = append(lines, fmt.Sprintf("env %s %s=%s", known(fn.ID), name, set(v.Set)))
		}
		for _, d := range fn.Destinations {
			lines = append(lines, fmt.Sprintf("sends %s %s %s %s", known(fn.ID), d.Reason, d.Kind, set(d.Target)))
		}
		if fn.VPC != nil || fn.Tracing != nil {
			lines = append(lines, fmt.Sprintf("platform %s vpc=%v tracing=%v", known(fn.ID), fn.VPC != nil, fn.Tracing != nil))
		}
	}
	for _, r := range s.Roles {
		if !roles[r.ID] {
			continue
		}
		for _, note := range r.Elsewhere {
			lines = append(lines, "elsewhere "+known(r.ID)+" "+note.Text)
		}
		for _, g := range r.Grants {
			conditions := ""
			for _, c := range g.Statement.Conditions {
				conditions += " if " + c.Operator + " " + c.Key
			}
			for _, action := range g.Statement.Actions {
				for _, resource := range g.Statement.Resources {
					lines = append(lines, fmt.Sprintf("grant %s %s %s on %s%s", known(r.ID), g.Statement.Effect, text(action.Value), text(resource.Value), conditions))
				}
			}
		}
	}
	for _, tr := range s.Triggers {
		if !ours[tr.Function] || tr.Kind == stack.Assumed {
			continue
		}
		arn := set(tr.Arn)
		if tr.Source == "apigateway" { // a permission for each stage there, one for all of them here
			arn = "an API"
		}
		lines = append(lines, fmt.Sprintf("trigger %s %s %s of %s from %s account %s auth %s%s", tr.Kind, set(tr.Principal), set(tr.Action), known(tr.Function), arn, set(tr.SourceAccount), set(tr.AuthType), set(tr.URLAuthType)))
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}
