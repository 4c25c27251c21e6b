package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/parebot/pare/internal/github"
)

// credentials are the flags that serve and work share; each is an environment variable too.
type credentials struct {
	Store          string `default:"pare.db" env:"PARE_STORE" placeholder:"FILE" help:"Where everything is kept."`
	GithubURL      string `name:"github-url" default:"https://api.github.com/" env:"PARE_GITHUB_URL" help:"API of GitHub, or of GitHub Enterprise Server (https://host/api/v3/)."`
	AppID          int64  `env:"PARE_APP_ID" help:"The App's id."`
	PrivateKeyFile string `env:"PARE_PRIVATE_KEY_FILE" placeholder:"FILE" help:"The App's private key, PEM."`
	Workers        int    `default:"4" env:"PARE_WORKERS" help:"Pull requests that are read at the same time."`
	Unconfined     bool   `env:"PARE_UNCONFINED" help:"Read pull requests although this system cannot confine the reader."`
}

type serveCmd struct {
	credentials
	Listen            string `default:"127.0.0.1:3000" env:"PARE_LISTEN" placeholder:"ADDR" help:"Address to listen on."`
	WebhookSecretFile string `env:"PARE_WEBHOOK_SECRET_FILE" placeholder:"FILE" help:"Secrets of the webhook, one a line: the current one first."`
}

type workCmd struct{ credentials }

// Run serves webhooks and works jobs, until a signal.
func (c *serveCmd) Run() error {
	s, err := c.settings()
	if err != nil {
		return err
	}
	if s.secrets, err = readSecrets(c.WebhookSecretFile); err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	s.log.Info("listening", "address", l.Addr().String())
	return serve(s, l)
}

// Run works jobs that another process takes in.
func (c *workCmd) Run() error {
	s, err := c.settings()
	if err != nil {
		return err
	}
	return serve(s, nil)
}

func serve(s settings, l net.Listener) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	v, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer v.close()
	return v.run(ctx, l)
}

func (c *credentials) settings() (settings, error) {
	if c.AppID == 0 || c.PrivateKeyFile == "" {
		return settings{}, errors.New("--app-id and --private-key-file are needed: the README says how to register the App")
	}
	if c.Workers < 1 {
		return settings{}, errors.New("--workers is at least 1")
	}
	key, err := os.ReadFile(c.PrivateKeyFile)
	if err != nil {
		return settings{}, fmt.Errorf("reading the private key: %w", err)
	}
	return settings{
		app: github.Config{AppID: c.AppID, Key: key, BaseURL: c.GithubURL}, store: c.Store, workers: c.Workers, unconfined: c.Unconfined,
		log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}, nil
}

// readSecrets reads a secret a line. Without one no webhook is accepted.
func readSecrets(file string) (secrets [][]byte, err error) {
	if file == "" {
		return nil, errors.New("--webhook-secret-file is needed: without a secret no webhook is accepted")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the webhook secrets: %w", err)
	}
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			secrets = append(secrets, line)
		}
	}
	if len(secrets) == 0 {
		return nil, fmt.Errorf("reading the webhook secrets: %s holds none", file)
	}
	return secrets, nil
}
