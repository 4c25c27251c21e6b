// Gen cuts GitHub's published descriptions down to what Pare uses: contract/github.json.gz (OpenAPI, of npm @octokit/openapi) by the lines of
// contract/endpoints.txt, and schema.graphql (of npm @octokit/graphql-schema) by the lines of gen/fields.txt. Only structure is taken, no prose.
//
//	go generate ./internal/githubtest
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The packages that are read. A newer one is a change of this line and a look at what it changes.
const (
	openapiPackage = "@octokit/openapi@23.0.2"
	graphqlPackage = "@octokit/graphql-schema@15.26.1"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "pare-gen")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	openapi, err := fetch(dir, openapiPackage, "package/generated/api.github.com.json")
	if err != nil {
		return err
	}
	graphql, err := fetch(dir, graphqlPackage, "package/schema.graphql")
	if err != nil {
		return err
	}
	if err := write(slimOpenAPI, openapi, "contract/endpoints.txt", "contract/github.json.gz"); err != nil {
		return err
	}
	return write(slimGraphQL, graphql, "gen/fields.txt", "schema.graphql")
}

// fetch takes one file out of a package, through npm's own client.
func fetch(dir, name, file string) ([]byte, error) {
	pack := exec.Command("npm", "pack", "--silent", name)
	pack.Dir, pack.Stderr = dir, os.Stderr
	archive, err := pack.Output()
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", name, err)
	}
	tar := exec.Command("tar", "-xzOf", filepath.Join(dir, string(bytes.TrimSpace(archive))), file)
	tar.Stderr = os.Stderr
	text, err := tar.Output()
	if err != nil {
		return nil, fmt.Errorf("unpacking %s of %s: %w", file, name, err)
	}
	return text, nil
}

// write makes one file from a description and a list of what to keep.
func write(slim func(description, keep []byte) ([]byte, error), description []byte, list, to string) error {
	keep, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	out, err := slim(description, keep)
	if err != nil {
		return fmt.Errorf("cutting down to %s: %w", list, err)
	}
	return os.WriteFile(to, out, 0o644)
}
