package cdk_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	_ "pgregory.net/rapid" // has the flag
)

// The random cases are the same in every run, so that a red test is red for a reason; -rapid.seed=0 draws new ones.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(m.Run())
}
