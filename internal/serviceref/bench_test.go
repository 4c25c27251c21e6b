package serviceref

import (
	"runtime"
	"testing"
)

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		opened()
	}
}

func BenchmarkOneService(b *testing.B) { benchmarkServices(b, "s3") }

func BenchmarkTenServices(b *testing.B) {
	benchmarkServices(b, "s3", "dynamodb", "sqs", "sns", "lambda", "ssm", "secretsmanager", "events", "logs", "ec2")
}

func benchmarkServices(b *testing.B, clients ...string) {
	for b.Loop() {
		tables := opened()
		for _, client := range clients {
			tables.Operation(client, tables.Operations(client)[0])
		}
	}
}

func BenchmarkEverything(b *testing.B) {
	for b.Loop() {
		tables := opened()
		for _, client := range tables.Clients() {
			tables.Operation(client, tables.Operations(client)[0])
		}
		tables.Expand("*")
		for _, name := range tables.ManagedNames() {
			tables.Managed(name)
		}
		for _, service := range tables.archive.names("resource") {
			tables.Resource(service, "")
		}
		tables.Template("S3CrudPolicy")
		tables.Type("AWS::Budgets::Budget")
	}
}

func BenchmarkExpandAll(b *testing.B) {
	tables := opened()
	for b.Loop() {
		tables.Expand("*")
	}
}

func BenchmarkOperation(b *testing.B) {
	tables := opened()
	for b.Loop() {
		tables.Operation("dynamodb", "Query")
	}
}

// TestMemory holds what the tables cost before a service is asked for, and prints it (go test -v).
func TestMemory(t *testing.T) {
	const limit = 3 << 20
	before := heap()
	tables := opened()
	tables.Known("s3")
	opening := heap() - before
	tables.Operation("s3", "GetObject")
	one := heap() - before
	t.Logf("%d kB when open, %d kB with one service and the facts kept by hand", opening>>10, one>>10)
	if opening > limit || one > limit {
		t.Errorf("%d and %d bytes, want less than %d", opening, one, limit)
	}
	runtime.KeepAlive(tables)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
