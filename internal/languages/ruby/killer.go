package ruby

import (
	"bytes"
	"errors"
)

// errHeredoc refuses a text that the grammar's scanner ends the whole process for: it keeps the length of a heredoc's word in one byte.
// https://github.com/tree-sitter/tree-sitter-ruby/issues/269
var errHeredoc = errors.New("a heredoc has a longer word than the parser takes")

// maxHeredocWord is the longest word of a heredoc, in bytes, that is handed to the parser.
const maxHeredocWord = 250

// longHeredoc says that src has what may be a heredoc with a word that is too long.
func longHeredoc(src []byte) bool {
	for {
		at := bytes.Index(src, []byte("<<"))
		if at < 0 {
			return false
		}
		src = src[at+2:]
		word := bytes.TrimLeft(src, "<")
		if len(word) > 0 && (word[0] == '-' || word[0] == '~') {
			word = word[1:]
		}
		if wordLength(word) > maxHeredocWord {
			return true
		}
	}
}

// wordLength is how long the word of a heredoc is: up to its closing quote, or as far as its letters go.
func wordLength(word []byte) int {
	if len(word) == 0 {
		return 0
	}
	if quote := word[0]; quote == '"' || quote == '\'' || quote == '`' {
		if end := bytes.IndexByte(word[1:], quote); end >= 0 {
			return end
		}
		return len(word)
	}
	for i, c := range word {
		isLetter := c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !isLetter || i > maxHeredocWord {
			return i
		}
	}
	return len(word)
}
