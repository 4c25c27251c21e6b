package serviceref

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"sync"
)

// The archive aws.bin
//
//	"pareaws1"  8 bytes
//	uvarint     length of the index
//	index       deflate of lines, sorted by name
//	sections    deflate streams one after the other
//
// A line of the index has tabs between its fields: name, offset from the first section, length, note. The sections:
//
//	iam/PREFIX      one IAM service. Lines:
//	                  T name arn [arn ...]             a resource type
//	                  A Name level flags types deps    an action; level L, R, W, T or P; flags r (AWS no longer lists it);
//	                                                   types with commas, ! behind a required one; deps with commas
//	api/CLIENT      one botocore client; note: IAM prefix, space, service ID. Lines:
//	                  O Name flags members verb uri roles   an operation; flags n (no signature), p (has a paginator);
//	                                                        members of its input with commas ([] behind a list of strings,
//	                                                        . behind what is no string), paths of role ARNs in it with commas;
//	                                                        verb and uri only where the IAM prefix is apigateway
//	                  W Name Operation                      a waiter
//	resource/CLIENT boto3's resource layer: JSON, type ("" for the service) -> ResourceModel
//	managed/NNN     JSON, policy name -> {p: path, s: [Statement]}; note: the names, with spaces
//	sam             JSON, name -> {p: [parameter], s: [Statement]}
//	sources         lines: name, version and licence of the packages that all this was read from
//	types           lines: CloudFormation type, ARN form, identifier properties with commas, attributes with commas
//
// Names are sorted everywhere, nothing holds a time, so that the same inputs give the same bytes.
const magic = "pareaws1"

// archive is the opened file: sections by name, each read once when first asked for.
type archive struct {
	services  map[string]func() *service
	clients   map[string]client
	named     map[string]string // letters of the service ID -> client
	resources map[string]func() map[string]ResourceModel
	managed   map[string]func() map[string]storedPolicy // policy name -> the section that holds it
	templates func() map[string]storedTemplate
	types     func() map[string]storedType
	sources   func() string
}

type storedPolicy struct {
	Path       string      `json:"p"`
	Statements []Statement `json:"s"`
}

type storedTemplate struct {
	Parameters []string    `json:"p,omitempty"`
	Statements []Statement `json:"s"`
}

// section is one line of the index with its bytes.
type section struct {
	kind, name string
	note       string
	packed     []byte
}

func open(file []byte) *archive {
	a := &archive{
		services:  map[string]func() *service{},
		clients:   map[string]client{},
		named:     map[string]string{},
		resources: map[string]func() map[string]ResourceModel{},
		managed:   map[string]func() map[string]storedPolicy{},
		templates: func() map[string]storedTemplate { return nil },
		types:     func() map[string]storedType { return nil },
		sources:   func() string { return "" },
	}
	for _, s := range sections(file) {
		a.add(s)
	}
	return a
}

func (a *archive) add(s section) {
	switch s.kind {
	case "iam":
		a.services[s.name] = sync.OnceValue(func() *service { return readService(s.name, s.text()) })
	case "api":
		prefix, id, _ := strings.Cut(s.note, " ")
		a.named[letterKey(id)] = s.name
		a.clients[s.name] = client{prefix: prefix, id: id, read: sync.OnceValue(func() *api { return readAPI(s.text()) })}
	case "resource":
		a.resources[s.name] = sync.OnceValue(func() map[string]ResourceModel { return decoded[ResourceModel](s) })
	case "managed":
		read := sync.OnceValue(func() map[string]storedPolicy { return decoded[storedPolicy](s) })
		for name := range strings.FieldsSeq(s.note) {
			a.managed[name] = read
		}
	case "sam":
		a.templates = sync.OnceValue(func() map[string]storedTemplate { return decoded[storedTemplate](s) })
	case "sources":
		a.sources = s.text
	case "types":
		a.types = sync.OnceValue(func() map[string]storedType { return readTypes(s.text()) })
	}
}

// sections reads the index. A file that is cut short gives what is whole: a test decodes every section of the file that is shipped.
func sections(file []byte) []section {
	body, found := bytes.CutPrefix(file, []byte(magic))
	length, n := binary.Uvarint(body)
	if !found || n <= 0 || length > uint64(len(body)-n) {
		return nil
	}
	index, body := body[n:n+int(length)], body[n+int(length):]
	var all []section
	for line := range strings.Lines(inflate(index)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 4 {
			continue
		}
		offset, _ := strconv.Atoi(fields[1])
		size, _ := strconv.Atoi(fields[2])
		if offset < 0 || size < 0 || offset+size > len(body) {
			continue
		}
		kind, name, _ := strings.Cut(fields[0], "/")
		all = append(all, section{kind: kind, name: name, note: fields[3], packed: body[offset : offset+size]})
	}
	return all
}

func (s section) text() string { return inflate(s.packed) }

func inflate(packed []byte) string {
	var text strings.Builder
	_, _ = io.Copy(&text, flate.NewReader(bytes.NewReader(packed)))
	return text.String()
}

func decoded[T any](s section) map[string]T {
	var all map[string]T
	_ = json.Unmarshal([]byte(s.text()), &all)
	return all
}
