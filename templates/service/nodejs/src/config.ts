const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** Configuration that differs between environments. */
export interface Config {
  port: number;
  /** Port for probes and metrics */
  managementPort: number;
  /** Prefix of all API paths: empty, or a path such as `/tides` */
  basePath: string;
  logLevel: (typeof logLevels)[number];
}

/**
 * Reads the environment variables.
 *
 * @throws Error that names the invalid variable and the allowed values
 */
export function configOf(env: NodeJS.ProcessEnv): Config {
  const port = portOf(env, 'PORT', 8080);
  const managementPort = portOf(env, 'MANAGEMENT_PORT', 8081);
  const basePath = (env.BASE_PATH ?? '').replace(/\/$/, '');
  if (!/^(\/[\w.~-]+)*$/.test(basePath)) {
    throw new Error(
      `BASE_PATH is '${basePath}', and must be empty or a path such as /tides`,
    );
  }
  const logLevel = logLevels.find(level => level === (env.LOG_LEVEL || 'info'));
  if (!logLevel) {
    throw new Error(
      `LOG_LEVEL is '${env.LOG_LEVEL}', and must be debug, info, warn or error`,
    );
  }
  return { port, managementPort, basePath, logLevel };
}

function portOf(env: NodeJS.ProcessEnv, name: string, preset: number): number {
  const port = env[name] || String(preset);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(
      `${name} is '${port}', and must be a number from 0 to 65535`,
    );
  }
  return Number(port);
}
