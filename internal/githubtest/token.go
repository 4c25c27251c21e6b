package githubtest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What GitHub asks of tokens.
const (
	tokenLife  = time.Hour
	maxJWTLife = 10 * time.Minute
	clockDrift = time.Minute // that GitHub forgives in "iat"
	tokenRepos = 500         // that one token may list
)

// token is an installation token. A nil token is the App itself.
type token struct {
	installation *installation
	repos        []int64 // nil for all of the installation
	permissions  map[string]string
	expires      time.Time
}

func (t *token) reaches(r *repository) bool {
	return t != nil && r.installation == t.installation && (t.repos == nil || slices.Contains(t.repos, r.id))
}

// may tells whether one of the needs is met: "write" includes "read".
func (t *token) may(needs []string) bool {
	return slices.ContainsFunc(needs, func(need string) bool {
		if t == nil || need == "token" {
			return t == nil == (need == "app")
		}
		name, level, _ := strings.Cut(need, ":")
		return covers(t.permissions[name], level)
	})
}

func covers(has, wants string) bool {
	levels := []string{"", "read", "write", "admin"}
	return slices.Index(levels, has) >= slices.Index(levels, wants)
}

// identify finds out who calls. An App's JWT opens only the App's endpoints, a token only the others.
func (c *call) identify(asApp bool) answer {
	kind, secret, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") && !strings.EqualFold(kind, "token") || secret == "" {
		return fail(http.StatusUnauthorized, "Requires authentication")
	}
	if asApp {
		if refusal := c.hub.verify(secret); refusal != "" {
			return fail(http.StatusUnauthorized, refusal)
		}
		return answer{}
	}
	t := c.hub.tokens[secret]
	if t == nil || !c.hub.options.TokenClock().Before(t.expires) || t.installation.gone {
		return fail(http.StatusUnauthorized, "Bad credentials")
	}
	if t.installation.suspended {
		return fail(http.StatusForbidden, "This installation has been suspended")
	}
	c.token = t
	return answer{}
}

const undecoded = "A JSON web token could not be decoded"

// verify checks an App's JWT as GitHub does: RS256, the App's id, at most ten minutes. It answers with GitHub's refusal, "" for none.
func (h *Hub) verify(jwt string) (refusal string) {
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 {
		return undecoded
	}
	var head struct{ Alg string }
	var claims struct {
		Iat, Exp float64
		Iss      json.RawMessage
	}
	if unpack(parts[0], &head) != nil || unpack(parts[1], &claims) != nil || head.Alg != "RS256" {
		return undecoded
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || h.options.App.Key == nil || rsa.VerifyPKCS1v15(h.options.App.Key, crypto.SHA256, sum[:], signature) != nil {
		return undecoded
	}
	if strings.Trim(string(claims.Iss), `"`) != strconv.FormatInt(h.options.App.ID, 10) {
		return "'Issuer' claim ('iss') must be the App's id"
	}
	now := float64(h.options.TokenClock().Unix())
	switch {
	case claims.Exp <= now:
		return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
	case claims.Exp > now+maxJWTLife.Seconds():
		return "'Expiration time' claim ('exp') is too far in the future"
	case claims.Iat > now+clockDrift.Seconds():
		return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
	}
	return ""
}

func unpack(part string, into any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// createToken gives an installation token, narrowed as asked; nobody gets more than the installation has.
func createToken(c *call) answer {
	in := c.hub.installationOf(c.number("installation_id"))
	if in == nil {
		return missing()
	}
	if in.suspended {
		return fail(http.StatusForbidden, "This installation has been suspended")
	}
	var ask struct {
		Repositories  []string          `json:"repositories"`
		RepositoryIDs []int64           `json:"repository_ids"`
		Permissions   map[string]string `json:"permissions"`
	}
	if len(c.body) > 0 && c.decode(&ask) != nil {
		return fail(http.StatusBadRequest, "Problems parsing JSON")
	}
	t := &token{installation: in, permissions: in.permissions, expires: c.hub.options.TokenClock().UTC().Add(tokenLife).Truncate(time.Second)}
	for name, level := range ask.Permissions {
		if !covers(in.permissions[name], level) {
			return fail(http.StatusUnprocessableEntity, "The permissions requested are not granted to this installation.")
		}
	}
	if len(ask.Permissions) > 0 {
		t.permissions = ask.Permissions
	}
	listed, known := c.hub.narrow(in, ask.Repositories, ask.RepositoryIDs)
	if !known || len(listed) > tokenRepos {
		return fail(http.StatusUnprocessableEntity, "There is at least one repository that does not exist or is not accessible to the parent installation.")
	}
	body := object{"permissions": t.permissions, "expires_at": stamp(t.expires), "repository_selection": "all"}
	if listed != nil {
		body["repository_selection"] = "selected"
		repos := []object{}
		for _, r := range listed {
			t.repos = append(t.repos, r.id)
			repos = append(repos, c.hub.repositoryJSON(r))
		}
		body["repositories"] = repos
	}
	secret := c.hub.secret()
	c.hub.tokens[secret] = t
	body["token"] = secret
	return created(body)
}

// narrow finds the repositories that a token is asked for; nil where all are meant.
func (h *Hub) narrow(in *installation, names []string, ids []int64) (list []*repository, known bool) {
	for _, r := range h.repos {
		if r.installation == in && (slices.Contains(names, r.name) || slices.Contains(ids, r.id)) {
			list = append(list, r)
		}
	}
	return list, len(list) == len(names)+len(ids)
}

// secret makes a token in the form that Options ask for. Nothing behind it is worth guarding, so it is counted, not drawn.
func (h *Hub) secret() string {
	sum := sha256.Sum256([]byte(strconv.FormatInt(h.id(), 10)))
	text := hex.EncodeToString(sum[:])
	if !h.options.LongTokens {
		return "ghs_" + text[:36]
	}
	part := base64.RawURLEncoding.EncodeToString([]byte(text + text))
	return fmt.Sprintf("ghs_%d_%s.%s.%s", h.options.App.ID, part, part, part)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
