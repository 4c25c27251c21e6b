package main

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// model is one client of botocore. Of its description only these fields are read.
type model struct {
	Metadata struct {
		EndpointPrefix string `json:"endpointPrefix"`
		SigningName    string `json:"signingName"`
		ServiceID      string `json:"serviceId"`
	} `json:"metadata"`
	Operations map[string]operation `json:"operations"`
	Shapes     map[string]shape     `json:"shapes"`

	paginators map[string]bool
	waiters    map[string]string // name -> operation
}

type operation struct {
	HTTP struct {
		Method string `json:"method"`
		URI    string `json:"requestUri"`
	} `json:"http"`
	Input    reference `json:"input"`
	AuthType string    `json:"authtype"`
	Auth     []string  `json:"auth"`
}

type reference struct {
	Shape        string `json:"shape"`
	Location     string `json:"location"`
	LocationName string `json:"locationName"`
}

type shape struct {
	Type    string               `json:"type"`
	Members map[string]reference `json:"members"`
	Member  reference            `json:"member"`
}

const (
	botocoreData  = "botocore/data/"
	botocoreNames = "botocore/__init__.py"
)

var spelled = regexp.MustCompile(`\(\s*'(\w+)',\s*'_',?\s*\):\s*'(\w+)'`)

// checkNames holds serviceref's irregular names against the table that botocore has for them.
func checkNames(source []byte) error {
	rows := spelled.FindAllStringSubmatch(string(source), -1)
	if len(rows) == 0 {
		return fmt.Errorf("reading %s: no table of names", botocoreNames)
	}
	var wrong error
	for _, row := range rows {
		if got := serviceref.Snake(row[1]); got != row[2] {
			wrong = errors.Join(wrong, fmt.Errorf("spelling %s: %s, botocore has %s; correct irregular.go", row[1], got, row[2]))
		}
	}
	return wrong
}

func readModels(packages []input, dir string) (map[string]*model, error) {
	content, err := load(packages, dir, "operations", func(p string) bool {
		name := strings.TrimSuffix(path.Base(p), ".gz")
		return p == botocoreNames || strings.HasPrefix(p, botocoreData) &&
			(name == "service-2.json" || name == "paginators-1.json" || name == "waiters-2.json")
	})
	if err != nil {
		return nil, err
	}
	if err := checkNames(content[botocoreNames]); err != nil {
		return nil, err
	}
	delete(content, botocoreNames)
	all := map[string]*model{}
	for client, folder := range newest(content, botocoreData) {
		if all[client], err = readModel(content, folder); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// newest finds the folder of the latest version of each client: the folders are named by date.
func newest(content files, root string) map[string]string {
	all := map[string]string{}
	for name := range content {
		client, _, _ := strings.Cut(strings.TrimPrefix(name, root), "/")
		all[client] = max(all[client], path.Dir(name))
	}
	return all
}

func readModel(content files, folder string) (*model, error) {
	m, err := decode[model](content, folder+"/service-2.json")
	if err != nil {
		return nil, err
	}
	m.paginators, m.waiters = map[string]bool{}, map[string]string{}
	if _, ok := content[folder+"/paginators-1.json"]; ok {
		type none struct{}
		raw, err := decode[struct {
			Pagination map[string]none `json:"pagination"`
		}](content, folder+"/paginators-1.json")
		if err != nil {
			return nil, err
		}
		for name := range raw.Pagination {
			m.paginators[name] = true
		}
	}
	if _, ok := content[folder+"/waiters-2.json"]; ok {
		raw, err := decode[struct {
			Waiters map[string]struct {
				Operation string `json:"operation"`
			} `json:"waiters"`
		}](content, folder+"/waiters-2.json")
		if err != nil {
			return nil, err
		}
		for name, w := range raw.Waiters {
			m.waiters[name] = w.Operation
		}
	}
	return &m, nil
}

func (t table) addModel(client string, m *model, services map[string]*service) error {
	prefix, err := iamPrefix(client, m, services)
	if err != nil {
		return err
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(m.Operations)) {
		op := m.Operations[name]
		verb, uri := "", ""
		if prefix == "apigateway" {
			verb, uri = op.HTTP.Method, m.uri(op)
		}
		fmt.Fprintf(&out, "O\t%s\t%s\t%s\t%s\t%s\t%s\n", name, m.flags(name, op), strings.Join(m.members(op), ","), verb, uri,
			strings.Join(m.roles(prefix, op), ","))
	}
	for _, name := range slices.Sorted(maps.Keys(m.waiters)) {
		fmt.Fprintf(&out, "W\t%s\t%s\n", name, m.waiters[name])
	}
	t.text["api/"+client] = out.String()
	t.note["api/"+client] = prefix + " " + strings.ReplaceAll(m.Metadata.ServiceID, " ", "_")
	return nil
}

func (m *model) flags(name string, op operation) string {
	flags := ""
	if op.AuthType == "none" || slices.Equal(op.Auth, []string{"smithy.api#noAuth"}) {
		flags += "n"
	}
	if m.paginators[name] {
		flags += "p"
	}
	return flags
}

// members are the names of the input, with [] behind those that are lists of strings and . behind those that are no strings at all.
func (m *model) members(op operation) []string {
	members := m.Shapes[op.Input.Shape].Members
	var all []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		s := m.Shapes[members[name].Shape]
		switch {
		case s.Type == "list" && m.Shapes[s.Member.Shape].Type == "string":
			name += "[]"
		case s.Type != "string":
			name += "."
		}
		all = append(all, name)
	}
	return all
}

// uri is the path of the request, with the members' names for its variables.
func (m *model) uri(op operation) string {
	uri, _, _ := strings.Cut(op.HTTP.URI, "?")
	members := m.Shapes[op.Input.Shape].Members
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if members[name].Location == "uri" {
			uri = strings.NewReplacer(
				"{"+members[name].LocationName+"}", "{"+name+"}",
				"{"+members[name].LocationName+"+}", "{"+name+"}",
			).Replace(uri)
		}
	}
	return uri
}

var roleMember = regexp.MustCompile(`(?i)role(arn)?$`)

// maxDepth of the members in which a role is looked for.
const maxDepth = 4

// roles are the paths of members that hold the ARN of a role which the service is to take on. Those who take a role on themselves
// (sts), and who manage roles (iam), hand none over.
func (m *model) roles(prefix string, op operation) []string {
	if prefix == "iam" || prefix == "sts" {
		return nil
	}
	var found []string
	var visit func(name, at string, depth int)
	visit = func(name, at string, depth int) {
		s := m.Shapes[name]
		if s.Type == "list" {
			visit(s.Member.Shape, at+"[]", depth)
			return
		}
		if s.Type == "string" && roleMember.MatchString(at) {
			found = append(found, at)
		}
		if s.Type != "structure" || depth == maxDepth {
			return
		}
		for _, member := range slices.Sorted(maps.Keys(s.Members)) {
			visit(s.Members[member].Shape, strings.TrimPrefix(at+"."+member, "."), depth+1)
		}
	}
	if op.Input.Shape != "" {
		visit(op.Input.Shape, "", 0)
	}
	return found
}

//go:embed prefixes.txt
var prefixRows string

// iamPrefix finds the IAM prefix of a client: the one, of those that its metadata offers, under which most of its operations have an
// action of their name. prefixes.txt has those that metadata does not tell.
func iamPrefix(client string, m *model, services map[string]*service) (string, error) {
	if prefix, ok := prefixByHand(client); ok {
		return prefix, nil
	}
	best, most := "", -1
	for _, prefix := range []string{m.Metadata.SigningName, m.Metadata.EndpointPrefix, client} {
		if n := overlap(m, services[prefix]); prefix != "" && n > most {
			best, most = prefix, n
		}
	}
	if most*2 < len(m.Operations) {
		return "", fmt.Errorf("finding the IAM prefix of %s: %s has %d of its %d operations; name one in prefixes.txt",
			client, best, most, len(m.Operations))
	}
	return best, nil
}

func overlap(m *model, s *service) int {
	n := 0
	for name := range m.Operations {
		if s != nil && s.actions[strings.ToLower(name)] != nil {
			n++
		}
	}
	return n
}

func prefixByHand(client string) (string, bool) {
	for lines := bufio.NewScanner(strings.NewReader(prefixRows)); lines.Scan(); {
		if f := strings.Fields(lines.Text()); len(f) >= 2 && f[0] == client {
			return f[1], true
		}
	}
	return "", false
}
