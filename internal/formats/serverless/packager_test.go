package serverless_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/formats/cloudformation"
	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/source"
)

var (
	packager = flag.String("packager", "", "a folder in which npm has installed serverless 3 and its plugins: ask it, instead of believing testdata/packager.txt")
	update   = flag.Bool("update", false, "with -packager: write what it says into testdata/packager.txt")
)

const golden = "testdata/packager.txt"

// TestAgreesWithThePackager reads generated services in two ways: as they are, and as plain CloudFormation after `serverless package` has
// compiled them. Who may do what, and who may invoke which function, must be the same. What it says is kept in testdata/packager.txt;
// `make slsdiff` asks it again.
func TestAgreesWithThePackager(t *testing.T) {
	cases := generated(t)
	want := remembered(t)
	if *packager != "" {
		want = asked(t, cases)
	}
	if *update {
		remember(t, cases, want)
	}
	if len(want) != len(cases) {
		t.Errorf("the packager was asked about %d services, there are %d; run make slsdiff UPDATE=1", len(want), len(cases))
	}
	agree := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			said, known := want[c.name]
			if !known {
				t.Fatal("the packager was not asked; run make slsdiff UPDATE=1")
			}
			if strings.HasPrefix(said[0], "refused: ") {
				t.Fatalf("the packager takes no such service: %s", said[0])
			}
			tree := source.Files{}
			for name, text := range c.files {
				tree[name] = []byte(text)
			}
			file := "serverless.json"
			if tree[file] == nil {
				file = "serverless.yml"
			}
			s := serverless.Read(tree, file)
			if s == nil {
				t.Fatal("not read")
			}
			for _, p := range s.Problems {
				t.Errorf("problem: %s", p.Text)
			}
			if diff := cmp.Diff(strings.Join(said, "\n"), strings.Join(facts(s), "\n")); diff != "" {
				t.Errorf("- packager + reader\n%s", diff)
				return
			}
			agree++
		})
	}
	t.Logf("%d of %d services are read as the packager compiles them", agree, len(cases))
}

// asked has the packager compile, and reads what comes back.
func asked(t *testing.T, cases []written) map[string][]string {
	t.Helper()
	type question struct {
		Name  string            `json:"name"`
		Files map[string]string `json:"files"`
	}
	var questions []question
	for _, c := range cases {
		questions = append(questions, question{c.name, c.files})
	}
	request, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	reported := filepath.Join(t.TempDir(), "said.json")
	node := exec.Command("node", "testdata/package.js", *packager, reported)
	var said bytes.Buffer
	node.Stdin, node.Stderr = bytes.NewReader(request), &said
	node.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AWS_ACCESS_KEY_ID=none", "AWS_SECRET_ACCESS_KEY=none",
		"SLS_TELEMETRY_DISABLED=1", "SLS_NOTIFICATIONS_MODE=off", "SLS_DEPRECATION_DISABLE=*", "GREETING=hello",
	}
	if err := node.Run(); err != nil {
		t.Fatalf("running the packager: %v\n%s", err, said.String())
	}
	out, err := os.ReadFile(reported)
	if err != nil {
		t.Fatal(err)
	}
	var reply struct {
		Version string
		Cases   []struct{ Name, Text, Error string }
	}
	if err := json.Unmarshal(out, &reply); err != nil {
		t.Fatalf("reading what the packager says: %v\n%s", err, said.String())
	}
	if !strings.HasPrefix(reply.Version, "3.") {
		t.Fatalf("the packager is version %s, the facts are of version 3", reply.Version)
	}
	all := map[string][]string{}
	for _, a := range reply.Cases {
		all[a.Name] = []string{"refused: " + strings.Join(strings.Fields(a.Error), " ")}
		if a.Error != "" {
			continue
		}
		s := cloudformation.Read(source.Files{"template.json": []byte(a.Text)}, "template.json")
		if s == nil {
			t.Fatalf("%s: what the packager made is no template", a.Name)
		}
		all[a.Name] = facts(s)
	}
	return all
}

// remembered reads testdata/packager.txt: the name of a case behind =, then its facts, a line each.
func remembered(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	said, name := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch title, isTitle := strings.CutPrefix(line, "= "); {
		case strings.HasPrefix(line, "# ") || line == "":
		case isTitle:
			name = title
			said[name] = nil
		default:
			said[name] = append(said[name], line)
		}
	}
	return said
}

func remember(t *testing.T, cases []written, said map[string][]string) {
	t.Helper()
	out := "# What `serverless package` of version 3 makes of the services that services_test.go generates: who may do what, and who may invoke\n" +
		"# which function. Written by make slsdiff UPDATE=1. A line behind = names a service.\n"
	for _, c := range cases {
		out += "\n= " + c.name + "\n" + strings.Join(said[c.name], "\n") + "\n"
	}
	if err := os.WriteFile(golden, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEveryEventIsGenerated wants a case for each type of event that events.txt knows.
func TestEveryEventIsGenerated(t *testing.T) {
	for _, typ := range []string{
		"http", "httpApi", "websocket", "s3", "sns", "sqs", "stream", "msk", "kafka", "activemq", "rabbitmq", "schedule", "eventBridge",
		"cloudwatchEvent", "cloudwatchLog", "cognitoUserPool", "iot", "iotFleetProvisioning", "alexaSkill", "alexaSmartHome", "alb", "cloudFront",
	} {
		if !slices.ContainsFunc(events, func(c snippet) bool { return strings.Fields(c.name)[0] == typ }) {
			t.Errorf("no case for events of the type %s", typ)
		}
	}
}
