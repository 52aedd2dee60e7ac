// Package config reads the environment variables.
package config

import (
	"fmt"
	"log/slog"
	"os"
	"path"
	"strconv"
	"strings"
)

// Config is the configuration that differs between environments.
type Config struct {
	Port int
	// ManagementPort is the port for probes and metrics.
	ManagementPort int
	// BasePath is the prefix of all API paths: empty, or a path such as /tides.
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

// FromEnv reads the configuration. Its error names the invalid variable and the allowed values.
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
