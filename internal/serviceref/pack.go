package serviceref

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// Pack writes an archive of named texts and their notes, the same bytes for the same texts.
func Pack(text, note map[string]string) ([]byte, error) {
	var index, body bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(text)) {
		packed, err := deflate(text[name])
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", name, err)
		}
		fmt.Fprintf(&index, "%s\t%d\t%d\t%s\n", name, body.Len(), len(packed), note[name])
		body.Write(packed)
	}
	head, err := deflate(index.String())
	if err != nil {
		return nil, fmt.Errorf("packing the index: %w", err)
	}
	out := binary.AppendUvarint([]byte(magic), uint64(len(head)))
	return slices.Concat(out, head, body.Bytes()), nil
}

func deflate(text string) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
