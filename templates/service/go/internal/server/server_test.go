package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

func newHandler(basePath string) http.Handler {
	return Handler(basePath, prometheus.NewRegistry(), slog.New(slog.DiscardHandler))
}

func ask(t *testing.T, handler http.Handler, path string) (int, string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder.Code, strings.TrimSpace(recorder.Body.String())
}

func TestResponses(t *testing.T) {
	eighty := strings.Repeat("é", 80)
	for _, test := range []struct {
		basePath, path string
		status         int
		body           string
	}{
		{"", "/greetings/Ada", 200, `{"text":"Hello, Ada"}`},
		{"", "/greetings/" + eighty, 200, `{"text":"Hello, ` + eighty + `"}`},
		{"", "/greetings/" + strings.Repeat("a", 81), 400, `{"error":"name has more than 80 characters"}`},
		{"", "/nowhere", 404, `{"error":"not found"}`},
		{"", "/metrics", 404, `{"error":"not found"}`},
		{"/tides", "/tides/greetings/Ada", 200, `{"text":"Hello, Ada"}`},
		{"/tides", "/greetings/Ada", 404, `{"error":"not found"}`},
	} {
		t.Run(test.path, func(t *testing.T) {
			status, body := ask(t, newHandler(test.basePath), test.path)
			if status != test.status || body != test.body {
				t.Fatalf("got %d %s", status, body)
			}
		})
	}
}

func TestMeasuresRequestsByRoute(t *testing.T) {
	metrics := NewMetrics()
	handler := Handler("/tides", metrics, slog.New(slog.DiscardHandler))
	for _, path := range []string{"/tides/greetings/Ada", "/tides/greetings/Grace", "/nowhere"} {
		ask(t, handler, path)
	}
	_, body := ask(t, Management(metrics), "/metrics")
	for _, line := range []string{
		`http_request_duration_seconds_count{method="GET",route="/tides/greetings/{name}",status="200"} 2`,
		`http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1`,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("%s is not in\n%s", line, body)
		}
	}
}

func TestReportsLivenessAndReadiness(t *testing.T) {
	for _, path := range []string{"/health/live", "/health/ready"} {
		if status, body := ask(t, Management(NewMetrics()), path); status != 204 || body != "" {
			t.Errorf("%s: got %d %s", path, status, body)
		}
	}
}

func TestReturnsInternalServerErrorOnPanic(t *testing.T) {
	var lines bytes.Buffer
	routes := http.NewServeMux()
	routes.HandleFunc("GET /broken", func(http.ResponseWriter, *http.Request) { panic("no water") })
	metrics := prometheus.NewRegistry()
	handler := observed(routes, metrics, slog.New(slog.NewJSONHandler(&lines, nil)))

	if status, body := ask(t, handler, "/broken"); status != 500 || body != `{"error":"internal error"}` {
		t.Fatalf("got %d %s", status, body)
	}
	var logged struct{ Level, Error, Stack string }
	if err := json.NewDecoder(&lines).Decode(&logged); err != nil {
		t.Fatal(err)
	}
	if logged.Level != "ERROR" || logged.Error != "no water" || !strings.Contains(logged.Stack, "server_test.go") {
		t.Fatalf("got %+v", logged)
	}
}

func TestLogsRequests(t *testing.T) {
	var lines bytes.Buffer
	handler := Handler("", prometheus.NewRegistry(), slog.New(slog.NewJSONHandler(&lines, nil)))
	ask(t, handler, "/greetings/Ada")
	var logged struct {
		Method, Path string
		Status       int
	}
	if err := json.Unmarshal(lines.Bytes(), &logged); err != nil {
		t.Fatalf("not one line: %v\n%s", err, lines.String())
	}
	if logged.Method != "GET" || logged.Path != "/greetings/Ada" || logged.Status != 200 {
		t.Fatalf("got %+v", logged)
	}
}

func TestFinishesOpenRequestsOnShutdown(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop, leave := context.WithCancel(t.Context())
	address := "http://" + listener.Addr().String()
	ended := make(chan error, 1)
	go func() {
		ended <- Serve(stop, listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			leave()
			// New requests fail as soon as the server stops listening.
			for {
				connection, err := net.Dial("tcp", listener.Addr().String())
				if err != nil {
					break
				}
				connection.Close()
			}
			answer(w, http.StatusOK, "late")
		}), slog.New(slog.DiscardHandler))
	}()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "\"late\"\n" {
		t.Fatalf("got %q, %v", body, err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}
