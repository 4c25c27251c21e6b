package locate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findDotNet reads a handler as the runtime does: Assembly::Namespace.Type::Method, or the name of an assembly alone whose program runs.
//
// The assembly is that of a project file: its AssemblyName, else the file's own name. Of several the one counts that lies in the code's
// folder, or that the code's folder is a build of; then those whose folders hold the type. Where none has the name, it is the one project in
// the code's folder. Two candidates are none. The program's folders are those of the project and of all that it refers to.
func findDotNet(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	d := newDotNet(fn, tree, near)
	assembly, typ, method := splitHandler(fn.Handler)
	if assembly == "" {
		return Place{}, "the handler " + quoted(fn.Handler) + " names no assembly"
	}
	candidates := d.named(assembly)
	if typ == "" {
		return d.program(candidates)
	}
	var found []Place
	for _, p := range candidates {
		if place, ok := d.inProject(p, typ, method); ok {
			found = append(found, place)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], ""
	case len(found) > 1:
		return Place{}, "several projects hold " + typ + ", and which one the handler " + quoted(fn.Handler) + " means is not told"
	case len(candidates) > 0:
		return Place{}, "the type " + typ + " of the handler " + quoted(fn.Handler) + " was not found in " + quoted(candidates[0].folder) + " or what it refers to"
	}
	return Place{}, "the project of the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
}

// findDotNetProgram finds the program that the executable of a custom runtime is made of: nothing where the code's folder is of no project.
func findDotNetProgram(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	d := newDotNet(fn, tree, near)
	if assembly, typ, _ := splitHandler(fn.Handler); typ != "" || len(d.named(assembly)) == 1 {
		return findDotNet(fn, tree, near)
	}
	if here := d.ofCode(d.projects); len(here) > 0 {
		return d.program(here)
	}
	return Place{}, ""
}

// dotNetImage is what AWS calls its images for .NET: https://docs.aws.amazon.com/lambda/latest/dg/csharp-image.html
var dotNetImage = regexp.MustCompile(`(?mi)^\s*FROM\s+(?:--platform=\S+\s+)?(?:public\.ecr\.aws/lambda/dotnet|(?:docker\.io/)?amazon/aws-lambda-dotnet)[:@\s]`)

// findDotNetImage finds the code of a container image: its command is the handler, the project is the one beside the Dockerfile, or one of
// those in the folder that the image is built of.
func findDotNetImage(fn *stack.Function, tree source.Tree, command []string) (Place, string) {
	if len(fn.Code.Command) > 0 {
		command = fn.Code.Command
	}
	if len(command) != 1 || strings.Contains(command[0], "$") {
		return Place{}, "the command of the container image names no handler"
	}
	var reason string
	for _, dir := range []string{path.Dir(dockerfile(fn)), fn.Code.Image} {
		built := *fn
		built.Handler, built.Code = command[0], stack.Code{Dir: dir}
		var place Place
		if place, reason = findDotNet(&built, tree, dir); reason == "" {
			place.Language = "csharp"
			return place, ""
		}
	}
	return Place{}, reason
}

// splitHandler is the parts of a handler; a type that Lambda Annotations generated stands for the one that it was made of.
func splitHandler(handler string) (assembly, typ, method string) {
	parts := strings.Split(handler, "::")
	assembly = parts[0]
	if len(parts) != 3 {
		return assembly, "", ""
	}
	typ, method = strings.ReplaceAll(parts[1], "+", "."), parts[2]
	if made, ok := strings.CutSuffix(typ, "_Generated"); ok {
		typ = strings.TrimSuffix(made, "_"+method)
	}
	return assembly, typ, method
}

// dotNet is the projects of a tree, for one function.
type dotNet struct {
	fn       *stack.Function
	tree     source.Tree
	near     string
	projects []project
}

// project is a project file.
type project struct {
	file, folder, assembly string
	refers                 []string // to project files and folders, as paths of the tree
}

func newDotNet(fn *stack.Function, tree source.Tree, near string) *dotNet {
	d := &dotNet{fn: fn, tree: tree, near: near}
	for _, file := range tree.Paths() {
		if strings.HasSuffix(file, ".csproj") {
			if src, err := tree.Read(file); err == nil {
				d.projects = append(d.projects, readProject(file, string(src)))
			}
		}
	}
	return d
}

// Elements of a project file that tell where code is: https://learn.microsoft.com/visualstudio/msbuild/common-msbuild-project-items
var (
	assemblyName = regexp.MustCompile(`<AssemblyName>\s*([A-Za-z0-9_.\-]+)\s*</AssemblyName>`)
	reference    = regexp.MustCompile(`<(?:ProjectReference|Compile)\s+Include="([^"]+)"|<Import\s+Project="([^"]+\.projitems)"`)
)

func readProject(file, src string) project {
	p := project{file: file, folder: path.Dir(file), assembly: strings.TrimSuffix(path.Base(file), ".csproj")}
	if match := assemblyName.FindStringSubmatch(src); match != nil {
		p.assembly = match[1]
	}
	for _, match := range reference.FindAllStringSubmatch(src, -1) {
		included := strings.ReplaceAll(match[1]+match[2], `\`, "/")
		included = strings.TrimPrefix(strings.ReplaceAll(included, "$(MSBuildThisFileDirectory)", ""), "/")
		if to := path.Join(p.folder, included); !strings.Contains(to, "$") && !strings.HasPrefix(to, "..") {
			p.refers = append(p.refers, to)
		}
	}
	return p
}

// named are the projects that make an assembly, as far as the code's folder tells: those that it is of, else all of the name, else the one
// project that it is of.
func (d *dotNet) named(assembly string) []project {
	var all []project
	for _, p := range d.projects {
		if p.assembly == assembly || strings.TrimSuffix(path.Base(p.file), ".csproj") == assembly {
			all = append(all, p)
		}
	}
	if here := d.ofTarget(); len(here) > 0 {
		return here
	}
	if here := d.ofCode(all); len(here) > 0 {
		return here
	}
	if len(all) > 0 {
		return nearest(all, d.near)
	}
	if here := d.ofCode(d.projects); len(here) == 1 {
		return here
	}
	return nil
}

// ofTarget are the projects that the Makefile's target for the function names, in the code's folder.
func (d *dotNet) ofTarget() (kept []project) {
	src, err := d.tree.Read(path.Join(d.fn.Code.Dir, "Makefile"))
	if err != nil || d.fn.ID == "" {
		return nil
	}
	_, target, found := strings.Cut("\n"+string(src), "\nbuild-"+d.fn.ID+":")
	if !found {
		return nil
	}
	target, _, _ = strings.Cut(target, "\nbuild-")
	for _, word := range strings.Fields(target) {
		named := path.Join(d.fn.Code.Dir, strings.Trim(word, `"'`))
		for _, p := range d.projects {
			if p.file == named || p.folder == named && word != "." {
				kept = append(kept, p)
			}
		}
	}
	return slices.CompactFunc(kept, func(a, b project) bool { return a.file == b.file })
}

// ofCode are those of projects that the code's folder is: the project of the folder itself, else those below it, else the one that it
// lies in, as builds do.
func (d *dotNet) ofCode(projects []project) (kept []project) {
	dir := d.fn.Code.Dir
	if dir == "" {
		return nil
	}
	for _, p := range projects {
		if p.folder == dir {
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 {
		return kept
	}
	for _, p := range projects {
		if inFolder(dir, p.file) {
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 {
		return kept
	}
	for _, p := range projects {
		if p.folder != "." && inFolder(p.folder, dir) {
			kept = append(kept, p)
		}
	}
	return kept
}

// nearest are those of projects that lie below the template's folder, if there are any.
func nearest(projects []project, near string) (kept []project) {
	for _, p := range projects {
		if inFolder(near, p.file) {
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 {
		return kept
	}
	return projects
}

// Around are the folders that a file of a language is built with, for code of which no template says that: in .NET those of its project.
func Around(tree source.Tree, language, file string) []string {
	if language != "csharp" {
		return nil
	}
	d := newDotNet(&stack.Function{Code: stack.Code{Dir: path.Dir(file)}}, tree, "")
	best := project{}
	for _, p := range d.projects {
		if inFolder(p.folder, file) && len(p.folder) > len(best.folder) {
			best = p
		}
	}
	if best.file == "" {
		return nil
	}
	return d.folders(best)
}

// folders are where the code of a project and of all that it refers to lies, its own first.
func (d *dotNet) folders(p project) (all []string) {
	waiting := []project{p}
	for len(waiting) > 0 {
		next := waiting[0]
		waiting = waiting[1:]
		if slices.Contains(all, next.folder) {
			continue
		}
		all = append(all, next.folder)
		for _, to := range next.refers {
			waiting = append(waiting, d.referred(to))
		}
	}
	return all
}

// referred is a project, or the folder of other files, that a project refers to.
func (d *dotNet) referred(to string) project {
	for _, p := range d.projects {
		if p.file == to {
			return p
		}
	}
	folder, _, _ := strings.Cut(to, "*")
	if !strings.HasSuffix(folder, "/") {
		folder = path.Dir(folder)
	}
	return project{folder: path.Clean(folder)}
}

// inProject finds a type in the folders of a project: the file of it that has the method, else the first that has the type.
func (d *dotNet) inProject(p project, typ, method string) (Place, bool) {
	folders := d.folders(p)
	name := typ[strings.LastIndexByte(typ, '.')+1:]
	outer := strings.TrimSuffix(typ[:len(typ)-len(name)], ".")
	declares := regexp.MustCompile(`\b(?:class|record|struct)\s+` + regexp.QuoteMeta(name) + `\b`)
	has := regexp.MustCompile(`\b` + regexp.QuoteMeta(method) + `\s*[(<]`)
	best, score := "", 0
	for _, file := range d.sources(folders) {
		src, err := d.tree.Read(file)
		if err != nil || !declares.Match(src) {
			continue
		}
		points := 1
		if outer != "" && regexp.MustCompile(`\bnamespace\s+`+regexp.QuoteMeta(outer)+`\b`).Match(src) {
			points += 2
		}
		if has.Match(src) {
			points++
		}
		if points > score {
			best, score = file, points
		}
	}
	return Place{File: best, Symbol: name + "." + method, Roots: folders}, best != "" && (score > 2 || outer == "" || score > 1)
}

// sources are the C# files below folders, without what builds make.
func (d *dotNet) sources(folders []string) (files []string) {
	for _, file := range d.tree.Paths() {
		if strings.HasSuffix(file, ".cs") && slices.ContainsFunc(folders, func(f string) bool { return inFolder(f, file) }) && !strings.Contains("/"+file, "/obj/") && !strings.Contains("/"+file, "/bin/") {
			files = append(files, file)
		}
	}
	return files
}

// What a program starts with.
var (
	mainMethod = regexp.MustCompile(`\bstatic\s+(?:async\s+)?(?:void|int|Task|Task<int>|System\.Threading\.Tasks\.Task)\s+Main\s*\(`)
	className  = regexp.MustCompile(`\b(?:class|struct)\s+([A-Za-z_][A-Za-z0-9_]*)`)
	// What stands before the statements of a program without a class, and what begins a type or a namespace.
	preamble  = regexp.MustCompile(`(?s)^(?:\s+|\x{FEFF}|//[^\n]*|/\*.*?\*/|#[^\n]*|(?:global\s+)?using\s+(?:static\s+)?[\w.:<>]+(?:\s*=\s*[^;(]+)?;|\[\s*assembly[^\n]*)*`)
	typeFirst = regexp.MustCompile(`^(?:\[|namespace\b|(?:public|internal|sealed|static|partial|abstract|file|readonly|unsafe)\s+|class\b|interface\b|record\b|struct\b|enum\b|delegate\b)`)
)

// program finds where the one program of the candidates starts: its Main, or the file whose statements stand in no class.
func (d *dotNet) program(candidates []project) (Place, string) {
	var found []Place
	for _, p := range candidates {
		folders := d.folders(p)
		if place := d.start(folders[:1]); place.File != "" {
			place.Roots = folders
			found = append(found, place)
		}
	}
	switch len(found) {
	case 0:
		return Place{}, "no program was found whose assembly " + quoted(d.fn.Handler) + " is"
	case 1:
		return found[0], ""
	}
	return Place{}, "which of several programs " + quoted(d.fn.Handler) + " is, is not told"
}

// start is where a program in folders starts.
func (d *dotNet) start(folders []string) (statements Place) {
	for _, file := range d.sources(folders) {
		src, err := d.tree.Read(file)
		if err != nil {
			continue
		}
		text := string(src)
		if at := mainMethod.FindStringIndex(text); at != nil {
			if names := className.FindAllStringSubmatch(text[:at[0]], -1); len(names) > 0 {
				return Place{File: file, Symbol: names[len(names)-1][1] + ".Main"}
			}
		}
		body := text[len(preamble.FindString(text)):]
		if body != "" && !typeFirst.MatchString(body) && (statements.File == "" || path.Base(file) == "Program.cs") {
			statements = Place{File: file}
		}
	}
	return statements
}
