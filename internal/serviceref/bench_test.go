package serviceref

import "testing"

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
		tables.Managed("AdministratorAccess")
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
