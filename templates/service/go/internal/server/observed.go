package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// observed measures and logs every request.
func observed(next http.Handler, metrics prometheus.Registerer, log *slog.Logger) http.Handler {
	durations := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_request_duration_seconds",
		Help: "How long requests took, by method, route and status.",
	}, []string{"method", "route", "status"})
	metrics.MustRegister(durations)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &statusWriter{ResponseWriter: w}
		isBroken := serve(next, seen, r, log)
		took, status := time.Since(begun), max(seen.status, http.StatusOK)
		durations.WithLabelValues(methodOf(r), routeOf(r), strconv.Itoa(status)).Observe(took.Seconds())
		log.Info("request", "method", r.Method, "path", r.URL.Path, "status", status, "milliseconds", took.Milliseconds())
		if isBroken {
			// A partial response must not look complete, so close the connection.
			panic(http.ErrAbortHandler)
		}
	})
}

// serve returns 500 when a handler panics before it writes a response. After that, it closes the connection.
func serve(next http.Handler, w *statusWriter, r *http.Request, log *slog.Logger) (isBroken bool) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause != http.ErrAbortHandler {
			log.Error("panic", "method", r.Method, "path", r.URL.Path, "error", fmt.Sprint(cause), "stack", string(debug.Stack()))
		}
		if isBroken = cause == http.ErrAbortHandler || w.status != 0; !isBroken {
			refuse(w, http.StatusInternalServerError, "internal error")
		}
	}()
	next.ServeHTTP(w, r)
	return false
}

// methodOf drops unknown methods, because a metric keeps every label value permanently.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// routeOf returns the pattern without its method, and never the path, for the same reason.
func routeOf(r *http.Request) string {
	if r.Pattern == unmatched || r.Pattern == "" {
		return "unmatched"
	}
	return r.Pattern[strings.Index(r.Pattern, "/"):]
}

// statusWriter keeps the status, which is 0 until the response is started.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(body []byte) (int, error) {
	w.status = max(w.status, http.StatusOK)
	return w.ResponseWriter.Write(body)
}

// Unwrap supports http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
