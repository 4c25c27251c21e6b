package languages_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/languages/python"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// corpus is a program of n modules that the handler calls all, each of about two kilobytes: helpers, a class, branches, loops.
func corpus(n int) (tree source.Files, size int64) {
	tree = source.Files{}
	handler := "import boto3\n"
	body := "\ndef handler(event, context):\n"
	for i := range n {
		handler += fmt.Sprintf("from pkg import m%d\n", i)
		body += fmt.Sprintf("    m%d.run(event)\n", i)
		tree[fmt.Sprintf("pkg/m%d.py", i)] = fmt.Appendf(nil, corpusModule, i)
	}
	tree["handler.py"] = []byte(handler + body)
	for _, src := range tree {
		size += int64(len(src))
	}
	return tree, size
}

const corpusModule = `"""Orders are kept in a table, and their documents in a bucket. This text is as long as texts of modules are."""
import json
import logging
import os

import boto3

logger = logging.getLogger()
TABLE = os.environ["TABLE_%[1]d"]
BUCKET = os.environ.get("BUCKET", "default-bucket")
RETRIES = {"a": 1, "b": 2, "c": [1, 2, 3]}


class Orders:
    """Orders in a table."""

    def __init__(self, table, client=None):
        self.table = boto3.resource("dynamodb").Table(table)
        self.client = client or boto3.client("s3")
        self.cache = {}

    def get(self, key, consistent=False):
        if key in self.cache:
            return self.cache[key]
        response = self.table.get_item(Key={"pk": key}, ConsistentRead=consistent)
        if "Item" not in response:
            logger.warning("no item %%s", key)
            return None
        self.cache[key] = response["Item"]
        return response["Item"]

    def save(self, order):
        try:
            self.table.put_item(Item={"pk": order["id"], "sk": "order", "body": json.dumps(order)})
            self.client.put_object(Bucket=BUCKET, Key=f"orders/{order['id']}/%[1]d.json", Body=json.dumps(order))
        except Exception as error:
            logger.error("could not save %%s: %%s", order["id"], error)
            raise


def total(items):
    result = 0
    for item in items:
        if item.get("price") and item.get("count"):
            result += item["price"] * item["count"]
        elif item.get("free"):
            continue
        else:
            result -= 1
    return result


def run(event):
    orders = Orders(TABLE)
    for record in event["Records"]:
        order = json.loads(record["body"])
        known = orders.get(order["id"])
        if known is None or total(known["items"]) != total(order["items"]):
            orders.save(order)
    return {"statusCode": 200, "body": json.dumps({"ok": True, "table": TABLE})}
`

var handlerPlace = locate.Place{Language: "python", File: "handler.py", Symbol: "handler", Roots: []string{"."}}

// BenchmarkLower is parsing and lowering alone.
func BenchmarkLower(b *testing.B) {
	tree, size := corpus(200)
	b.SetBytes(size)
	for b.Loop() {
		for _, file := range tree.Paths() {
			if _, err := python.Lower(file, tree[file]); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkCalls is all of it, for programs of 1, 4 and 16 times the size: the speed should stay.
func BenchmarkCalls(b *testing.B) {
	for _, n := range []int{50, 200, 800} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tree, size := corpus(n)
			b.SetBytes(size)
			for b.Loop() {
				if result := languages.Calls(tree, handlerPlace, nil); len(result.Calls) < 3*n || len(result.Unknown) > 0 {
					b.Fatal(len(result.Calls), result.Unknown)
				}
			}
		})
	}
}

// TestCache: a file that was lowered before is not lowered again, and the answer is the same.
func TestCache(t *testing.T) {
	tree, _ := corpus(5)
	cache := &kept{modules: map[string]*program.Module{}}
	first := languages.Calls(tree, handlerPlace, cache)
	second := languages.Calls(tree, handlerPlace, cache)
	if cache.put != len(tree) || cache.hits != len(tree) {
		t.Errorf("%d put, %d hits, want %d of each", cache.put, cache.hits, len(tree))
	}
	if diff := cmp.Diff(printed(first), printed(second)); diff != "" {
		t.Error(diff)
	}
}
