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

  /** Writes a kubeconfig in kubectl's format with one context named `demo`. */
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

  /** Writes a Node program that also counts its runs. */
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

  describe('reads', () => {
    it('a token', async () => {
      writeKubeconfig({ token: 'secret' });
      await expect(getCredential()).resolves.toEqual({
        type: 'bearer token',
        token: 'secret',
      });
    });

    it('the present content of a token file, relative to the kubeconfig', async () => {
      writeKubeconfig({ tokenFile: 'secrets/token', token: 'older' });
      directory.addContent({ secrets: { token: 'first\n' } });
      await expect(getCredential()).resolves.toEqual({
        type: 'bearer token',
        token: 'first',
      });
      directory.addContent({ secrets: { token: 'second\n' } });
      await expect(getCredential()).resolves.toMatchObject({ token: 'second' });
    });

    it('a client certificate in the kubeconfig, like that of kind', async () => {
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

    it('a client certificate in files, like that of minikube', async () => {
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

    it('once for all callers, until its token expires', async () => {
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

    it('again after a minute if the token has no expiry', async () => {
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

    it('with its environment variables and the cluster information', async () => {
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

    it('relative to the kubeconfig', async () => {
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
        `the command '${directory.resolve('plugin.sh')}' is not executable`,
      );
      await chmod(directory.resolve('plugin.sh'), 0o755);
      await expect(getCredential()).resolves.toMatchObject({ token: 'secret' });
    });

    it('again after a failure, whose message has the command and not its output', async () => {
      const program = writeProgram(
        `console.error('secret'); console.log('secret'); process.exit(3)`,
      );
      writeKubeconfig({ exec: { apiVersion: API_VERSION, ...program } });
      const failure = expect.objectContaining({
        name: 'ServiceUnavailableError',
        message: `Context 'demo' of kubeconfig '${file}': the command '${process.execPath}' exited with code 3. As the backend's user, try 'kubectl --kubeconfig ${file} --context demo version'`,
      });
      await expect(getCredential()).rejects.toEqual(failure);
      await expect(getCredential()).rejects.toEqual(failure);
      expect(runs()).toBe(2);
    });

    it.each([
      ['does not exist', { command: 'no-such-plugin' }, 'was not found'],
      [
        'requires a terminal',
        { interactiveMode: 'Always' },
        'which requires a terminal',
      ],
      [
        'uses another version',
        { apiVersion: 'client.authentication.k8s.io/v1beta1' },
        `printed an ExecCredential of the version '${API_VERSION}'`,
      ],
    ])('and reports that it %s', async (_, more, message) => {
      writeExec({ token: 'secret' }, more);
      await expect(getCredential()).rejects.toThrow(message);
    });

    it('and reports that it prints something else', async () => {
      const program = writeProgram(`console.log('Logged in. Token: secret')`);
      writeKubeconfig({ exec: { apiVersion: API_VERSION, ...program } });
      const error = await getCredential().catch(e => e);
      expect(error.message).toContain('did not print an ExecCredential');
      expect(error.message).not.toContain('secret');
    });
  });

  describe('reports the problem if', () => {
    it('the file does not exist', async () => {
      await expect(getCredential()).rejects.toThrow(
        `Kubeconfig '${file}' cannot be read. Check that it exists`,
      );
    });

    it('the file is not valid YAML, without quoting it', async () => {
      directory.addContent({ config: 'users:\n- token: [secret\n' });
      const error = await getCredential().catch(e => e);
      expect(error.message).toContain(`Kubeconfig '${file}' is not valid YAML`);
      expect(error.message).not.toContain('secret');
    });

    it('a field has the wrong type', async () => {
      writeKubeconfig({ token: 4711 });
      await expect(getCredential()).rejects.toThrow('users.0.user.token');
    });

    it('the context does not exist', async () => {
      writeKubeconfig({ token: 'secret' });
      await expect(getCredential('other')).rejects.toThrow(
        `Context 'other' of kubeconfig '${file}' does not exist. The file has the contexts 'demo'`,
      );
    });

    it('the token file does not exist', async () => {
      writeKubeconfig({ tokenFile: 'missing' });
      await expect(getCredential()).rejects.toThrow(
        `has the token file '${directory.resolve('missing')}', which cannot be read`,
      );
    });

    it('the user has no supported credential', async () => {
      writeKubeconfig({ username: 'admin', password: 'secret' });
      const error = await getCredential().catch(e => e);
      expect(error.message).toContain(`Context 'demo' of kubeconfig '${file}'`);
      expect(error.message).not.toContain('secret');
    });

    it('the user impersonates, because ignoring it would grant more permissions', async () => {
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

  it('sends no metadata to browsers', () => {
    expect(strategy.presentAuthMetadata()).toEqual({});
  });
});
