/** Configuration of Gitea. */
export interface GiteaConfig {
  home: string;
  /** Folder of its templates, options and public folders */
  assets: string;
  url: string;
  port: number;
  secrets: GiteaSecrets;
}

/** Secrets with which Gitea signs and encrypts. */
export interface GiteaSecrets {
  secretKey: string;
  internalToken: string;
  /** Key of 32 bytes in base64url */
  jwtSecret: string;
}

/**
 * Gitea's app.ini: no mail, no SSH, no registration, and no outgoing calls except
 * webhooks to this machine.
 *
 * https://docs.gitea.com/administration/config-cheat-sheet
 */
export function giteaConfig({
  home,
  assets,
  url,
  port,
  secrets,
}: GiteaConfig): string {
  const sections: Record<string, Record<string, string | number | boolean>> = {
    server: {
      HTTP_ADDR: '127.0.0.1',
      HTTP_PORT: port,
      ROOT_URL: `${url}/`,
      STATIC_ROOT_PATH: assets,
      DISABLE_SSH: true,
      OFFLINE_MODE: true,
      LFS_START_SERVER: false,
    },
    database: {
      DB_TYPE: 'sqlite3',
      PATH: `${home}/gitea.db`,
      // Seeding and pushes write concurrently.
      SQLITE_JOURNAL_MODE: 'WAL',
    },
    security: {
      INSTALL_LOCK: true,
      SECRET_KEY: secrets.secretKey,
      INTERNAL_TOKEN: secrets.internalToken,
    },
    oauth2: { JWT_SECRET: secrets.jwtSecret },
    service: {
      DISABLE_REGISTRATION: true,
      DEFAULT_KEEP_EMAIL_PRIVATE: false,
      ENABLE_NOTIFY_MAIL: false,
      // As in a company: every signed-in user may read, nobody else
      REQUIRE_SIGNIN_VIEW: true,
    },
    repository: { ROOT: `${home}/repositories`, DEFAULT_BRANCH: 'main' },
    webhook: { ALLOWED_HOST_LIST: 'loopback' },
    session: { PROVIDER: 'memory' },
    indexer: { ISSUE_INDEXER_TYPE: 'db' },
    actions: { ENABLED: false },
    packages: { ENABLED: false },
    mirror: { ENABLED: false },
    'cron.update_checker': { ENABLED: false },
    log: { MODE: 'console', LEVEL: 'Warn' },
  };
  return [
    'APP_NAME = Harbour',
    `WORK_PATH = ${home}`,
    ...Object.entries(sections).flatMap(([name, keys]) => [
      '',
      `[${name}]`,
      ...Object.entries(keys).map(([key, value]) => `${key} = ${value}`),
    ]),
    '',
  ].join('\n');
}
