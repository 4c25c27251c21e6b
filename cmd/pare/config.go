package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/parebot/pare/internal/config"
)

type configCmd struct {
	Validate validateCmd `cmd:"" help:"Read a settings file and say what is wrong with it."`
	Schema   schemaCmd   `cmd:"" help:"Print the JSON Schema of the settings file."`
}

type validateCmd struct {
	Dir string `arg:"" optional:"" default:"." help:"Folder that holds .github/pare.yml."`
}

// Run validates a settings file.
func (c *validateCmd) Run() error {
	tree, err := openFolder(c.Dir)
	if err != nil {
		return err
	}
	text, err := readSettings(tree)
	if err != nil {
		return err
	}
	if text == nil {
		return errors.New("there is no " + config.Path + ": the defaults are in force")
	}
	if _, err := config.Load(text); err != nil {
		return err
	}
	fmt.Println(config.Path + " is valid")
	return nil
}

type schemaCmd struct{}

// Run prints the schema.
func (schemaCmd) Run() error {
	_, err := os.Stdout.Write(config.Schema)
	return err
}
