package rust_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/rust"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// calls follows a file's function named handler.
func calls(t testing.TB, src string) flow.Result {
	t.Helper()
	tree := source.Files{"handler.rs": []byte(src)}
	return flow.Run(flow.Entry{
		Language: rust.New(tree, serviceref.Embedded()), Loader: loader{tree}, File: "handler.rs", Symbol: "handler",
	})
}

type loader struct{ tree source.Tree }

func (l loader) Load(file string) (*program.Module, error) {
	src, err := l.tree.Read(file)
	if err != nil {
		return nil, err
	}
	return rust.Lower(file, src)
}

// TestEveryOperation: each operation, paginator and waiter of each service that the SDK has, as the SDK spells it, is the operation that
// serviceref names.
func TestEveryOperation(t *testing.T) {
	tables := serviceref.Embedded()
	services, _ := tables.Services(serviceref.Rust)
	operations, waiters := 0, 0
	for _, service := range services {
		src, want := "", []string(nil)
		for _, operation := range tables.Operations(service) {
			method := serviceref.Rust.Spell(operation)
			src += fmt.Sprintf("    c.%s().send().await.unwrap();\n    c.%s().into_paginator().send();\n", method, method)
			want = append(want, operation, operation)
		}
		for _, waiter := range tables.Waiters(service) {
			operation, _ := tables.Waiter(service, waiter)
			src += fmt.Sprintf("    c.wait_until_%s().wait(limit).await.unwrap();\n", waiter)
			want = append(want, operation)
			waiters++
		}
		crate := "aws_sdk_" + strings.ReplaceAll(service, "-", "")
		if client, ok := tables.ClientOf(serviceref.Rust, crate); !ok || client != service {
			continue // its crate has another name
		}
		got := calls(t, "async fn handler() {\n    let c = "+crate+"::Client::new(&aws_config::load_from_env().await);\n"+src+"}\n")
		if len(got.Unknown) > 0 || len(got.Calls) != len(want) {
			t.Errorf("%s: %d calls of %d, unknown %v", service, len(got.Calls), len(want), got.Unknown)
			continue
		}
		for i, c := range got.Calls {
			if c.Operation != want[i] || c.Service != service {
				t.Errorf("%s.%s is read as %s.%s", service, want[i], c.Service, c.Operation)
			}
		}
		operations += len(tables.Operations(service))
	}
	t.Logf("%d services, %d operations with their paginators, %d waiters", len(services), operations, waiters)
}
