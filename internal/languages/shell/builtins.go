package shell

import (
	"path"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/program"
)

// builtin lowers the commands of the shell itself and those that run others; done is false where it is none of them.
func (l *lowerer) builtin(c call, name string) (x program.Expr, done bool) {
	switch name {
	case ".", "source":
		l.source(c)
	case "bash", "sh", "dash", "zsh":
		l.script(c)
	case "eval":
		return l.native(c.node, "evaluate", l.words(c.words[1:])...), true
	case "shift":
		l.shift(c)
	case "set":
		l.set(c)
	case "read", "mapfile", "readarray":
		for n, text := range c.texts[1:] {
			if !strings.HasPrefix(text, "-") && text != "" {
				l.assign(c.words[n+1], text, l.unknown(c.words[n+1], l.input), false)
			}
		}
	case "return":
		l.emit(&program.Return{At: l.at(c.node)})
	case "exit":
		l.emit(&program.Raise{At: l.at(c.node)})
	case "[", "test":
		l.do(c.node, l.unknown(c.node, l.words(c.words[1:])...))
	case "trap":
		if len(c.texts) > 1 && isName(c.texts[1]) {
			l.do(c.node, &program.Call{At: l.at(c.node), Function: &program.Name{At: l.at(c.node), ID: function(c.texts[1])}})
		} else if len(c.texts) > 1 && strings.Contains(c.texts[1], "aws ") {
			return l.native(c.node, "evaluate", l.word(c.words[1])), true
		}
	case "xargs":
		return l.xargs(c), true
	case "find":
		return l.find(c), true
	case "curl":
		for _, text := range c.texts {
			if strings.HasPrefix(text, "--aws-sigv4") {
				return &program.Opaque{At: l.at(c.node), Reason: "requests are signed with the function's credentials"}, true
			}
		}
		return l.unknown(c.node, append(l.words(c.words[1:]), l.input)...), true
	default:
		return nil, false
	}
	return nil, true
}

func isName(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}

// source runs another script here.
func (l *lowerer) source(c call) {
	if len(c.words) > 1 && !mentionsHandler(c.words[1]) {
		l.include(c, c.words[1])
	}
}

// script runs another script as a program: its own variables are taken for shared.
func (l *lowerer) script(c call) {
	for n, text := range c.texts[1:] {
		switch {
		case text == "-c" || strings.HasPrefix(text, "-") && strings.HasSuffix(text, "c") && !strings.HasPrefix(text, "--"):
			l.do(c.node, l.native(c.node, "evaluate", l.words(c.words[n+2:])...))
			return
		case strings.HasPrefix(text, "-"):
			continue
		}
		l.include(c, c.words[n+1])
		return
	}
	if l.input != nil {
		l.do(c.node, l.native(c.node, "evaluate", l.input))
	}
}

// include runs the file that a word names: of one that begins with an expansion, what follows that counts.
func (l *lowerer) include(c call, w *syntax.Word) {
	file, rooted := fileOf(w)
	switch {
	case file == "" && rooted:
		l.do(c.node, &program.Opaque{At: l.at(c.node), Reason: "which file is run here is not known", Parts: []program.Expr{l.word(w)}})
	case strings.HasPrefix(file, "/etc/") || strings.HasPrefix(file, "/usr/") || strings.HasPrefix(file, "/root/") || file == "":
	default:
		l.emit(&program.Import{At: l.at(c.node), Module: file, Inline: true})
	}
}

// fileOf is the path that a word ends in behind its last expansion; rooted says that there is one.
func fileOf(w *syntax.Word) (file string, rooted bool) {
	parts := w.Parts
	if len(parts) > 0 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = append(append([]syntax.WordPart{}, q.Parts...), parts[1:]...)
		}
	}
	text := ""
	for _, part := range parts {
		one := literal([]syntax.WordPart{part})
		if one == "" {
			text, rooted = "", true
			continue
		}
		text += one
	}
	if rooted {
		if !strings.HasPrefix(text, "/") {
			return "", true
		}
		return path.Clean(strings.TrimLeft(text, "/")), true
	}
	return path.Clean(text), false
}

// shift moves the parameters.
func (l *lowerer) shift(c call) {
	by := 1
	if len(c.texts) > 1 {
		if n, err := strconv.Atoi(c.texts[1]); err == nil {
			by = n
		}
	}
	for i := 1; i <= maxParameters; i++ {
		var value program.Expr = l.unknown(c.node)
		if i+by <= maxParameters && by > 0 {
			value = &program.Name{At: l.at(c.node), ID: digit(i + by)}
		}
		target := &program.Name{At: l.at(c.node), ID: digit(i)}
		l.emit(&program.Assign{At: l.at(c.node), Targets: []program.Expr{target}, Value: value})
	}
	rest := &program.Name{At: l.at(c.node), ID: "@"}
	from := &program.Constant{At: l.at(c.node), Kind: program.Number, Digits: strconv.Itoa(by)}
	l.emit(&program.Assign{At: l.at(c.node), Targets: []program.Expr{rest}, Value: &program.Index{At: l.at(c.node), X: rest, Key: &program.Slice{At: l.at(c.node), From: from}}})
}

// set lowers "set -- a b", which gives the parameters values.
func (l *lowerer) set(c call) {
	for n, text := range c.texts {
		if text != "--" {
			continue
		}
		for i, w := range c.words[n+1:] {
			if i < maxParameters {
				l.assign(w, digit(i+1), l.word(w), true)
			}
		}
		l.assign(c.node, "@", l.list(c.node, c.words[n+1:]), true)
		return
	}
}

// xargs runs a command with words that it reads.
func (l *lowerer) xargs(c call) program.Expr {
	read := l.input
	if read == nil {
		read = l.unknown(c.node)
	}
	placeholder := ""
	c = c.behind(1)
	for len(c.texts) > 0 && strings.HasPrefix(c.texts[0], "-") {
		option := c.texts[0]
		c = c.behind(1)
		switch {
		case option == "-I" || option == "-i" || option == "--replace":
			if option != "-I" {
				placeholder = "{}"
			} else if len(c.texts) > 0 {
				placeholder = c.texts[0]
				c = c.behind(1)
			}
		case strings.HasPrefix(option, "-I"):
			placeholder = option[2:]
		case len(option) == 2 && strings.ContainsAny(option[1:], "nPLdEs") && len(c.texts) > 0:
			c = c.behind(1)
		}
	}
	if len(c.texts) == 0 {
		return nil
	}
	return l.runWith(c, placeholder, "", l.unknown(c.node, read))
}

// find runs what -exec says for each file.
func (l *lowerer) find(c call) program.Expr {
	for n, text := range c.texts {
		if (text == "-exec" || text == "-execdir" || text == "-ok") && n+1 < len(c.texts) {
			inner := c.behind(n + 1)
			for i, text := range inner.texts {
				if text == ";" || text == "+" {
					inner.words, inner.texts = inner.words[:i], inner.texts[:i]
					break
				}
			}
			if len(inner.texts) > 0 {
				return l.runWith(inner, "{}", "./", l.unknown(c.node))
			}
		}
	}
	return l.unknown(c.node, l.words(c.words[1:])...)
}

// runWith runs a command with a value, which begins as is known, in place of each placeholder, or behind its words.
func (l *lowerer) runWith(c call, placeholder, begins string, value program.Expr) program.Expr {
	used := false
	c.words = append([]*syntax.Word{}, c.words...)
	for n, text := range c.texts {
		if placeholder != "" && strings.Contains(text, placeholder) {
			before, after, _ := strings.Cut(text, placeholder)
			at := *c.words[n]
			at.Parts = []syntax.WordPart{lit(c.words[n], before+begins), &syntax.CmdSubst{Left: c.words[n].Pos(), Right: c.words[n].Pos()}, lit(c.words[n], after)}
			c.words[n], used = &at, true
		}
	}
	if !used {
		c.given = []program.Arg{{Value: value, Rest: program.Many}}
	}
	return l.run(c)
}

func lit(w *syntax.Word, text string) syntax.WordPart {
	return &syntax.SglQuoted{Left: w.Pos(), Right: w.End(), Value: text}
}
