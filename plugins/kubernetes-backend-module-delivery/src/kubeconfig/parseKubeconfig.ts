import { InputError, NotFoundError } from '@backstage/errors';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parse } from 'yaml';
import { kubeconfigSchema } from './kubeconfigSchema';
import type {
  KubeconfigClusterEntry,
  KubeconfigExecEntry,
  KubeconfigUserEntry,
} from './kubeconfigSchema';
import type {
  ExecCluster,
  ExecCommand,
  KubeconfigLocation,
  KubeconfigUser,
  PemSource,
} from './KubeconfigUser';

/**
 * Finds the user of a context in the text of a kubeconfig file. Paths are relative to
 * the file. If the user has several credentials, the precedence is: token file, token,
 * certificate, command.
 *
 * @throws NotFoundError if the file has no such context, or no user of that context
 * @throws InputError if the file is invalid, or the user has no supported credential
 */
export function parseKubeconfig(
  text: string,
  location: KubeconfigLocation,
): KubeconfigUser {
  const { contexts, clusters, users } = read(text, location);
  const context = contexts?.find(
    ({ name }) => name === location.context,
  )?.context;
  if (!context) {
    const names = contexts?.map(({ name }) => `'${name}'`).join(', ');
    throw new NotFoundError(
      `${describeLocation(location)} does not exist. The file has ${
        names ? `the contexts ${names}` : 'no contexts'
      }.`,
    );
  }
  const user = users?.find(({ name }) => name === context.user);
  if (!user) {
    throw new NotFoundError(
      `${describeLocation(location)} refers to the user '${context.user}', which is not in the file. Add it with 'kubectl config set-credentials'.`,
    );
  }
  const cluster = clusters?.find(({ name }) => name === context.cluster);
  return toUser(user.user ?? {}, cluster?.cluster, location);
}

/** Describes a location, as the beginning of an error message. */
export function describeLocation({
  file,
  context,
}: KubeconfigLocation): string {
  return `Context '${context}' of kubeconfig '${file}'`;
}

function read(text: string, location: KubeconfigLocation) {
  let document: unknown;
  try {
    // The parser's own error quotes lines of the file, which contain secrets
    document = parse(text, { prettyErrors: false });
  } catch {
    throw new InputError(
      `Kubeconfig '${location.file}' is not valid YAML. Check it with 'kubectl config view --raw'.`,
    );
  }
  const result = kubeconfigSchema.safeParse(document);
  if (!result.success) {
    const fields = result.error.issues.map(({ path }) => path.join('.') || '.');
    throw new InputError(
      `Kubeconfig '${
        location.file
      }' has missing fields or fields of the wrong type: ${fields.join(', ')}`,
    );
  }
  return result.data;
}

function toUser(
  user: KubeconfigUserEntry,
  cluster: KubeconfigClusterEntry | undefined,
  location: KubeconfigLocation,
): KubeconfigUser {
  if (user.as) {
    throw new InputError(
      `${describeLocation(
        location,
      )} impersonates '${user.as}', which is not supported. Use a user with its own credential.`,
    );
  }
  const folder = dirname(location.file);
  if (user.tokenFile) {
    return { type: 'token file', path: resolve(folder, user.tokenFile) };
  }
  if (user.token) {
    return { type: 'token', token: user.token };
  }
  const cert = pem(user, 'client-certificate', location);
  const key = pem(user, 'client-key', location);
  if (cert && key) {
    return { type: 'certificate', cert, key };
  }
  if (user.exec) {
    return { type: 'exec', command: toCommand(user.exec, cluster, location) };
  }
  throw new InputError(
    `${describeLocation(
      location,
    )} has a user without a supported credential. Supported are a token, a token file, a client certificate with its key, and a command.`,
  );
}

function pem(
  user: KubeconfigUserEntry,
  field: 'client-certificate' | 'client-key',
  { file }: KubeconfigLocation,
): PemSource | undefined {
  const inline = user[`${field}-data`];
  if (inline) {
    return { type: 'text', text: Buffer.from(inline, 'base64').toString() };
  }
  const path = user[field];
  return path
    ? { type: 'file', path: resolve(dirname(file), path) }
    : undefined;
}

function toCommand(
  exec: KubeconfigExecEntry,
  cluster: KubeconfigClusterEntry | undefined,
  location: KubeconfigLocation,
): ExecCommand {
  if (exec.interactiveMode === 'Always') {
    throw new InputError(
      `${describeLocation(location)} runs '${
        exec.command
      }', which requires a terminal (interactiveMode: Always). Use a user that does not.`,
    );
  }
  return {
    apiVersion: exec.apiVersion,
    // Like kubectl: a name without a slash is searched in PATH, a path is relative
    // to the file
    command:
      exec.command.includes('/') && !isAbsolute(exec.command)
        ? resolve(dirname(location.file), exec.command)
        : exec.command,
    args: exec.args ?? [],
    env: Object.fromEntries(
      (exec.env ?? []).map(({ name, value }) => [name, value]),
    ),
    ...(exec.provideClusterInfo &&
      cluster && { cluster: toExecCluster(cluster) }),
  };
}

function toExecCluster(cluster: KubeconfigClusterEntry): ExecCluster {
  return {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': cluster['certificate-authority-data'],
  };
}
