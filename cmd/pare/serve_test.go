package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
	"github.com/parebot/pare/webhooks"
)

// TestServe starts `pare serve` as an operator does, with files for the key and the secrets; a delivery signed with the older secret is taken
// too; SIGTERM ends it in order, and what it was told is there when it starts again.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	write(t, filepath.Join(dir, "secrets"), []byte("new\nold\n"))
	hub := githubtest.New(githubtest.Options{App: githubtest.App{ID: 9, Key: &key.PublicKey}})
	api := httptest.NewServer(contract.Judge(hub, func(s string) { t.Error("contract: ", s) }))
	defer api.Close()
	d := &demo{hub: hub}
	args := []string{
		"pare", "serve", "--listen", "127.0.0.1:0", "--store", filepath.Join(dir, "pare.db"), "--github-url", api.URL, "--app-id", "9",
		"--private-key-file", filepath.Join(dir, "key.pem"), "--webhook-secret-file", filepath.Join(dir, "secrets"),
	}
	first := serveProcess(t, args)
	hub.SetWebhook("http://"+first.address+webhooks.Path, "old")
	if err := d.fill(); err != nil {
		t.Fatal(err)
	}
	for _, number := range d.pulls {
		d.wait(t, number)
	}
	first.end(t)
	second := serveProcess(t, args)
	hub.SetWebhook("http://"+second.address+webhooks.Path, "new")
	head := maps.Clone(files("main"))
	if _, err := hub.Push(shop, "pull-2", "undo", head); err != nil {
		t.Fatal(err)
	}
	payload, err := hub.PullRequestEvent(shop, d.pulls[1], "synchronize")
	if err != nil {
		t.Fatal(err)
	}
	if sent, err := hub.Deliver("pull_request", payload); err != nil || sent.Code != http.StatusAccepted {
		t.Fatalf("%+v %v", sent, err)
	}
	seen := d.settled(t, d.pulls[1], func(s githubtest.Seen) bool {
		return len(s.Checks) > 0 && s.Checks[len(s.Checks)-1].Conclusion == "success" && s.Reviews[0].Comments[0].Resolved
	})
	if len(seen.Comments) != 1 || !strings.Contains(seen.Comments[0].Body, "nothing to tighten") {
		t.Errorf("the summary is not edited in place: %s", asText(seen))
	}
	second.end(t)
}

func write(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// process is one running server.
type process struct {
	cmd     *exec.Cmd
	address string
	log     *bytes.Buffer
}

func serveProcess(t *testing.T, args []string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: &exec.Cmd{Path: self, Args: args, Env: os.Environ()}, log: &bytes.Buffer{}}
	out, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill() }) //nolint:errcheck // it has ended where the test went well
	found := make(chan string, 1)
	go func() {
		listening := regexp.MustCompile(`msg=listening address=(\S+)`)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.log.WriteString(lines.Text() + "\n")
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
		}
	}()
	select {
	case p.address = <-found:
	case <-time.After(30 * time.Second):
		t.Fatal("the server does not listen")
	}
	return p
}

// end asks the process to stop, and wants it to do so in order.
func (p *process) end(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v: %s", err, p.log)
	}
}
