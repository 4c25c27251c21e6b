package languages

import (
	"sync"

	"github.com/parebot/pare/internal/program"
)

// MaxKept bounds a memory cache by the parts of its modules together: about 200 bytes each.
const MaxKept = 1_000_000

// memory is a Cache in memory. It forgets everything when it is full, since its whole use is within one analysis.
type memory struct {
	mu   sync.Mutex
	kept map[string]*program.Module
	size int
}

// NewCache makes a Cache in memory that is safe for several goroutines.
func NewCache() Cache { return &memory{kept: make(map[string]*program.Module)} }

func (m *memory) Get(key string) (*program.Module, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	mod, ok := m.kept[key]
	return mod, ok
}

func (m *memory) Put(key string, mod *program.Module) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += mod.Size; m.size > MaxKept {
		clear(m.kept)
		m.size = mod.Size
	}
	m.kept[key] = mod
}
