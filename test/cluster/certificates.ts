import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../dev/run.ts';

/** Subject and usages of a certificate. */
interface Certificate {
  name: string;
  /** Subject in openssl's syntax; `O` is the group, `CN` the user */
  subject: string;
  usage: 'serverAuth' | 'clientAuth';
  ca: 'ca' | 'front-proxy-ca';
}

const certificates: Certificate[] = [
  {
    name: 'server',
    subject: '/CN=localhost',
    usage: 'serverAuth',
    ca: 'ca',
  },
  {
    name: 'admin',
    subject: '/O=system:masters/CN=admin',
    usage: 'clientAuth',
    ca: 'ca',
  },
  {
    name: 'kube-controller-manager',
    subject: '/CN=system:kube-controller-manager',
    usage: 'clientAuth',
    ca: 'ca',
  },
  {
    name: 'kube-scheduler',
    subject: '/CN=system:kube-scheduler',
    usage: 'clientAuth',
    ca: 'ca',
  },
  {
    name: 'front-proxy',
    subject: '/CN=front-proxy',
    usage: 'clientAuth',
    ca: 'front-proxy-ca',
  },
];

const SERVER_NAMES =
  'DNS:localhost,DNS:kubernetes,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1';
const DAYS = '3650';

// Replaces the system's configuration, which differs between systems.
const OPENSSL_CONFIG = `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
`;

/**
 * Creates a cluster's certificate authorities, certificates and the key that signs
 * service account tokens, as `<name>.crt` and `<name>.key`. Existing files stay
 * unchanged. Uses openssl, because Node cannot sign certificates.
 */
export async function createCertificates(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(configFile(folder), OPENSSL_CONFIG);
  for (const ca of ['ca', 'front-proxy-ca']) await makeAuthority(folder, ca);
  for (const certificate of certificates) await sign(folder, certificate);
  const key = await makeKey(folder, 'service-account');
  // The API server verifies with the public key and accepts no other.
  await make(path.join(folder, 'service-account.pub'), [
    ...['pkey', '-in', key, '-pubout'],
  ]);
}

async function makeKey(folder: string, name: string): Promise<string> {
  const key = path.join(folder, `${name}.key`);
  await make(key, [
    ...['genpkey', '-algorithm', 'EC'],
    ...['-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  ]);
  return key;
}

async function makeAuthority(folder: string, name: string): Promise<void> {
  const key = await makeKey(folder, name);
  await make(path.join(folder, `${name}.crt`), [
    ...['req', '-x509', '-new', '-key', key, '-days', DAYS],
    ...['-config', configFile(folder), '-extensions', 'authority'],
    ...['-subj', `/CN=fairway-${name}`],
  ]);
}

async function sign(
  folder: string,
  { name, subject, usage, ca }: Certificate,
): Promise<void> {
  const key = await makeKey(folder, name);
  const request = path.join(folder, `${name}.csr`);
  await make(request, [
    ...['req', '-new', '-key', key, '-subj', subject],
    ...['-config', configFile(folder)],
  ]);
  const extensions = path.join(folder, `${name}.ext`);
  writeFileSync(
    extensions,
    [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      `extendedKeyUsage=${usage}`,
      ...(usage === 'serverAuth' ? [`subjectAltName=${SERVER_NAMES}`] : []),
    ].join('\n'),
  );
  await make(path.join(folder, `${name}.crt`), [
    ...['x509', '-req', '-in', request, '-days', DAYS],
    ...['-CA', path.join(folder, `${ca}.crt`)],
    ...['-CAkey', path.join(folder, `${ca}.key`), '-CAcreateserial'],
    ...['-extfile', extensions],
  ]);
}

function configFile(folder: string): string {
  return path.join(folder, 'openssl.cnf');
}

// Rename is atomic: a kill leaves no partial file.
async function make(file: string, args: string[]): Promise<void> {
  if (existsSync(file)) return;
  const unfinished = `${file}.new`;
  await run({
    command: 'openssl',
    args: [...args, '-out', unfinished],
    log: path.join(path.dirname(file), 'openssl.log'),
  });
  renameSync(unfinished, file);
}
