// The server of ${{ values.name }}.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"${{ values.name }}/internal/server"
)

const shutdownTimeout = 20 * time.Second

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	if err := run(log); err != nil {
		log.Error("ended", "error", err)
		os.Exit(1)
	}
}

func run(log *slog.Logger) error {
	stop, release := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer release()

	service := server.New(log)
	listener := &http.Server{
		Addr:              ":" + valueOr("PORT", "8080"),
		Handler:           service.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
	}
	ended := make(chan error, 1)
	go func() { ended <- listener.ListenAndServe() }()
	log.Info("listening", "address", listener.Addr)

	select {
	case err := <-ended:
		return err
	case <-stop.Done():
	}
	// Kubernetes takes the pod out of its Service while this answers what is under way.
	service.Leave()
	log.Info("leaving")
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := listener.Shutdown(ctx); err != nil {
		return err
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func valueOr(name, preset string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return preset
}
