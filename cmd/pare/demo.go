package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"embed"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/pages"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/webhooks"
)

//go:embed all:sample
var sample embed.FS

// shop is the demo's repository, and its author.
const (
	shop   = "acme/shop"
	author = "ada"
	appID  = 1
)

type demoCmd struct {
	Listen string        `default:"127.0.0.1:0" placeholder:"ADDR" help:"Loopback address of the page."`
	Once   bool          `help:"Print the reviews and stop."`
	Wait   time.Duration `default:"30s" help:"How long to wait for a review."`
}

// Run starts a GitHub and the real server on loopback, opens two pull requests, prints what Pare says, and shows it on a page.
func (c *demoCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d, err := startDemo(ctx, func(h http.Handler) http.Handler { return h })
	if err != nil {
		return err
	}
	defer d.close()
	for _, number := range d.pulls {
		seen, err := d.reviewed(ctx, number, c.Wait)
		if err != nil {
			return err
		}
		fmt.Println(asText(seen))
	}
	if c.Once {
		return nil
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
		return errors.Join(errors.New("the demo listens on a loopback address only"), l.Close())
	}
	fmt.Printf("Look at it: http://%s/   (Ctrl-C ends the demo)\n", l.Addr())
	page := &http.Server{Handler: pages.Demo(d), ReadHeaderTimeout: 5 * time.Second}
	go func() { <-ctx.Done(); page.Close() }() //nolint:errcheck // it is the end
	if err := page.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// demo is the simulated GitHub and the real server, both on loopback, with a store in a folder that goes away.
type demo struct {
	hub   *githubtest.Hub
	pulls []int
	ends  []func()
}

// startDemo starts everything. before stands between the server and the GitHub that it talks to; tests let a judge stand there.
func startDemo(ctx context.Context, before func(http.Handler) http.Handler) (_ *demo, err error) {
	d := &demo{}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	d.hub = githubtest.New(githubtest.Options{App: githubtest.App{ID: appID, Key: &key.PublicKey}})
	api, err := d.listen(before(d.hub))
	if err != nil {
		return nil, err
	}
	if err := d.server(ctx, key, api); err != nil {
		return nil, err
	}
	return d, d.fill()
}

// listen serves a handler on a loopback address until the demo ends.
func (d *demo) listen(h http.Handler) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listening: %w", err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go s.Serve(l)                                 //nolint:errcheck // it ends with the demo
	d.ends = append(d.ends, func() { s.Close() }) //nolint:errcheck // it is the end
	return "http://" + l.Addr().String() + "/", nil
}

// server starts what `pare serve` starts.
func (d *demo) server(ctx context.Context, key *rsa.PrivateKey, api string) error {
	dir, err := os.MkdirTemp("", "pare-demo-")
	if err != nil {
		return fmt.Errorf("making a folder for the store: %w", err)
	}
	d.ends = append(d.ends, func() { os.RemoveAll(dir) }) //nolint:errcheck // it is the end
	secret := rand.Text()
	v, err := open(ctx, settings{
		app:   github.Config{AppID: appID, Key: pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), BaseURL: api},
		store: filepath.Join(dir, "demo.db"), secrets: [][]byte{[]byte(secret)}, workers: 2, unconfined: true,
		log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		v.close()
		return fmt.Errorf("listening: %w", err)
	}
	d.hub.SetWebhook("http://"+l.Addr().String()+webhooks.Path, secret)
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- v.run(running, l) }()
	d.ends = append(d.ends, func() { stop(); <-ended; v.close() })
	return nil
}

func (d *demo) close() {
	for i := len(d.ends) - 1; i >= 0; i-- {
		d.ends[i]()
	}
}

// fill makes the repository, installs the App and opens the pull requests.
func (d *demo) fill() error {
	base := files("main")
	if _, err := d.hub.Create(shop, base); err != nil {
		return err
	}
	d.hub.Install("acme")
	if err := d.hub.Collaborate(shop, author, "write"); err != nil {
		return err
	}
	for _, p := range []struct{ branch, title string }{{"pull-1", "Take orders"}, {"pull-2", "Save invoices in batches"}} {
		head := maps.Clone(base)
		maps.Copy(head, files(p.branch))
		if _, err := d.hub.Push(shop, p.branch, p.title, head); err != nil {
			return err
		}
		number, err := d.hub.Open(shop, githubtest.Pull{Title: p.title, Head: p.branch, Author: author})
		if err != nil {
			return err
		}
		payload, err := d.hub.PullRequestEvent(shop, number, "opened")
		if err != nil {
			return err
		}
		if sent, err := d.hub.Deliver("pull_request", payload); err != nil || sent.Code != http.StatusAccepted {
			return fmt.Errorf("delivering the webhook: answer %d: %w", sent.Code, errors.Join(err, errDemo))
		}
		d.pulls = append(d.pulls, number)
	}
	return nil
}

var errDemo = errors.New("the server did not take it")

// files are the sample's files below one folder of it.
func files(folder string) map[string][]byte {
	found := make(map[string][]byte)
	root := "sample/" + folder
	fs.WalkDir(sample, root, func(path string, e fs.DirEntry, err error) error { //nolint:errcheck // an embedded folder always reads
		if err == nil && !e.IsDir() {
			if text, err := sample.ReadFile(path); err == nil {
				found[strings.TrimPrefix(path, root+"/")] = text
			}
		}
		return nil
	})
	return found
}

// reviewed waits until Pare's check run of a pull request has finished and everything that belongs to it is there.
func (d *demo) reviewed(ctx context.Context, number int, most time.Duration) (githubtest.Seen, error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		seen, err := d.hub.See(shop, number)
		if err != nil {
			return seen, err
		}
		if finished(seen) {
			return seen, nil
		}
		select {
		case <-ctx.Done():
			return seen, fmt.Errorf("waiting for the review of #%d: %w", number, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// finished reports whether the check run is complete and the summary stands: the bot writes it last.
func finished(s githubtest.Seen) bool {
	for _, c := range s.Checks {
		if c.Name == review.Name && c.Status == "completed" {
			return len(s.Comments) > 0 || c.Conclusion == "success"
		}
	}
	return false
}
