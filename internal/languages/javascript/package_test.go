package javascript

import "testing"

func TestPackageOf(t *testing.T) {
	for path, want := range map[string]string{
		"lodash.get":                         "lodash",
		"lodash/get()":                       "lodash",
		"@scope/name/deep.member()":          "@scope/name",
		"@scope":                             "@scope",
		"/opt/nodejs/util.member().other":    "/opt/nodejs/util",
		"/common/view.Board().items.forEach": "/common/view",
		"/opt/nodejs/util":                   "/opt/nodejs/util",
	} {
		if got := packageOf(path); got != want {
			t.Errorf("packageOf(%s) is %s, want %s", path, got, want)
		}
	}
}
