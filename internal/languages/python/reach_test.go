package python

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/serviceref"
)

// TestPackages holds that every line of packages.txt is a name and what it reaches, once, and that the services are clients that are known.
func TestPackages(t *testing.T) {
	seen, number := make(map[string]bool), 0
	for line := range strings.Lines(packagesText) {
		number++
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if len(fields) != 2 {
			t.Errorf("packages.txt:%d: %q is not a name and what it reaches", number, strings.TrimSpace(line))
			continue
		}
		if seen[fields[0]] {
			t.Errorf("packages.txt:%d: %s is there twice", number, fields[0])
		}
		seen[fields[0]] = true
		for service := range strings.SplitSeq(fields[1], ",") {
			if service != reachNone && service != reachAll && service != reachURLs && !serviceref.Embedded().Client(service) {
				t.Errorf("packages.txt:%d: %s is no client", number, service)
			}
		}
	}
}

// TestReachOf is that the longest name that is listed counts, with or without the calls on the way.
func TestReachOf(t *testing.T) {
	for name, want := range map[string]string{
		"pynamodb.models.Model().save": "dynamodb", "aws_lambda_powertools.Logger().info": "none",
		"aws_lambda_powertools.utilities.data_masking.DataMasking": "kms", "chalice.Chalice().route": "none",
		"chalice.Chalice().websocket_api.send": "apigatewaymanagementapi", "anthropic.AnthropicBedrock": "bedrock-runtime",
		"pynamodbx": "", "company.pynamodb": "",
	} {
		if got, _ := reachOf(name); got != want {
			t.Errorf("%s reaches %q, want %q", name, got, want)
		}
	}
}

// TestManifests is what files of the project ask the public index for.
func TestManifests(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"requirements.txt", "# a comment\nRequests==2\nflask [async]\n-r other.txt\nx @ https://example.com/x.whl\n./local\n", "Requests flask"},
		{"requirements.txt", "--index-url https://pypi.org/simple\na\n", "a"},
		{"requirements-dev.txt", "-i https://example.com/simple\na\n", ""},
		{"Pipfile", "[[source]]\nurl = \"https://pypi.org/simple\"\n[packages]\na = \"*\"\nb = {git = \"x\"}\n[dev-packages]\nc = {version = \"1\"}\n[requires]\npython = \"3\"\n", "a c"},
		{"Pipfile", "[[source]]\nurl = \"https://example.com\"\n[packages]\na = \"*\"\n", ""},
		{"pyproject.toml", "[project]\nname = \"me\"\ndependencies = [\n  \"a[x]>1\", # why\n  'b',\n]\n[tool.uv.sources]\nb = { workspace = true }\n[dependency-groups]\ndev = [\"c\"]\n", "a c"},
		{"setup.py", "setup(\n    name='me',\n    packages=['me'],\n    install_requires=['a', \"b>=1\"],\n)\n", "a b"},
		{"setup.cfg", "[options]\ninstall_requires =\n    a\n    b>1\nzip_safe = no\n", "a b"},
	} {
		if got := strings.Join(manifest(c.file)(c.text), " "); got != c.want {
			t.Errorf("%s asks for %q, want %q:\n%s", c.file, got, c.want, c.text)
		}
	}
}
