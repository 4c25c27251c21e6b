package cdk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// className is the CDK's class behind a path of imports, as its own modules call it: "aws_lambda.Function" for all of aws-cdk-lib/aws-lambda,
// aws_cdk.aws_lambda and @aws-cdk/aws-lambda, "Stack" for one of the core. ok is false for what is no class of the CDK.
func className(path string) (name string, ok bool) {
	path = strings.TrimSuffix(strings.ReplaceAll(path, ".default.", "."), ".default")
	path, ok = ofPackage(path)
	if !ok {
		return "", false
	}
	module, class := "", path
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		module, class = path[:dot], path[dot+1:]
	}
	if first, _ := utf8.DecodeRuneInString(class); !unicode.IsUpper(first) || strings.ContainsAny(class, "()/") || strings.ContainsAny(module, "()") {
		return "", false
	}
	if last := module[strings.LastIndexByte(module, '.')+1:]; last != "" && unicode.IsUpper(rune(last[0])) {
		return "", false // a class within a class
	}
	if module = plainModule(module); module == "" {
		return class, true
	}
	return module + "." + class, true
}

// ofPackage is a path without the CDK's package.
func ofPackage(path string) (rest string, ok bool) {
	for _, name := range []string{"aws-cdk-lib", "aws_cdk", "@aws-cdk", "constructs", "monocdk"} {
		rest, found := strings.CutPrefix(path, name)
		if found && rest != "" && strings.ContainsRune("./", rune(rest[0])) {
			return rest[1:], true
		}
	}
	return "", false
}

// plainModule is a module's name without what only says how it is packed: aws-lambda/lib, aws_lambda_python_alpha, core.
func plainModule(module string) string {
	module, _, _ = strings.Cut(module, "/lib")
	module = strings.ReplaceAll(module, "-", "_")
	module = strings.TrimSuffix(module, "_alpha")
	if module == "core" {
		return ""
	}
	return module
}

// camel is a name as TypeScript has it: grant_read is grantRead. Names in capitals are those of constants.
func camel(name string) string {
	bare := strings.Trim(name, "_")
	if bare == "" || bare == strings.ToUpper(bare) || !strings.Contains(bare, "_") {
		return bare
	}
	var b strings.Builder
	for i, word := range strings.Split(bare, "_") {
		if i == 0 || word == "" {
			b.WriteString(word)
			continue
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// last is what stands behind the last dot.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// lower is a name with a small first letter.
func lower(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// upper is a name with a capital.
func upper(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
