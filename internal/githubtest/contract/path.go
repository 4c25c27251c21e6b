package contract

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/routers"
)

// find matches a path with the description's templates. A name may hold slashes where it is the last one (a ref, a path); a template with fewer
// names is the better match (issues/comments/{id} before issues/{n}/comments).
func (j *judge) find(r *http.Request) (route *routers.Route, values map[string]string) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/api/v3")
	for template, item := range j.doc.Paths.Map() {
		op := item.GetOperation(r.Method)
		found := match(template, path)
		if op == nil || found == nil || route != nil && !better(template, route.Path) {
			continue
		}
		route, values = &routers.Route{Spec: j.doc, Path: template, PathItem: item, Method: r.Method, Operation: op}, found
	}
	return route, values
}

// better prefers templates without a greedy match, then those with more literal letters.
func better(a, b string) bool {
	if x, y := strings.Count(a, "/"), strings.Count(b, "/"); x != y {
		return x > y
	}
	return strings.Count(a, "{") < strings.Count(b, "{")
}

// match fills a template's names, nil where the path does not fit.
func match(template, path string) map[string]string {
	wants, has := strings.Split(template, "/"), strings.Split(path, "/")
	last := wants[len(wants)-1]
	if greedy := last == "{path}" || last == "{ref}" || last == "{basehead}" || last == "{branch}"; greedy && len(has) > len(wants) {
		has = append(has[:len(wants)-1:len(wants)-1], strings.Join(has[len(wants)-1:], "/"))
	}
	if len(wants) != len(has) {
		return nil
	}
	values := make(map[string]string)
	for i, want := range wants {
		value, err := url.PathUnescape(has[i])
		if err != nil {
			return nil
		}
		if name, variable := strings.CutPrefix(want, "{"); variable {
			values[strings.TrimSuffix(name, "}")] = value
		} else if value != want {
			return nil
		}
	}
	return values
}
