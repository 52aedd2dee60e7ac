import { InputError, NotFoundError } from '@backstage/errors';
import type {
  AuthenticationStrategy,
  AuthMetadata,
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { KUBECONFIG_CONTEXT, KUBECONFIG_FILE } from './annotations';
import { ExecCredentials } from './ExecCredentials';
import type { KubeconfigLocation, PemSource } from './KubeconfigUser';
import { parseKubeconfig, describeLocation } from './parseKubeconfig';

/**
 * Gets a cluster's credential from a user of a kubeconfig file: token, token file,
 * client certificate or command. It reads the file each time, so changes take effect
 * at once.
 */
export class KubeconfigStrategy implements AuthenticationStrategy {
  readonly #execCredentials: ExecCredentials;

  static create(options?: {
    /** Milliseconds since the epoch; the system's clock by default */
    now?: () => number;
  }): KubeconfigStrategy {
    return new KubeconfigStrategy(
      ExecCredentials.create({ now: options?.now ?? Date.now }),
    );
  }

  private constructor(execCredentials: ExecCredentials) {
    this.#execCredentials = execCredentials;
  }

  async getCredential({
    authMetadata,
  }: ClusterDetails): Promise<KubernetesCredential> {
    const [invalid] = this.validateCluster(authMetadata);
    if (invalid) throw invalid;
    const location: KubeconfigLocation = {
      file: authMetadata[KUBECONFIG_FILE],
      context: authMetadata[KUBECONFIG_CONTEXT],
    };
    const user = parseKubeconfig(
      await readText(location.file, `Kubeconfig '${location.file}'`),
      location,
    );
    switch (user.type) {
      case 'token':
        return { type: 'bearer token', token: user.token };
      case 'token file': {
        const text = await readText(
          user.path,
          `${describeLocation(location)} has the token file '${user.path}', which`,
        );
        return { type: 'bearer token', token: text.trim() };
      }
      case 'certificate':
        return {
          type: 'x509 client certificate',
          cert: await readPem(user.cert, location),
          key: await readPem(user.key, location),
        };
      default:
        return this.#execCredentials.get(user.command, location);
    }
  }

  validateCluster(authMetadata: AuthMetadata): Error[] {
    const file = authMetadata[KUBECONFIG_FILE];
    if (!file || !isAbsolute(file)) {
      return [
        new InputError(
          `authMetadata.${KUBECONFIG_FILE} must be the absolute path of a kubeconfig file`,
        ),
      ];
    }
    if (!authMetadata[KUBECONFIG_CONTEXT]) {
      return [
        new InputError(
          `authMetadata.${KUBECONFIG_CONTEXT} must be the name of a context in '${file}'`,
        ),
      ];
    }
    return [];
  }

  // The browser does not need it, and must not see paths of the server
  presentAuthMetadata(): AuthMetadata {
    return {};
  }
}

async function readPem(
  source: PemSource,
  location: KubeconfigLocation,
): Promise<string> {
  return source.type === 'text'
    ? source.text
    : readText(
        source.path,
        `${describeLocation(location)} has the file '${source.path}', which`,
      );
}

async function readText(path: string, subject: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new NotFoundError(
      `${subject} cannot be read. Check that it exists and that the backend's user has read access.`,
    );
  }
}
