// Package config reads what the environment says.
package config

import (
	"fmt"
	"log/slog"
	"os"
	"path"
	"strconv"
	"strings"
)

// Config is what differs from place to place.
type Config struct {
	Port int
	// BasePath is what the API's paths begin with: empty, or such as /tides.
	BasePath string
	LogLevel slog.Level
}

var logLevels = map[string]slog.Level{
	"":      slog.LevelInfo,
	"debug": slog.LevelDebug,
	"info":  slog.LevelInfo,
	"warn":  slog.LevelWarn,
	"error": slog.LevelError,
}

// FromEnv names the variable that is wrong, and what it may be.
func FromEnv() (Config, error) {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return Config{}, fmt.Errorf("PORT is %q, and must be a number from 0 to 65535", port)
	}
	basePath := strings.TrimSuffix(os.Getenv("BASE_PATH"), "/")
	if basePath != "" && (!path.IsAbs(basePath) || path.Clean(basePath) != basePath) {
		return Config{}, fmt.Errorf("BASE_PATH is %q, and must be empty or a path such as /tides", basePath)
	}
	logLevel := os.Getenv("LOG_LEVEL")
	level, isLevel := logLevels[logLevel]
	if !isLevel {
		return Config{}, fmt.Errorf("LOG_LEVEL is %q, and must be debug, info, warn or error", logLevel)
	}
	return Config{Port: int(number), BasePath: basePath, LogLevel: level}, nil
}
