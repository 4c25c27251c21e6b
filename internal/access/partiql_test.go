package access

import (
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// TestTableOfStatement reads the table, and its index, from statements as people write them.
func TestTableOfStatement(t *testing.T) {
	stage := symbolic.Value{{Kind: symbolic.Env, Text: "STAGE"}}
	for _, c := range []struct {
		statement   symbolic.Value
		verb, table string
	}{
		{symbolic.Text(`SELECT * FROM "T" WHERE id = ?`), "SELECT", "T"},
		{symbolic.Text("\n  select id,\n a from T"), "SELECT", "T"},
		{symbolic.Text(`SELECT * FROM "my.table"."by-date" WHERE d = ?`), "SELECT", "my.table/index/by-date"},
		{symbolic.Text(`INSERT INTO "T" VALUE {'id': ?}`), "INSERT", "T"},
		{symbolic.Text(`UPDATE T SET a = 'FROM U'`), "UPDATE", "T"},
		{symbolic.Text(`delete from "T" where id = ?`), "DELETE", "T"},
		{symbolic.Text(`EXISTS(SELECT * FROM "T" WHERE id = ?)`), "SELECT", "T"},
		{symbolic.Concat(symbolic.Text(`SELECT * FROM "app-`), stage, symbolic.Text(`" WHERE id = ?`)), "SELECT", "app-${env:STAGE}"},
		{symbolic.Concat(symbolic.Text("UPDATE "), stage, symbolic.Text(" SET a = 1")), "UPDATE", "${env:STAGE}"},
		{symbolic.Text("SELECTED"), "", ""},
		{symbolic.Text("SELECT 1"), "", ""},
		{stage, "", ""},
	} {
		verb, table := tableOf(c.statement)
		if verb != c.verb || table.String() != c.table {
			t.Errorf("%s: %s of %q, want %s of %q", c.statement.String(), verb, table.String(), c.verb, c.table)
		}
	}
}

// TestStatementThatMayNameAnyTable keeps the tables open where one of the texts that a statement may have is not known.
func TestStatementThatMayNameAnyTable(t *testing.T) {
	g := given{sets: map[string]symbolic.Set{"Statement": symbolic.Union(
		symbolic.Certain(symbolic.Text("SELECT * FROM T")), symbolic.Any("it comes from elsewhere"))}}
	g.statements()
	if set := g.sets["Statement.SELECT"]; len(set) != 2 {
		t.Errorf("select from %v, want T or any", set)
	}
	if set := g.sets["Statement.DELETE"]; len(set) != 1 || !set[0].Value.HasUnknown() {
		t.Errorf("delete from %v, want any", set)
	}
}
