package source

import (
	"bytes"
	"cmp"
	"path"
	"slices"
)

// Limits of Compare, which looks for renames among files of one base name.
const (
	// renameLikeness is how much of two files must be the same lines, in percent, to be one file under two names: Git's default.
	renameLikeness = 50
	// maxRenamePairs bounds the pairs that are read; beyond it a file counts as removed and added.
	maxRenamePairs = 2000
)

// Compare finds what changed from base to head, sorted by path (the old one for a removed file). A removed and an added
// file are one renamed file where their bytes are equal, or where they have one base name and half of their lines.
// Files that cannot be read on one side are listed without hunks.
func Compare(base, head Tree) Diff {
	var diff Diff
	var removed, added []string
	for _, p := range base.Paths() {
		switch hash := head.Hash(p); {
		case hash == "":
			removed = append(removed, p)
		case hash != base.Hash(p):
			diff = append(diff, FileDiff{Path: p, OldPath: p})
		}
	}
	for _, p := range head.Paths() {
		if base.Hash(p) == "" {
			added = append(added, p)
		}
	}
	diff = append(diff, pair(base, head, removed, added)...)
	for i := range diff {
		diff[i].Hunks = hunksOf(base, head, diff[i])
	}
	slices.SortFunc(diff, func(a, b FileDiff) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.Path, a.OldPath), cmp.Or(b.Path, b.OldPath)), cmp.Compare(a.OldPath, b.OldPath))
	})
	return diff
}

// pair turns removed and added files into renames where it can, the surest first.
func pair(base, head Tree, removed, added []string) (diff Diff) {
	gone, come := make(map[string]bool), make(map[string]bool)
	take := func(old, new string) {
		gone[old], come[new] = true, true
		diff = append(diff, FileDiff{Path: new, OldPath: old})
	}
	for _, c := range append(sameBytes(base, head, removed, added), alike(base, head, removed, added)...) {
		if !gone[c.old] && !come[c.new] {
			take(c.old, c.new)
		}
	}
	for _, old := range removed {
		if !gone[old] {
			diff = append(diff, FileDiff{OldPath: old})
		}
	}
	for _, new := range added {
		if !come[new] {
			diff = append(diff, FileDiff{Path: new})
		}
	}
	return diff
}

// candidate is a rename that may be: likeness is in percent.
type candidate struct {
	old, new string
	likeness int
}

// sameBytes pairs files of equal hash, those of one base name first.
func sameBytes(base, head Tree, removed, added []string) (sure []candidate) {
	byHash := make(map[string][]string)
	for _, new := range added {
		byHash[head.Hash(new)] = append(byHash[head.Hash(new)], new)
	}
	var rest []candidate
	for _, old := range removed {
		for _, new := range byHash[base.Hash(old)] {
			if len(sure)+len(rest) == maxRenamePairs {
				break
			}
			if path.Base(old) == path.Base(new) {
				sure = append(sure, candidate{old, new, 100})
			} else {
				rest = append(rest, candidate{old, new, 100})
			}
		}
	}
	return append(sure, rest...)
}

// alike pairs files of one base name by their lines, the most alike first.
func alike(base, head Tree, removed, added []string) (maybe []candidate) {
	byName := make(map[string][]string)
	for _, new := range added {
		byName[path.Base(new)] = append(byName[path.Base(new)], new)
	}
	budget := maxRenamePairs
	for _, old := range removed {
		for _, new := range byName[path.Base(old)] {
			if budget--; budget < 0 {
				break
			}
			if l := likeness(base, head, old, new); l >= renameLikeness {
				maybe = append(maybe, candidate{old, new, l})
			}
		}
	}
	slices.SortStableFunc(maybe, func(a, b candidate) int { return cmp.Compare(b.likeness, a.likeness) })
	return maybe
}

// likeness is the percentage of bytes of the larger file that lie in lines which the other has too.
func likeness(base, head Tree, old, new string) int {
	a, errA := base.Read(old)
	b, errB := head.Read(new)
	if errA != nil || errB != nil || len(a) == 0 || len(b) == 0 {
		return 0
	}
	lines := make(map[string]int)
	for line := range bytes.Lines(a) {
		lines[string(line)]++
	}
	same := 0
	for line := range bytes.Lines(b) {
		if lines[string(line)] > 0 {
			lines[string(line)]--
			same += len(line)
		}
	}
	return same * 100 / max(len(a), len(b))
}

// hunksOf reads both sides of one changed file; a side that does not exist is empty.
func hunksOf(base, head Tree, f FileDiff) []Hunk {
	var old, new []byte
	var err error
	if f.OldPath != "" {
		if old, err = base.Read(f.OldPath); err != nil {
			return nil
		}
	}
	if f.Path != "" {
		if new, err = head.Read(f.Path); err != nil {
			return nil
		}
	}
	if binary(old) || binary(new) {
		return nil
	}
	return Hunks(old, new)
}

// binary is Git's guess: a NUL among the first 8,000 bytes.
func binary(src []byte) bool {
	return bytes.IndexByte(src[:min(len(src), 8000)], 0) >= 0
}
