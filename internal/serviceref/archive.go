package serviceref

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"
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
//	                  A Name level flags types deps    an action; level L, R, W, T or P; flags r (AWS no longer lists it),
//	                                                   y or n (its record of use tells of it or not; of an overlay);
//	                                                   types with commas, ! behind a required one; deps with commas
//	api/CLIENT      one botocore client; note: IAM prefix, space, service ID. Lines:
//	                  O Name flags members verb uri roles   an operation; flags n (no signature), p (has a paginator);
//	                                                        members of its input with commas ([] behind a list of strings,
//	                                                        . behind what is no string), paths of role ARNs in it with commas;
//	                                                        verb and uri only where the IAM prefix is apigateway
//	                  W Name Operation                      a waiter
//	resource/CLIENT boto3's resource layer: JSON, type ("" for the service) -> ResourceModel
//	names           lines: SDK, client (- for none), how the SDK calls the service; of the SDKs whose packages say so
//	managed/NNN     managed policies, as statements.go tells; note: their names, with spaces
//	sam             JSON, name -> {p: [parameter], s: [Statement]}
//	sources         lines: name, version and licence of the packages that all this was read from
//	types           lines: CloudFormation type, ARN form, identifier properties with commas, attributes with commas
//
// Names are sorted everywhere, nothing holds a time, so that the same inputs give the same bytes.
const magic = "pareaws1"

// archive is the opened file: its index, and each section once it was asked for. Nothing is unpacked before.
type archive struct {
	index     []section // sorted by kind and name
	services  shelf[*service]
	apis      shelf[*api]
	resources shelf[map[string]ResourceModel]
	policies  shelf[map[string]storedPolicy]
	managed   func() map[string]section // policy name -> the section that holds it
	named     func() map[string]string  // letters of the service ID -> client
	spelled   func() map[string]string  // SDK, space, letters of its name for a service -> client, - for none
	templates func() map[string]storedTemplate
	types     func() map[string]storedType
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

func (s section) compare(kind, name string) int {
	return cmp.Or(strings.Compare(s.kind, kind), strings.Compare(s.name, name))
}

// shelf keeps what was read, so that each section is unpacked once, whoever asks first.
type shelf[T any] struct{ read sync.Map }

func (s *shelf[T]) get(name string, read func() T) T {
	once, ok := s.read.Load(name)
	if !ok {
		once, _ = s.read.LoadOrStore(name, sync.OnceValue(read))
	}
	return once.(func() T)()
}

func open(file []byte) *archive { return indexed(sections(file)) }

func indexed(index []section) *archive {
	// A file is sorted as it was written, "api/s3" before "sources"; kinds and names apart may stand in another order.
	slices.SortFunc(index, func(a, b section) int { return a.compare(b.kind, b.name) })
	a := &archive{index: index}
	a.managed = sync.OnceValue(a.policyNames)
	a.named = sync.OnceValue(a.serviceIDs)
	a.spelled = sync.OnceValue(func() map[string]string { return readSpellings(a.only("names").text()) })
	a.templates = sync.OnceValue(func() map[string]storedTemplate { return decoded[storedTemplate](a.only("sam")) })
	a.types = sync.OnceValue(func() map[string]storedType { return readTypes(a.only("types").text()) })
	return a
}

// find is the section of that kind and name.
func (a *archive) find(kind, name string) (section, bool) {
	i, ok := slices.BinarySearchFunc(a.index, kind, func(s section, kind string) int { return s.compare(kind, name) })
	if !ok {
		return section{}, false
	}
	return a.index[i], true
}

// only is the section of which there is one.
func (a *archive) only(kind string) section {
	s, _ := a.find(kind, "")
	return s
}

// all are the sections of a kind, sorted by name.
func (a *archive) all(kind string) []section {
	from, _ := slices.BinarySearchFunc(a.index, kind, func(s section, kind string) int { return s.compare(kind, "") })
	to := from
	for to < len(a.index) && a.index[to].kind == kind {
		to++
	}
	return a.index[from:to]
}

// names lists the names of the sections of a kind, sorted.
func (a *archive) names(kind string) []string {
	var all []string
	for _, s := range a.all(kind) {
		all = append(all, s.name)
	}
	return all
}

func (a *archive) policyNames() map[string]section {
	all := map[string]section{}
	for _, s := range a.all("managed") {
		for name := range strings.FieldsSeq(s.note) {
			all[name] = s
		}
	}
	return all
}

func (a *archive) serviceIDs() map[string]string {
	all := map[string]string{}
	for _, s := range a.all("api") {
		_, id, _ := strings.Cut(s.note, " ")
		if _, taken := all[letterKey(id)]; !taken { // two clients of one API: pinpoint-sms-voice and sms-voice
			all[letterKey(id)] = s.name
		}
	}
	return all
}

// sections reads the index. A file that is cut short gives what is whole: a test decodes every section of the file that is shipped.
func sections(file []byte) []section {
	body, found := bytes.CutPrefix(file, []byte(magic))
	length, n := binary.Uvarint(body)
	if !found || n <= 0 || length > uint64(len(body)-n) {
		return nil
	}
	index, body := inflate(body[n:n+int(length)]), body[n+int(length):]
	all := make([]section, 0, strings.Count(index, "\n"))
	for line := range strings.Lines(index) {
		if s, ok := readSection(strings.TrimSuffix(line, "\n"), body); ok {
			all = append(all, s)
		}
	}
	return all
}

func readSection(line string, body []byte) (section, bool) {
	path, line, _ := strings.Cut(line, "\t")
	from, line, _ := strings.Cut(line, "\t")
	length, note, ok := strings.Cut(line, "\t")
	offset, _ := strconv.Atoi(from)
	size, _ := strconv.Atoi(length)
	if !ok || offset < 0 || size < 0 || offset > len(body) || size > len(body)-offset {
		return section{}, false
	}
	kind, name, _ := strings.Cut(path, "/")
	return section{kind: kind, name: name, note: note, packed: body[offset : offset+size]}, true
}

func (s section) text() string { return inflate(s.packed) }

// inflater unpacks sections. Those in use are kept: their windows and buffers cost more than most sections.
type inflater struct {
	from   io.ReadCloser
	buffer []byte
}

var inflaters = sync.Pool{New: func() any {
	return &inflater{from: flate.NewReader(bytes.NewReader(nil)), buffer: make([]byte, 32<<10)}
}}

func inflate(packed []byte) string {
	r := inflaters.Get().(*inflater)
	defer inflaters.Put(r)
	_ = r.from.(flate.Resetter).Reset(bytes.NewReader(packed), nil)
	var text strings.Builder
	text.Grow(packing * len(packed))
	_, _ = io.CopyBuffer(&text, r.from, r.buffer)
	return text.String()
}

// packing is how much smaller sections are than their text, most times.
const packing = 6

func decoded[T any](s section) map[string]T {
	var all map[string]T
	_ = json.Unmarshal([]byte(s.text()), &all)
	return all
}
