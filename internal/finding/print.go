package finding

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

// Schema is the JSON Schema of a Report.
//
//go:embed schema.json
var Schema []byte

// Print is the JSON contract: indented, in the fields' order, nothing escaped that need not be.
func Print(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("printing the report: %w", err)
	}
	return b.Bytes(), nil
}
