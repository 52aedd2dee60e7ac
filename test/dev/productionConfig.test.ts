import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'app-config.production.yaml');
const text = readFileSync(file, 'utf8');

/** Values of the variables that the file names; numbers only where it needs one. */
const variables = Object.fromEntries(
  [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [
    name,
    {
      FAIRWAY_BASE_URL: 'https://portal.example',
      POSTGRES_PORT: '5432',
      OIDC_METADATA_URL: 'https://id.example/.well-known/openid-configuration',
    }[name] ?? `value-of-${name.toLowerCase()}-for-the-test`,
  ]),
);

async function cli(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    path.join(root, 'node_modules/.bin/backstage-cli'),
    [...args, '--config', file],
    {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
      maxBuffer: 16 * 1024 * 1024,
    },
  );
  return stdout;
}

/** All keys and values of a configuration, as `a.b.0: value`. */
function leavesOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${at}: ${value}`];
  const members = Object.entries(value);
  return members.length
    ? members.flatMap(([key, member]) =>
        leavesOf(member, at ? `${at}.${key}` : key),
      )
    : [`${at}:`];
}

describe('app-config.production.yaml, loaded alone', () => {
  let leaves: string[];
  const at = (prefix: string) => leaves.filter(leaf => leaf.startsWith(prefix));

  before(async () => {
    const printed = await cli(
      'config:print',
      ...['--format', 'json', '--with-secrets'],
    );
    leaves = leavesOf(JSON.parse(printed));
  });

  it('fits the schemas of all packages', async () => {
    await cli('config:check');
  });

  it('has all that the portal needs to start', () => {
    for (const key of [
      ...['app.baseUrl', 'app.packages', 'backend.baseUrl', 'backend.listen'],
      ...['backend.database.client: pg', 'auth.environment: production'],
      ...['auth.session.secret', 'auth.providers.oidc.production.metadataUrl'],
      ...['permission.enabled: true', 'catalog.rules.0.allow.0'],
      ...['kubernetes.serviceLocatorMethod.type', 'delivery.audit.hashKey'],
    ]) {
      assert.equal(at(key).length, 1, key);
    }
  });

  it('gives no role to anyone', () => {
    assert.deepEqual(at('fairway.permission.roles'), [
      'fairway.permission.roles.developer:',
      'fairway.permission.roles.releaseManager:',
      'fairway.permission.roles.platform:',
    ]);
  });

  it('reads catalog files of nobody, and takes users from no file', () => {
    assert.deepEqual(at('catalog.locations'), ['catalog.locations:']);
    assert.deepEqual(at('catalog.providers'), []);
    assert.deepEqual(
      at('catalog.rules').filter(leaf => /(User|Group|Template)$/.test(leaf)),
      [],
    );
  });

  it('selects no workloads by labels, and discovers none', () => {
    assert.deepEqual(at('delivery.labelSelectors'), []);
    assert.deepEqual(at('catalog.providers.delivery'), []);
  });

  it('creates no namespaces, and grants no other account anything', () => {
    assert.deepEqual(at('delivery.apply'), []);
    assert.deepEqual(at('delivery.jenkins'), []);
    assert.deepEqual(at('delivery.environments'), ['delivery.environments:']);
  });

  it('lets nobody in as a guest', () => {
    assert.deepEqual(at('auth.providers.guest'), []);
    assert.deepEqual(at('fairway.signIn.guest'), []);
  });

  it('turns no protection off', () => {
    assert.deepEqual(
      leaves.filter(leaf => /dangerous|insecure|skipTLSVerify/i.test(leaf)),
      [],
    );
  });

  it('connects by https only', () => {
    assert.deepEqual(at('backend.csp.connect-src'), [
      "backend.csp.connect-src.0: 'self'",
      'backend.csp.connect-src.1: https:',
    ]);
    assert.deepEqual(
      leaves.filter(leaf => /: http:\/\//.test(leaf)),
      [],
    );
  });

  it('has nothing of the demo', () => {
    assert.deepEqual(
      leaves.filter(leaf =>
        /harbour|jenkins|cargo|commerce|examples\/|localhost|\bci\//i.test(
          leaf,
        ),
      ),
      [],
    );
  });

  it('has no secret in the file', () => {
    const secrets = text
      .split('\n')
      .filter(line => /^\s*(password|secret|clientSecret|hashKey):/.test(line));
    assert.equal(secrets.length, 4);
    for (const line of secrets) assert.match(line, /: \$\{\w+\}$/);
  });
});
