package refresh

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// reference is what is read of a service's page: names, levels, ARN forms.
type reference struct {
	Name    string
	Actions []struct {
		Name        string
		Annotations struct {
			Properties struct{ IsList, IsPermissionManagement, IsTaggingOnly, IsWrite bool }
		}
		Resources   []struct{ Name string }
		SupportedBy struct {
			Usage *bool `json:"IAM Action Last Accessed"`
		}
	}
	Resources []struct {
		Name       string
		ARNFormats []string
	}
	Operations []struct {
		Name              string
		AuthorizedActions []struct{ Name, Service string }
		SDK               []struct{ Name, Package string }
	}
}

// service is what one page says, with what the tables know besides.
type service struct {
	prefix, section, tag, date string
	asks                       map[string]string // client -> lines
	actions, resolved          int
	added                      []string
	unchanged                  bool
}

func (r *reader) service(ctx context.Context, l listed) (service, error) {
	tag := r.last.ETags[l.Service]
	p, err := r.page(ctx, l.URL, tag, maxPage)
	if err != nil {
		return service{}, err
	}
	s := service{prefix: l.Service, tag: p.tag, date: p.date, asks: map[string]string{}}
	if p.unchanged {
		s.tag, s.unchanged = tag, true
		r.again(&s)
		return s, nil
	}
	var page reference
	if err := json.Unmarshal(p.body, &page); err != nil {
		return service{}, fmt.Errorf("reading %s: %w: %w", l.Service, ErrShape, err)
	}
	if page.Name != l.Service {
		return service{}, fmt.Errorf("reading %s: it says that it is %.60q: %w", l.Service, page.Name, ErrShape)
	}
	if err := r.fill(&s, page); err != nil {
		return service{}, fmt.Errorf("reading %s: %w", l.Service, err)
	}
	return s, nil
}

// again takes what the last refresh has.
func (r *reader) again(s *service) {
	s.section = r.last.Services[s.prefix]
	for _, name := range serviceref.SectionNames(s.prefix, s.section) {
		s.count(r.tables, name)
	}
	for client, lines := range r.last.Asks {
		if r.tables.Prefix(client) == s.prefix {
			s.asks[client] = lines
			s.resolved += strings.Count(lines, "\n")
		}
	}
}

// count counts an action that AWS lists.
func (s *service) count(tables *serviceref.Tables, name string) {
	known, ok := tables.Action(name)
	if !ok {
		s.added = append(s.added, name)
	}
	if !known.Retired {
		s.actions++
	}
}

// less is the share of a service's actions below which a page is not believed.
const less = 2

func (r *reader) fill(s *service, page reference) error {
	rows, err := r.rows(page)
	if err != nil {
		return err
	}
	listed := 0
	for _, name := range r.tables.Expand(s.prefix + ":*") {
		known, _ := r.tables.Action(name)
		if !known.Retired {
			listed++
		}
		if _, again := rows[known.Name]; !again { // gone from the page, and old policies still name it
			rows[known.Name] = known
		}
	}
	if len(page.Actions)*less < listed {
		return fmt.Errorf("%d actions where the tables have %d: %w", len(page.Actions), listed, ErrFewer)
	}
	sorted := slices.SortedFunc(maps.Values(rows), func(a, b serviceref.Action) int { return strings.Compare(a.Name, b.Name) })
	for _, a := range sorted {
		s.count(r.tables, a.Name)
	}
	s.section = serviceref.Section(sorted)
	return r.ask(s, page)
}

var (
	plainName = regexp.MustCompile(`^[A-Za-z0-9-]+$`)
	typeName  = regexp.MustCompile(`^[^\t\n,!]+$`)
	arnForm   = regexp.MustCompile(`^arn:[^\s,]+$`)
)

// rows are the actions of a page; whether a type is required, and what an action depends on, only the tables know.
func (r *reader) rows(page reference) (map[string]serviceref.Action, error) {
	arns := map[string][]string{}
	for _, t := range page.Resources {
		if !typeName.MatchString(t.Name) || slices.ContainsFunc(t.ARNFormats, func(arn string) bool { return !arnForm.MatchString(arn) }) {
			return nil, fmt.Errorf("the resource type %.60q with %.3q: %w", t.Name, t.ARNFormats, ErrShape)
		}
		for _, arn := range t.ARNFormats {
			arns[t.Name] = append(arns[t.Name], strings.ReplaceAll(arn, ":${AccountId}:", ":${Account}:"))
		}
	}
	rows := map[string]serviceref.Action{}
	for _, a := range page.Actions {
		if !plainName.MatchString(a.Name) {
			return nil, fmt.Errorf("the action %.60q: %w", a.Name, ErrShape)
		}
		row := serviceref.Action{Name: page.Name + ":" + a.Name, Level: serviceref.Read}
		switch p := a.Annotations.Properties; {
		case p.IsPermissionManagement:
			row.Level = serviceref.Permissions
		case p.IsTaggingOnly:
			row.Level = serviceref.Tagging
		case p.IsWrite:
			row.Level = serviceref.Write
		case p.IsList:
			row.Level = serviceref.List
		}
		if used := a.SupportedBy.Usage; used != nil {
			row.Usage = map[bool]serviceref.Usage{true: serviceref.Recorded, false: serviceref.NotRecorded}[*used]
		}
		known, _ := r.tables.Action(row.Name)
		row.Dependents = known.Dependents
		for _, t := range a.Resources {
			if len(arns[t.Name]) > 0 {
				row.Resources = append(row.Resources, serviceref.ResourceType{Name: t.Name, Arns: arns[t.Name], Required: required(known, t.Name)})
			}
		}
		rows[row.Name] = row
	}
	return rows, nil
}

func required(a serviceref.Action, typ string) bool {
	return slices.ContainsFunc(a.Resources, func(t serviceref.ResourceType) bool { return t.Name == typ && t.Required })
}

// ask notes what AWS names for the operations that the tables only guess at.
func (r *reader) ask(s *service, page reference) error {
	for _, o := range page.Operations {
		var actions []string
		for _, a := range o.AuthorizedActions {
			if !plainName.MatchString(a.Name) || !serviceName.MatchString(a.Service) {
				return fmt.Errorf("the operation %.60q asks for %.60q: %w", o.Name, a.Name, ErrShape)
			}
			actions = append(actions, a.Service+":"+a.Name)
		}
		if len(actions) == 0 {
			continue
		}
		for _, sdk := range o.SDK {
			if op, ok := r.tables.Operation(sdk.Name, o.Name); sdk.Package == "Boto3" && ok && !op.Verified {
				s.asks[sdk.Name] += o.Name + "\t" + strings.Join(actions, ",") + "\n"
				if len(actions) == 1 {
					s.resolved++
				}
			}
		}
	}
	return nil
}
