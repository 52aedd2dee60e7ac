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
 * Finds the user of a context in the text of a kubeconfig file. Paths in it
 * are relative to the file. Of several credentials the first in this order
 * counts: token file, token, certificate, command.
 *
 * @throws NotFoundError when the context or what it names is not in the file
 * @throws InputError when the file or the user is nothing that can be used
 */
export function parseKubeconfig(
  text: string,
  place: KubeconfigLocation,
): KubeconfigUser {
  const { contexts, clusters, users } = read(text, place);
  const context = contexts?.find(({ name }) => name === place.context)?.context;
  if (!context) {
    const names = contexts?.map(({ name }) => `'${name}'`).join(', ');
    throw new NotFoundError(
      `${where(place)} does not exist; the file has ${
        names ? `the contexts ${names}` : 'no contexts'
      }`,
    );
  }
  const user = users?.find(({ name }) => name === context.user);
  if (!user) {
    throw new NotFoundError(
      `${where(place)} names the user '${context.user}', which the file does not have; add it with 'kubectl config set-credentials'`,
    );
  }
  const cluster = clusters?.find(({ name }) => name === context.cluster);
  return toUser(user.user ?? {}, cluster?.cluster, place);
}

/** Names a place at the start of an error's sentence. */
export function where({ file, context }: KubeconfigLocation): string {
  return `Context '${context}' of kubeconfig '${file}'`;
}

function read(text: string, place: KubeconfigLocation) {
  let document: unknown;
  try {
    // The parser's own error quotes the lines around it, which hold secrets
    document = parse(text, { prettyErrors: false });
  } catch {
    throw new InputError(
      `Kubeconfig '${place.file}' is not YAML; compare with 'kubectl config view --raw'`,
    );
  }
  const result = kubeconfigSchema.safeParse(document);
  if (!result.success) {
    const fields = result.error.issues.map(({ path }) => path.join('.') || '.');
    throw new InputError(
      `Kubeconfig '${
        place.file
      }' has fields that are missing or of the wrong type: ${fields.join(', ')}`,
    );
  }
  return result.data;
}

function toUser(
  user: KubeconfigUserEntry,
  cluster: KubeconfigClusterEntry | undefined,
  place: KubeconfigLocation,
): KubeconfigUser {
  if (user.as) {
    throw new InputError(
      `${where(
        place,
      )} impersonates '${user.as}', which is not supported; give that user a credential of its own`,
    );
  }
  const folder = dirname(place.file);
  if (user.tokenFile) {
    return { type: 'token file', path: resolve(folder, user.tokenFile) };
  }
  if (user.token) {
    return { type: 'token', token: user.token };
  }
  const cert = pem(user, 'client-certificate', place);
  const key = pem(user, 'client-key', place);
  if (cert && key) {
    return { type: 'certificate', cert, key };
  }
  if (user.exec) {
    return { type: 'exec', command: toCommand(user.exec, cluster, place) };
  }
  throw new InputError(
    `${where(
      place,
    )} has a user without a token, a token file, a client certificate with its key, or a command; other kinds of users are not supported`,
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
  place: KubeconfigLocation,
): ExecCommand {
  if (exec.interactiveMode === 'Always') {
    throw new InputError(
      `${where(place)} runs '${
        exec.command
      }', which asks a person; use a user that needs nobody at a terminal`,
    );
  }
  return {
    apiVersion: exec.apiVersion,
    // As kubectl does: a bare name is looked up in PATH, a path is relative
    // to the file
    command:
      exec.command.includes('/') && !isAbsolute(exec.command)
        ? resolve(dirname(place.file), exec.command)
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
