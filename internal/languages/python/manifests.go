package python

import (
	"path"
	"regexp"
	"strings"
)

// declares says that the project takes a package from the public index that has the name of a module or of one in it.
func (l *Language) declares(name string) bool {
	l.readManifests()
	whole := ""
	for part := range strings.SplitSeq(strings.ReplaceAll(name, "()", ""), ".") {
		whole = strings.TrimPrefix(whole+"-"+normalised(part), "-")
		for _, spelt := range []string{whole, "python-" + whole, whole + "-python", "py" + whole, "py-" + whole, whole + "-py", whole + "-sdk"} {
			if l.declared[spelt] {
				return true
			}
		}
	}
	return false
}

var separators = regexp.MustCompile(`[-_.]+`)

// normalised is a package's name as the index compares it.
func normalised(name string) string { return strings.ToLower(separators.ReplaceAllString(name, "-")) }

// readManifests notes what files of the code's folders, of those around them and of the project ask for: packages of the public index, and
// folders of this repository.
func (l *Language) readManifests() {
	if l.declared != nil {
		return
	}
	l.declared = make(map[string]bool)
	if len(l.roots) == 0 {
		return
	}
	for _, file := range l.tree.Paths() {
		read := manifest(file)
		if read == nil || !l.concerns(path.Dir(file)) {
			continue
		}
		src, err := l.tree.Read(file)
		if err != nil {
			continue
		}
		for _, name := range read(string(src)) {
			l.declared[normalised(name)] = true
		}
		for _, match := range localPath.FindAllStringSubmatch(string(src), -1) {
			l.noteLocal(path.Dir(file), match[1]+match[2])
		}
	}
}

// localPath is a package that is taken from a folder: a line of a requirements file, or a path of a table.
var localPath = regexp.MustCompile(`(?m)^(?:-e |--editable )?(\.{1,2}/[^\s;#\[]+)|\bpath\s*=\s*["'](\.{1,2}/[^"'\n]+)["']`)

// noteLocal finds the folder that a manifest names by a path: from its own folder, or from one around it, where a build may run.
func (l *Language) noteLocal(from, named string) {
	for {
		if folder := path.Join(from, named); l.folders[folder] {
			l.local = append(l.local, folder, path.Join(folder, "src"))
			return
		}
		if from == "." {
			return
		}
		from = path.Dir(from)
	}
}

// concerns says that what a folder asks for may be there when the code runs.
func (l *Language) concerns(folder string) bool {
	if base := l.projects()[0]; folder == base || within(folder, base) {
		return true
	}
	for _, root := range l.roots {
		if folder == root || within(root, folder) || within(folder, root) {
			return true
		}
	}
	return false
}

// manifest is what reads the packages that a file asks for; nil where it is no such file.
func manifest(file string) func(src string) []string {
	switch name := path.Base(file); {
	case name == "Pipfile", name == "pyproject.toml":
		return tables
	case name == "setup.py", name == "setup.cfg":
		return tables
	case path.Ext(name) == ".txt" && (strings.Contains(name, "requirements") || path.Base(path.Dir(file)) == "requirements"):
		return requirements
	}
	return nil
}

// requirement is a package's name at the start of what asks for it.
var requirement = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*`)

// indexed is the package that a requirement asks the public index for; "" where it is at an address, or none.
func indexed(text string) string {
	if strings.Contains(text, "://") || strings.Contains(text, "@") {
		return ""
	}
	return requirement.FindString(text)
}

// publicIndex says that a line that names an index, or another place of packages, names the public one.
func publicIndex(line string) bool { return strings.Contains(line, "pypi.org") }

// requirements reads pip's format, a requirement a line. Where packages may come from another index than the public one, it tells nothing.
func requirements(src string) (names []string) {
	for line := range strings.Lines(src) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), " #")
		if strings.HasPrefix(line, "-") {
			if (strings.Contains(line, "index-url") || strings.HasPrefix(line, "-i") || strings.Contains(line, "find-links")) && !publicIndex(line) {
				return nil
			}
			continue
		}
		if name := indexed(line); name != "" {
			names = append(names, name)
		}
	}
	return names
}

var (
	header        = regexp.MustCompile(`^\[+([^\]]*)\]+$`)
	quotedIn      = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	elsewhereKeys = regexp.MustCompile(`\b(path|git|url|file|workspace|index|source|editable)\s*=`)
)

// tables reads the formats that have sections, and setup.py: entries "name = version" of sections of dependencies, strings in lists of
// dependencies, and lines below install_requires. Where packages may come from another index than the public one, it tells nothing.
func tables(src string) (names []string) {
	section, list, below := "", false, false
	ours := make(map[string]bool)
	for line := range strings.Lines(src) {
		text := strings.TrimSpace(line)
		if h := header.FindStringSubmatch(text); h != nil && !list {
			section, below = strings.TrimSpace(h[1]), false
			continue
		}
		key, value, assigned := strings.Cut(text, "=")
		key = strings.Trim(strings.TrimSpace(key), `"'`)
		switch {
		case text == "" || text[0] == '#':
		case section == "source" || section == "tool.poetry.source" || section == "tool.uv.index":
			if key == "url" && !publicIndex(text) {
				return nil
			}
		case section == "tool.uv.sources":
			ours[normalised(key)] = true
		case below && line != strings.TrimLeft(line, " \t"):
			names = append(names, indexed(text))
		case list || assigned && asks(section, key) && strings.Contains(value, "["):
			if !list {
				text = value
			}
			for _, quoted := range quotedIn.FindAllString(text, -1) {
				names = append(names, indexed(quoted[1:len(quoted)-1]))
			}
			list = !strings.Contains(quotedIn.ReplaceAllString(text, ""), "]")
		case assigned && (strings.HasSuffix(section, "packages") || strings.HasSuffix(section, "dependencies")) && !elsewhereKeys.MatchString(value):
			names = append(names, indexed(key))
		default:
			below = key == "install_requires"
		}
	}
	return without(names, ours)
}

// asks says that a key of a section lists packages.
func asks(section, key string) bool {
	return strings.HasSuffix(key, "dependencies") || strings.HasSuffix(key, "_requires") || section == "project.optional-dependencies" || section == "dependency-groups"
}

func without(names []string, ours map[string]bool) (kept []string) {
	for _, name := range names {
		if name != "" && !ours[normalised(name)] {
			kept = append(kept, name)
		}
	}
	return kept
}
