package config

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Schema is the JSON Schema of the settings file.
//
//go:embed schema.json
var Schema []byte

// Load reads a settings file. What it does not name keeps its default; an unknown key or value is an error that names it.
func Load(text []byte) (Settings, error) {
	s := Default()
	if len(bytes.TrimSpace(text)) == 0 {
		return s, nil
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil && !errors.Is(err, io.EOF) {
		return Default(), fmt.Errorf("reading %s: %w", Path, err)
	}
	if err := s.check(); err != nil {
		return Default(), fmt.Errorf("reading %s: %w", Path, err)
	}
	return s, nil
}

func (s Settings) check() error {
	if !slices.Contains([]string{"low", "medium", "high", "critical", "never"}, s.FailOn) {
		return fmt.Errorf("fail_on is low, medium, high, critical or never, not %.40q", s.FailOn)
	}
	if !slices.Contains([]string{"on-findings", "always", "never"}, s.Comment) {
		return fmt.Errorf("comment is on-findings, always or never, not %.40q", s.Comment)
	}
	if s.MaxInline < 0 || s.MaxInline > 100 {
		return fmt.Errorf("max_inline is 0 to 100, not %d", s.MaxInline)
	}
	for _, i := range s.Ignore {
		if i.Rule == "" || strings.TrimSpace(i.Reason) == "" {
			return errors.New("each entry of ignore needs a rule and a reason")
		}
	}
	for _, p := range s.Exclude {
		if _, err := path.Match(p, ""); err != nil {
			return fmt.Errorf("exclude: %.80q is not a pattern", p)
		}
	}
	return nil
}
