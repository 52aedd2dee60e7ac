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
	// ManagementPort is where the platform asks.
	ManagementPort int
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
	port, err := portOf("PORT", 8080)
	if err != nil {
		return Config{}, err
	}
	managementPort, err := portOf("MANAGEMENT_PORT", 8081)
	if err != nil {
		return Config{}, err
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
	return Config{Port: port, ManagementPort: managementPort, BasePath: basePath, LogLevel: level}, nil
}

func portOf(name string, preset int) (int, error) {
	port := os.Getenv(name)
	if port == "" {
		return preset, nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("%s is %q, and must be a number from 0 to 65535", name, port)
	}
	return int(number), nil
}
