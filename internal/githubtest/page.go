package githubtest

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// GitHub's own sizes of a page.
const (
	defaultPerPage = 30
	maxPerPage     = 100
)

// page cuts one page out of a list and links to its neighbours. Wrap, where it is not nil, puts the page into an object.
func page[T any](c *call, all []T, show func(T) object, wrap func([]object) any) answer {
	query := c.r.URL.Query()
	per := clamp(query.Get("per_page"), defaultPerPage, maxPerPage)
	number := clamp(query.Get("page"), 1, 1<<30)
	last := max((len(all)+per-1)/per, 1)
	from := min((number-1)*per, len(all))
	items := make([]object, 0, per)
	for _, v := range all[from:min(from+per, len(all))] {
		items = append(items, show(v))
	}
	a := ok(items)
	if wrap != nil {
		a = ok(wrap(items))
	}
	if link := c.links(number, last); link != "" {
		a.set("Link", link)
	}
	return a
}

func clamp(text string, missing, most int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return missing
	}
	return min(n, most)
}

// links is the Link header: prev and first, next and last, where there are such.
func (c *call) links(number, last int) string {
	var list []string
	add := func(page int, rel string) {
		u := url.URL{Scheme: "http", Host: c.r.Host, Path: c.r.URL.Path}
		if c.r.TLS != nil {
			u.Scheme = "https"
		}
		q := c.r.URL.Query()
		q.Set("page", strconv.Itoa(page))
		u.RawQuery = q.Encode()
		list = append(list, fmt.Sprintf(`<%s>; rel="%s"`, u.String(), rel))
	}
	if number > 1 {
		add(number-1, "prev")
	}
	if number < last {
		add(number+1, "next")
		add(last, "last")
	}
	if number > 1 {
		add(1, "first")
	}
	return strings.Join(list, ", ")
}
