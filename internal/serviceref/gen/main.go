// Command gen makes the tables that package serviceref embeds, from public packages that inputs.json pins.
//
//	go run ./gen -o aws.bin             fetch the packages with npm and pip into a temporary folder, verify them, write the tables
//	go run ./gen -o aws.bin -from DIR   the same with packages that are already in DIR
//
// Only named fields are read, none of them prose: what the tables hold are facts. The same packages give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
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
	return os.WriteFile(out, file, 0o644)
}
