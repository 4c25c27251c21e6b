package languages_test

import (
	"fmt"
	"testing"

	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/languages/javascript"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
)

// scripts is what corpus is, in JavaScript.
func scripts(n int) (tree source.Files, size int64) {
	tree = source.Files{}
	handler, body := "", "\nexports.handler = async (event) => {\n"
	for i := range n {
		handler += fmt.Sprintf("const m%d = require('./lib/m%d');\n", i, i)
		body += fmt.Sprintf("  await m%d.run(event);\n", i)
		tree[fmt.Sprintf("lib/m%d.js", i)] = fmt.Appendf(nil, scriptModule, i)
	}
	tree["handler.js"] = []byte(handler + body + "};\n")
	for _, src := range tree {
		size += int64(len(src))
	}
	return tree, size
}

const scriptModule = `"use strict";
// Orders are kept in a table, and their documents in a bucket. This text is as long as texts of modules are.
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const AWS = require("aws-sdk");

const TABLE = process.env.TABLE_%[1]d;
const BUCKET = process.env.BUCKET || "default-bucket";
const RETRIES = { a: 1, b: 2, c: [1, 2, 3] };

/** Orders in a table. */
class Orders {
  constructor(table, client = new S3Client({})) {
    this.table = table;
    this.documents = new AWS.DynamoDB.DocumentClient();
    this.client = client;
    this.cache = {};
  }

  async get(key, consistent = false) {
    if (this.cache[key]) {
      return this.cache[key];
    }
    const { Item } = await this.documents.get({ TableName: this.table, Key: { pk: key }, ConsistentRead: consistent }).promise();
    if (!Item) {
      console.warn("no item", key, RETRIES.a);
      return null;
    }
    this.cache[key] = Item;
    return Item;
  }

  async save(order) {
    try {
      await this.documents.put({ TableName: this.table, Item: { pk: order.id, sk: "order", body: JSON.stringify(order) } }).promise();
      await this.client.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: ` + "`orders/${order.id}/%[1]d.json`" + `, Body: JSON.stringify(order) })
      );
    } catch (error) {
      console.error("could not save", order.id, error);
      throw error;
    }
  }
}

function total(items) {
  let result = 0;
  for (const item of items) {
    if (item.price && item.count) {
      result += item.price * item.count;
    } else if (item.free) {
      continue;
    } else {
      result -= 1;
    }
  }
  return result;
}

module.exports.run = async (event) => {
  const orders = new Orders(TABLE);
  for (const record of event.Records) {
    const order = JSON.parse(record.body);
    const known = await orders.get(order.id);
    if (known === null || total(known.items) !== total(order.items)) {
      await orders.save(order);
    }
  }
  return { statusCode: 200, body: JSON.stringify({ ok: true, table: TABLE }) };
};
`

// BenchmarkLowerJavaScript is parsing and lowering alone.
func BenchmarkLowerJavaScript(b *testing.B) {
	tree, size := scripts(200)
	b.SetBytes(size)
	for b.Loop() {
		for _, file := range tree.Paths() {
			if _, err := javascript.Lower(file, tree[file]); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkCallsJavaScript is all of it, for programs of 1, 4 and 16 times the size: the speed should stay.
func BenchmarkCallsJavaScript(b *testing.B) {
	place := locate.Place{Language: "javascript", File: "handler.js", Symbol: "handler", Roots: []string{"."}}
	for _, n := range []int{50, 200, 800} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tree, size := scripts(n)
			b.SetBytes(size)
			for b.Loop() {
				if result := languages.Calls(tree, place, nil); len(result.Calls) < 3*n || len(result.Unknown) > 0 {
					b.Fatal(len(result.Calls), result.Unknown)
				}
			}
		})
	}
}
