//go:build !linux

package confine

import (
	"os"
	"os/exec"
)

const full = "confined"

// command starts the same binary with an empty environment.
func command() *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	cmd := exec.Command(self, argument)
	cmd.Env = []string{}
	return cmd
}

func hideParent() {}

// buildWall has nothing to build with: a separate process and an empty environment are all there is.
func buildWall() string { return "this system has neither Landlock nor seccomp" }
