// Command gen makes the tables that package serviceref embeds, from public packages that inputs.json pins.
//
//	go run ./gen -o aws.bin             fetch the packages with npm, pip and go into a temporary folder, verify them, write the tables,
//	                                    and beside them connectors.txt and testdata/named.txt
//	go run ./gen -o aws.bin -from DIR   the same with packages that are already in DIR
//
// Only named fields are read, none of them prose: what the tables hold are facts. The same packages give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	inputs := flag.String("inputs", "gen/inputs.json", "the pinned packages")
	from := flag.String("from", "", "folder with the packages; empty: fetch them")
	out := flag.String("o", "aws.bin", "the file to write")
	flag.Parse()
	if err := run(*inputs, *from, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(inputs, from, out string) error {
	packages, err := pinned(inputs)
	if err != nil {
		return err
	}
	if from == "" {
		if from, err = os.MkdirTemp("", "aws-tables-"); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
		defer os.RemoveAll(from)
		if err := fetch(packages, from); err != nil {
			return err
		}
	}
	if err := verify(packages, from); err != nil {
		return err
	}
	file, report, err := build(packages, from)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, report)
	if err := os.WriteFile(out, file, 0o644); err != nil {
		return fmt.Errorf("writing the tables: %w", err)
	}
	return writeTexts(packages, from, filepath.Dir(out))
}

// texts are the files of lines that are made beside the tables.
var texts = []struct {
	file  string
	write func(packages []input, dir string) (string, error)
}{
	{"connectors.txt", connectors},
	{filepath.Join("testdata", "named.txt"), named},
}

func writeTexts(packages []input, from, to string) error {
	for _, t := range texts {
		text, err := t.write(packages, from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, t.file), []byte(text), 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", t.file, err)
		}
	}
	return nil
}
