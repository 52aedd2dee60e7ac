// Package server answers the requests of ${{ values.name }}.
package server

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Server has what requests share.
type Server struct {
	log      *slog.Logger
	metrics  *prometheus.Registry
	requests *prometheus.HistogramVec
	leaving  atomic.Bool
}

// New makes a server that is ready at once.
func New(log *slog.Logger) *Server {
	requests := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_request_duration_seconds",
		Help: "How long requests took, by route and status.",
	}, []string{"route", "status"})
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return &Server{log: log, metrics: metrics, requests: requests}
}

// Leave makes the server not ready: what is under way is still answered.
func (s *Server) Leave() { s.leaving.Store(true) }

// Handler serves the API, and what the platform asks.
func (s *Server) Handler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health/live", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	routes.HandleFunc("GET /health/ready", func(w http.ResponseWriter, _ *http.Request) {
		if s.leaving.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	routes.Handle("GET /metrics", promhttp.HandlerFor(s.metrics, promhttp.HandlerOpts{}))
	routes.Handle("GET /greetings/{name}", s.measured("/greetings/{name}", s.greet))
	return routes
}

type greeting struct {
	Text string `json:"text"`
}

func (s *Server) greet(w http.ResponseWriter, r *http.Request) {
	s.answer(w, http.StatusOK, greeting{Text: "Hello, " + r.PathValue("name")})
}

func (s *Server) answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		s.log.Warn("answer broke off", "error", err)
	}
}

func (s *Server) measured(route string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next(seen, r)
		took := time.Since(begun)
		s.requests.WithLabelValues(route, strconv.Itoa(seen.status)).Observe(took.Seconds())
		s.log.Info("request", "route", route, "status", seen.status, "milliseconds", took.Milliseconds())
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
