package locate

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// ofArchive is the one file that ends in suffix and lies where an archive is named after: deploy/users_show.zip is made of users/show, or of
// users_show, below the template's folder or else anywhere, but not beside another template. It is "" where the code is no archive, where no
// folder has its name, and where several have.
func ofArchive(tree source.Tree, near, archive, suffix string) string {
	stem, ok := strings.CutSuffix(path.Base(archive), ".zip")
	if !ok {
		return ""
	}
	for _, root := range []string{near, "."} {
		var found []string
		for _, file := range tree.Paths() {
			folder, ends := strings.CutSuffix("/"+file, "/"+suffix)
			if ends && inFolder(root, file) && !built(file) && namedAfter(stem, folder) && !others(tree, file, near) {
				found = append(found, file)
			}
		}
		if len(found) > 0 {
			return single(found)
		}
	}
	return ""
}

// single is what a list holds, where that is one thing.
func single(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return ""
}

// namedAfter says that the last steps of a folder's path make a name, joined by what names of files may have.
func namedAfter(name, folder string) bool {
	steps := strings.Split(folder, "/")
	for i := range steps {
		for _, between := range []string{"_", "-", "."} {
			if strings.EqualFold(strings.Join(steps[i:], between), name) {
				return true
			}
		}
	}
	return false
}
