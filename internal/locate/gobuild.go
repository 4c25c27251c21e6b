package locate

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// goBuild is one line of a build that makes an executable.
type goBuild struct {
	target  string // of a Makefile
	folder  string // that it runs in
	output  string // as written; "" where it is not said
	program string // the package or file, as written
}

// ofTarget is the main package that SAM's makefile build of the function makes: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-custom-runtimes.html
func (g *goFinder) ofTarget() string {
	for _, b := range g.builds() {
		if b.target == "build-"+g.fn.ID && !strings.Contains(b.program, "$") {
			if file := g.program(b.folder, b.program); file != "" {
				return file
			}
		}
	}
	return ""
}

// ofBuild is the main package of the line that makes the executable which the template names.
func (g *goFinder) ofBuild() string {
	for _, b := range g.builds() {
		output := path.Join(b.folder, b.output)
		if b.output == "" || strings.HasPrefix(b.output, "$") {
			continue
		}
		for _, wanted := range g.outputs() {
			if stem, ok := matches(output, wanted); ok {
				if file := g.program(b.folder, strings.ReplaceAll(b.program, anyStem, stem)); file != "" {
					return file
				}
			}
		}
	}
	return ""
}

// outputs are where the executable may lie that the template names, the most telling first.
func (g *goFinder) outputs() (all []string) {
	dir := g.fn.Code.Dir
	bare := strings.TrimSuffix(dir, ".zip")
	for _, one := range []string{path.Join(dir, g.fn.Handler), path.Join(g.near, g.fn.Handler), path.Join(bare, g.fn.Handler), path.Join(bare, "bootstrap"), bare} {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// program is the main package that a build names: a file, a folder, or the folder that it runs in.
func (g *goFinder) program(folder, program string) string {
	at := path.Join(folder, program)
	if strings.HasSuffix(program, ".go") {
		if g.isMain(at) {
			return at
		}
		at = path.Dir(at)
	}
	return g.mainIn(at)
}

// anyStem stands in a line of a build for what is filled in when it runs.
const anyStem = "%"

// matches says that an output is the wanted one, and what is to be filled in.
func matches(output, wanted string) (stem string, ok bool) {
	before, after, open := strings.Cut(output, anyStem)
	if !open {
		return "", output == wanted
	}
	rest, ok := strings.CutPrefix(wanted, before)
	if !ok {
		return "", false
	}
	first, more, twice := strings.Cut(after, anyStem) // the same thing once more: bin/%/%
	if twice {
		half := (len(rest) - len(first) - len(more)) / 2
		if half <= 0 || half > len(rest) {
			return "", false
		}
		stem = rest[:half]
		return stem, rest == stem+first+stem+more
	}
	stem, ok = strings.CutSuffix(rest, after)
	return stem, ok && stem != "" && !strings.Contains(stem, "/")
}

// builds are the lines that build Go programs in the folders between the template, or the code, and the root.
func (g *goFinder) builds() []goBuild {
	if g.lines != nil {
		return g.lines
	}
	g.lines = []goBuild{}
	for _, file := range g.tree.Paths() {
		if !isBuild(path.Base(file)) || !g.isAround(path.Dir(file)) {
			continue
		}
		if src, err := g.tree.Read(file); err == nil {
			g.lines = append(g.lines, goBuilds(path.Dir(file), string(src))...)
		}
	}
	return g.lines
}

func isBuild(name string) bool {
	switch name {
	case "Makefile", "makefile", "GNUmakefile", "package.json", "Taskfile.yml", "Taskfile.yaml", "buildspec.yml", "buildspec.yaml", "justfile":
		return true
	}
	return strings.HasSuffix(name, ".sh") || strings.HasSuffix(name, ".mk")
}

// isAround says that a folder, or the one around it where it holds scripts, is the template's or the code's or one that these lie in.
func (g *goFinder) isAround(folder string) bool {
	if base := path.Base(folder); base == "scripts" || base == "script" || base == "bin" || base == "build" {
		folder = path.Dir(folder)
	}
	return folder == g.near || inFolder(folder, g.near+"/x") || folder == g.fn.Code.Dir || inFolder(folder, g.fn.Code.Dir)
}

var (
	makeTarget  = regexp.MustCompile(`^([^\s:#=]+)\s*:([^=]|$)\s*(\S*)`)
	filledIn    = regexp.MustCompile(`\$+\*|\$+\([^()]*\)|\$+\{[^{}]*\}|\$+[A-Za-z_]\w*`)
	changeOfDir = regexp.MustCompile(`\bcd\s+(\S+)\s*(&&|;)`)
	goBuildLine = regexp.MustCompile(`\bgo"?\)?\}?\s+build\b([^&;|\n]*)`)
)

// goBuilds reads the lines of a build. The target of a Makefile stands for $@, what it is made of for $<.
func goBuilds(folder, src string) (all []goBuild) {
	target, first := "", ""
	for line := range strings.Lines(continued.ReplaceAllString(src, " ")) {
		if m := makeTarget.FindStringSubmatch(line); m != nil && !strings.Contains(line, "go build") {
			target = m[1]
			words := strings.Fields(strings.SplitN(line, ":", 2)[1])
			first = ""
			if len(words) > 0 {
				first = words[0]
			}
		}
		line = strings.NewReplacer("$@", target, "$<", first, "$(GO)", "go", "${GO}", "go").Replace(line)
		for _, m := range goBuildLine.FindAllStringSubmatchIndex(line, -1) {
			b := goBuild{target: target, folder: folder}
			if cd := changeOfDir.FindStringSubmatch(line[:m[0]]); cd != nil {
				b.folder = path.Join(folder, stemmed(cd[1]))
			}
			b.read(line[m[2]:m[3]])
			all = append(all, b)
		}
	}
	return all
}

// read reads the arguments of go build.
func (b *goBuild) read(arguments string) {
	words := strings.Fields(strings.NewReplacer(`"`, " ", `'`, " ", `,`, " ").Replace(filledIn.ReplaceAllStringFunc(arguments, noSpace)))
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case word == "-o" && i+1 < len(words):
			i++
			b.output = stemmed(words[i])
		case strings.HasPrefix(word, "-o="):
			b.output = stemmed(strings.TrimPrefix(word, "-o="))
		case strings.HasPrefix(word, "-"):
			if slices.Contains([]string{"-ldflags", "-tags", "-gcflags", "-asmflags", "-mod", "-p", "-buildmode", "-C"}, word) {
				i++
			}
		case strings.HasPrefix(word, "./"), strings.HasSuffix(word, ".go"), strings.Contains(word, "/"), word == ".":
			b.program = stemmed(word)
		}
	}
}

// noSpace keeps what is filled in one word.
func noSpace(filled string) string { return strings.ReplaceAll(filled, " ", "") }

// stemmed writes what is filled in as one sign, but for SAM's folder of artifacts.
func stemmed(word string) string {
	return filledIn.ReplaceAllStringFunc(word, func(filled string) string {
		if strings.Contains(filled, "ARTIFACTS_DIR") {
			return "$"
		}
		return anyStem
	})
}
