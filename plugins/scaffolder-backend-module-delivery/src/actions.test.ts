import { createMockDirectory } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  refusal,
  clusterProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  ActionRequest,
  ApplyPlan,
} from '@fairway/backstage-plugin-delivery-common';
import { actionContext } from './__testUtils__/actionContext';
import { actionRecord } from './__testUtils__/actionRecord';
import { createApplyAction } from './applyAction';
import { createCatalogWaitAction } from './catalogWaitAction';
import { createGitWaitAction } from './gitWaitAction';
import { Kustomize } from './Kustomize';

const entityRef = 'component:default/orders';

const quota = refusal('serverRefused', { message: 'exceeded quota' });

describe('delivery:kubernetes:apply', () => {
  const workspace = createMockDirectory();
  const plan: ApplyPlan = {
    environment: 'dev',
    cluster: 'staging',
    canApply: true,
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        namespace: 'dev',
        name: 'orders',
        result: 'create',
        changes: [],
        warnings: [],
      },
    ],
  };
  const kustomize = {
    render: jest.fn(async (folder: string) => `rendered: ${folder}`),
  };
  const delivery = {
    plan: jest.fn(async () => plan),
    act: jest.fn(async (_request: ActionRequest): Promise<ActionRecord> =>
      actionRecord('succeeded'),
    ),
    action: jest.fn(async (_id: string): Promise<ActionRecord> =>
      actionRecord('succeeded'),
    ),
  };
  const action = createApplyAction({ delivery, kustomize });
  const context = (
    path: string,
    isDryRun = false,
    rest: {
      applySet?: string;
      prune?: boolean;
      dryRun?: 'report' | 'enforce';
    } = {},
  ) =>
    actionContext(
      action,
      { entityRef, environment: 'dev', path, reason: 'First rollout', ...rest },
      { workspacePath: workspace.path, isDryRun },
    );

  beforeEach(() => {
    jest.clearAllMocks();
    workspace.setContent({
      'b.yaml': 'kind: B',
      plain: { 'b.yaml': 'kind: B', 'a.yml': 'kind: A', 'README.md': '#' },
      overlay: { 'kustomization.yaml': '', 'other.yaml': 'kind: O' },
      empty: { 'README.md': '#' },
    });
  });

  it.each([
    ['a file', 'b.yaml', 'kind: B'],
    ['the files of a folder', 'plain', 'kind: A\n---\nkind: B'],
    [
      'a kustomization',
      'overlay',
      expect.stringMatching(/^rendered: .*overlay$/),
    ],
  ])('applies %s, once in each task', async (_, path, manifests) => {
    const { ctx, output, said } = context(path);
    await action.handler(ctx);
    await action.handler(ctx);
    expect(delivery.act).toHaveBeenCalledTimes(1);
    const [[request]] = delivery.act.mock.calls;
    expect(request).toEqual({
      target: { type: 'service', entityRef, environment: 'dev' },
      action: { kind: 'workload.apply', manifests },
      reason: 'First rollout',
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(output).toHaveBeenCalledWith('actionId', 'audit-1');
    expect(output).toHaveBeenCalledWith('objects', ['Service orders']);
    expect(said()[0]).toBe('Service dev/orders created');
    expect(said()).toContain(
      'To undo, including the data: kubectl --namespace dev delete service/orders',
    );
  });

  it('applies to each of several environments in a step with each', async () => {
    const { ctx } = context('');
    const each = [
      { environment: 'dev' },
      { environment: 'test' },
      { namespace: 'rain' },
      { entityRef: 'component:default/tides' },
      { path: 'plain' },
    ];
    for (const one of [...each, ...each]) {
      await action.handler({ ...ctx, input: { ...ctx.input, ...one } });
    }
    const keys = delivery.act.mock.calls.map(([asked]) => asked.idempotencyKey);
    expect(keys).toHaveLength(each.length);
    expect(new Set(keys).size).toBe(each.length);
  });

  it('retries an action that failed in an earlier attempt', async () => {
    delivery.act
      .mockResolvedValueOnce(actionRecord('rejected', 'audit-0'))
      .mockResolvedValueOnce(actionRecord('succeeded'));
    const { ctx, output } = context('b.yaml');
    await action.handler(ctx);
    const keys = delivery.act.mock.calls.map(([request]) => request);
    expect(new Set(keys.map(each => each.idempotencyKey)).size).toBe(2);
    expect(output).toHaveBeenCalledWith('actionId', 'audit-1');
  });

  it('follows an action whose outcome is pending, and performs it once', async () => {
    delivery.act.mockResolvedValueOnce(actionRecord('pending'));
    const { ctx, output } = context('b.yaml');
    await action.handler(ctx);
    expect(delivery.act).toHaveBeenCalledTimes(1);
    expect(delivery.action).toHaveBeenCalledWith(
      'audit-1',
      expect.anything(),
      expect.any(AbortSignal),
    );
    expect(output).toHaveBeenCalledWith('actionId', 'audit-1');
  });

  it('gives up after repeated failures, and reports the reason', async () => {
    delivery.act
      .mockResolvedValueOnce(actionRecord('failed', 'a', 'quota'))
      .mockResolvedValueOnce(actionRecord('failed', 'b', 'quota'))
      .mockResolvedValueOnce(actionRecord('failed', 'c', 'exceeded quota'));
    await expect(action.handler(context('b.yaml').ctx)).rejects.toThrow(
      'exceeded quota',
    );
    expect(delivery.act).toHaveBeenCalledTimes(3);
  });

  it('deletes objects that are no longer in a set only with prune, and logs that', async () => {
    const [service] = plan.objects;
    delivery.plan.mockResolvedValue({
      ...plan,
      objects: [service, { ...service, name: 'old', result: 'delete' }],
    });
    const { ctx, output, said } = context('b.yaml', false, {
      applySet: 'orders',
      prune: true,
    });
    await action.handler(ctx);
    // The same files again in the same task, and nothing is to be deleted
    const { input } = context('b.yaml', false, { applySet: 'orders' }).ctx;
    await action.handler({ ...ctx, input });
    delivery.plan.mockResolvedValue(plan);
    const asked = delivery.act.mock.calls.map(([request]) => request);
    expect(asked.map(each => each.action)).toEqual([
      expect.objectContaining({ applySet: 'orders', prune: true }),
      expect.objectContaining({ applySet: 'orders', prune: undefined }),
    ]);
    expect(new Set(asked.map(each => each.idempotencyKey)).size).toBe(2);
    expect(said()).toContain('Service dev/old deleted');
    expect(output).toHaveBeenCalledWith('objects', ['Service orders']);
  });

  it('only plans in a dry run, for the service in the workspace’s catalog file', async () => {
    const entity = {
      kind: 'Component',
      metadata: { name: 'orders', namespace: 'default' },
      spec: { owner: 'group:default/team-a' },
    };
    workspace.addContent({
      'catalog-info.yaml': `kind: API\n---\n${JSON.stringify(entity)}`,
    });
    const { ctx, output } = context('b.yaml', true);
    await action.handler(ctx);
    expect(delivery.plan).toHaveBeenCalledWith(
      expect.objectContaining({ draft: entity }),
      expect.anything(),
      expect.any(AbortSignal),
    );
    expect(delivery.act).not.toHaveBeenCalled();
    expect(output).toHaveBeenCalledWith('plan', { plan });
  });

  it('only logs the plan with dryRun: report, and writes no file', async () => {
    const { ctx, said, output } = context('b.yaml', false, {
      dryRun: 'report',
    });
    await action.handler(ctx);
    expect(said()).toContainEqual(expect.stringMatching(/^Service .* created/));
    expect(delivery.act).not.toHaveBeenCalled();
    expect(output).not.toHaveBeenCalledWith('plan', expect.anything());
  });

  it('fails with dryRun: enforce if the plan has a refused object', async () => {
    const [service] = plan.objects;
    delivery.plan.mockResolvedValueOnce({
      ...plan,
      canApply: false,
      objects: [{ ...service, result: 'refused', refusal: quota }],
    });
    const required = () =>
      action.handler(context('b.yaml', false, { dryRun: 'enforce' }).ctx);
    await expect(required()).rejects.toThrow(
      /'dev' would refuse it:\nService .* refused: exceeded quota/,
    );
    await required();
    expect(delivery.act).not.toHaveBeenCalled();
  });

  it('only creates a namespace without a path', async () => {
    await action.handler(context('').ctx);
    expect(delivery.act).toHaveBeenCalledWith(
      expect.objectContaining({
        action: expect.objectContaining({ manifests: '' }),
      }),
      expect.anything(),
      expect.any(AbortSignal),
    );
  });

  it('continues a dry run if the cluster does not answer', async () => {
    delivery.plan.mockRejectedValueOnce(new Error('staging does not answer'));
    const { ctx, output } = context('b.yaml', true);
    await action.handler(ctx);
    expect(output).toHaveBeenCalledWith('plan', {
      environment: 'dev',
      problem: refusal('serverRefused', { message: 'staging does not answer' }),
    });
  });

  it.each([
    [
      'the reason of a cluster that cannot be read',
      { problem: clusterProblem('noRoute', { cluster: 'staging' }) },
      refusal(
        'serverRefused',
        {},
        clusterProblem('noRoute', { cluster: 'staging' }),
      ),
    ],
    ['a refusal', { refusals: [quota] }, quota],
  ])('keeps %s as a code in a dry run', async (_, details, problem) => {
    const error = Object.assign(new Error('as a sentence'), details);
    delivery.plan.mockRejectedValueOnce(error);
    const { ctx, output } = context('b.yaml', true);
    await action.handler(ctx);
    expect(output).toHaveBeenCalledWith('plan', {
      environment: 'dev',
      problem,
    });
  });

  it('continues a dry run if the manifests cannot be rendered', async () => {
    const { ctx, output } = context('empty', true);
    await action.handler(ctx);
    expect(output).toHaveBeenCalledWith('plan', {
      environment: 'dev',
      problem: refusal('serverRefused', {
        message: "'empty' has no YAML files",
      }),
    });
    expect(delivery.plan).not.toHaveBeenCalled();
  });

  it('applies nothing if an object is refused, and reports the object and the reason', async () => {
    const [service] = plan.objects;
    delivery.plan.mockResolvedValueOnce({
      ...plan,
      canApply: false,
      objects: [{ ...service, result: 'refused', refusal: quota }],
    });
    await expect(action.handler(context('b.yaml').ctx)).rejects.toThrow(
      'Service dev/orders refused: exceeded quota',
    );
    expect(delivery.act).not.toHaveBeenCalled();
  });

  it.each([
    ['../elsewhere', 'Relative path is not allowed'],
    ['missing', "The workspace has no 'missing'"],
    ['empty', "'empty' has no YAML files"],
  ])('refuses %s', async (path, why) => {
    await expect(action.handler(context(path).ctx)).rejects.toThrow(why);
    expect(delivery.plan).not.toHaveBeenCalled();
  });
});

describe('delivery:catalog:wait', () => {
  const entity = (message?: string) =>
    ({
      metadata: { name: 'orders' },
      ...(message && { status: { items: [{ level: 'error', message }] } }),
    }) as unknown as Entity;
  const catalog = {
    getEntityByRef: jest.fn<Promise<Entity | undefined>, []>(),
  };
  const action = createCatalogWaitAction({ catalog });

  it('ends when the entity is in the catalog', async () => {
    catalog.getEntityByRef
      .mockResolvedValueOnce(undefined)
      .mockResolvedValue(entity());
    const { ctx, output } = actionContext(action, { entityRef });
    await action.handler(ctx);
    expect(output).toHaveBeenCalledWith('entityRef', entityRef);
  }, 20_000);

  it('only logs in a dry run what it would wait for, and still sets the output', async () => {
    catalog.getEntityByRef.mockClear();
    const { ctx, output, said } = actionContext(
      action,
      { entityRef },
      { isDryRun: true },
    );
    await action.handler(ctx);
    expect(said()).toEqual([`Would wait until ${entityRef} is in the catalog`]);
    expect(output).toHaveBeenCalledWith('entityRef', entityRef);
    expect(catalog.getEntityByRef).not.toHaveBeenCalled();
  });

  it.each([
    [undefined, 'did not appear in the catalog within 1 s'],
    [entity('has no owner'), 'is in the catalog, but has errors: has no owner'],
  ])('reports the reason after the timeout', async (found, why) => {
    catalog.getEntityByRef.mockResolvedValue(found);
    const { ctx } = actionContext(action, { entityRef, timeoutSeconds: 1 });
    await expect(action.handler(ctx)).rejects.toThrow(why);
  });
});

describe('delivery:git:wait', () => {
  const reader = { readUrl: jest.fn() };
  const action = createGitWaitAction({ reader });
  const url = 'https://git.example/a/b/src/branch/main/catalog-info.yaml';

  it('ends when the file can be read', async () => {
    reader.readUrl
      .mockRejectedValueOnce(new Error('500 Internal Server Error'))
      .mockResolvedValue({});
    const { ctx, output } = actionContext(action, { url });
    await action.handler(ctx);
    expect(output).toHaveBeenCalledWith('url', url);
  }, 20_000);

  it('only logs in a dry run what it would wait for, and still sets the output', async () => {
    reader.readUrl.mockClear();
    const { ctx, output, said } = actionContext(
      action,
      { url },
      { isDryRun: true },
    );
    await action.handler(ctx);
    expect(said()).toEqual([`Would wait until ${url} can be read`]);
    expect(output).toHaveBeenCalledWith('url', url);
    expect(reader.readUrl).not.toHaveBeenCalled();
  });

  it('reports the reason after the timeout, and that the repository exists', async () => {
    reader.readUrl.mockRejectedValue(new Error('404 Not Found'));
    const { ctx } = actionContext(action, { url, timeoutSeconds: 1 });
    await expect(action.handler(ctx)).rejects.toThrow(
      `Could not read ${url} within 1 s: 404 Not Found. The repository exists`,
    );
  });
});

describe('Kustomize', () => {
  const workspace = createMockDirectory({
    content: { overlay: { 'kustomization.yaml': 'resources: []' } },
  });

  it('names the missing program, and the configuration key for another one', async () => {
    await expect(Kustomize.create('no-such-program').check()).rejects.toThrow(
      "Templates cannot render kustomizations: the program 'no-such-program' is not installed. Install it, or set delivery.kustomize.command to another program.",
    );
  });

  it('reports the program’s own message', async () => {
    await expect(
      Kustomize.create(process.execPath).render(
        workspace.resolve('overlay'),
        workspace.path,
      ),
    ).rejects.toThrow('Cannot find module');
  });
});
