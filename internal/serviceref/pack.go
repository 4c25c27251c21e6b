package serviceref

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Pack writes an archive of named texts and their notes, the same bytes for the same texts.
func Pack(text, note map[string]string) ([]byte, error) {
	w, err := flate.NewWriter(io.Discard, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	deflate := func(text string) ([]byte, error) {
		var out bytes.Buffer
		w.Reset(&out)
		_, err := io.WriteString(w, text)
		err = errors.Join(err, w.Close()) // only then are all bytes out
		return out.Bytes(), err
	}
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
