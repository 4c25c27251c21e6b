package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
)

// maxRows is how many functions the table shows; those that need attention come first.
const maxRows = 40

// table is the functions in numbers.
func table(in Input) string {
	rows := touchedFunctions(in)
	slices.SortStableFunc(rows, func(a, b finding.Function) int { return attention(b) - attention(a) })
	var b strings.Builder
	b.WriteString("| function | granted | needed | unused | missing | can be triggered by |\n|---|--:|--:|--:|---|---|")
	for i, fn := range rows {
		if i == maxRows {
			fmt.Fprintf(&b, "\n| and %d more | | | | | |", len(rows)-maxRows)
			break
		}
		b.WriteString("\n" + row(in, fn))
	}
	if rest := len(in.Report.Functions) - len(rows); rest > 0 {
		fmt.Fprintf(&b, "\n\n%s not touched by this change.", count(rest, "other function is", "other functions are"))
	}
	return b.String()
}

// touchedFunctions are those that the change concerns: their template or their code is in the diff, or something is worse about them.
// Where there is no diff, all.
func touchedFunctions(in Input) (list []finding.Function) {
	if len(in.Diff) == 0 {
		return slices.Clone(in.Report.Functions)
	}
	changed := make(map[string]bool)
	for _, d := range in.Diff {
		changed[d.Path] = true
	}
	worse := make(map[string]bool)
	for _, f := range in.Report.Findings {
		worse[f.File+"#"+f.Subject] = f.Worse
	}
	for _, fn := range in.Report.Functions {
		if changed[fn.Template] || slices.ContainsFunc(fn.Files, func(f string) bool { return changed[f] }) ||
			worse[fn.Template+"#"+fn.ID] || worse[fn.Template+"#"+fn.Role] || fn.Status == finding.Unknown && concerned(in, fn) {
			list = append(list, fn)
		}
	}
	return list
}

func attention(fn finding.Function) int {
	return 2*len(fn.Missing) + len(fn.Unused) + len(fn.Broad)
}

func row(in Input, fn finding.Function) string {
	granted, everywhere := allowed(in.Tables, roleOf(in.Report, fn))
	name := cellCode(fn.ID)
	if attention(fn) > 0 {
		name = "**" + name + "**"
	}
	needed, unused := "?", "?"
	if fn.Status != finding.Unknown {
		needed = fmt.Sprint(len(distinct(fn.Needed)))
		unused = blankZero(excess(in.Tables, fn))
	}
	grantedText := fmt.Sprint(granted)
	if everywhere {
		grantedText += " on everything"
	}
	if roleOf(in.Report, fn) == nil {
		grantedText = "?"
	}
	var missing []string
	for _, m := range distinct(fn.Missing) {
		missing = append(missing, cellCode(m))
	}
	var doors []string
	for _, d := range fn.Triggers {
		doors = append(doors, strings.ReplaceAll(message(d), "|", `\|`))
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |", name, grantedText, needed, unused, strings.Join(missing, " "), strings.Join(doors, ", "))
}

func roleOf(r finding.Report, fn finding.Function) *finding.Role {
	for i := range r.Roles {
		if r.Roles[i].ID == fn.Role && slices.Contains(r.Roles[i].UsedBy, fn.ID) {
			return &r.Roles[i]
		}
	}
	return nil
}

// allowed counts the actions that a role allows, patterns expanded, and says whether some of them are allowed on everything.
func allowed(t *serviceref.Tables, role *finding.Role) (n int, everywhere bool) {
	if role == nil {
		return 0, false
	}
	set := make(map[string]bool)
	for _, g := range role.Granted {
		if g.Effect != "Allow" {
			continue
		}
		expand(t, g.Action, set)
		everywhere = everywhere || g.Resource == "*" && strings.Contains(g.Action, "*")
	}
	return len(set), everywhere
}

func expand(t *serviceref.Tables, pattern string, into map[string]bool) {
	list := t.Expand(pattern)
	if len(list) == 0 {
		into[pattern] = true
	}
	for _, a := range list {
		into[a] = true
	}
}

// excess counts the actions that a function's role allows and nobody needs.
func excess(t *serviceref.Tables, fn finding.Function) int {
	set := make(map[string]bool)
	for _, g := range fn.Unused {
		expand(t, g.Action, set)
	}
	for _, b := range fn.Broad {
		expand(t, b.Action, set)
	}
	for _, n := range fn.Needed {
		delete(set, n.Action)
	}
	return len(set)
}

func distinct(needs []finding.Need) []string {
	var list []string
	for _, n := range needs {
		list = append(list, n.Action)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func blankZero(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// excessWords says what the widest excess would let an intruder do: the function with most unused actions, and the worst of these.
func excessWords(in Input, s said) string {
	var worst *finding.Function
	most := 0
	for i := range in.Report.Functions {
		if fn := &in.Report.Functions[i]; isWorse(*fn, s) {
			if n := excess(in.Tables, *fn); n > most {
				most, worst = n, fn
			}
		}
	}
	if worst == nil {
		return ""
	}
	g, action, changes := worstGrant(in.Tables, *worst)
	words := fmt.Sprintf("**What the excess allows.** Whoever takes over %s could use %s that it does not need", code(worst.ID), count(most, "action", "actions"))
	if changes > 0 && most > 1 {
		words += fmt.Sprintf(", %d of which change or delete", changes)
	}
	where := code(g.Resource)
	if g.Resource == "*" {
		where = "everything in the account"
	}
	return words + fmt.Sprintf(": for example %s on %s (%s).", code(action), where, code(fmt.Sprintf("%s:%d", g.File, g.Line)))
}

func isWorse(fn finding.Function, s said) bool {
	return slices.ContainsFunc(s.worse, func(f finding.Finding) bool {
		return f.Kind == finding.Removes && f.File == fn.Template && (f.Subject == fn.ID || f.Subject == fn.Role)
	})
}

// worstGrant picks the unused action that people should hear of: of a service that the function works with if it can be, and one that deletes,
// else changes permissions, else writes.
func worstGrant(t *serviceref.Tables, fn finding.Function) (worst finding.Grant, action string, changes int) {
	grants := slices.Clone(fn.Unused)
	for _, b := range fn.Broad {
		grants = append(grants, b.Grant)
	}
	needed, services := distinct(fn.Needed), make(map[string]bool)
	for _, n := range fn.Needed {
		if n.Kind == finding.FromCode {
			services[service(n.Action)] = true
		}
	}
	best := -1
	for _, g := range grants {
		for _, name := range t.Expand(g.Action) {
			if slices.Contains(needed, name) {
				continue
			}
			weight := weigh(t, name)
			if weight > 1 {
				changes++
			}
			if services[service(name)] {
				weight += 10
			}
			if weight > best {
				best, worst, action = weight, g, name
			}
		}
	}
	if action == "" && len(grants) > 0 {
		worst, action = grants[0], grants[0].Action
	}
	return worst, action, changes
}

func service(action string) string {
	name, _, _ := strings.Cut(action, ":")
	return name
}

func weigh(t *serviceref.Tables, name string) int {
	a, _ := t.Action(name)
	switch {
	case a.Level == serviceref.Permissions:
		return 3
	case a.Level == serviceref.Write && strings.Contains(name, ":Delete"):
		return 4
	case a.Level == serviceref.Write:
		return 2
	case a.Level == serviceref.Read:
		return 1
	}
	return 0
}
