package locate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findJVM reads a handler as the runtime does: package.Class::method, or package.Class, whose method is handleRequest. A class within another
// one is written with a dollar.
//
// The file of the class is the one whose path ends in the package's folders and the class's name, in either language; else one that says
// that it is of the package and defines the class. Of several the one counts that lies in the code's module, then the one nearest to the
// code or the template. A module is the folder above src; an archive that a build makes (target/x.jar, build/distributions/x.zip) stands for
// the module that it is built from. Handlers of frameworks stand for the one class of the module that the framework would call.
//
// Names are looked up in the module's own sources, then in those of the modules that its build file names.
func findJVM(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	j := newJVM(fn, tree, near)
	class, method := splitJVM(fn.Handler)
	if class == "" {
		return Place{}, "the handler " + quoted(fn.Handler) + " names no class"
	}
	if f, ok := frameworkOf(class); ok {
		return j.framework(f)
	}
	files := j.nearest(j.filesOf(class))
	switch {
	case len(files) == 0:
		return Place{}, "the class of the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
	case len(files) > 1:
		return Place{}, "several files define the class of the handler " + quoted(fn.Handler) + ": " + strings.Join(files[:2], ", ")
	}
	return j.place(files[0], class, method), ""
}

// splitJVM is the class and the method of a handler.
func splitJVM(handler string) (class, method string) {
	class, method, found := strings.Cut(handler, "::")
	if !found {
		method = "handleRequest"
	}
	if i := strings.LastIndexByte(class, '.'); class == "" || i == len(class)-1 || strings.ContainsAny(class, " /${") && !strings.Contains(class, "$") {
		return "", ""
	}
	return strings.ReplaceAll(class, "$", "."), method
}

// jvm looks for the code of one function.
type jvm struct {
	fn    *stack.Function
	tree  source.Tree
	near  string
	files []string // sources of the repository's own, without tests
}

func newJVM(fn *stack.Function, tree source.Tree, near string) *jvm {
	j := &jvm{fn: fn, tree: tree, near: near}
	for _, file := range tree.Paths() {
		if isJVM(file) {
			j.files = append(j.files, file)
		}
	}
	return j
}

// isJVM says that a file is a source in Java or Kotlin, and no test.
func isJVM(file string) bool {
	if !strings.HasSuffix(file, ".java") && !strings.HasSuffix(file, ".kt") {
		return false
	}
	for _, folder := range strings.Split(path.Dir(file), "/") {
		switch folder {
		case "test", "androidTest", "integrationTest", "testFixtures", "build", "target", ".aws-sam", "node_modules":
			return false
		}
	}
	return true
}

// outer is the package and the outermost class of a class's name.
func outer(class string) (pkg, name string) {
	steps := strings.Split(class, ".")
	for n, step := range steps {
		if step != "" && step[0] >= 'A' && step[0] <= 'Z' {
			return strings.Join(steps[:n], "."), step
		}
	}
	return strings.Join(steps[:len(steps)-1], "."), steps[len(steps)-1]
}

// filesOf are the files that may define a class.
func (j *jvm) filesOf(class string) (found []string) {
	pkg, name := outer(class)
	stem := path.Join(strings.ReplaceAll(pkg, ".", "/"), strings.TrimSuffix(name, "Kt"))
	for _, file := range j.files {
		if base := strings.TrimSuffix(file, path.Ext(file)); base == stem || strings.HasSuffix(base, "/"+stem) {
			if j.defines(file, pkg, name) {
				found = append(found, file)
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, file := range j.files {
		if j.defines(file, pkg, name) {
			found = append(found, file)
		}
	}
	return found
}

var (
	jvmPackage = regexp.MustCompile(`(?m)^\s*package\s+([\w.]+)`)
	jvmClass   = regexp.MustCompile(`\b(?:class|interface|object|enum|record)\s+(\w+)`)
)

// defines says that a file is of a package and has a class, or is a Kotlin file whose functions Java sees as that class's.
func (j *jvm) defines(file, pkg, name string) bool {
	src, err := j.tree.Read(file)
	if err != nil {
		return false
	}
	m := jvmPackage.FindSubmatch(src)
	if m == nil && pkg != "" || m != nil && string(m[1]) != pkg {
		return false
	}
	if strings.HasSuffix(file, "/"+strings.TrimSuffix(name, "Kt")+".kt") && strings.HasSuffix(name, "Kt") {
		return true
	}
	return slices.ContainsFunc(jvmClass.FindAllSubmatch(src, -1), func(m [][]byte) bool { return string(m[1]) == name })
}

// nearest are the files that lie in the code's module, else those that lie nearest to it.
func (j *jvm) nearest(files []string) []string {
	for _, folder := range []string{moduleOf(j.fn.Code.Dir), j.near} {
		for at := folder; len(files) > 1 && folder != ""; at = path.Dir(at) {
			var within []string
			for _, file := range files {
				if inFolder(at, file) {
					within = append(within, file)
				}
			}
			if len(within) > 0 {
				files = within
				break
			}
			if at == "." {
				break
			}
		}
	}
	return files
}

// moduleOf is the folder of the module that a path lies in, or that what it names is built from.
func moduleOf(dir string) string {
	steps := strings.Split(dir, "/")
	for n, step := range steps {
		if step == "target" || step == "build" || step == "src" || step == "out" {
			return path.Join(append([]string{"."}, steps[:n]...)...)
		}
	}
	return dir
}

// place is where the code of a class begins. A method that the class has not is one of a framework's: then all of its own may run.
func (j *jvm) place(file, class, method string) Place {
	pkg, _ := outer(class)
	p := Place{Language: "java", File: file, Roots: j.roots(file, pkg)}
	if strings.HasSuffix(file, ".kt") {
		p.Language = "kotlin"
	}
	p.Symbol = strings.TrimPrefix(strings.TrimPrefix(class, pkg), ".") + "." + method
	src, _ := j.tree.Read(file)
	text := string(src)
	for _, called := range []string{method, "execute", "apply", "accept"} {
		if strings.Contains(text, " "+called+"(") {
			p.Symbol = strings.TrimSuffix(p.Symbol, method) + called
			return p
		}
	}
	if !extends.MatchString(text) {
		return p
	}
	if base := j.base(text, p.Roots); base != "" { // it inherits the method from a class of the repository
		return p
	}
	p.Symbol = "*"
	return p
}

var extends = regexp.MustCompile(`\b(?:class|object)\s+\w+[^{]*?(?:extends\s+|:\s*)(\w+)`)

// base is the file of the class that the first class of a text extends, if it is in the repository.
func (j *jvm) base(text string, roots []string) string {
	name := extends.FindStringSubmatch(text)[1]
	for _, file := range j.files {
		if strings.TrimSuffix(path.Base(file), path.Ext(file)) == name && slices.ContainsFunc(roots, func(root string) bool { return inFolder(root, file) }) {
			return file
		}
	}
	return ""
}

// roots are the folders in which packages begin: the file's own, those of its module, and those of the modules that the build names.
func (j *jvm) roots(file, pkg string) []string {
	own := path.Dir(file)
	if before, ok := strings.CutSuffix(own, strings.ReplaceAll(pkg, ".", "/")); ok && pkg != "" {
		own = path.Clean(before + ".")
	} else if i := strings.Index(file, "/src/main/"); i >= 0 {
		steps := strings.SplitN(file[i+len("/src/main/"):], "/", 2)
		own = path.Join(file[:i], "src/main", steps[0])
	}
	roots := []string{own}
	for _, module := range j.modules(moduleOf(own)) {
		for _, folder := range []string{"src/main/java", "src/main/kotlin", "src/main/scala", "src/java", "src/kotlin", "target/generated-sources/annotations"} {
			root := path.Join(module, folder)
			if !slices.Contains(roots, root) && slices.ContainsFunc(j.files, func(f string) bool { return inFolder(root, f) }) {
				roots = append(roots, root)
			}
		}
	}
	return roots
}

// modules are a module and those that its build file names, and theirs: by the name of their folders, or by what their own build files call them.
func (j *jvm) modules(own string) []string {
	all := j.everyModule()
	found := []string{own}
	for n := 0; n < len(found); n++ {
		build := j.build(found[n])
		for _, other := range all {
			if !slices.Contains(found, other) && other != "." && build != "" && names(build, other, j.build(other)) {
				found = append(found, other)
			}
		}
	}
	return found
}

// everyModule is the folders that have sources below src/main.
func (j *jvm) everyModule() (modules []string) {
	for _, file := range j.files {
		folder, _, ok := strings.Cut(file, "/src/main/")
		if strings.HasPrefix(file, "src/main/") {
			folder, ok = ".", true
		}
		if ok && !slices.Contains(modules, folder) {
			modules = append(modules, folder)
		}
	}
	return modules
}

// build is the text of a module's build file.
func (j *jvm) build(module string) string {
	for _, name := range []string{"build.gradle.kts", "build.gradle", "pom.xml"} {
		if src, err := j.tree.Read(path.Join(module, name)); err == nil {
			return string(src)
		}
	}
	return ""
}

var (
	artifact      = regexp.MustCompile(`<artifactId>\s*([^<\s]+)\s*</artifactId>`)
	parentPOM     = regexp.MustCompile(`(?s)<parent>.*?</parent>`)
	dependencyPOM = regexp.MustCompile(`(?s)<dependency>.*?</dependency>`)
)

// names says that a build file depends on a module: Gradle by its path or by the artifact that it is published as, Maven by its artifact.
func names(build, module, moduleBuild string) bool {
	if !strings.Contains(build, "<project") {
		colon := ":" + strings.ReplaceAll(module, "/", ":")
		base := ":" + path.Base(module)
		for _, quote := range []string{`"`, `'`} {
			if strings.Contains(build, quote+colon+quote) || strings.Contains(build, quote+base+quote) || strings.Contains(build, base+quote) || strings.Contains(build, base+":") {
				return true
			}
		}
		return strings.Contains(build, "projects."+strings.ReplaceAll(path.Base(module), "-", ""))
	}
	own := artifact.FindStringSubmatch(parentPOM.ReplaceAllString(moduleBuild, ""))
	if own == nil {
		return false
	}
	for _, dependency := range dependencyPOM.FindAllString(build, -1) {
		if m := artifact.FindStringSubmatch(dependency); m != nil && m[1] == own[1] {
			return true
		}
	}
	return false
}
