package config

import (
	"log/slog"
	"strings"
	"testing"
)

func TestDefaults(t *testing.T) {
	for _, name := range []string{"PORT", "MANAGEMENT_PORT", "BASE_PATH", "LOG_LEVEL"} {
		t.Setenv(name, "")
	}
	got, err := FromEnv()
	if want := (Config{Port: 8080, ManagementPort: 8081, LogLevel: slog.LevelInfo}); err != nil || got != want {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func TestReadsTheEnvironment(t *testing.T) {
	t.Setenv("PORT", "9090")
	t.Setenv("MANAGEMENT_PORT", "9091")
	t.Setenv("BASE_PATH", "/tides/")
	t.Setenv("LOG_LEVEL", "warn")
	got, err := FromEnv()
	if want := (Config{Port: 9090, ManagementPort: 9091, BasePath: "/tides", LogLevel: slog.LevelWarn}); err != nil || got != want {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func TestErrorNamesTheVariable(t *testing.T) {
	for _, wrong := range []struct{ name, value, says string }{
		{"PORT", "http", "from 0 to 65535"},
		{"MANAGEMENT_PORT", "70000", "from 0 to 65535"},
		{"BASE_PATH", "tides", "such as /tides"},
		{"BASE_PATH", "/a//b", "such as /tides"},
		{"LOG_LEVEL", "loud", "debug, info, warn or error"},
	} {
		t.Run(wrong.name+"="+wrong.value, func(t *testing.T) {
			t.Setenv(wrong.name, wrong.value)
			_, err := FromEnv()
			if err == nil || !strings.Contains(err.Error(), wrong.name) || !strings.Contains(err.Error(), wrong.says) {
				t.Fatalf("got %v", err)
			}
		})
	}
}
