package javascript

import "testing"

// BenchmarkParse is the parser alone, of one file of two kilobytes.
func BenchmarkParse(b *testing.B) {
	src := []byte(benchSource)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := plainGrammar().Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLowerOne(b *testing.B) {
	src := []byte(benchSource)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Lower("a.js", src); err != nil {
			b.Fatal(err)
		}
	}
}

const benchSource = `"use strict";
// Orders are kept in a table, and their documents in a bucket. This text is as long as texts of modules are.
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const AWS = require("aws-sdk");

const TABLE = process.env.TABLE_1;
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
        new PutObjectCommand({ Bucket: BUCKET, Key: ` + "`orders/${order.id}/1.json`" + `, Body: JSON.stringify(order) })
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
