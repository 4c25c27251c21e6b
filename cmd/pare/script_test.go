package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/parebot/pare/internal/confine"
)

func TestMain(m *testing.M) {
	confine.Main(think) // the confined readers of these tests are this binary
	testscript.Main(m, map[string]func(){"pare": func() { os.Exit(run(os.Args[1:])) }})
}

// The command line as a person meets it: each script says what is typed, what is printed where, and the exit code.
func TestScripts(t *testing.T) {
	reference := startReference(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("REFERENCE", reference)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			return copySample(filepath.Join(e.WorkDir, "sample"))
		},
	})
}

// copySample gives every script the sample as a folder of its own.
func copySample(to string) error {
	return fs.WalkDir(sample, "sample", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, filepath.FromSlash(path[len("sample"):]))
		if e.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		text, err := sample.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}
