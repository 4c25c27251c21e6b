package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/parebot/pare/internal/bot"
	"github.com/parebot/pare/internal/commands"
	"github.com/parebot/pare/internal/confine"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/job"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/store"
	"github.com/parebot/pare/webhooks"
)

// settings is what a server is made from.
type settings struct {
	app        github.Config
	store      string
	secrets    [][]byte // none: a worker, which opens no letter box
	workers    int      // 0: takes in only
	unconfined bool
	log        *slog.Logger
	now        func() time.Time
}

// server is everything that runs, in the order in which it was opened.
type server struct {
	settings
	store   *store.Store
	readers *confine.Runner
	queue   *queue.Queue
	letters *webhooks.Handler
}

// open wires the rooms; what was opened is closed again where a later one fails.
func open(ctx context.Context, s settings) (_ *server, err error) {
	v := &server{settings: s}
	defer func() {
		if err != nil {
			v.close()
		}
	}()
	if v.store, err = store.Open(ctx, s.store, s.now); err != nil {
		return nil, err
	}
	var work func(context.Context, job.Job) error
	if s.workers > 0 {
		if work, err = v.workshop(); err != nil {
			return nil, err
		}
	}
	v.queue, err = queue.New(ctx, queue.Options{Store: v.store, Work: work, Workers: s.workers, Log: s.log})
	if err != nil {
		return nil, err
	}
	if len(s.secrets) > 0 {
		v.letters, err = webhooks.New(webhooks.Options{Secrets: s.secrets, Intake: v.queue, Log: s.log})
	}
	return v, err
}

// workshop is what works jobs: the confined readers and the bot.
func (v *server) workshop() (func(context.Context, job.Job) error, error) {
	var err error
	v.readers, err = confine.New(confine.Options{Quarantine: v.store, Unconfined: v.unconfined, Log: func(m string, a ...any) { v.log.Warn(m, a...) }})
	if err != nil {
		return nil, fmt.Errorf("%w; --unconfined runs without", err)
	}
	v.app.Cache, v.app.Now = v.store.Cache("blob"), v.now
	app, err := github.New(v.app)
	if err != nil {
		return nil, err
	}
	b := bot.New(bot.Options{
		Hub: bot.GitHub(app), Analyst: v.readers, Store: v.store, Log: v.log,
		Commands: commands.Env{Tables: serviceref.Embedded(), Manual: rules.Manual, Rules: rules.IDs()},
	})
	return b.Work, nil
}

// handler is what the server answers over HTTP.
func (v *server) handler() http.Handler {
	mux := http.NewServeMux()
	if v.letters != nil {
		mux.Handle(webhooks.Path, v.letters)
	}
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := v.store.DB().PingContext(ctx); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// run serves until ctx ends, then lets what is in hand finish.
func (v *server) run(ctx context.Context, l net.Listener) error {
	if v.workers > 0 {
		if err := v.queue.Start(ctx); err != nil {
			return err
		}
	}
	web := &http.Server{Handler: v.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
	failed := make(chan error, 1)
	if l != nil {
		go func() { failed <- web.Serve(l) }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	err = errors.Join(err, web.Shutdown(rest), v.queue.Stop(rest))
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (v *server) close() {
	if v.readers != nil {
		v.readers.Close()
	}
	if v.store != nil {
		if err := v.store.Close(); err != nil {
			v.log.Error("closing the store failed", "error", err)
		}
	}
}
