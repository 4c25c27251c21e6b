package shell

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// location is an end of a copy: a bucket and what of it, or something that is not S3's.
type location struct {
	bucket, key symbolic.Set
	s3          bool
	unknown     bool // it may be either
	folder      bool // the key ends in a slash, or there is none
}

// locate reads s3://bucket/key. A text that begins with what is not known may be an address of S3 or not.
func locate(g sdk.Given) (all []location) {
	for _, choice := range textOf(g) {
		v := choice.Value
		if len(v) > 0 && v[0].Kind != symbolic.Literal {
			all = append(all, location{unknown: true, bucket: symbolic.Any("a bucket that is not known"), key: symbolic.Any("a key that is not known")})
			continue
		}
		if len(v) == 0 || !strings.HasPrefix(v[0].Text, "s3://") {
			all = append(all, location{})
			continue
		}
		all = append(all, cut(v))
	}
	return all
}

// cut takes an address apart at the first slash behind the bucket.
func cut(v symbolic.Value) location {
	rest := append(symbolic.Value{}, v...)
	rest[0].Text = strings.TrimPrefix(rest[0].Text, "s3://")
	var bucket symbolic.Value
	for n, part := range rest {
		before, after, found := part.Text, "", false
		if part.Kind == symbolic.Literal {
			before, after, found = strings.Cut(part.Text, "/")
		}
		if !found {
			bucket = append(bucket, part)
			continue
		}
		if before != "" {
			bucket = append(bucket, symbolic.Text(before)...)
		}
		key := symbolic.Value{}
		if after != "" {
			key = append(key, symbolic.Text(after)...)
		}
		key = append(key, rest[n+1:]...)
		last := len(key) - 1
		folder := last < 0 || key[last].Kind == symbolic.Literal && strings.HasSuffix(key[last].Text, "/")
		return location{s3: true, bucket: symbolic.Certain(bucket), key: symbolic.Certain(key), folder: folder}
	}
	return location{s3: true, bucket: symbolic.Certain(bucket), key: symbolic.Certain(nil), folder: true}
}

// s3 is the commands of "aws s3", which make several calls.
func (c *command) s3() sdk.Effect {
	name, ok := c.word(1)
	e := sdk.Plain("what aws writes")
	switch {
	case !ok && (c.open || len(c.words) > 1):
		return missing("s3", "which command of s3 is called is not known")
	case c.has("--dryrun"):
	case name == "cp" || name == "mv" || name == "sync":
		c.copies(&e, name)
	case name == "ls" && len(c.words) < 3:
		c.make(&e, "ListBuckets", nil)
	default:
		for _, at := range c.ends(2) {
			c.one(&e, name, at)
		}
	}
	return e
}

// ends are what the word at a position may be.
func (c *command) ends(n int) []location {
	if n < len(c.words) {
		return locate(c.words[n])
	}
	if c.open {
		return []location{{unknown: true, bucket: symbolic.Any("a bucket that is not known"), key: symbolic.Any("a key that is not known")}}
	}
	return nil
}

// one is a command with one address.
func (c *command) one(e *sdk.Effect, name string, at location) {
	switch name {
	case "ls":
		c.make(e, "ListObjectsV2", map[string]symbolic.Set{"Bucket": at.bucket, "Prefix": at.key})
	case "rm":
		c.remove(e, at, c.has("--recursive"))
	case "mb":
		c.make(e, "CreateBucket", map[string]symbolic.Set{"Bucket": at.bucket})
	case "rb":
		c.make(e, "DeleteBucket", map[string]symbolic.Set{"Bucket": at.bucket})
		if c.has("--force") {
			c.remove(e, location{bucket: at.bucket, key: symbolic.Certain(nil)}, true)
		}
	case "presign":
		c.make(e, "GetObject", map[string]symbolic.Set{"Bucket": at.bucket, "Key": at.key})
	case "website":
		c.make(e, "PutBucketWebsite", map[string]symbolic.Set{"Bucket": at.bucket})
	default:
		e.Unknown = append(e.Unknown, sdk.Unknown{Service: "s3", Reason: "s3 has no command " + name + " that is known"})
	}
}

func (c *command) remove(e *sdk.Effect, at location, all bool) {
	key := at.key
	if all {
		c.make(e, "ListObjectsV2", map[string]symbolic.Set{"Bucket": at.bucket, "Prefix": at.key})
		key = below(at.key)
	}
	c.make(e, "DeleteObject", map[string]symbolic.Set{"Bucket": at.bucket, "Key": key})
}

// below is any key that begins with a prefix.
func below(prefix symbolic.Set) symbolic.Set {
	return symbolic.Join(prefix, symbolic.Any("what follows the prefix"))
}

// copies is cp, mv and sync: from an address or file to another.
func (c *command) copies(e *sdk.Effect, name string) {
	many := name == "sync" || c.has("--recursive")
	for _, from := range c.ends(2) {
		for _, to := range c.ends(3) {
			c.transfer(e, name, from, to, many)
		}
	}
}

func (c *command) transfer(e *sdk.Effect, name string, from, to location, many bool) {
	source, target := from.key, to.key
	if many {
		source, target = below(from.key), below(to.key)
	} else if to.folder {
		target = below(to.key)
	}
	fromS3, toS3 := from.s3 || from.unknown, to.s3 || to.unknown
	if many && fromS3 {
		c.make(e, "ListObjectsV2", map[string]symbolic.Set{"Bucket": from.bucket, "Prefix": from.key})
	}
	if name == "sync" && toS3 {
		c.make(e, "ListObjectsV2", map[string]symbolic.Set{"Bucket": to.bucket, "Prefix": to.key})
	}
	if fromS3 && !many {
		c.make(e, "HeadObject", map[string]symbolic.Set{"Bucket": from.bucket, "Key": source})
	}
	switch {
	case from.s3 && to.s3:
		of := symbolic.Join(from.bucket, symbolic.Certain(symbolic.Text("/")), source)
		c.make(e, "CopyObject", c.with(map[string]symbolic.Set{"Bucket": to.bucket, "Key": target, "CopySource": of}))
	default:
		if fromS3 {
			c.make(e, "GetObject", map[string]symbolic.Set{"Bucket": from.bucket, "Key": source})
		}
		if toS3 {
			c.make(e, "PutObject", c.with(map[string]symbolic.Set{"Bucket": to.bucket, "Key": target}))
		}
	}
	if name == "mv" && fromS3 {
		c.make(e, "DeleteObject", map[string]symbolic.Set{"Bucket": from.bucket, "Key": source})
	}
	if name == "sync" && toS3 && c.has("--delete") {
		c.make(e, "DeleteObject", map[string]symbolic.Set{"Bucket": to.bucket, "Key": target})
	}
}

// passed are options of a copy that are arguments of the operation.
var passed = []struct{ option, argument string }{
	{"--acl", "ACL"}, {"--sse", "ServerSideEncryption"}, {"--sse-kms-key-id", "SSEKMSKeyId"}, {"--storage-class", "StorageClass"},
}

func (c *command) with(arguments map[string]symbolic.Set) map[string]symbolic.Set {
	for _, row := range passed {
		if g, ok := c.get(row.option); ok {
			arguments[row.argument] = textOf(g)
		}
	}
	return arguments
}

func (c *command) make(e *sdk.Effect, operation string, arguments map[string]symbolic.Set) {
	name, _ := c.word(1)
	e.Calls = append(e.Calls, sdk.Call{Service: "s3", Operation: operation, Arguments: arguments, Open: c.open, Via: "s3 " + name})
}
