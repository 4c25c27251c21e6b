// Package terraform reads and edits Terraform: the .tf files of one folder are one stack, with those of the local modules that it calls.
//
// Expressions are evaluated as far as the files tell: references become symbolic attributes under their address (aws_sqs_queue.q, with
// module.x. before it), variables that nobody in the repository sets are parameters, what only Terraform or AWS can tell is unknown with its reason. The
// stack's file is a pattern, infra/*.tf, since files of a folder come and go; spans name the file that each value stands in.
package terraform

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "terraform"

// whole is the last step of a stack's file.
const whole = "*.tf"

// Read reads the folder that a file belongs to, or that a stack's own file stands for. It answers nil where the file is not the one that
// the folder is read with.
func Read(tree source.Tree, file string) *stack.Stack {
	folder := path.Dir(file)
	if path.Base(file) != whole && (!Candidate(tree, file) || file != firstOf(tree, folder)) {
		return nil
	}
	r := newReader(tree, folder)
	r.read()
	return r.stack
}

// Candidate says cheaply whether a file is Terraform's and declares something that the format reads.
func Candidate(tree source.Tree, file string) bool {
	if !strings.HasSuffix(file, ".tf") {
		return false
	}
	src, err := tree.Read(file)
	return err == nil && declares(src) || errors.Is(err, source.ErrTooLarge)
}

// words are what a file has that functions are declared in, modules that may hold them, or roles; the first that a folder has names its stack.
var words = [][]byte{[]byte(`"aws_lambda_function"`), []byte("\nmodule "), []byte(`"aws_iam_`)}

func declares(src []byte) bool {
	return slices.ContainsFunc(words, func(w []byte) bool { return has(src, w) })
}

// has says that a file has a word, where a file begins as behind a line break.
func has(src, word []byte) bool {
	return bytes.Contains(src, word) || word[0] == '\n' && bytes.HasPrefix(src, word[1:])
}

// firstOf is the file with which a folder is read: the first, in the order of names, that declares a function, else one that
// calls a module, else one with a role.
func firstOf(tree source.Tree, folder string) string {
	files := filesOf(tree, folder)
	for _, word := range words {
		for _, file := range files {
			if src, err := tree.Read(file); err == nil && has(src, word) {
				return file
			}
		}
	}
	if i := slices.IndexFunc(files, func(file string) bool { return Candidate(tree, file) }); i >= 0 {
		return files[i] // too large to be read, which the stack says
	}
	return ""
}

// filesOf are the .tf files of a folder, in the order of names.
func filesOf(tree source.Tree, folder string) (files []string) {
	for _, file := range tree.Paths() {
		if strings.HasSuffix(file, ".tf") && path.Dir(file) == folder {
			files = append(files, file)
		}
	}
	return files
}

// Parts are the files of local modules that another folder's files call: they are read with their callers, each as often as it is called.
func Parts(tree source.Tree) map[string]bool {
	parts, called := make(map[string]bool), make(map[string]bool)
	for _, file := range tree.Paths() {
		if !strings.HasSuffix(file, ".tf") {
			continue
		}
		src, err := tree.Read(file)
		if err != nil || !bytes.Contains(src, []byte("module")) {
			continue
		}
		for _, source := range moduleSources(file, src) {
			if dir := localModule(path.Dir(file), source); dir != "" && dir != path.Dir(file) && !called[dir] {
				called[dir] = true
				for _, part := range filesOf(tree, dir) {
					parts[part] = true
				}
			}
		}
	}
	return parts
}

// localModule is the folder that the source of a module names; "" for one from elsewhere, or outside the repository.
func localModule(folder, source string) string {
	if !strings.HasPrefix(source, "./") && !strings.HasPrefix(source, "../") {
		return ""
	}
	dir := path.Join(folder, source)
	if dir == ".." || strings.HasPrefix(dir, "../") {
		return ""
	}
	return dir
}
