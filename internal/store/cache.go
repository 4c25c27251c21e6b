package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// Limits of the cache.
const (
	MaxCached    = 256 << 20 // bytes of one installation
	MaxCacheItem = 2 << 20   // bytes
	pruneEvery   = 64        // puts
	usedAgain    = time.Hour // how exactly the last use is known: each note of it is a write
)

// Cache keeps opaque bytes that can be had again. Errors are misses: a cache never stops work.
type Cache struct {
	store   *Store
	version string
}

// Cache opens the cache of one version of whatever wrote the bytes: another version never sees them.
func (s *Store) Cache(version string) Cache { return Cache{store: s, version: version} }

// Get answers from what the installation itself has put.
func (c Cache) Get(ctx context.Context, installation int64, name string) (bytes []byte, ok bool) {
	s, used := c.store, int64(0)
	err := s.row(ctx, s.db, `SELECT bytes, used FROM cache WHERE installation = ? AND version = ? AND name = ?`, installation, c.version, name).Scan(&bytes, &used)
	if err != nil {
		return nil, false
	}
	if now := s.stamp(); now-used > usedAgain.Milliseconds() {
		_, _ = s.do(ctx, s.db, `UPDATE cache SET used = ? WHERE installation = ? AND version = ? AND name = ?`, now, installation, c.version, name)
	}
	return bytes, true
}

// Put keeps bytes for a while. What is too large is not kept.
func (c Cache) Put(ctx context.Context, installation int64, name string, bytes []byte) {
	if len(bytes) > MaxCacheItem {
		return
	}
	if bytes == nil {
		bytes = []byte{}
	}
	s := c.store
	_, _ = s.do(ctx, s.db, `INSERT INTO cache (installation, version, name, bytes, size, used) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (installation, version, name) DO UPDATE SET bytes = excluded.bytes, size = excluded.size, used = excluded.used`,
		installation, c.version, name, bytes, len(bytes), s.stamp())
	if s.puts.next()%pruneEvery == 0 {
		_ = s.prune(ctx, installation, MaxCached)
	}
}

// prune drops what was used longest ago until an installation has at most so many bytes.
func (s *Store) prune(ctx context.Context, installation, most int64) error {
	_, err := s.do(ctx, s.db, `DELETE FROM cache WHERE installation = ? AND (version, name) IN (SELECT version, name FROM (
		SELECT version, name, SUM(size) OVER (ORDER BY used DESC, version, name) AS total FROM cache WHERE installation = ?) AS c WHERE total > ?)`,
		installation, installation, most)
	if err != nil {
		return fmt.Errorf("pruning the cache: %w", err)
	}
	return nil
}

type counter struct{ n atomic.Int64 }

func (c *counter) next() int64 { return c.n.Add(1) }
