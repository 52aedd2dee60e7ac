import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import type { ExecCommand, KubeconfigLocation } from './KubeconfigUser';
import { runExecCommand } from './runExecCommand';

// kubectl keeps such a credential until the API server answers 401, but those
// responses are not visible here
const LIFETIME_WITHOUT_EXPIRY_MS = 60_000;

interface CachedCredential {
  credential: Promise<KubernetesCredential>;
  /** Milliseconds since the epoch; Infinity while the command runs */
  expiresAt: number;
}

/**
 * Runs the commands of kubeconfig files and caches each credential until it expires.
 * Concurrent callers share one run.
 */
export class ExecCredentials {
  readonly #now: () => number;
  readonly #cache = new Map<string, CachedCredential>();

  static create(options: { now: () => number }): ExecCredentials {
    return new ExecCredentials(options.now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Returns the credential that a command prints.
   *
   * @throws the errors of {@link runExecCommand}; failures are not cached
   */
  get(
    command: ExecCommand,
    location: KubeconfigLocation,
  ): Promise<KubernetesCredential> {
    const key = JSON.stringify([location, command]);
    const known = this.#cache.get(key);
    if (known && known.expiresAt > this.#now()) return known.credential;

    const answer = runExecCommand(command, location);
    const cached: CachedCredential = {
      credential: answer.then(({ credential }) => credential),
      expiresAt: Infinity,
    };
    this.#cache.set(key, cached);
    answer.then(
      ({ expiresAt }) => {
        cached.expiresAt =
          expiresAt ?? this.#now() + LIFETIME_WITHOUT_EXPIRY_MS;
      },
      () => this.#cache.delete(key),
    );
    return cached.credential;
  }
}
