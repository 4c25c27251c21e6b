//go:build !race

package confine

// memoryLimit is RLIMIT_DATA of a child, in bytes.
const memoryLimit = MaxMemory
