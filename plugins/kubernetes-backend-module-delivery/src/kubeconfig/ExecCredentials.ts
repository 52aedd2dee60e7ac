import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import type { ExecCommand, KubeconfigLocation } from './KubeconfigUser';
import { runExecCommand } from './runExecCommand';

// kubectl keeps such a credential until the API server answers 401, which is
// not seen here
const LIFETIME_WITHOUT_EXPIRY_MS = 60_000;

interface Kept {
  credential: Promise<KubernetesCredential>;
  /** Milliseconds since the epoch; Infinity while the command runs */
  expiresAt: number;
}

/**
 * Runs commands of kubeconfig files, each once for all who ask, and keeps the
 * credential until it expires.
 */
export class ExecCredentials {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();

  static create(options: { now: () => number }): ExecCredentials {
    return new ExecCredentials(options.now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws what {@link runExecCommand} throws; a failure is not kept */
  get(
    command: ExecCommand,
    place: KubeconfigLocation,
  ): Promise<KubernetesCredential> {
    const key = JSON.stringify([place, command]);
    const known = this.#kept.get(key);
    if (known && known.expiresAt > this.#now()) return known.credential;

    const answer = runExecCommand(command, place);
    const kept: Kept = {
      credential: answer.then(({ credential }) => credential),
      expiresAt: Infinity,
    };
    this.#kept.set(key, kept);
    answer.then(
      ({ expiresAt }) => {
        kept.expiresAt = expiresAt ?? this.#now() + LIFETIME_WITHOUT_EXPIRY_MS;
      },
      () => this.#kept.delete(key),
    );
    return kept.credential;
  }
}
