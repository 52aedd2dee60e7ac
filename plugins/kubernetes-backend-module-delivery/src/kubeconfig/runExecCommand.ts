import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { execCredentialSchema } from './execCredentialSchema';
import type { ExecCommand, KubeconfigLocation } from './KubeconfigUser';
import { where } from './parseKubeconfig';

const run = promisify(execFile);

const TIMEOUT_MS = 30_000;

/** What a command printed. */
export interface ExecAnswer {
  credential: KubernetesCredential;
  /** Milliseconds since the epoch, where the command told it */
  expiresAt?: number;
}

/**
 * Runs the command of a kubeconfig user, by the protocol of client-go's
 * credential plugins.
 *
 * @throws ServiceUnavailableError that names the place, the command and what
 * to try; never what the command printed, which may hold the credential
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runExecCommand(
  command: ExecCommand,
  place: KubeconfigLocation,
): Promise<ExecAnswer> {
  return toAnswer(await print(command, place), command, place);
}

async function print(
  command: ExecCommand,
  place: KubeconfigLocation,
): Promise<string> {
  try {
    const { stdout } = await run(command.command, command.args, {
      env: {
        ...process.env,
        ...command.env,
        KUBERNETES_EXEC_INFO: execInfo(command),
      },
      timeout: TIMEOUT_MS,
    });
    return stdout;
  } catch (error) {
    throw failed(command, place, reasonOf(error));
  }
}

function execInfo({ apiVersion, cluster }: ExecCommand): string {
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion,
    spec: { interactive: false, ...(cluster && { cluster }) },
  });
}

function toAnswer(
  stdout: string,
  command: ExecCommand,
  place: KubeconfigLocation,
): ExecAnswer {
  const { data } = execCredentialSchema.safeParse(parseJson(stdout));
  if (!data) {
    throw failed(command, place, 'printed no ExecCredential');
  }
  if (data.apiVersion !== command.apiVersion) {
    throw failed(
      command,
      place,
      `printed an ExecCredential of '${data.apiVersion}' where '${command.apiVersion}' is asked for`,
    );
  }
  const { token, clientCertificateData, clientKeyData } = data.status;
  const expiresAt = data.status.expirationTimestamp?.getTime();
  if (token) {
    return { credential: { type: 'bearer token', token }, expiresAt };
  }
  if (clientCertificateData && clientKeyData) {
    return {
      credential: {
        type: 'x509 client certificate',
        cert: clientCertificateData,
        key: clientKeyData,
      },
      expiresAt,
    };
  }
  throw failed(
    command,
    place,
    'printed neither a token nor a certificate with its key',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!isError(error)) return 'failed';
  if (error.killed) return `did not end within ${TIMEOUT_MS / 1000} s`;
  if (error.code === 'ENOENT') return 'was not found';
  if (error.code === 'EACCES') return 'may not be run';
  return typeof error.code === 'number'
    ? `ended with exit code ${error.code}`
    : 'failed';
}

function failed(
  { command }: ExecCommand,
  place: KubeconfigLocation,
  reason: string,
): ServiceUnavailableError {
  return new ServiceUnavailableError(
    `${where(
      place,
    )}: its command '${command}' ${reason}; as the backend's user, try 'kubectl --kubeconfig ${
      place.file
    } --context ${place.context} version'`,
  );
}
