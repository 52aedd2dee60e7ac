// Package server handles the requests of ${{ values.name }}.
package server

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const maxNameLength = 80

// unmatched is the pattern for requests without a route.
const unmatched = "/"

// Handler serves the API below basePath.
func Handler(basePath string, metrics prometheus.Registerer, log *slog.Logger) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET "+basePath+"/greetings/{name}", greet)
	routes.HandleFunc(unmatched, func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "not found")
	})
	return observed(routes, metrics, log)
}

// NewMetrics registers the metrics of the Go runtime and the process.
func NewMetrics() *prometheus.Registry {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return metrics
}

// Management serves probes and metrics on a port that is not exposed.
func Management(metrics prometheus.Gatherer) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health/live", isWell)
	// Check dependencies here, such as the database.
	routes.HandleFunc("GET /health/ready", isWell)
	routes.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	return routes
}

func isWell(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func greet(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if utf8.RuneCountInString(name) > maxNameLength {
		refuse(w, http.StatusBadRequest, fmt.Sprintf("name has more than %d characters", maxNameLength))
		return
	}
	answer(w, http.StatusOK, map[string]string{"text": "Hello, " + name})
}

func refuse(w http.ResponseWriter, status int, reason string) {
	answer(w, status, map[string]string{"error": reason})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// Fails only when the client has disconnected, so the error can be ignored.
	_ = json.NewEncoder(w).Encode(body)
}
