package languages

import (
	"fmt"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// loader reads and lowers the modules of one tree. Only lowering is done ahead, by others: the tree and the cache are asked by the one
// who calls.
type loader struct {
	language Language
	tree     source.Tree
	cache    Cache
	loaded   map[string]*lowering
	ahead    *ahead
}

func newLoader(l Language, tree source.Tree, cache Cache) *loader {
	return &loader{language: l, tree: tree, cache: cache, loaded: make(map[string]*lowering), ahead: newAhead(l.Lower)}
}

// close waits for what was begun, and drops what was not.
func (l *loader) close() { l.ahead.close() }

// Load reads one module, from the cache where a file of the same content was lowered before under the same name.
func (l *loader) Load(file string) (*program.Module, error) {
	work, fresh, err := l.begin(file)
	if err != nil {
		return nil, err
	}
	if fresh {
		work.lower(l.language.Lower)
	} else {
		l.ahead.finish(work)
	}
	if work.err != nil {
		return nil, fmt.Errorf("lowering %s: %w", file, work.err)
	}
	if l.cache != nil && work.key != "" {
		l.cache.Put(work.key, work.module)
		work.key = ""
	}
	return work.module, nil
}

// Expect begins to lower files, the first one first.
func (l *loader) Expect(files []string) {
	var works []*lowering
	for _, file := range files {
		if work, fresh, err := l.begin(file); err == nil && fresh {
			works = append(works, work)
		}
	}
	l.ahead.begin(works)
}

// begin gives the work on a file; fresh says that nobody has begun or will begin to lower it.
func (l *loader) begin(file string) (work *lowering, fresh bool, err error) {
	if work, ok := l.loaded[file]; ok {
		return work, false, nil
	}
	work = &lowering{file: file, done: make(chan struct{})}
	if l.cache != nil {
		key := l.language.Name + "\x00" + file + "\x00" + l.tree.Hash(file)
		if m, ok := l.cache.Get(key); ok {
			work.module = m
			close(work.done)
			l.loaded[file] = work
			return work, false, nil
		}
		work.key = key
	}
	if work.src, err = l.tree.Read(file); err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", file, err)
	}
	l.loaded[file] = work
	return work, true, nil
}
