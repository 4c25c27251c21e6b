package jvm

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/program"
)

// Format is the parts of a text with the conversions of java.util.Formatter: %s, %1$s, %d, %n, %%. What has a width or a precision, or
// is no text, is any text.
func Format(at program.At, template string, values []program.Expr) (parts []program.Expr) {
	text := func(s string) {
		if s != "" {
			parts = append(parts, &program.Text{At: at, Value: s})
		}
	}
	next := 0
	for {
		before, rest, found := strings.Cut(template, "%")
		text(before)
		if !found || rest == "" {
			return parts
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '%' })
		if end < 0 {
			return parts
		}
		flags, conversion := rest[:end], rest[end]
		template = rest[end+1:]
		switch {
		case conversion == '%':
			text("%")
			continue
		case conversion == 'n':
			text("\n")
			continue
		}
		index, width, explicit := strings.Cut(flags, "$")
		at0 := next
		if explicit {
			position, _ := strconv.Atoi(index)
			at0 = position - 1
		} else {
			width = flags
			next++
		}
		parts = append(parts, conversionOf(at, at0, values, width == "" && (conversion == 's' || conversion == 'd')))
	}
}

func conversionOf(at program.At, position int, values []program.Expr, whole bool) program.Expr {
	if position < 0 || position >= len(values) {
		return &program.Sequence{At: at}
	}
	if whole {
		return values[position]
	}
	return &program.Sequence{At: at, Parts: []program.Expr{values[position]}}
}
