package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// place is a bucket and a key that an object of S3 is copied to or from.
type place struct{ bucket, key symbolic.Set }

// copies calls copy_to, move_to and copy_from of an object: what is copied where is told by the object and by the argument, which is another object,
// a text "bucket/key", or a hash.
func (i *idioms) copies(o *sdk.Object, name string, args sdk.Arguments) (sdk.Effect, bool) {
	if o.Service != "s3" || name != "copy_to" && name != "move_to" && name != "copy_from" {
		return sdk.Effect{}, false
	}
	here := place{identifierOf(o, "bucket_name"), identifierOf(o, "key")}
	other, _ := args.At(0, "")
	from, to := here, placeOf(other, args)
	if name == "copy_from" {
		from, to = to, here
	}
	source := symbolic.Join(from.bucket, symbolic.Certain(symbolic.Text("/")), from.key)
	e := sdk.Plain("what " + name + " gives")
	add := func(operation string, arguments map[string]symbolic.Set) {
		if !o.Foreign {
			e.Calls = append(e.Calls, sdk.Call{Service: o.Service, Operation: operation, Arguments: arguments, Via: name})
		}
	}
	add("CopyObject", map[string]symbolic.Set{"Bucket": to.bucket, "Key": to.key, "CopySource": source})
	if name == "move_to" {
		add("DeleteObject", map[string]symbolic.Set{"Bucket": from.bucket, "Key": from.key})
	}
	return e, true
}

// placeOf is what an argument says of a bucket and a key.
func placeOf(g sdk.Given, args sdk.Arguments) place {
	for _, o := range g.Objects {
		if o.Kind == kindResource {
			return place{identifierOf(o, "bucket_name"), identifierOf(o, "key")}
		}
	}
	options := args
	options.Named = append(options.Named, g.Fields...)
	bucket, hasBucket := options.Get("bucket")
	key, hasKey := options.Get("key")
	if hasBucket && hasKey && len(bucket.Text) > 0 && len(key.Text) > 0 {
		return place{bucket.Text, key.Text}
	}
	if text, ok := knownText(g.Text); ok {
		if bucket, key, ok := strings.Cut(text, "/"); ok {
			return place{symbolic.Certain(symbolic.Text(bucket)), symbolic.Certain(symbolic.Text(key))}
		}
	}
	unknown := symbolic.Any("what is copied is not known")
	if len(g.Text) > 0 {
		var p place
		for _, choice := range g.Text { // "#{bucket}/key": up to the first slash
			p.bucket = symbolic.Union(p.bucket, symbolic.Certain(symbolic.Operate("split:0", choice.Value, symbolic.Text("/"))))
			p.key = symbolic.Union(p.key, unknown)
		}
		return p
	}
	return place{unknown, unknown}
}
