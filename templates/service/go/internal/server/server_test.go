package server

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func ask(t *testing.T, s *Server, path string) (int, string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	s.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder.Code, recorder.Body.String()
}

func newServer() *Server {
	return New(slog.New(slog.NewTextHandler(io.Discard, nil)))
}

func TestGreets(t *testing.T) {
	status, body := ask(t, newServer(), "/greetings/Ada")
	if status != http.StatusOK || strings.TrimSpace(body) != `{"text":"Hello, Ada"}` {
		t.Fatalf("got %d %s", status, body)
	}
}

func TestIsReadyUntilItLeaves(t *testing.T) {
	s := newServer()
	if status, _ := ask(t, s, "/health/ready"); status != http.StatusNoContent {
		t.Fatalf("not ready: %d", status)
	}
	s.Leave()
	if status, _ := ask(t, s, "/health/ready"); status != http.StatusServiceUnavailable {
		t.Fatalf("ready while it leaves: %d", status)
	}
	if status, _ := ask(t, s, "/health/live"); status != http.StatusNoContent {
		t.Fatalf("not alive while it leaves: %d", status)
	}
}

func TestMeasuresRequestsByRoute(t *testing.T) {
	s := newServer()
	ask(t, s, "/greetings/Ada")
	ask(t, s, "/greetings/Grace")
	_, body := ask(t, s, "/metrics")
	if !strings.Contains(body, `http_request_duration_seconds_count{route="/greetings/{name}",status="200"} 2`) {
		t.Fatalf("two requests are not counted:\n%s", body)
	}
}
