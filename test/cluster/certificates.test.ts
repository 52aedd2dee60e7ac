import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createCertificates } from './certificates.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const A_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

describe('createCertificates', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-pki-'));
  const certificate = (name: string) =>
    new X509Certificate(readFileSync(path.join(folder, `${name}.crt`)));

  before(() => createCertificates(folder));
  after(() => rmSync(folder, { recursive: true }));

  it('creates two separate certificate authorities', () => {
    const [ca, frontProxyCa] = ['ca', 'front-proxy-ca'].map(certificate);
    assert.ok(ca.ca && frontProxyCa.ca);
    assert.ok(certificate('admin').verify(ca.publicKey));
    assert.ok(!certificate('admin').verify(frontProxyCa.publicKey));
    assert.ok(certificate('front-proxy').verify(frontProxyCa.publicKey));
    assert.ok(!certificate('front-proxy').verify(ca.publicKey));
  });

  it('creates a server certificate for every name that a client uses', () => {
    const server = certificate('server');
    assert.ok(!server.ca);
    assert.deepEqual(server.keyUsage, [SERVER_AUTH]);
    assert.ok(server.checkIP('127.0.0.1'));
    assert.ok(server.checkHost('localhost'));
    assert.ok(server.checkHost('kubernetes.default.svc'));
  });

  it('gives each component its own user, and the administrator the group of masters', () => {
    for (const name of ['kube-controller-manager', 'kube-scheduler']) {
      assert.deepEqual(certificate(name).keyUsage, [CLIENT_AUTH]);
      assert.equal(certificate(name).subject, `CN=system:${name}`);
    }
    assert.equal(certificate('admin').subject, 'O=system:masters\nCN=admin');
  });

  it('creates certificates that are valid for years', () => {
    for (const name of ['ca', 'front-proxy-ca', 'server', 'admin']) {
      assert.ok(
        Date.parse(certificate(name).validTo) > Date.now() + A_YEAR_MS,
        name,
      );
    }
  });

  it('lets only the owner read the keys', () => {
    assert.equal(statSync(path.join(folder, 'ca.key')).mode & 0o077, 0);
  });

  it('keeps existing files and creates only missing ones', async () => {
    const read = () =>
      Object.fromEntries(
        readdirSync(folder)
          .filter(name => /\.(crt|key|pub)$/.test(name))
          .map(name => [name, readFileSync(path.join(folder, name), 'utf8')]),
      );
    const first = read();
    rmSync(path.join(folder, 'admin.crt'));
    await createCertificates(folder);
    const { 'admin.crt': renewed, ...others } = read();
    const { 'admin.crt': removed, ...kept } = first;
    assert.deepEqual(others, kept);
    assert.notEqual(renewed, removed);
  });
});
