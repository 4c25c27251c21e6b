package analysis

import (
	"fmt"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

// programs gives the programs of a tree's files to formats whose templates are code: formats know no language.
func (v *view) programs(tree source.Tree) formats.Code {
	program := func(file string) (*program.Module, error) {
		for _, l := range languages.All {
			if l.Reads(file) {
				return v.program(tree, file, l)
			}
		}
		return nil, fmt.Errorf("reading %s: code of its language is not read yet", file)
	}
	follow := func(file string, names sdk.Idioms) flow.Result { return languages.Follow(tree, file, names, v.Cache) }
	return formats.Code{Program: program, Follow: follow}
}

func (v *view) program(tree source.Tree, file string, l languages.Language) (*program.Module, error) {
	key := "template\x00" + l.Name + "\x00" + file + "\x00" + tree.Hash(file)
	if v.Cache != nil {
		if m, ok := v.Cache.Get(key); ok {
			return m, nil
		}
	}
	src, err := tree.Read(file)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	m, err := l.Lower(file, src)
	if err != nil {
		return nil, fmt.Errorf("lowering %s: %w", file, err)
	}
	if v.Cache != nil {
		v.Cache.Put(key, m)
	}
	return m, nil
}

// without is a tree in which spaces stand for what is aside: every other byte stays at its place.
func without(tree source.Tree, aside []source.Span) source.Tree {
	if len(aside) == 0 {
		return tree
	}
	var blank source.Edits
	for _, s := range aside {
		src, err := tree.Read(s.File)
		if err != nil || s.Start < 0 || s.End > len(src) {
			continue
		}
		spaces := make([]byte, s.End-s.Start)
		for i := range spaces {
			if spaces[i] = ' '; src[s.Start+i] == '\n' || src[s.Start+i] == '\r' {
				spaces[i] = src[s.Start+i]
			}
		}
		blank = append(blank, source.Edit{File: s.File, Start: s.Start, End: s.End, Text: string(spaces)})
	}
	all, err := source.Overlay(tree, blank)
	if err != nil {
		return tree
	}
	return all
}
