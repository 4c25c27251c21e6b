package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// input is one pinned package. Role is what the tables take from it.
type input struct {
	Role    string `json:"role"`
	Client  string `json:"client"` // npm, pip or go
	Name    string `json:"name"`
	Version string `json:"version"`
	File    string `json:"file"`
	SHA512  string `json:"sha512"`
	Licence string `json:"licence"`
}

func pinned(file string) ([]input, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the pins: %w", err)
	}
	var all []input
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return all, nil
}

// fetch has the packages brought by the ordinary clients, where those are set up to look.
func fetch(packages []input, dir string) error {
	for _, p := range packages {
		command := exec.Command("npm", "pack", "--silent", p.Name+"@"+p.Version)
		switch p.Client {
		case "pip":
			command = exec.Command("pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", p.Name+"=="+p.Version)
		case "go":
			command = exec.Command("go", "mod", "download", "-json", p.Name+"@"+p.Version)
		}
		command.Dir, command.Stderr = dir, os.Stderr
		said, err := command.Output()
		if err == nil && p.Client == "go" {
			err = copyModule(said, filepath.Join(dir, p.File))
		}
		if err != nil {
			return fmt.Errorf("fetching %s %s: %w", p.Name, p.Version, err)
		}
	}
	return nil
}

// copyModule copies a module from where the go command says that it has it.
func copyModule(said []byte, to string) error {
	var module struct{ Zip string }
	if err := json.Unmarshal(said, &module); err != nil {
		return fmt.Errorf("reading what go says: %w", err)
	}
	content, err := os.ReadFile(module.Zip)
	if err != nil {
		return fmt.Errorf("reading the module: %w", err)
	}
	return os.WriteFile(to, content, 0o644)
}

func verify(packages []input, dir string) error {
	for _, p := range packages {
		content, err := os.ReadFile(filepath.Join(dir, p.File))
		if err != nil {
			return fmt.Errorf("reading %s: %w", p.Name, err)
		}
		sum := sha512.Sum512(content)
		if got := hex.EncodeToString(sum[:]); got != p.SHA512 {
			return fmt.Errorf("verifying %s: sha512 is %s, pinned is %s", p.File, got, p.SHA512)
		}
	}
	return nil
}

// files are the files of a package that a reader wants, by their path in it.
type files map[string][]byte

// maxFile bounds one file of a package: the largest, all versions of all managed policies, has 77 MB.
const maxFile = 256 << 20

func load(packages []input, dir, role string, want func(path string) bool) (files, error) {
	for _, p := range packages {
		if p.Role != role {
			continue
		}
		file := filepath.Join(dir, p.File)
		if ending := filepath.Ext(p.File); ending == ".whl" || ending == ".zip" {
			return unzip(file, want)
		}
		return untar(file, want)
	}
	return nil, fmt.Errorf("loading %s: no such input", role)
}

func unzip(file string, want func(string) bool) (files, error) {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", file, err)
	}
	defer archive.Close()
	all := files{}
	for _, f := range archive.File {
		if !want(f.Name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("opening %s: %w", f.Name, err)
		}
		if err := all.add(f.Name, r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func untar(file string, want func(string) bool) (files, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", file, err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", file, err)
	}
	all := files{}
	for archive := tar.NewReader(plain); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		if want(header.Name) {
			if err := all.add(header.Name, archive); err != nil {
				return nil, err
			}
		}
	}
}

// add reads one file; those that end in .gz are unpacked and lose the ending.
func (f files) add(name string, r io.Reader) error {
	if short, packed := strings.CutSuffix(name, ".gz"); packed {
		plain, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("unpacking %s: %w", name, err)
		}
		name, r = short, plain
	}
	content, err := io.ReadAll(io.LimitReader(r, maxFile))
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	f[name] = content
	return nil
}

func decode[T any](f files, name string) (T, error) {
	var v T
	content, ok := f[name]
	if !ok {
		return v, fmt.Errorf("reading %s: not in the package", name)
	}
	if err := json.Unmarshal(content, &v); err != nil {
		return v, fmt.Errorf("reading %s: %w", name, err)
	}
	return v, nil
}
