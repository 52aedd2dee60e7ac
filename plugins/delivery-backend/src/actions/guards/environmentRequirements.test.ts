import { guardChain } from '../__testUtils__/guardChain';

describe('environmentRequirements', () => {
  const permission = 'delivery.run.answer';
  const submitters = ['user:default/maren', 'group:default/releases'];
  const apply = { kind: 'workload.apply', manifests: 'kind: ConfigMap' };
  const person = (...groups: string[]) => ({
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs: ['user:default/ada', ...groups],
  });
  const codeOf = (
    requires: { permission: string; submitters?: string[] } | undefined,
    options: {
      denied?: string[];
      actor?: ReturnType<typeof person>;
      action?: { kind: string; manifests?: string };
      environment?: string;
    } = {},
  ) =>
    guardChain({
      denied: options.denied,
      environment: { name: 'staging', ...(requires && { requires }) },
    }).codeOfAction({
      action: options.action ?? apply,
      actor: options.actor ?? person(),
      target: {
        type: 'service',
        entityRef: 'component:default/orders',
        environment: options.environment ?? 'staging',
      },
    });

  it.each([
    ['nothing is required', undefined, {}, undefined],
    ['the person has the permission', { permission }, {}, undefined],
    [
      'the person lacks the permission',
      { permission },
      { denied: [permission] },
      'environmentRequiresPermission',
    ],
    [
      'the person is not a submitter',
      { permission, submitters },
      {},
      'environmentRequiresSubmitter',
    ],
    [
      'a group of the person is a submitter',
      { permission, submitters },
      { actor: person('group:default/releases') },
      undefined,
    ],
    [
      'a user has the name of a group',
      { permission, submitters },
      { actor: person('user:default/releases') },
      'environmentRequiresSubmitter',
    ],
    [
      'a submitter lacks the permission',
      { permission, submitters },
      { denied: [permission], actor: person('group:default/releases') },
      'environmentRequiresPermission',
    ],
    [
      'another environment is changed',
      { permission, submitters },
      { environment: 'dev' },
      undefined,
    ],
    [
      'only a namespace is created',
      { permission, submitters },
      { action: { kind: 'workload.apply', manifests: '' } },
      undefined,
    ],
    [
      'another action changes the environment',
      { permission, submitters },
      { action: { kind: 'workload.undo' } },
      'environmentRequiresSubmitter',
    ],
  ])('%s', async (_, requires, options, code) => {
    expect(await codeOf(requires, options)).toBe(code);
  });
});
