import { TestDatabases } from '@backstage/backend-test-utils';
import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { actionPortal } from '../__testUtils__/actionPortal';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const repositoryUrl = 'https://git.example/harbour/orders.git';
const { signal } = new AbortController();

async function portal(denied: string[] = []) {
  const knex = await databases.init('SQLITE_3');
  const created = await actionPortal({ knex, denied });
  const send = (rest: object = {}, key?: string) =>
    created.send(
      { kind: 'pipeline.create', repositoryUrl, ...rest },
      { reason: 'It is new', ...(key && { key }) },
    );
  const failure = async (rest: object = {}, key?: string) => {
    const { status, body } = await send(rest, key);
    return `${status} ${body.error.message}`;
  };
  created.provider.runs.clear();
  return { ...created, send, failure };
}

describe('pipeline.create', () => {
  it('creates the job that the service names, once, and stores the action before', async () => {
    const { provider, auditor, send, failure, rows } = await portal();
    const create = provider.createPipeline?.bind(provider);
    let before: unknown[] = [];
    provider.createPipeline = jest.fn(async (...args) => {
      before = await rows();
      return create?.(...args) ?? 'exists';
    });
    const given = { credentialsId: 'git-reader' };
    const key = 'first-pipeline';
    const { status, body } = await send(given, key);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      actor: 'user:default/ada',
      action: {
        kind: 'pipeline.create',
        repositoryUrl,
        credentialsId: 'git-reader',
        scriptPath: 'Jenkinsfile',
      },
      reason: 'It is new',
      state: 'succeeded',
      outcome: {
        code: 'pipelineCreated',
        message:
          "Created job harbour/orders in fake 'default'. To undo, delete it there",
      },
    });
    expect(before).toMatchObject([{ state: 'pending', reason: 'It is new' }]);
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(provider.createPipeline).toHaveBeenCalledWith(
      expect.objectContaining({ server: 'default', job: 'harbour/orders' }),
      { repositoryUrl, credentialsId: 'git-reader', scriptPath: 'Jenkinsfile' },
      { signal: expect.any(AbortSignal) },
    );
    expect((await send(given, key)).body.id).toBe(body.id);
    expect(provider.createPipeline).toHaveBeenCalledTimes(1);
    expect(await failure({}, key)).toMatch(
      /^409 This idempotency key was used/,
    );
    expect((await send(given, 'another-key')).body.outcome.message).toBe(
      "Job harbour/orders already existed in fake 'default'",
    );
  });

  it.each(['delivery.pipeline.create', 'delivery.pipeline.read'])(
    'rejects a person without %s, and records that',
    async permission => {
      const { provider, audit, failure, rows } = await portal([permission]);
      expect(await failure()).toBe(
        `403 You need the permission ${permission} on component:default/orders. Ask an administrator of the portal for it`,
      );
      expect(provider.asked).toEqual([]);
      expect(await rows()).toMatchObject([
        { state: 'rejected', actor: 'user:default/ada', reason: 'It is new' },
      ]);
      expect(audit.fail).toHaveBeenCalledTimes(1);
      expect(audit.success).not.toHaveBeenCalled();
    },
  );

  it.each([
    [
      'https://git.example/harbour/other',
      /^403 .*, not https:.*other\. Correct the annotation/,
    ],
    ['ssh://git@git.example/harbour/orders', /^400 /],
    ['https://me:hush@git.example/harbour/orders', /^400 /],
    ['https://git.example/harbour/orders?token=hush', /^400 /],
  ])('rejects the repository %s', async (other, message) => {
    const { provider, failure, rows } = await portal();
    expect(await failure({ repositoryUrl: other })).toMatch(message);
    expect(provider.asked).toEqual([]);
    expect(JSON.stringify(await rows())).not.toContain('hush');
  });

  it.each([
    { credentialsId: 'a secret' },
    { credentialsId: '</credentialsId>' },
    { scriptPath: '../Jenkinsfile' },
    { scriptPath: '/etc/passwd' },
    { scriptPath: 'ci/..' },
  ])('rejects %j', async given => {
    const { failure } = await portal();
    expect(await failure(given)).toMatch(/^400 /);
  });

  it('says where no job, or more than one, can be created', async () => {
    const { provider, failure, rows } = await portal();
    const job = { server: 'default', job: 'harbour/orders' };
    provider.locate = () => [];
    expect(await failure()).toContain('fake/job: folder/job');
    provider.locate = () => [job, { ...job, job: 'harbour/nightly' }];
    expect(await failure()).toContain(
      'names several jobs: harbour/orders, harbour/nightly',
    );
    provider.locate = () => [job];
    provider.createPipeline = undefined;
    expect(await failure()).toBe(
      "400 The portal cannot create pipelines in fake. Create 'harbour/orders' there",
    );
    expect((await rows()).map(({ state }) => state)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ]);
  });

  it('stores why the server refused', async () => {
    const { provider, failure, rows } = await portal();
    const message = 'The job exists, with another repository';
    provider.createPipeline = async () => {
      throw new ConflictError(message);
    };
    expect(await failure()).toBe(`409 ${message}`);
    const [row] = await rows();
    expect(row.state).toBe('rejected');
    expect(JSON.parse(row.refusals)).toMatchObject([{ message }]);
  });

  it.each([
    ['the job exists', async () => ({ pipelines: [] }), 'succeeded'],
    [
      'there is no job',
      async () => {
        throw new NotFoundError('no such job');
      },
      'failed',
    ],
  ])('observes after a lost answer that %s', async (_, list, state) => {
    const { provider, clock, settler, send, rows, read } = await portal();
    provider.createPipeline = async () => {
      throw new ServiceUnavailableError('default does not answer');
    };
    expect((await send()).status).toBe(503);
    const [{ id }] = await rows();
    provider.listPipelines = list;
    await settler.settle(signal);
    await clock.pass(1_000);
    await settler.settle(signal);
    expect((await read(id)).state).toBe(state);
  });
});
