package locate

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findImage finds the handler of a function that is a container image whose Dockerfile is in the repository and which is built on one of
// AWS's images: its command is the handler, what it copies into the task's folder is the code. What it copies from elsewhere is not there,
// and then neither is a module that the code imports from it.
func findImage(fn *stack.Function, tree source.Tree) (Place, string) {
	const unread = "code in a container image is not read yet"
	src, err := tree.Read(dockerfile(fn))
	if err != nil {
		return Place{}, unread
	}
	image, reason := readImage(string(src))
	if dotNetImage.Match(src) {
		return findDotNetImage(fn, tree, image.command)
	}
	handler := image.command
	if len(fn.Code.Command) > 0 {
		handler = fn.Code.Command
	}
	if image.family != "" && len(handler) == 1 {
		return image.built(fn, tree, handler[0])
	}
	if reason != "" {
		return Place{}, unread + ": " + reason
	}
	if len(handler) != 1 || !strings.Contains(handler[0], ".") || strings.Contains(handler[0], "$") {
		return Place{}, unread + ": its command names no function of a module"
	}
	dot := strings.LastIndexByte(handler[0], '.')
	module := strings.ReplaceAll(handler[0][:dot], ".", "/")
	file, roots := image.code(tree, fn.Code.Image, module)
	if file == "" {
		return Place{}, unread + ": the handler " + quoted(handler[0]) + " is not among the files that it copies"
	}
	return Place{Language: "python", File: file, Symbol: handler[0][dot+1:], Roots: roots}, ""
}

func dockerfile(fn *stack.Function) string {
	return path.Join(fn.Code.Image, cmp.Or(fn.Code.Dockerfile, "Dockerfile"))
}

// built finds the code of an image for another language than Python as that of a function whose code is what the image copies, what lies
// beside its Dockerfile, or its context.
func (m image) built(fn *stack.Function, tree source.Tree, handler string) (Place, string) {
	built := *fn
	built.Runtime, built.Handler = m.family, handler
	for _, dir := range append(m.folders(tree, fn.Code.Image), path.Dir(dockerfile(fn)), fn.Code.Image) {
		built.Code = stack.Code{Dir: dir, Span: fn.Code.Span}
		if place, reason := find(&built, tree, dir); reason == "" {
			return place, ""
		}
	}
	return Place{}, "code in a container image is not read yet: the handler " + quoted(handler) + " is not among the files that it copies"
}

// folders are those that an image copies into the task's folder, or copies files of.
func (m image) folders(tree source.Tree, context string) (dirs []string) {
	for _, c := range m.copies {
		if !strings.HasPrefix(c.to, taskFolder) || c.from == ".." || strings.HasPrefix(c.from, "../") {
			continue
		}
		dir := path.Join(context, c.from)
		if tree.Hash(dir) != "" || strings.Contains(c.from, "*") {
			dir = path.Dir(dir)
		}
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// code is the file of a module among what an image copies, and the folders that stand for the task's folder: those that are copied whole
// before those of which only some files are.
func (m image) code(tree source.Tree, context, module string) (file string, roots []string) {
	var whole, partial []string
	for _, c := range m.copies {
		below, inTask := strings.CutPrefix(c.to, taskFolder)
		if below = strings.TrimPrefix(below, "/"); !inTask || c.from == ".." || strings.HasPrefix(c.from, "../") {
			continue
		}
		from := path.Join(context, c.from)
		root, some := path.Dir(from), tree.Hash(from) != "" || strings.Contains(c.from, "*")
		switch {
		case strings.Contains(c.from, "*") && path.Base(c.from) != "*" && path.Base(c.from) != "*.py", some && !strings.Contains(c.from, "*") && path.Ext(from) != ".py":
			continue // no code, or too little to tell
		case some && below != "" && below != path.Base(from): // into a folder of the task's
			if root = strings.TrimSuffix(root, "/"+below); root == path.Dir(from) {
				continue
			}
		case some:
		case below == "":
			root = from
		case from == below || strings.HasSuffix(from, "/"+below):
			root = path.Clean(strings.TrimSuffix(from, below) + ".")
		default:
			continue
		}
		if some {
			partial = append(partial, root)
		} else {
			whole = append(whole, root)
		}
		if found := moduleFile(tree, root, module); found != "" && (!some || strings.Contains(c.from, "*") || found == from) {
			file = found
		}
	}
	slices.Reverse(whole)
	slices.Reverse(partial)
	for _, root := range append(whole, partial...) {
		if !slices.Contains(roots, root) {
			roots = append(roots, root)
		}
	}
	return file, roots
}

// taskFolder is where AWS's images keep a function's code.
const taskFolder = "/var/task"

// image is the last stage of a Dockerfile.
type image struct {
	based   bool   // on one of AWS's images for Python
	family  string // the runtime of the image that it is based on, where that is another of AWS's
	workdir string
	copies  []copied
	command []string
}

// copied is one source of a COPY, and where it goes.
type copied struct{ from, to string }

var (
	// pythonImage is what AWS calls its images: https://docs.aws.amazon.com/lambda/latest/dg/python-image.html
	pythonImage = regexp.MustCompile(`^(public\.ecr\.aws/lambda/python|(docker\.io/)?amazon/aws-lambda-python)([:@]|$)`)
	// otherImage is the others: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
	otherImage = regexp.MustCompile(`^(?:public\.ecr\.aws/lambda/|(?:docker\.io/)?amazon/aws-lambda-)(nodejs|java|ruby|provided)(?:[:@]|$)`)
	task       = regexp.MustCompile(`\$\{?LAMBDA_TASK_ROOT\}?`)
	continued  = regexp.MustCompile(`\\[ \t]*\r?\n`)
	comment    = regexp.MustCompile(`(?m)^[ \t]*#.*\n?`)
)

// readImage reads the last stage of a Dockerfile, or says why it is not a simple one.
func readImage(src string) (m image, reason string) {
	src = task.ReplaceAllString(continued.ReplaceAllString(comment.ReplaceAllString(src, ""), " "), taskFolder)
	for line := range strings.Lines(src) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		words := slices.DeleteFunc(list(rest), func(word string) bool { return strings.HasPrefix(word, "--") && !strings.HasPrefix(word, "--from") })
		if len(words) == 0 {
			continue
		}
		switch strings.ToUpper(instruction) {
		case "FROM":
			m = image{based: pythonImage.MatchString(words[0]), workdir: taskFolder}
			if match := otherImage.FindStringSubmatch(words[0]); match != nil {
				m.family = match[1]
			}
		case "WORKDIR":
			m.workdir = within(m.workdir, words[0])
		case "COPY", "ADD":
			m.copy(words)
		case "CMD":
			m.command = words
		case "ENTRYPOINT":
			m.enter(words)
		}
	}
	if !m.based {
		return m, "it is not one of the runtime's own images"
	}
	return m, ""
}

// enter notes an entry point of one's own. On the image for custom runtimes that is the executable, as in AWS's own examples; else it is
// not known what it does with the command.
func (m *image) enter(words []string) {
	m.based = false
	if m.family == "provided" && len(words) == 1 {
		m.command = []string{path.Base(words[0])}
		return
	}
	m.family = ""
}

// list is the words of an instruction, in either of its forms.
func list(text string) []string {
	if text = strings.TrimSpace(text); strings.HasPrefix(text, "[") {
		text = strings.NewReplacer("[", " ", "]", " ", ",", " ", `"`, " ").Replace(text)
	}
	return strings.Fields(text)
}

func within(folder, below string) string {
	if path.IsAbs(below) {
		return path.Clean(below)
	}
	return path.Join(folder, below)
}

// copy notes what a COPY brings. What comes from another stage, from an address, or to a place that is not known is left out.
func (m *image) copy(words []string) {
	last := len(words) - 1
	if last < 1 || strings.HasPrefix(words[0], "--from") || strings.Contains(words[last], "$") {
		return
	}
	for _, from := range words[:last] {
		if !strings.Contains(from, "://") && !strings.Contains(from, "$") {
			m.copies = append(m.copies, copied{strings.TrimPrefix(path.Clean(from), "/"), within(m.workdir, words[last])})
		}
	}
}
