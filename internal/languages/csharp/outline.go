package csharp

import "strings"

// outline is what a file declares and uses, as far as other files need it.
type outline struct {
	types   []declared
	added   []string // names of methods that it adds to types
	globals []string // namespaces that it uses for the whole project
}

// declared is one type that stands in no other.
type declared struct {
	namespace, name string
	partial         bool
	bases           []string // by their own names
	startup         bool     // it fills the container before any handler is made
}

func (d declared) path() string { return strings.TrimPrefix(d.namespace+"."+d.name, ".") }

// openings are the words before the name of a type.
var openings = map[string]bool{"class": true, "struct": true, "interface": true, "record": true, "enum": true}

// reader goes through the tokens of one file.
type reader struct {
	out       outline
	namespace []string // that are open, and "" for each block of something else
	file      string   // the namespace of the whole file
	words     []string // of the declaration in hand
	depth     int      // of blocks that are no namespaces
	last      []string // a few words
}

// outlineOf reads a file's declarations.
func outlineOf(src string) outline {
	r := &reader{}
	tokens(src, r.token)
	return r.out
}

// token adds one word to the declaration in hand, or ends it.
func (r *reader) token(word string) {
	r.added(word)
	switch word {
	case "{":
		r.open()
	case "}":
		r.words = r.words[:0]
		if n := len(r.namespace); n > 0 {
			if r.namespace[n-1] == "" {
				r.depth--
			}
			r.namespace = r.namespace[:n-1]
		}
	case ";":
		r.end()
		r.words = r.words[:0]
	default:
		if r.depth == 0 && len(r.words) < 400 {
			r.words = append(r.words, word)
		}
	}
}

// added notes a method of the form "Name<T>(this Type value": the word behind this tells it from a call that hands itself over.
func (r *reader) added(word string) {
	n := len(r.last)
	if n > 2 && r.last[n-1] == "this" && r.last[n-2] == "(" && isLetter(word[0]) {
		at := n - 3
		for open := 0; at > 0 && (r.last[at] == ">" || open > 0); at-- {
			switch r.last[at] {
			case ">":
				open++
			case "<":
				open--
			}
			if open == 0 {
				at--
				break
			}
		}
		if name := r.last[at]; isLetter(name[0]) {
			r.out.added = append(r.out.added, name)
		}
	}
	if r.last = append(r.last, word); len(r.last) > 24 {
		r.last = r.last[len(r.last)-12:]
	}
}

// open begins a block: of a namespace, of a type, or of something that declares nothing for others.
func (r *reader) open() {
	name := ""
	if len(r.words) > 1 && r.words[0] == "namespace" {
		name = strings.Join(r.words[1:], "")
	} else {
		r.declare()
	}
	if name == "" {
		r.depth++
	}
	r.namespace = append(r.namespace, name)
	r.words = r.words[:0]
}

// end closes a declaration without a block: a using, the namespace of the file, a record of one line.
func (r *reader) end() {
	switch w := r.words; {
	case len(w) > 1 && w[0] == "namespace":
		r.file = strings.Join(w[1:], "")
	case len(w) > 2 && w[0] == "global" && w[1] == "using" && w[2] != "static" && !contains(w, "="):
		r.out.globals = append(r.out.globals, strings.Join(w[2:], ""))
	default:
		r.declare()
	}
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// declare notes the type that the words in hand declare, if they do.
func (r *reader) declare() {
	if r.depth > 0 {
		return
	}
	for i, word := range r.words {
		if !openings[word] || i+1 >= len(r.words) || i > 0 && r.words[i-1] == ":" {
			continue
		}
		name := r.words[i+1]
		if openings[name] && i+2 < len(r.words) { // record struct, record class
			name = r.words[i+2]
		}
		if !isLetter(name[0]) {
			continue
		}
		r.out.types = append(r.out.types, declared{
			namespace: r.around(), name: name, partial: contains(r.words[:i], "partial"), bases: basesOf(r.words[i+1:]),
			startup: contains(r.words[:i], "LambdaStartup") || contains(r.words[:i], "LambdaStartupAttribute"),
		})
		return
	}
}

func (r *reader) around() string {
	name := r.file
	for _, n := range r.namespace {
		if n != "" {
			name = strings.TrimPrefix(name+"."+n, ".")
		}
	}
	return name
}

// basesOf are the names behind the colon of a type's declaration.
func basesOf(words []string) (bases []string) {
	nested, listed, last := 0, false, ""
	for _, word := range words {
		switch {
		case word == "(" || word == "<" || word == "[":
			nested++
		case word == ")" || word == ">" || word == "]":
			nested--
		case nested > 0:
		case word == ":" && !listed:
			listed, last = true, ""
		case word == "where" && listed:
			return add(bases, last)
		case word == "," && listed:
			bases, last = add(bases, last), ""
		case listed && isLetter(word[0]):
			last = word
		}
	}
	return add(bases, last)
}

func add(bases []string, name string) []string {
	if name == "" {
		return bases
	}
	return append(bases, name)
}
