//go:build race

package confine

// memoryLimit is none to speak of: the race detector keeps shadows of all memory, which count.
const memoryLimit = 1 << 46
