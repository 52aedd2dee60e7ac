import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../dev/run.ts';

/** A certificate to make: who it is for, and what it may be used for. */
interface Certificate {
  name: string;
  /** In openssl's manner; `O` becomes the group, `CN` the user */
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

/**
 * Makes a cluster's own authorities, certificates and the key that signs
 * service account tokens, as `<name>.crt` and `<name>.key`; leaves what is
 * there. By openssl: Node cannot sign certificates.
 */
export async function makeCertificates(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const ca of ['ca', 'front-proxy-ca']) await makeAuthority(folder, ca);
  for (const certificate of certificates) await sign(folder, certificate);
  await makeKey(folder, 'service-account');
  // The API server verifies with the public key, and takes no other.
  await openssl(folder, [
    ...['pkey', '-in', path.join(folder, 'service-account.key'), '-pubout'],
    ...['-out', path.join(folder, 'service-account.pub')],
  ]);
}

async function makeKey(folder: string, name: string): Promise<void> {
  const key = path.join(folder, `${name}.key`);
  if (existsSync(key)) return;
  await openssl(folder, [
    ...['genpkey', '-algorithm', 'EC'],
    ...['-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', key],
  ]);
}

async function makeAuthority(folder: string, name: string): Promise<void> {
  const certificate = path.join(folder, `${name}.crt`);
  if (existsSync(certificate)) return;
  await makeKey(folder, name);
  await openssl(folder, [
    ...['req', '-x509', '-new', '-key', path.join(folder, `${name}.key`)],
    ...['-subj', `/CN=fairway-${name}`, '-days', DAYS, '-out', certificate],
  ]);
}

async function sign(
  folder: string,
  { name, subject, usage, ca }: Certificate,
): Promise<void> {
  const certificate = path.join(folder, `${name}.crt`);
  if (existsSync(certificate)) return;
  await makeKey(folder, name);
  const request = path.join(folder, `${name}.csr`);
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
  await openssl(folder, [
    ...['req', '-new', '-key', path.join(folder, `${name}.key`)],
    ...['-subj', subject, '-out', request],
  ]);
  await openssl(folder, [
    ...['x509', '-req', '-in', request, '-days', DAYS],
    ...['-CA', path.join(folder, `${ca}.crt`)],
    ...['-CAkey', path.join(folder, `${ca}.key`), '-CAcreateserial'],
    ...['-extfile', extensions, '-out', certificate],
  ]);
}

async function openssl(folder: string, args: string[]): Promise<void> {
  await run({
    command: 'openssl',
    args,
    log: path.join(folder, 'openssl.log'),
  });
}
