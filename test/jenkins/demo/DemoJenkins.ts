import { sourceOf } from '../createItem.ts';
import { childOf } from '../exported.ts';
import type { Placed } from '../exported.ts';
import type { JenkinsEmulator } from '../JenkinsEmulator.ts';
import { newBuild } from '../model.ts';
import type {
  EmulatedBuild,
  EmulatedItem,
  EmulatedParameter,
  QueueItem,
} from '../model.ts';
import type { GitMirror } from './GitMirror.ts';
import { answerNotifyCommit } from './notifyCommit.ts';
import { begunBuild, pastMishap, pastRun } from './pastRun.ts';
import { askedMishap, imageTag, languageOf, stagesOf } from './recipe.ts';
import type { Recipe } from './recipe.ts';
import { playRun } from './RunPlayer.ts';
import { playTariffImport, tariffImport } from './tariffImport.ts';
import type { PlayerWorld } from './RunPlayer.ts';

/** Folder of the organization. */
const FOLDER = 'harbour';

const STARTED_BY_PORTAL = {
  _class: 'hudson.model.Cause$UserIdCause',
  shortDescription: 'Started by user fairway-portal',
  userId: 'fairway-portal',
  userName: 'fairway-portal',
};

/** Limit of concurrent clones. */
const CLONES = 4;

/** Options of the demo's Jenkins. */
export interface DemoOptions {
  emulator: JenkinsEmulator;
  /** Recipes of the demo's services, whose jobs exist from the start */
  mirrors: GitMirror[];
  /** Mirror of the repository with a clone URL; undefined for a repository outside of the demo */
  mirrorOf(remote: string): GitMirror | undefined;
  /** Token for push webhooks */
  notifyCommitToken: string;
  sonarqube: PlayerWorld['sonarqube'];
  /** Factor by which the demo's runs are faster than real ones */
  pace: number;
  executors: number;
  now(): number;
  delay(milliseconds: number): Promise<void>;
  deploy(
    environment: string,
    recipe: Recipe,
    runUrl: string,
    log: (line: string) => void,
  ): Promise<void>;
  /** Called when a run of a job starts, waits or ends */
  notify(fullName: string): void;
  /** Called when state to persist changed */
  onChange(): void;
}

/** A multibranch job and its repository. */
interface Project {
  placed: Placed;
  mirror: GitMirror;
  /** Path of the Jenkinsfile */
  scriptPath: string;
  /** Clone URL in the runs; for the demo's services, the URL in their images */
  remoteUrl?: string;
}

/** A running build and its controls. */
interface Live {
  isStopped: boolean;
  answer: (by: string | undefined) => void;
}

/** Jobs of the demo's services: one for each branch, run on each push. */
export class DemoJenkins {
  readonly #options: DemoOptions;
  readonly #live = new Map<EmulatedBuild, Live>();
  readonly #causes = new Map<number, Partial<EmulatedBuild>>();
  readonly #from = new Map<number, string>();
  readonly #parameters = new Map<number, EmulatedBuild['parameters']>();
  #busy = 0;

  static create(options: DemoOptions): DemoJenkins {
    return new DemoJenkins(options);
  }

  private constructor(options: DemoOptions) {
    this.#options = options;
    const { emulator } = options;
    emulator.other = (req, res) =>
      answerNotifyCommit(req, res, {
        token: options.notifyCommitToken,
        jobs: () => this.#multibranch(),
        index: placed => void this.#index(placed),
      });
    emulator.wishes = {
      onQueued: (item, parameters) => {
        const { parameters: defined = [] } =
          emulator.find(item.fullName)?.item ?? {};
        this.#parameters.set(item.id, givenParameters(defined, parameters));
        this.#begin(item);
      },
      onStop: (_, build) => {
        const live = this.#live.get(build);
        if (!live) return;
        live.isStopped = true;
        live.answer(undefined);
      },
      onInput: (_, build, { isProceed, by }) =>
        this.#live.get(build)?.answer(isProceed ? by : undefined),
      onRestart: (placed, build, stage) => {
        const item = emulator.enqueue(placed.fullName);
        this.#from.set(item.id, stage);
        this.#causes.set(item.id, {
          causes: [
            {
              _class:
                'org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause',
              shortDescription: `Restarted from build #${build.number}, stage ${stage}`,
            },
          ],
        });
        this.#begin(item);
      },
      onCreated: () => options.onChange(),
      onIndex: placed => {
        this.#index(placed);
      },
    };
  }

  /** Creates the past builds of a job without history, and runs new commits. */
  async start(): Promise<void> {
    const { emulator, mirrors } = this.#options;
    const known = emulator.root.items.find(({ name }) => name === FOLDER);
    if (!known) {
      emulator.root.items.push({
        kind: 'folder',
        name: FOLDER,
        builds: [],
        items: [tariffImport(this.#options.now())],
      });
    }
    const left = [...mirrors];
    const work = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        await this.#open(next);
      }
    };
    await Promise.all(Array.from({ length: CLONES }, work));
    const own = mirrors.map(({ name }) => `${FOLDER}/${name}`);
    for (const placed of this.#multibranch()) {
      if (!own.includes(placed.fullName)) await this.#index(placed);
    }
    this.#options.onChange();
  }

  async #open(mirror: GitMirror): Promise<void> {
    await mirror.update();
    const job = this.#job(mirror);
    const isNew = !job.items.length;
    for (const { name, head } of await mirror.branches()) {
      const branch = this.#branch(job, name);
      if (isNew) await this.#playPast(mirror, branch, name);
      else if (branch.builds.at(0)?.revision?.hash !== head) {
        this.#enqueue(`${FOLDER}/${mirror.name}`, branch.name, name);
      }
    }
  }

  #job({ name, url }: GitMirror): EmulatedItem {
    const folder = this.#options.emulator.find(FOLDER)?.item;
    const known = folder?.items.find(item => item.name === name);
    const job: EmulatedItem = known ?? {
      kind: 'multibranch',
      name,
      builds: [],
      items: [],
    };
    job.config ??= configOfDemo(url);
    if (!known) folder?.items.push(job);
    return job;
  }

  /** All multibranch jobs of all folders. */
  #multibranch(
    within: Placed = {
      item: this.#options.emulator.root,
      fullName: '',
      url: this.#options.emulator.url,
    },
  ): Placed[] {
    return within.item.items
      .map(item => childOf(within, item))
      .flatMap(placed => {
        if (placed.item.kind === 'multibranch') return [placed];
        return placed.item.kind === 'folder' ? this.#multibranch(placed) : [];
      });
  }

  /** Undefined for other jobs, and for repositories outside of the demo. */
  #project(placed: Placed | undefined): Project | undefined {
    if (placed?.item.kind !== 'multibranch') return undefined;
    const source = sourceOf(placed.item);
    const mirror = source && this.#options.mirrorOf(source.remote);
    if (!mirror) return undefined;
    const { scriptPath, remote } = source;
    const { mirrors } = this.#options;
    const isOwn = mirrors.some(({ name }) => name === mirror.name);
    return { placed, mirror, scriptPath, ...(!isOwn && { remoteUrl: remote }) };
  }

  /** Scans the branches and runs new commits. */
  async #index(placed: Placed): Promise<void> {
    const { emulator, onChange } = this.#options;
    const { item, fullName } = placed;
    try {
      const project = this.#project(placed);
      if (!project) throw new Error('It is of a repository elsewhere');
      const { mirror, scriptPath } = project;
      await mirror.update();
      const branches = await mirror.branches();
      const names = branches.map(({ name }) => encodeURIComponent(name));
      item.items = item.items.filter(({ name }) => names.includes(name));
      for (const { name, head } of branches) {
        if ((await mirror.file(name, scriptPath)) === undefined) continue;
        const branch = this.#branch(item, name);
        const isQueued = emulator.queue.some(
          each =>
            each.fullName === `${fullName}/${branch.name}` &&
            !(each.executable || each.isCancelled),
        );
        if (isQueued || branch.builds.at(0)?.revision?.hash === head) continue;
        this.#enqueue(fullName, branch.name, name, {
          causes: [
            {
              _class: 'jenkins.branch.BranchIndexingCause',
              shortDescription: 'Branch indexing',
            },
          ],
        });
      }
      item.description = undefined;
    } catch (error) {
      // Jenkins has a separate log for that
      item.description = `No branches could be looked for: ${error}`;
    }
    onChange();
  }

  #branch(job: EmulatedItem, branch: string): EmulatedItem {
    const name = encodeURIComponent(branch);
    const known = job.items.find(item => item.name === name);
    if (known) return known;
    const item: EmulatedItem = {
      kind: 'pipeline',
      name,
      builds: [],
      items: [],
    };
    job.items.push(item);
    return item;
  }

  async #playPast(
    mirror: GitMirror,
    job: EmulatedItem,
    branch: string,
  ): Promise<void> {
    const own = await mirror.commits(
      branch,
      branch === 'main' ? undefined : 'main',
    );
    const before = branch === 'main' ? [] : await mirror.commits('main');
    const stages = stagesOf((await mirror.file(branch, 'Jenkinsfile')) ?? '');
    const paths = [...before, ...own].flatMap(each => each.paths);
    const { sonarqube } = this.#options;
    let number = 0;
    for (const [index, commit] of own.entries()) {
      number += 1;
      const recipe: Recipe = {
        service: mirror.name,
        language: languageOf(paths),
        commit,
        branch,
        stages,
        behaviours: behavioursOf([...before, ...own.slice(0, index + 1)]),
        mishap: pastMishap(commit),
        isDeployed: isDeployed(branch, commit.paths),
        tag: imageTag(commit),
      };
      const failing = failingIn(job.builds.at(0));
      job.builds.unshift(await pastRun(recipe, number, failing, sonarqube));
    }
  }

  #enqueue(
    project: string,
    jobName: string,
    branch: string,
    rest: Partial<EmulatedBuild> = {},
  ): void {
    const item = this.#options.emulator.enqueue(`${project}/${jobName}`);
    this.#causes.set(item.id, rest);
    this.#begin(item, branch);
  }

  /** Starts a build as soon as an executor is free. */
  async #begin(item: QueueItem, branch?: string): Promise<void> {
    const { emulator, executors, delay, pace } = this.#options;
    await delay(5_000 / pace);
    while (this.#busy >= executors && !item.isCancelled) {
      item.why = 'Waiting for next available executor';
      await delay(500);
    }
    const placed = emulator.find(item.fullName);
    const folder = item.fullName.slice(0, item.fullName.lastIndexOf('/'));
    const project = this.#project(emulator.find(folder));
    if (item.isCancelled || !placed) return;
    this.#busy += 1;
    try {
      const name = branch ?? decodeURIComponent(placed.item.name);
      if (project) await this.#play(item, placed, project, name);
      else await this.#playImport(item, placed);
    } finally {
      this.#busy -= 1;
      this.#options.onChange();
    }
  }

  async #playImport(item: QueueItem, placed: Placed): Promise<void> {
    const { now, delay, pace, notify } = this.#options;
    const number = (placed.item.builds.at(0)?.number ?? 0) + 1;
    const build = newBuild(number, now(), {
      estimatedDuration: 94_000 / pace,
      queueId: item.id,
      causes: [STARTED_BY_PORTAL],
      parameters: this.#parameters.get(item.id) ?? [],
    });
    placed.item.builds.unshift(build);
    item.executable = number;
    notify(placed.fullName);
    const live: Live = { isStopped: false, answer: () => {} };
    this.#live.set(build, live);
    await playTariffImport(build, delay, {
      isStopped: () => live.isStopped,
      pace,
    });
    this.#live.delete(build);
    notify(placed.fullName);
  }

  async #play(
    item: QueueItem,
    placed: Placed,
    { mirror, scriptPath, remoteUrl }: Project,
    branch: string,
  ): Promise<void> {
    const { now, delay, pace, sonarqube, deploy, onChange, notify } =
      this.#options;
    await mirror.update();
    const branches = await mirror.branches();
    if (!branches.some(({ name }) => name === branch)) {
      item.isCancelled = true;
      return;
    }
    const last = placed.item.builds.at(0);
    const commits = await mirror.commits(branch);
    const commit = commits.at(-1);
    if (!commit) return;
    const number = (last?.number ?? 0) + 1;
    const lastAt = commits.findIndex(c => c.hash === last?.revision?.hash);
    const fresh = commits.slice(lastAt + 1);
    const recipe: Recipe = {
      service: mirror.name,
      language: languageOf(commits.flatMap(({ paths }) => paths)),
      commit,
      branch,
      stages: stagesOf((await mirror.file(branch, scriptPath)) ?? ''),
      behaviours: behavioursOf(commits),
      mishap: askedMishap(commit.message),
      isDeployed: isDeployed(
        branch,
        fresh.flatMap(({ paths }) => paths),
      ),
      tag: imageTag(commit),
    };
    const asked = this.#causes.get(item.id) ?? {
      causes: [STARTED_BY_PORTAL],
    };
    const build = begunBuild(recipe, number, now(), {
      ...(remoteUrl && {
        revision: { hash: commit.hash, branch, remoteUrl },
      }),
      ...(fresh.length > 1 && {
        changes: fresh.map(each => ({
          commitId: each.hash,
          message: each.message,
          author: each.author,
          email: each.email,
          timestamp: each.at,
          paths: each.paths,
        })),
      }),
      estimatedDuration: 280_000 / pace,
      queueId: item.id,
      ...asked,
    });
    placed.item.builds.unshift(build);
    item.executable = number;
    notify(placed.fullName);
    let answer: Live['answer'] = () => {};
    const live: Live = { isStopped: false, answer: by => answer(by) };
    this.#live.set(build, live);
    await playRun(
      build,
      recipe,
      {
        now,
        delay,
        pace,
        sonarqube,
        onChange,
        together: async works => {
          await Promise.all(works.map(work => work()));
        },
        isStopped: () => live.isStopped,
        deploy: (environment, say) =>
          deploy(environment, recipe, `${placed.url}${number}/`, say),
        approval: () => {
          onChange();
          notify(placed.fullName);
          // A run that waits for input holds no executor.
          this.#busy -= 1;
          return new Promise<string | undefined>(resolve => {
            answer = resolve;
          }).finally(() => {
            this.#busy += 1;
          });
        },
      },
      { from: this.#from.get(item.id), failing: failingIn(last) },
    );
    this.#live.delete(build);
    notify(placed.fullName);
  }
}

/** Configuration of a job that a user created manually. */
function configOfDemo(remote: string): string {
  return [
    '<?xml version="1.1" encoding="UTF-8"?>',
    '<org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject><sources><data>',
    `<jenkins.branch.BranchSource><source class="jenkins.plugins.git.GitSCMSource"><remote>${remote}</remote></source></jenkins.branch.BranchSource>`,
    '</data></sources></org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject>',
  ].join('\n');
}

function givenParameters(
  defined: EmulatedParameter[],
  given: Record<string, string>,
): EmulatedBuild['parameters'] {
  return defined.map(({ name, type, default: preset, choices }) => {
    // No job here needs one, and the saved state is not encrypted.
    if (type === 'Password') return { name, value: '', isSecret: true };
    const text = given[name] ?? preset ?? choices?.[0] ?? '';
    return { name, value: type === 'Boolean' ? String(text) === 'true' : text };
  });
}

/** Features of a service: its commits without releases. */
function behavioursOf(commits: { message: string }[]): string[] {
  return commits
    .map(({ message }) => message.replace(/\[broken \w+\]/gi, '').trim())
    .filter(message => !/^(Release|Merge|Describe) /.test(message));
}

/** Only commits of main are deployed, except those that change the catalog file only. */
function isDeployed(branch: string, paths: string[]): boolean {
  return branch === 'main' && paths.some(file => file !== 'catalog-info.yaml');
}

function failingIn(
  build: EmulatedBuild | undefined,
): { name: string; since: number }[] {
  return (build?.tests ?? [])
    .filter(({ status }) => status === 'FAILED' || status === 'REGRESSION')
    .map(({ name, failedSince }) => ({
      name,
      since: failedSince ?? build?.number ?? 0,
    }));
}
