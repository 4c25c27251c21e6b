package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// NOTICE names every module that the binary holds, and its licence.
func TestNotice(t *testing.T) {
	notice, err := os.ReadFile("../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	modules, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range strings.Fields(string(modules)) {
		if m != "github.com/parebot/pare" && !strings.Contains(string(notice), "\n  "+m+"  ") {
			t.Errorf("NOTICE does not name %s", m)
		}
	}
}
