package shell

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/program"
)

// filter lowers programs that write what they are given or what they read, as far as that can be followed.
func (l *lowerer) filter(c call, name string) (x program.Expr, done bool) {
	switch name {
	case "echo":
		for len(c.texts) > 1 && (c.texts[1] == "-n" || c.texts[1] == "-e" || c.texts[1] == "-E" || c.texts[1] == "-ne") {
			c = c.behind(1)
		}
		return l.spaced(c), true
	case "printf":
		return l.printf(c), true
	case "cat", "tee", "sort", "uniq", "head", "tail":
		if l.input != nil {
			return l.input, true
		}
		return l.unknown(c.node, l.words(c.words[1:])...), true
	case "jq":
		return l.jq(c), true
	case "cut":
		return l.cut(c), true
	case "tr":
		return l.tr(c), true
	case "sed", "awk", "grep", "egrep", "base64", "envsubst", "basename", "dirname", "date", "wc", "perl", "rev":
		return l.unknown(c.node, append(l.words(c.words[1:]), l.input)...), true
	}
	return nil, false
}

// spaced is the words behind the first with spaces between them.
func (l *lowerer) spaced(c call) program.Expr {
	if len(c.words) == 2 {
		return l.word(c.words[1])
	}
	build := &program.Build{At: l.at(c.node)}
	for i, w := range c.words[1:] {
		if i > 0 {
			build.Parts = append(build.Parts, &program.Text{At: l.at(w), Value: " "})
		}
		build.Parts = append(build.Parts, l.word(w))
	}
	return build
}

// printf fills the %s of a template that is known.
func (l *lowerer) printf(c call) program.Expr {
	if len(c.words) > 2 && c.texts[1] == "-v" {
		l.assign(c.node, c.texts[2], l.printf(c.behind(2)), false)
		return nil
	}
	if len(c.words) < 2 || c.texts[1] == "" {
		return l.unknown(c.node, l.words(c.words[1:])...)
	}
	build := &program.Build{At: l.at(c.node)}
	args := c.words[2:]
	pieces := strings.Split(strings.TrimSuffix(c.texts[1], `\n`), "%")
	for i, piece := range pieces {
		if i > 0 && piece != "" && (piece[0] == 's' || piece[0] == 'd') && len(args) > 0 {
			build.Parts = append(build.Parts, l.word(args[0]))
			args, piece = args[1:], piece[1:]
		} else if i > 0 {
			return l.unknown(c.node, l.words(c.words[1:])...)
		}
		if piece != "" {
			build.Parts = append(build.Parts, &program.Text{At: l.at(c.node), Value: piece})
		}
	}
	return build
}

// jqStep is a step of a path that jq follows.
var jqStep = regexp.MustCompile(`^\.?(?:([A-Za-z_]\w*)|"([^"]+)"|\[(\d+|"[^"]+")?\])`)

// jq follows a plain path through what it reads.
func (l *lowerer) jq(c call) program.Expr {
	path := ""
	for _, text := range c.texts[1:] {
		if !strings.HasPrefix(text, "-") {
			path = text
			break
		}
	}
	x := l.input
	if x == nil || !strings.HasPrefix(path, ".") {
		return l.unknown(c.node, append(l.words(c.words[1:]), l.input)...)
	}
	for path != "" && path != "." {
		m := jqStep.FindStringSubmatch(path)
		if m == nil {
			return l.unknown(c.node, x)
		}
		path = path[len(m[0]):]
		var key program.Expr = &program.Constant{At: l.at(c.node), Kind: program.Number, Digits: "0"}
		if name := strings.Trim(m[1]+m[2]+m[3], `"`); name != "" && strings.Trim(name, "0123456789") != "" {
			key = &program.Text{At: l.at(c.node), Value: name}
		}
		x = &program.Index{At: l.at(c.node), X: x, Key: key}
	}
	return x
}

// cut takes one field of what it reads.
func (l *lowerer) cut(c call) program.Expr {
	separator, field := "\t", 0
	for n := 1; n < len(c.texts); n++ {
		option, value := c.texts[n], ""
		if len(option) > 2 {
			value = option[2:]
		} else if n+1 < len(c.texts) {
			value = c.texts[n+1]
		}
		switch {
		case strings.HasPrefix(option, "-d"):
			separator = value
		case strings.HasPrefix(option, "-f"):
			field, _ = strconv.Atoi(value) // a range: none
		}
	}
	if l.input == nil || field < 1 || separator == "" {
		return l.unknown(c.node, l.input)
	}
	split := l.native(c.node, "cut", l.input, &program.Text{At: l.at(c.node), Value: separator})
	return &program.Index{At: l.at(c.node), X: split, Key: &program.Constant{At: l.at(c.node), Kind: program.Number, Digits: strconv.Itoa(field - 1)}}
}

func (l *lowerer) tr(c call) program.Expr {
	if l.input == nil || len(c.texts) < 3 {
		return l.unknown(c.node, l.input)
	}
	switch strings.Join(c.texts[1:3], " ") {
	case "[:upper:] [:lower:]", "A-Z a-z":
		return l.native(c.node, "lower", l.input)
	case "[:lower:] [:upper:]", "a-z A-Z":
		return l.native(c.node, "upper", l.input)
	case `-d "`, `-d \n`, "-d \n", `-d \"`:
		return l.input
	}
	return l.unknown(c.node, l.input)
}
