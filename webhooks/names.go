package webhooks

import (
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/job"
)

// What names must look like before they are stored and become part of a URL.
var (
	ownerName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9_])?$`)
	repoName  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
	commitID  = regexp.MustCompile(`^[0-9a-f]{40}(?:[0-9a-f]{24})?$`)
	loginName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$`)
	badInRef  = regexp.MustCompile(`[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^/|/$|\.$|\.lock$`)
)

// repository is a repository as payloads name it.
type repository struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Owner struct {
		Login string `json:"login"`
	} `json:"owner"`
}

const strangeNames = "Ignored: the payload's names are not names of a repository, branch or commit."

// place is a pull request without its commits; ok is false where a name is not one.
func (r repository) place(number int) (job.PullRequest, bool) {
	return job.PullRequest{Owner: r.Owner.Login, Repo: r.Name, Number: number}, isRepository(r.Owner.Login, r.Name) && number >= 0
}

func isRepository(owner, repo string) bool {
	return ownerName.MatchString(owner) && repoName.MatchString(repo) && strings.Trim(repo, ".") != ""
}

func isCommit(id string) bool { return commitID.MatchString(id) }

// isBranch follows git-check-ref-format in what matters to a URL.
func isBranch(name string) bool {
	return name != "" && len(name) <= 255 && name[0] != '-' && name[0] != '.' && !badInRef.MatchString(name)
}
