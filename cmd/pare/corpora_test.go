package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

var corpora = flag.String("corpora", "", "a folder with a checkout of a repository in each of its folders")

// TestCorpora reads whole repositories, as `make score` has them: none may end without a report, and nothing may be unread without a reason.
// It prints of how many functions the role, the code and who triggers them were found, and all three.
func TestCorpora(t *testing.T) {
	if *corpora == "" {
		t.Skip("-corpora names no folder")
	}
	folders, err := filepath.Glob(filepath.Join(*corpora, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatal("there are no repositories", err)
	}
	var all share
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		ws, settings, err := openWorkspace(folder, "")
		if err != nil {
			t.Fatal(err)
		}
		report := think(ws, settings)
		for _, u := range report.Unread {
			if u.Reason == "" {
				t.Errorf("%s: %s is unread and nothing says why", filepath.Base(folder), u.File)
			}
		}
		s := shareOf(report, unknownTriggers(ws.Head))
		s.print(t, filepath.Base(folder))
		all.add(s)
	}
	all.print(t, "all")
}

// share counts functions by what was found of them.
type share struct{ functions, roles, code, triggers, resolved, unread int }

func shareOf(report finding.Report, unknown map[string]bool) (s share) {
	roles := make(map[string]bool)
	for _, r := range report.Roles {
		roles[r.ID] = true
	}
	for _, f := range report.Functions {
		role, code, triggers := roles[f.Role], len(f.Files) > 0, !unknown[f.ID]
		s.add(share{1, one(role), one(code), one(triggers), one(role && code && triggers), 0})
	}
	s.unread = len(report.Unread)
	return s
}

// unknownTriggers are the functions with a trigger whose source is told by its ARN, and that is not known.
func unknownTriggers(tree source.Tree) map[string]bool {
	unknown := make(map[string]bool)
	for _, file := range tree.Paths() {
		s := formats.Read(tree, file)
		if s == nil {
			continue
		}
		for _, trigger := range s.Triggers {
			if trigger.Kind == stack.Poller && (len(trigger.Arn) == 0 || allUnknown(trigger.Arn)) {
				unknown[trigger.Function] = true
			}
		}
	}
	return unknown
}

func allUnknown(set symbolic.Set) bool {
	for _, c := range set {
		if strings.Trim(c.Value.String(), "*") != "" {
			return false
		}
	}
	return true
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *share) add(o share) {
	s.functions, s.roles, s.code = s.functions+o.functions, s.roles+o.roles, s.code+o.code
	s.triggers, s.resolved, s.unread = s.triggers+o.triggers, s.resolved+o.resolved, s.unread+o.unread
}

func (s share) print(t *testing.T, name string) {
	t.Logf("%-52s %3d functions: role %d, code %d, triggers %d, all three %d; %d unread with a reason", name, s.functions, s.roles, s.code, s.triggers, s.resolved, s.unread)
}
