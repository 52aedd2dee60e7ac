package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const shutdownTimeout = 20 * time.Second

// Serve handles requests until stop is done, then finishes the open requests.
func Serve(stop context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-stop.Done():
	}
	// Kubernetes removes the pod from its Service and waits some seconds (preStop in
	// deploy/base/workload.yaml) before it sends SIGTERM, so no new requests arrive now.
	log.Info("leaving")
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	return server.Shutdown(ctx)
}
