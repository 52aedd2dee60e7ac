import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../dev/waitFor.ts';
import { JenkinsEmulator } from '../JenkinsEmulator.ts';
import { DemoJenkins } from './DemoJenkins.ts';
import { GitMirror } from './GitMirror.ts';
import { loadItems, saveItems } from './savedState.ts';

const JOB = 'harbour/lock-keeper';

describe('The demo’s Jenkins', () => {
  let dir: string;
  let organisation: string;
  let work: string;
  const emulators: JenkinsEmulator[] = [];
  /** Resolves the wait of queued builds */
  let held: Promise<void> | undefined;

  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=Li Wei', '-c', 'user.email=li.wei@example', ...args],
      { cwd: work, stdio: 'pipe' },
    );
  const commit = (file: string, content: string, branch: string) => {
    writeFileSync(path.join(work, file), content);
    git('add', '.');
    git('commit', '--quiet', '-m', `Write ${file}`);
    git('push', '--quiet', 'origin', `HEAD:${branch}`);
  };

  before(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'fairway-demo-jenkins-'));
    organisation = path.join(dir, 'harbour');
    work = path.join(dir, 'work');
    mkdirSync(path.join(dir, 'clones'));
    mkdirSync(work);
    const bare = path.join(organisation, 'lock-keeper.git');
    git('init', '--quiet', '--bare', '--initial-branch=main', bare);
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', bare);
    commit('Jenkinsfile', "pipeline { stages { stage('Build') {} } }", 'main');
  });

  after(async () => {
    for (const emulator of emulators) await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function start(stateFile?: string) {
    const emulator = JenkinsEmulator.create();
    emulators.push(emulator);
    if (stateFile) emulator.root.items.push(...loadItems(stateFile));
    await emulator.listen();
    const source = {
      url: organisation,
      authorization: 'Basic none',
      folder: path.join(dir, 'clones'),
      log: path.join(dir, 'log'),
    };
    const demo = DemoJenkins.create({
      emulator,
      mirrors: [],
      mirrorOf: remote =>
        remote.startsWith(organisation)
          ? GitMirror.of(source, path.basename(remote, '.git'))
          : undefined,
      notifyCommitToken: 'secret',
      sonarqube: { url: 'http://localhost:1', submit: () => {} },
      pace: 10_000,
      executors: 2,
      now: Date.now,
      delay: async milliseconds => {
        await held;
        await sleep(Math.min(milliseconds, 5));
      },
      deploy: async () => {},
      notify: () => {},
      onChange: () => {},
    });
    await demo.start();
    return emulator;
  }

  const pushed = async (emulator: JenkinsEmulator, query: object = {}) => {
    const given = { url: `${organisation}/lock-keeper`, token: 'secret' };
    const parameters = new URLSearchParams({ ...given, ...query });
    const answer = await fetch(
      `${emulator.url}git/notifyCommit?${parameters}`,
      {
        method: 'POST',
      },
    );
    return `${answer.status} ${(await answer.text()).trim()}`;
  };
  const buildsOf = (emulator: JenkinsEmulator, branch: string) =>
    emulator.find(`${JOB}/${branch}`)?.item.builds ?? [];
  const begun = (emulator: JenkinsEmulator, branch: string, count: number) =>
    waitFor(
      `${count} runs of ${branch}`,
      async () => buildsOf(emulator, branch).length === count,
      { timeoutMs: 20_000 },
    );

  it('builds a repository for which a client created a job, also after a restart', async () => {
    const first = await start();
    assert.equal(
      await pushed(first, { token: '' }),
      '401 An access token is required.',
    );
    assert.equal(
      await pushed(first, { token: 'guessed' }),
      '403 Invalid access token',
    );
    assert.match(
      await pushed(first),
      /^200 No Git consumers using SCM API plugin for: /,
    );
    assert.equal(first.find(JOB), undefined);
    assert.deepEqual(first.queue, []);

    const config = `<?xml version="1.1" encoding="UTF-8"?>
<org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject>
<remote>${organisation}/lock-keeper.git</remote><scriptPath>Jenkinsfile</scriptPath>
</org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject>`;
    const create = (name: string, xml = config) =>
      fetch(`${first.url}job/harbour/createItem?name=${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/xml' },
        body: xml,
      });
    assert.equal((await create('lock-keeper')).status, 200);
    assert.equal((await create('lock-keeper')).status, 400);
    assert.equal((await create('elsewhere', '<nonsense/>')).status, 500);
    const answer = await fetch(
      `${first.url}job/harbour/job/lock-keeper/config.xml`,
    );
    assert.equal(await answer.text(), config);
    assert.deepEqual(first.queue, []);

    const index = await fetch(`${first.url}job/harbour/job/lock-keeper/build`, {
      method: 'POST',
      redirect: 'manual',
    });
    assert.equal(index.status, 302);
    await begun(first, 'main', 1);
    const [build] = buildsOf(first, 'main');
    assert.equal(build.causes[0].shortDescription, 'Branch indexing');
    const remote = `${organisation}/lock-keeper.git`;
    assert.equal(build.revision?.remoteUrl, remote);
    await waitFor('its end', async () => build.result === 'SUCCESS', {
      timeoutMs: 20_000,
    });

    commit('README.md', 'It keeps locks', 'fix/locks');
    assert.equal(
      await pushed(first),
      '200 Scheduled indexing of harbour » lock-keeper',
    );
    await begun(first, 'fix%2Flocks', 1);
    await waitFor(
      'its end too',
      async () => buildsOf(first, 'fix%2Flocks')[0].result !== null,
      { timeoutMs: 20_000 },
    );

    git('push', '--quiet', 'origin', 'HEAD:gone');
    await pushed(first);
    await begun(first, 'gone', 1);
    git('push', '--quiet', 'origin', ':gone');
    await pushed(first);
    await waitFor(
      'the branch to be gone',
      async () => first.find(`${JOB}/gone`) === undefined,
      { timeoutMs: 20_000 },
    );
    assert.equal(buildsOf(first, 'main').length, 1);
    // A branch that is deleted before its run starts is not run.
    git('push', '--quiet', 'origin', 'HEAD:brief');
    let release = () => {};
    held = new Promise(resolve => {
      release = resolve;
    });
    await pushed(first);
    await waitFor('it to be queued', async () =>
      first.queue.some(({ fullName }) => fullName === `${JOB}/brief`),
    );
    git('push', '--quiet', 'origin', ':brief');
    release();
    await waitFor('it to be dropped', async () =>
      first.queue.some(
        each => each.fullName === `${JOB}/brief` && each.isCancelled,
      ),
    );

    const stateFile = path.join(dir, 'state.json');
    saveItems(stateFile, first.root.items);
    commit('main.go', 'package main', 'main');
    const second = await start(stateFile);
    await begun(second, 'main', 2);
    assert.equal(buildsOf(second, 'fix%2Flocks').length, 1);
    await waitFor(
      'the end of all',
      async () => buildsOf(second, 'main')[0].result !== null,
      { timeoutMs: 20_000 },
    );
  });
});
