package jvm

import (
	"strings"

	"github.com/parebot/pare/internal/program"
)

// How likely a name that all names of several packages are imported for is of one of them.
const (
	notOf  = iota // the package's names are known, and it is not among them
	ours          // the package is in the repository, and was searched before
	maybe         // nothing is known of the package
	belike        // the name is made from one of that service of AWS, or from one of its operations
	surely        // the package's names are known, and it is among them
)

// Choose tells of which package outside of the repository a name is, among those that all names are imported of: the first of the likeliest.
// Only classes are looked for.
func (l *Language) Choose(packages []string, name string) string {
	if !isClass(name) || strings.HasSuffix(name, program.Method) {
		return l.chooseFunction(packages, name)
	}
	best, chosen := notOf, ""
	for _, p := range packages {
		if likely := l.likely(p, name); likely > best {
			best, chosen = likely, p+"."+name
		}
	}
	return chosen
}

func (l *Language) likely(pkg, name string) int {
	names, known := jdk()[pkg]
	switch {
	case known && names[name]:
		return surely
	case known || pkg == "" || strings.HasPrefix(pkg, "java.") || strings.HasPrefix(pkg, "kotlin"):
		return notOf
	case l.index.has(pkg):
		return ours
	case l.idioms.names(pkg, name):
		return belike
	}
	return maybe
}

// names says that a package of an SDK is of a service whose name the class has (AmazonS3ClientBuilder), or of one of whose operations it is
// named after (PutObjectRequest, SendMessageBatchRequestEntry).
func (i *idioms) names(pkg, name string) bool {
	o := i.Import(pkg + "." + name)
	if o == nil || o.Service == "" {
		return false
	}
	of, class, _ := named(o)
	if !strings.Contains(class, "model.") {
		_, service, _ := strings.Cut(pkg, "services.")
		service, _, _ = strings.Cut(service, ".")
		return strings.Contains(strings.ToLower(name), strings.TrimSuffix(service, "v2"))
	}
	for _, suffix := range []string{"Request", "Response", "Result"} {
		if operation, _, ok := strings.Cut(name, suffix); ok && operation != "" {
			_, ok = i.tables.OperationOf(of, o.Service, operation)
			return ok
		}
	}
	return false
}

// chooseFunction is a function that an import of all members of a class, or of a package, may bring.
func (l *Language) chooseFunction(packages []string, name string) string {
	for _, p := range packages {
		if _, ok := l.External(p + "." + name); ok {
			return p + "." + name
		}
	}
	return ""
}
