package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Sign is the X-Hub-Signature-256 header of a body, as GitHub computes it.
func Sign(secret, body []byte) string { return "sha256=" + hex.EncodeToString(mac(secret, body)) }

// signed tries every secret, in constant time each. The older X-Hub-Signature (SHA-1) does not count.
func signed(secrets [][]byte, body []byte, header string) bool {
	digits, ok := strings.CutPrefix(header, "sha256=")
	if !ok {
		return false
	}
	want, err := hex.DecodeString(digits)
	if err != nil {
		return false
	}
	found := false
	for _, secret := range secrets {
		if hmac.Equal(want, mac(secret, body)) {
			found = true
		}
	}
	return found
}

func mac(secret, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write(body)
	return h.Sum(nil)
}

// body reads at most MaxBody bytes, whatever the headers claim.
func body(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return nil, tooLarge
	}
	if err != nil {
		return nil, cutShort
	}
	return text, nil
}
