import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { rivalClaims } from './rivalClaims';

const GIT = 'https://git.example/harbour';

function component(name: string, id: string, origin: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'backstage.io/kubernetes-id': id,
        'backstage.io/managed-by-origin-location': origin,
        // Which the file says of itself
        'backstage.io/source-location': `url:${GIT}/billing/`,
      },
    },
  };
}

const billing = component(
  'billing',
  'billing',
  `url:${GIT}/billing/src/branch/main/catalog-info.yaml`,
);

describe('rivalClaims', () => {
  const rivals = (...others: ReturnType<typeof component>[]) =>
    rivalClaims(billing, {
      catalog: catalogServiceMock({ entities: [billing, ...others] }),
      getCredentials: async () => mockCredentials.service(),
    });

  it.each([
    ['another repository', `url:${GIT}/mine/src/branch/main/a.yaml`],
    ['one that begins alike', `url:${GIT}/billing-2/src/branch/main/a.yaml`],
    [
      'another server',
      'url:https://elsewhere.example/harbour/billing/-/blob/main/a.yaml',
    ],
    ['a file of the portal', 'file:/portal/catalog.yaml'],
  ])('are those whose file is from %s', async (_, origin) => {
    expect(await rivals(component('mine', 'billing', origin))).toEqual([
      'component:default/mine',
    ]);
  });

  it.each([
    [
      'of the same repository',
      'billing',
      `url:${GIT}/billing.git/tree/dev/b.yaml`,
    ],
    ['that the portal found running', 'billing', 'delivery:workloads'],
    ['of another id', 'billing-2', `url:${GIT}/mine/src/branch/main/a.yaml`],
  ])('are none %s', async (_, id, origin) => {
    expect(await rivals(component('other', id, origin))).toEqual([]);
  });
});
