package github

import (
	"fmt"
	"regexp"
	"strings"
)

// What names from payloads must look like before they become part of a URL. go-github v60 does not check them.
var (
	ownerName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9_])?$`)
	repoName  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
	objectID  = regexp.MustCompile(`^[0-9a-f]{40}(?:[0-9a-f]{24})?$`)
	loginName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})(?:\[bot\])?$`)
)

func checkRepository(owner, repo string) error {
	if !ownerName.MatchString(owner) || !repoName.MatchString(repo) || strings.Trim(repo, ".") == "" {
		return fmt.Errorf("not the name of a repository: %.80q", owner+"/"+repo)
	}
	return nil
}

func checkObject(id string) error {
	if !objectID.MatchString(id) {
		return fmt.Errorf("not the name of a Git object: %.80q", id)
	}
	return nil
}
