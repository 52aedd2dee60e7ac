import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { kubectl } from '../cluster/index.ts';
import { run } from '../dev/run.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { serviceAccounts } from '../git/accounts.ts';
import { gitAs } from '../git/bareRepository.ts';
import { authorization } from '../git/GiteaClient.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { giteaAsAdmin } from './giteaAsAdmin.ts';
import { hasEntity } from './hasEntity.ts';
import { shownWithin, suiteBrowser } from './suite.ts';
import { runTemplate } from './template.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);
const { url, token, peoplePassword } = giteaFiles(stack);
const gitea = giteaAsAdmin(stack);
const shown = shownWithin(120_000);

const name = `wind-vane-${Date.now() % 1_000_000}`;
const repository = `/repos/harbour/${name}`;

/** What somebody has written, who knew nothing of a portal. */
const files = {
  'go.mod': `module ${name}\n\ngo 1.26\n`,
  'main.go': 'package main\n\nfunc main() {}\n',
  Dockerfile: 'FROM scratch\nCOPY vane /vane\nEXPOSE 9000\nCMD ["/vane"]\n',
  'api/openapi.yaml':
    'openapi: 3.1.0\ninfo: { title: Wind vane, version: 1.0.0 }\npaths: {}\n',
};

describe('a repository that nobody has described', () => {
  const browser = suiteBrowser();
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-bring-in-'));
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await gitea.call('DELETE', repository);
  });

  it('is brought in by a pull request, and discovered once that is merged', async () => {
    await gitea.call('POST', '/orgs/harbour/repos', {
      ...{ name, auto_init: true, default_branch: 'main' },
    });
    await gitea.call('POST', `${repository}/contents`, {
      ...{ message: 'Show where the wind comes from', branch: 'main' },
      files: Object.entries(files).map(([at, text]) => ({
        ...{ operation: 'create', path: at },
        content: Buffer.from(text).toString('base64'),
      })),
    });
    const page = await runTemplate(
      browser(),
      {
        ...{ portal: app, name: 'bring-in' },
        person: {
          name: 'li.wei',
          password: readFileSync(peoplePassword, 'utf8'),
        },
      },
      {
        ...{ repository: `${url}/harbour/${name}`, name },
        description: 'Shows where the wind comes from',
        owner: 'group:default/cargo-logistics',
        system: 'system:default/harbour',
        ...{ healthPath: '/healthz', strategy: { kind: 'rolling' } },
        ...{ size: 'small', least: 1, most: 3, tag: '1.0.0' },
        environments: [{ name: 'dev', namespace: 'dev', production: false }],
      },
      [...['What it does', 'Path of its health', 'Version'], 'workload.yaml'],
    );
    await shown(page.getByRole('link', { name: 'Pull request' }));
    await shown(page.getByText(`Deployment dev/${name} comes`));
    const [pull] = await gitea.list(`${repository}/pulls?state=open`);
    await gitea.call('POST', `${repository}/pulls/${pull.number}/merge`, {
      Do: 'merge',
    });

    await waitFor(
      'the service in the catalog',
      () => hasEntity(stack, `component/default/${name}`),
      { timeoutMs: 120_000 },
    );
    await page.goto(`${app}/catalog/default/component/${name}`);
    await shown(page.getByRole('heading', { name, exact: true }));
    assert.ok(await hasEntity(stack, `api/default/${name}`));
    await run({
      command: 'git',
      args: ['clone', '--quiet', `${url}/harbour/${name}.git`, '.'],
      cwd: folder,
      env: gitAs(
        authorization({
          username: serviceAccounts.ci,
          password: readFileSync(token('ci'), 'utf8'),
        }),
      ),
      log: path.join(stack.dir, 'logs', 'e2e-bring-in.log'),
    });
    const applied = await kubectl(stack, 'staging', [
      ...['apply', '-k', path.join(folder, 'deploy/overlays/dev')],
      ...['--dry-run=server', '-o', 'json'],
    ]);
    const { items }: { items: Applied[] } = JSON.parse(applied);
    const deployment = items.find(({ kind }) => kind === 'Deployment');
    const [container] = deployment?.spec.template.spec.containers ?? [];
    assert.equal(
      container.image,
      `registry.harbour.example/harbour/${name}:1.0.0`,
    );
    assert.deepEqual(container.ports[0].containerPort, 9000);
    assert.equal(container.livenessProbe.httpGet.path, '/healthz');
  });
});

/** As much of an applied object as is looked at. */
interface Applied {
  kind: string;
  spec: {
    template: {
      spec: {
        containers: {
          image: string;
          ports: { containerPort: number }[];
          livenessProbe: { httpGet: { path: string } };
        }[];
      };
    };
  };
}
