// The server of ${{ values.name }}.
package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"${{ values.name }}/internal/config"
	"${{ values.name }}/internal/server"
)

func main() {
	level := new(slog.LevelVar)
	log := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: level}))
	// Libraries that use package log write JSON too.
	slog.SetDefault(log)
	if err := run(log, level); err != nil {
		log.Error("ended", "error", err)
		os.Exit(1)
	}
}

func run(log *slog.Logger, level *slog.LevelVar) error {
	settings, err := config.FromEnv()
	if err != nil {
		return err
	}
	level.Set(settings.LogLevel)
	stop, release := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer release()
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(settings.Port))
	if err != nil {
		return err
	}
	management, err := net.Listen("tcp", ":"+strconv.Itoa(settings.ManagementPort))
	if err != nil {
		return err
	}
	log.Info("listening", "address", listener.Addr().String(), "management", management.Addr().String())
	metrics := server.NewMetrics()
	ended := make(chan error, 2)
	go func() { ended <- server.Serve(stop, listener, server.Handler(settings.BasePath, metrics, log), log) }()
	// Probes and metrics stay available until the last request is done.
	go func() { ended <- server.Serve(context.Background(), management, server.Management(metrics), log) }()
	return <-ended
}
