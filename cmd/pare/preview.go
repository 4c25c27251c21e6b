package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/review"
)

type previewCmd struct {
	Dir    string `arg:"" optional:"" default:"." help:"Folder to read, a Git checkout."`
	Base   string `required:"" placeholder:"REF" help:"The branch that the pull request would go into."`
	Format string `enum:"markdown,json" default:"markdown" help:"markdown or json."`
}

// Run prints the writes that GitHub would receive.
func (c *previewCmd) Run() error {
	ws, settings, err := openWorkspace(c.Dir, c.Base)
	if err != nil {
		return err
	}
	head, err := git(c.Dir, "rev-parse", "HEAD")
	if err != nil {
		return err
	}
	base, err := git(c.Dir, "merge-base", "HEAD", c.Base)
	if err != nil {
		return err
	}
	writes := review.Plan(review.Input{
		Report: think(ws, settings), Diff: ws.Diff, Head: ws.Head, Settings: settings, Tables: tables(),
		HeadSHA: strings.TrimSpace(string(head)), BaseSHA: strings.TrimSpace(string(base)), BaseRef: c.Base,
	})
	if c.Format == "json" {
		out, err := finding.Print(writes)
		if err != nil {
			return err
		}
		_, err = os.Stdout.Write(out)
		return err
	}
	for _, w := range writes {
		fmt.Println(review.Words(w))
	}
	return nil
}
