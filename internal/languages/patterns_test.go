package languages_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/languages"
)

// patterns is how many ways to use an SDK are known in which what is needed is easily told wrong. A scenario says with a line "pattern N"
// in its prose that it shows one of them.
const patterns = 48

// TestPatterns counts the languages in which each pattern is held. A pattern that no scenario shows fails.
func TestPatterns(t *testing.T) {
	shown := make([][]string, patterns+1)
	held := make([]int, patterns+1)
	total := 0
	for _, s := range read(t, "testdata/*.txtar") {
		for _, n := range s.patterns(t) {
			shown[n] = append(shown[n], s.name)
			held[n] += len(s.held)
			total += len(s.held)
		}
	}
	for n := 1; n <= patterns; n++ {
		if len(shown[n]) == 0 || held[n] == 0 {
			t.Errorf("no scenario shows pattern %d", n)
		}
		t.Logf("pattern %2d: %2d languages, %s", n, held[n], strings.Join(shown[n], ", "))
	}
	t.Logf("%d patterns, %d language cases", patterns, total)
}

// TestSamePrograms counts the programs that are written in every language.
func TestSamePrograms(t *testing.T) {
	programs := read(t, "testdata/same_*.txtar")
	held, skipped := 0, 0
	for _, s := range programs {
		held, skipped = held+len(s.held), skipped+s.skipped
		if len(s.held) < 2 {
			t.Errorf("%s is written in one language", s.name)
		}
	}
	t.Logf("%d programs, %d languages, %d held, %d skipped", len(programs), len(languages.All), held, skipped)
}

// shown is a scenario as these counts need it: its prose, the languages that it has files for, and how many it skips.
type shown struct {
	name, prose string
	held        []string
	skipped     int
}

func read(t *testing.T, pattern string) (scenarios []shown) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal("there are no scenarios", pattern, err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := shown{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), prose: string(archive.Comment)}
		trees, _ := filesOf(archive)
		for _, l := range languages.All {
			switch {
			case strings.Contains(s.prose, "skip "+l.Name+": "):
				s.skipped++
			case len(trees[l.Name]) > 0:
				s.held = append(s.held, l.Name)
			}
		}
		scenarios = append(scenarios, s)
	}
	return scenarios
}

// patterns reads the lines "pattern N" of the prose.
func (s shown) patterns(t *testing.T) (numbers []int) {
	for line := range strings.Lines(s.prose) {
		f := strings.Fields(line)
		if len(f) != 2 || f[0] != "pattern" {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil || n < 1 || n > patterns {
			t.Fatalf("%s shows a pattern that is not known: %q", s.name, line)
		}
		numbers = append(numbers, n)
	}
	return numbers
}
