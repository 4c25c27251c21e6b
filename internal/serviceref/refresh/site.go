package refresh

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Limits of what is read. AWS's largest page, that of EC2, has less than 4 MB.
const (
	pageTimeout = 30 * time.Second
	maxList     = 1 << 20
	maxPage     = 16 << 20
	maxServices = 2000
)

// site is where pages are read from; none is read from elsewhere.
type site struct {
	client *http.Client
	base   string
}

// listed is a row of AWS's list of services.
type listed struct {
	Service string `json:"service"`
	URL     string `json:"url"`
}

var serviceName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// services reads the list, sorted by name.
func (s site) services(ctx context.Context) ([]listed, error) {
	p, err := s.page(ctx, "/v1/service-list.json", "", maxList)
	if err != nil {
		return nil, err
	}
	var list []listed
	if err := json.Unmarshal(p.body, &list); err != nil {
		return nil, fmt.Errorf("reading the list of services: %w: %w", ErrShape, err)
	}
	slices.SortFunc(list, func(a, b listed) int { return strings.Compare(a.Service, b.Service) })
	for i, l := range list {
		if !serviceName.MatchString(l.Service) || i > 0 && list[i-1].Service == l.Service {
			return nil, fmt.Errorf("reading the list of services: the name %.60q: %w", l.Service, ErrShape)
		}
	}
	if len(list) == 0 || len(list) > maxServices {
		return nil, fmt.Errorf("reading the list of services: %d of them: %w", len(list), ErrShape)
	}
	return list, nil
}

// page is an answer: unchanged if it is what the tag says.
type page struct {
	body      []byte
	tag, date string
	unchanged bool
}

// page reads one page of the site, whatever host the list names for it.
func (s site) page(ctx context.Context, address, tag string, limit int64) (page, error) {
	at, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(at.Path, "/") {
		return page{}, fmt.Errorf("reading the address %.80q: %w", address, ErrShape)
	}
	ctx, stop := context.WithTimeout(ctx, pageTimeout)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(s.base, "/")+at.EscapedPath(), nil)
	if err != nil {
		return page{}, fmt.Errorf("asking for %s: %w", at.Path, err)
	}
	request.Header.Set("User-Agent", "pare")
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return page{}, fmt.Errorf("asking for %s: %w", at.Path, err)
	}
	defer answer.Body.Close()
	p, err := read(answer, limit)
	if err != nil {
		return page{}, fmt.Errorf("reading %s: %w", at.Path, err)
	}
	p.unchanged = tag != "" && answer.StatusCode == http.StatusNotModified
	if !p.unchanged && answer.StatusCode != http.StatusOK {
		return page{}, fmt.Errorf("reading %s: the answer is %s", at.Path, answer.Status)
	}
	return p, nil
}

func read(answer *http.Response, limit int64) (page, error) {
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return page{}, fmt.Errorf("cut off after %d bytes: %w", len(body), err)
	}
	if int64(len(body)) > limit {
		return page{}, fmt.Errorf("longer than %d bytes", limit)
	}
	day, err := dayOf(answer.Header)
	tag := answer.Header.Get("ETag")
	if strings.ContainsAny(tag, "\t\r\n") {
		tag = "" // it is kept as a field of a line
	}
	return page{body: body, tag: tag, date: day}, err
}

// dayOf is the day of a page: when it was last modified, else when it was sent.
func dayOf(header http.Header) (string, error) {
	for _, name := range []string{"Last-Modified", "Date"} {
		if at, err := http.ParseTime(header.Get(name)); err == nil {
			return at.UTC().Format(time.DateOnly), nil
		}
	}
	return "", errors.New("it does not say of which day it is")
}
