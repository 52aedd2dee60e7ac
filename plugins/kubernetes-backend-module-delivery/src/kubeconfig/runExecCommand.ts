import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { execCredentialSchema } from './execCredentialSchema';
import type { ExecCommand, KubeconfigLocation } from './KubeconfigUser';
import { describeLocation } from './parseKubeconfig';

const run = promisify(execFile);

const TIMEOUT_MS = 30_000;

/** Credential that a command printed. */
export interface ExecResult {
  credential: KubernetesCredential;
  /** Milliseconds since the epoch; absent if the command did not report it */
  expiresAt?: number;
}

/**
 * Runs the command of a kubeconfig user with the protocol of client-go's credential
 * plugins.
 *
 * @throws ServiceUnavailableError that names the location, the command and what to try.
 * It never contains the output of the command, which may include the credential
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runExecCommand(
  command: ExecCommand,
  location: KubeconfigLocation,
): Promise<ExecResult> {
  return toResult(await print(command, location), command, location);
}

async function print(
  command: ExecCommand,
  location: KubeconfigLocation,
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
    throw failure(command, location, reasonOf(error));
  }
}

function execInfo({ apiVersion, cluster }: ExecCommand): string {
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion,
    spec: { interactive: false, ...(cluster && { cluster }) },
  });
}

function toResult(
  stdout: string,
  command: ExecCommand,
  location: KubeconfigLocation,
): ExecResult {
  const { data } = execCredentialSchema.safeParse(parseJson(stdout));
  if (!data) {
    throw failure(command, location, 'did not print an ExecCredential');
  }
  if (data.apiVersion !== command.apiVersion) {
    throw failure(
      command,
      location,
      `printed an ExecCredential of the version '${data.apiVersion}' instead of '${command.apiVersion}'`,
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
  throw failure(
    command,
    location,
    'printed neither a token nor a client certificate with its key',
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
  if (error.killed) return `did not exit within ${TIMEOUT_MS / 1000} s`;
  if (error.code === 'ENOENT') return 'was not found';
  if (error.code === 'EACCES') return 'is not executable';
  return typeof error.code === 'number'
    ? `exited with code ${error.code}`
    : 'failed';
}

function failure(
  { command }: ExecCommand,
  location: KubeconfigLocation,
  reason: string,
): ServiceUnavailableError {
  return new ServiceUnavailableError(
    `${describeLocation(
      location,
    )}: the command '${command}' ${reason}. As the backend's user, try 'kubectl --kubeconfig ${
      location.file
    } --context ${location.context} version'`,
  );
}
