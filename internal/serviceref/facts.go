package serviceref

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
)

//go:embed *.txt
var handFiles embed.FS

// facts is what is kept by hand: text files beside this one, a fact a line, # before a remark. Each file says on top how to read it.
type facts struct {
	needs     map[string][]need // "client Operation"
	arguments map[string][]row  // "client Operation action", each of the last two may be *
	helpers   map[string]Helper // "client name"
	pollers   map[string][]Authorization
	platform  map[string][]Authorization
	star      map[string]bool
	types     map[string]Type
	names     map[string]string  // "SDK name" -> client, the name in small letters
	methods   map[string]string  // "SDK client method" -> operation, the method in small letters
	usages    map[string][]usage // service prefix, * for all
	made      map[string]string  // "client operation", in small letters -> operation that an SDK makes
}

// need is one action of a row of overrides.txt.
type need struct {
	action   string
	tests    []Test
	types    []string // resource types, none for all
	optional bool
}

// handFacts reads the files. Errors say file and line; a line with an error is left out.
func handFacts() (facts, error) {
	f := facts{
		needs:     map[string][]need{},
		arguments: map[string][]row{},
		helpers:   map[string]Helper{},
		pollers:   map[string][]Authorization{},
		platform:  map[string][]Authorization{},
		star:      map[string]bool{},
		types:     map[string]Type{},
		names:     map[string]string{},
		methods:   map[string]string{},
		made:      map[string]string{},
		usages:    map[string][]usage{},
	}
	return f, errors.Join(
		eachLine("overrides.txt", f.addOverride),
		eachLine("free.txt", f.addFree),
		eachLine("arguments.txt", f.addArgument),
		eachLine("helpers.txt", f.addHelper),
		eachLine("pollers.txt", func(line []string) error { return addPlatform(f.pollers, line) }),
		eachLine("platform.txt", func(line []string) error { return addPlatform(f.platform, line) }),
		eachLine("star.txt", f.addStar),
		eachLine("types.txt", f.addType),
		eachLine("names.txt", f.addName),
		eachLine("methods.txt", f.addMethod),
		eachLine("usage.txt", f.addUsage),
	)
}

func eachLine(file string, add func(fields []string) error) error {
	text, err := handFiles.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	var errs []error
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line, _, _ = strings.Cut(line, "# ")
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if err := add(fields); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", file, number, err))
		}
	}
	return errors.Join(errs...)
}

func (f facts) addOverride(line []string) error {
	if len(line) < 3 {
		return errors.New("want client, operation, needs")
	}
	operation, made := strings.CutPrefix(line[1], "+")
	key := line[0] + " " + operation
	if made {
		f.made[line[0]+" "+letterKey(operation)] = operation
	}
	if _, twice := f.needs[key]; twice {
		return fmt.Errorf("%s stands twice", key)
	}
	f.needs[key] = nil
	for _, field := range line[2:] {
		n, err := parseNeed(field)
		if err != nil {
			return err
		}
		f.needs[key] = append(f.needs[key], n)
	}
	return nil
}

// parseNeed reads action[~][@type,type][?test[&test]].
func parseNeed(field string) (need, error) {
	head, tests, _ := strings.Cut(field, "?")
	action, types, _ := strings.Cut(head, "@")
	action, optional := strings.CutSuffix(action, "~")
	if strings.Count(action, ":") != 1 {
		return need{}, fmt.Errorf("%q is no action", action)
	}
	n := need{action: action, types: split(types), optional: optional}
	for test := range strings.SplitSeq(tests, "&") {
		if test != "" {
			n.tests = append(n.tests, parseTest(test))
		}
	}
	return n, nil
}

// parseTest reads [!]argument[=value] or [!]argument^prefix.
func parseTest(text string) Test {
	text, not := strings.CutPrefix(text, "!")
	t := Test{Not: not}
	if argument, prefix, ok := strings.Cut(text, "^"); ok {
		t.Argument, t.Prefix = argument, prefix
		return t
	}
	t.Argument, t.Equals, _ = strings.Cut(text, "=")
	return t
}

func (f facts) addFree(line []string) error {
	if len(line) < 2 {
		return errors.New("want client, operations")
	}
	for _, operation := range line[1:] {
		f.needs[line[0]+" "+operation] = nil
	}
	return nil
}

func (f facts) addStar(line []string) error {
	if len(line) != 1 || strings.Count(line[0], ":") != 1 {
		return errors.New("want one action")
	}
	f.star[line[0]] = true
	return nil
}

// addHelper reads client, name, parameters, operation, assignments. A helper that makes several calls has a line for each.
func (f facts) addHelper(line []string) error {
	if len(line) < 4 {
		return errors.New("want client, name, parameters, operation")
	}
	key := line[0] + " " + line[1]
	h, again := f.helpers[key]
	parameters := split(strings.Trim(line[2], "-"))
	if again && !slices.Equal(parameters, h.Parameters) {
		return fmt.Errorf("%s has other parameters above", key)
	}
	arguments, err := assignments(line[4:])
	h.Client, h.Name, h.Parameters = line[0], line[1], parameters
	h.Calls = append(h.Calls, HelperCall{Operation: line[3], Arguments: arguments})
	f.helpers[key] = h
	return err
}

func assignments(fields []string) (map[string]string, error) {
	all := map[string]string{}
	for _, field := range fields {
		name, from, ok := strings.Cut(field, "=")
		if !ok || name == "" || from == "" {
			return nil, fmt.Errorf("%q is no assignment", field)
		}
		all[name] = from
	}
	return all, nil
}

func addPlatform(to map[string][]Authorization, line []string) error {
	if len(line) != 3 || strings.Count(line[1], ":") != 1 {
		return errors.New("want feature, action, ARN")
	}
	action, optional := strings.CutSuffix(line[1], "~")
	n := Authorization{Action: action, Optional: optional}
	if line[2] != "*" {
		b := Binding{Arn: line[2], Variables: map[string]string{}}
		for _, name := range variables(line[2]) {
			b.Variables[name] = name
		}
		n.Resources = []Binding{b}
	}
	to[line[0]] = append(to[line[0]], n)
	return nil
}
