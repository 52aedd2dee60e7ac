import { createMockDirectory } from '@backstage/backend-test-utils';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { chmod } from 'node:fs/promises';
import { stringify } from 'yaml';
import { KUBECONFIG_CONTEXT, KUBECONFIG_FILE } from './annotations';
import { KubeconfigStrategy } from './KubeconfigStrategy';

const CERTIFICATE =
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';
const API_VERSION = 'client.authentication.k8s.io/v1';
const NOON = Date.parse('2026-01-01T12:00:00Z');

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('KubeconfigStrategy', () => {
  const directory = createMockDirectory();
  const file = directory.resolve('config');
  let now = NOON;
  let strategy: KubeconfigStrategy;

  beforeEach(() => {
    directory.clear();
    now = NOON;
    strategy = KubeconfigStrategy.create({ now: () => now });
  });

  /** A kubeconfig as kubectl writes it, with one context named `demo`. */
  function writeKubeconfig(user: object): void {
    directory.addContent({
      config: stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'demo',
        preferences: {},
        clusters: [
          {
            name: 'demo-cluster',
            cluster: {
              server: 'https://cluster.example.com:6443',
              'certificate-authority-data': base64(CERTIFICATE),
            },
          },
        ],
        contexts: [
          {
            name: 'demo',
            context: { cluster: 'demo-cluster', user: 'demo-user' },
          },
        ],
        users: [{ name: 'demo-user', user }],
      }),
    });
  }

  /** A program in Node that also counts how often it has run. */
  function writeProgram(body: string): { command: string; args: string[] } {
    directory.addContent({
      'program.js': `require('fs').appendFileSync(${JSON.stringify(
        directory.resolve('runs'),
      )}, '.');\n${body}`,
    });
    return {
      command: process.execPath,
      args: [directory.resolve('program.js')],
    };
  }

  function runs(): number {
    const { runs: dots } = directory.content({ path: '.' }) as { runs: string };
    return dots.length;
  }

  function getCredential(context = 'demo'): Promise<KubernetesCredential> {
    const cluster: ClusterDetails = {
      name: 'demo',
      url: 'https://cluster.example.com:6443',
      authMetadata: { [KUBECONFIG_FILE]: file, [KUBECONFIG_CONTEXT]: context },
    };
    return strategy.getCredential(cluster);
  }

  describe('takes', () => {
    it('a token', async () => {
      writeKubeconfig({ token: 'secret' });
      await expect(getCredential()).resolves.toEqual({
        type: 'bearer token',
        token: 'secret',
      });
    });

    it('a token file, relative to the kubeconfig, as it is at that moment', async () => {
      writeKubeconfig({ tokenFile: 'secrets/token', token: 'older' });
      directory.addContent({ secrets: { token: 'first\n' } });
      await expect(getCredential()).resolves.toEqual({
        type: 'bearer token',
        token: 'first',
      });
      directory.addContent({ secrets: { token: 'second\n' } });
      await expect(getCredential()).resolves.toMatchObject({ token: 'second' });
    });

    it('a client certificate in the kubeconfig, as kind writes it', async () => {
      writeKubeconfig({
        'client-certificate-data': base64(CERTIFICATE),
        'client-key-data': base64(KEY),
      });
      await expect(getCredential()).resolves.toEqual({
        type: 'x509 client certificate',
        cert: CERTIFICATE,
        key: KEY,
      });
    });

    it('a client certificate in files, as minikube writes it', async () => {
      writeKubeconfig({
        'client-certificate': 'client.crt',
        'client-key': directory.resolve('client.key'),
      });
      directory.addContent({ 'client.crt': CERTIFICATE, 'client.key': KEY });
      await expect(getCredential()).resolves.toEqual({
        type: 'x509 client certificate',
        cert: CERTIFICATE,
        key: KEY,
      });
    });
  });

  describe('runs a command', () => {
    function writeExec(status: object, more: object = {}): void {
      const program = writeProgram(
        `console.log(${JSON.stringify(
          JSON.stringify({
            kind: 'ExecCredential',
            apiVersion: API_VERSION,
            status,
          }),
        )})`,
      );
      writeKubeconfig({
        exec: { apiVersion: API_VERSION, ...program, ...more },
      });
    }

    it('once for all who ask, until its token expires', async () => {
      writeExec({
        token: 'secret',
        expirationTimestamp: '2026-01-01T12:14:00Z',
      });
      const credential = { type: 'bearer token', token: 'secret' };

      await expect(
        Promise.all([getCredential(), getCredential()]),
      ).resolves.toEqual([credential, credential]);
      now = NOON + 14 * 60_000 - 1;
      await expect(getCredential()).resolves.toEqual(credential);
      expect(runs()).toBe(1);

      now = NOON + 14 * 60_000;
      await expect(getCredential()).resolves.toEqual(credential);
      expect(runs()).toBe(2);
    });

    it('again after a minute when the token does not say when it expires', async () => {
      writeExec({ token: 'secret' });
      await getCredential();
      now = NOON + 59_999;
      await getCredential();
      expect(runs()).toBe(1);
      now = NOON + 60_000;
      await getCredential();
      expect(runs()).toBe(2);
    });

    it('that prints a client certificate', async () => {
      writeExec({ clientCertificateData: CERTIFICATE, clientKeyData: KEY });
      await expect(getCredential()).resolves.toEqual({
        type: 'x509 client certificate',
        cert: CERTIFICATE,
        key: KEY,
      });
    });

    it('with its variables and what it may know of the cluster', async () => {
      const program = writeProgram(`
        const { spec, apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
        const token = [process.env.PROFILE, spec.interactive, spec.cluster.server].join(' ');
        console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion, status: { token } }));
      `);
      writeKubeconfig({
        exec: {
          apiVersion: API_VERSION,
          ...program,
          env: [{ name: 'PROFILE', value: 'staging' }],
          interactiveMode: 'IfAvailable',
          provideClusterInfo: true,
        },
      });
      await expect(getCredential()).resolves.toMatchObject({
        token: 'staging false https://cluster.example.com:6443',
      });
    });

    it('found relative to the kubeconfig', async () => {
      const { args } = writeProgram(
        `console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${API_VERSION}', status: { token: 'secret' } }))`,
      );
      directory.addContent({ 'plugin.sh': '#!/bin/sh\nexec "$NODE" "$1"\n' });
      writeKubeconfig({
        exec: {
          apiVersion: API_VERSION,
          command: './plugin.sh',
          args,
          env: [{ name: 'NODE', value: process.execPath }],
        },
      });
      await expect(getCredential()).rejects.toThrow(
        `its command '${directory.resolve('plugin.sh')}' may not be run`,
      );
      await chmod(directory.resolve('plugin.sh'), 0o755);
      await expect(getCredential()).resolves.toMatchObject({ token: 'secret' });
    });

    it('again after a failure, which names the command and not what it printed', async () => {
      const program = writeProgram(
        `console.error('secret'); console.log('secret'); process.exit(3)`,
      );
      writeKubeconfig({ exec: { apiVersion: API_VERSION, ...program } });
      const failure = expect.objectContaining({
        name: 'ServiceUnavailableError',
        message: `Context 'demo' of kubeconfig '${file}': its command '${process.execPath}' ended with exit code 3; as the backend's user, try 'kubectl --kubeconfig ${file} --context demo version'`,
      });
      await expect(getCredential()).rejects.toEqual(failure);
      await expect(getCredential()).rejects.toEqual(failure);
      expect(runs()).toBe(2);
    });

    it.each([
      ['is not there', { command: 'no-such-plugin' }, 'was not found'],
      [
        'asks a person',
        { interactiveMode: 'Always' },
        'use a user that needs nobody at a terminal',
      ],
      [
        'speaks another version',
        { apiVersion: 'client.authentication.k8s.io/v1beta1' },
        `printed an ExecCredential of '${API_VERSION}'`,
      ],
    ])('and says so when it %s', async (_, more, message) => {
      writeExec({ token: 'secret' }, more);
      await expect(getCredential()).rejects.toThrow(message);
    });

    it('and says so when it prints something else', async () => {
      const program = writeProgram(`console.log('Logged in. Token: secret')`);
      writeKubeconfig({ exec: { apiVersion: API_VERSION, ...program } });
      const error = await getCredential().catch(e => e);
      expect(error.message).toContain('printed no ExecCredential');
      expect(error.message).not.toContain('secret');
    });
  });

  describe('says what is wrong when', () => {
    it('the file is not there', async () => {
      await expect(getCredential()).rejects.toThrow(
        `Kubeconfig '${file}' cannot be read; check that it exists`,
      );
    });

    it('the file is no YAML, without showing any of it', async () => {
      directory.addContent({ config: 'users:\n- token: [secret\n' });
      const error = await getCredential().catch(e => e);
      expect(error.message).toContain(`Kubeconfig '${file}' is not YAML`);
      expect(error.message).not.toContain('secret');
    });

    it('a field has the wrong type', async () => {
      writeKubeconfig({ token: 4711 });
      await expect(getCredential()).rejects.toThrow('users.0.user.token');
    });

    it('the context is not there', async () => {
      writeKubeconfig({ token: 'secret' });
      await expect(getCredential('other')).rejects.toThrow(
        `Context 'other' of kubeconfig '${file}' does not exist; the file has the contexts 'demo'`,
      );
    });

    it('the token file is not there', async () => {
      writeKubeconfig({ tokenFile: 'missing' });
      await expect(getCredential()).rejects.toThrow(
        `has the token file '${directory.resolve('missing')}', which cannot be read`,
      );
    });

    it('the user has no credential that is known', async () => {
      writeKubeconfig({ username: 'admin', password: 'secret' });
      const error = await getCredential().catch(e => e);
      expect(error.message).toContain(`Context 'demo' of kubeconfig '${file}'`);
      expect(error.message).not.toContain('secret');
    });

    it('the user impersonates: to ignore it would give more rights, not fewer', async () => {
      writeKubeconfig({ token: 'secret', as: 'viewer' });
      await expect(getCredential()).rejects.toThrow("impersonates 'viewer'");
    });

    it.each([
      [{}, KUBECONFIG_FILE],
      [{ [KUBECONFIG_FILE]: 'config' }, 'absolute path'],
      [{ [KUBECONFIG_FILE]: '/config' }, KUBECONFIG_CONTEXT],
    ])('a cluster is configured with %j', (authMetadata, message) => {
      expect(strategy.validateCluster(authMetadata)).toEqual([
        expect.objectContaining({ message: expect.stringContaining(message) }),
      ]);
    });
  });

  it('shows a browser nothing of it', () => {
    expect(strategy.presentAuthMetadata()).toEqual({});
  });
});
