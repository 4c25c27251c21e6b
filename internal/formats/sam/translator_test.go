package sam_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/formats/cloudformation"
	"github.com/parebot/pare/internal/formats/sam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

var (
	translator = flag.String("translator", "", "a Python that has aws-sam-translator: ask it, instead of believing testdata/translator.txt")
	update     = flag.Bool("update", false, "with -translator: write what it says into testdata/translator.txt")
)

const golden = "testdata/translator.txt"

// TestAgreesWithTheTranslator reads generated templates in two ways: as SAM, and as plain CloudFormation after aws-sam-translator has
// translated them. Who may do what, and who may invoke which function, must be the same. What the translator's templates say is kept in
// testdata/translator.txt; `make samdiff` asks the translator itself.
func TestAgreesWithTheTranslator(t *testing.T) {
	cases := generated(t)
	want := remembered(t)
	if *translator != "" {
		want = asked(t, cases)
	}
	if *update {
		remember(t, cases, want)
	}
	if len(want) != len(cases) {
		t.Errorf("the translator was asked about %d templates, there are %d; run make samdiff UPDATE=1", len(want), len(cases))
	}
	agree := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			said, known := want[c.name]
			if !known {
				t.Fatal("the translator was not asked; run make samdiff UPDATE=1")
			}
			if strings.HasPrefix(said[0], "refused: ") {
				t.Fatalf("the translator takes no such template: %s", said[0])
			}
			s := sam.Read(source.Files{"template.json": c.text}, "template.json")
			if s == nil {
				t.Fatal("not read")
			}
			for _, p := range s.Problems {
				t.Errorf("problem: %s", p.Text)
			}
			if diff := cmp.Diff(strings.Join(said, "\n"), strings.Join(facts(s), "\n")); diff != "" {
				t.Errorf("- translator + reader\n%s", diff)
				return
			}
			agree++
		})
	}
	t.Logf("%d of %d templates are read as the translator translates them", agree, len(cases))
}

// asked has the translator translate, and reads what comes back.
func asked(t *testing.T, cases []written) map[string][]string {
	t.Helper()
	type answer struct{ Name, Text, Error string }
	type question struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	var questions []question
	for _, c := range cases {
		questions = append(questions, question{c.name, string(c.text)})
	}
	request, err := json.Marshal(object{"policies": managed(), "cases": questions})
	if err != nil {
		t.Fatal(err)
	}
	python := exec.Command(*translator, "testdata/translate.py")
	var said bytes.Buffer
	python.Stdin, python.Stderr = bytes.NewReader(request), &said
	python.Env = append(os.Environ(), "AWS_DEFAULT_REGION=us-east-1")
	out, err := python.Output()
	if err != nil {
		t.Fatalf("running the translator: %v\n%s", err, said.String())
	}
	var reply struct {
		Version string
		Cases   []answer
	}
	if err := json.Unmarshal(out, &reply); err != nil {
		t.Fatalf("reading what the translator says: %v", err)
	}
	pinned(t, reply.Version)
	all := map[string][]string{}
	for _, a := range reply.Cases {
		all[a.Name] = []string{"refused: " + strings.Join(strings.Fields(a.Error), " ")}
		if a.Error != "" {
			continue
		}
		s := cloudformation.Read(source.Files{"template.json": []byte(a.Text)}, "template.json")
		if s == nil {
			t.Fatalf("%s: what the translator made is no template", a.Name)
		}
		all[a.Name] = facts(s)
	}
	return all
}

// pinned holds the translator to the version that the tables were made from.
func pinned(t *testing.T, version string) {
	t.Helper()
	for _, s := range serviceref.Embedded().Sources() {
		if s.Name == "aws-sam-translator" && s.Version != version {
			t.Fatalf("the translator is version %s, the tables are from %s", version, s.Version)
		}
	}
}

func managed() map[string]string {
	arns := map[string]string{}
	for _, name := range serviceref.Embedded().ManagedNames() {
		policy, _ := serviceref.Embedded().Managed(name)
		arns[name] = policy.Arn
	}
	return arns
}

// remembered reads testdata/translator.txt: the name of a case behind =, then its facts, a line each.
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
	out := "# What aws-sam-translator makes of the templates that cases_test.go generates: who may do what, and who may invoke which function.\n" +
		"# Written by make samdiff UPDATE=1. A line behind = names a template.\n"
	for _, c := range cases {
		out += "\n= " + c.name + "\n" + strings.Join(said[c.name], "\n") + "\n"
	}
	if err := os.WriteFile(golden, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// facts are who may do what, a line each, sorted: the same for a template and its translation.
func facts(s *stack.Stack) []string {
	var all []string
	for _, fn := range s.Functions {
		all = append(all, fmt.Sprintf("%s runs as %s", fn.ID, roleOf(fn.Role)))
	}
	for _, r := range s.Roles {
		if id := scheduled(r); id != "" {
			all = append(all, bySchedule(id))
			continue
		}
		for _, g := range r.Grants {
			all = append(all, r.ID+" "+granted(g))
		}
	}
	for _, trigger := range s.Triggers {
		if trigger.Kind == stack.Assumed && !trigger.Generated {
			continue // a role of the template that may run it, which the translator has nothing to do with
		}
		all = append(all, invoked(trigger))
	}
	if len(all) == 0 {
		return []string{"nothing"}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func roleOf(r stack.RoleRef) string {
	if r.ID != "" {
		return r.ID
	}
	return expanded(r.External)
}
