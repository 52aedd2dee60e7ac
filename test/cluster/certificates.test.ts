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
import { makeCertificates } from './certificates.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const A_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

describe('makeCertificates', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-pki-'));
  const certificate = (name: string) =>
    new X509Certificate(readFileSync(path.join(folder, `${name}.crt`)));

  before(() => makeCertificates(folder));
  after(() => rmSync(folder, { recursive: true }));

  it('makes two authorities, neither of which the other is taken for', () => {
    const [ca, frontProxyCa] = ['ca', 'front-proxy-ca'].map(certificate);
    assert.ok(ca.ca && frontProxyCa.ca);
    assert.ok(certificate('admin').verify(ca.publicKey));
    assert.ok(!certificate('admin').verify(frontProxyCa.publicKey));
    assert.ok(certificate('front-proxy').verify(frontProxyCa.publicKey));
    assert.ok(!certificate('front-proxy').verify(ca.publicKey));
  });

  it('makes a server certificate for every name that a client uses', () => {
    const server = certificate('server');
    assert.ok(!server.ca);
    assert.deepEqual(server.keyUsage, [SERVER_AUTH]);
    assert.ok(server.checkIP('127.0.0.1'));
    assert.ok(server.checkHost('localhost'));
    assert.ok(server.checkHost('kubernetes.default.svc'));
  });

  it('makes each component a user of its own, and the administrator a master', () => {
    for (const name of ['kube-controller-manager', 'kube-scheduler']) {
      assert.deepEqual(certificate(name).keyUsage, [CLIENT_AUTH]);
      assert.equal(certificate(name).subject, `CN=system:${name}`);
    }
    assert.equal(certificate('admin').subject, 'O=system:masters\nCN=admin');
  });

  it('makes them last for years', () => {
    for (const name of ['ca', 'front-proxy-ca', 'server', 'admin']) {
      assert.ok(
        Date.parse(certificate(name).validTo) > Date.now() + A_YEAR_MS,
        name,
      );
    }
  });

  it('lets nobody else read the keys', () => {
    assert.equal(statSync(path.join(folder, 'ca.key')).mode & 0o077, 0);
  });

  it('keeps what is there and makes only what is missing', async () => {
    const read = () =>
      Object.fromEntries(
        readdirSync(folder)
          .filter(name => /\.(crt|key|pub)$/.test(name))
          .map(name => [name, readFileSync(path.join(folder, name), 'utf8')]),
      );
    const first = read();
    rmSync(path.join(folder, 'admin.crt'));
    await makeCertificates(folder);
    const { 'admin.crt': renewed, ...others } = read();
    const { 'admin.crt': removed, ...kept } = first;
    assert.deepEqual(others, kept);
    assert.notEqual(renewed, removed);
  });
});
