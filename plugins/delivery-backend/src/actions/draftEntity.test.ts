import { mockCredentials } from '@backstage/backend-test-utils';
import { parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { actionRequestSchema } from '@fairway/backstage-plugin-delivery-common';
import { draftEntity } from './draftEntity';

const apply = { kind: 'workload.apply', manifests: 'kind: Service' };
const rain = 'component:default/rain';

const request = (rest: object = {}) =>
  actionRequestSchema.parse({
    target: { type: 'service', entityRef: rain, environment: 'dev' },
    action: apply,
    dryRun: true,
    draft: {
      kind: 'Component',
      metadata: { name: 'rain' },
      spec: { owner: 'weather' },
    },
    idempotencyKey: 'key-of-the-request',
    ...rest,
  });

const known = [rain].map(ref => {
  const { kind, namespace, name } = parseEntityRef(ref);
  return { apiVersion: 'v1', kind, metadata: { namespace, name } };
});

function read(
  rest: object = {},
  entities: typeof known = [],
  entityRef = rain,
) {
  const catalog = catalogServiceMock({ entities });
  const asked = jest.spyOn(catalog, 'getEntityByRef');
  const found = draftEntity(entityRef, request(rest), {
    catalog,
    getCredentials: async () => mockCredentials.service(),
    ownershipEntityRefs: ['user:default/ada', 'group:default/weather'],
  });
  return { found, asked };
}

describe('draftEntity', () => {
  it('is the draft with its owner', async () => {
    await expect(read().found).resolves.toMatchObject({
      kind: 'Component',
      metadata: { name: 'rain', namespace: 'default' },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/weather' }],
    });
  });

  it('has no annotation of the request but the id', async () => {
    const id = { 'backstage.io/kubernetes-id': 'rain' };
    const draft = {
      kind: 'Component',
      metadata: {
        name: 'rain',
        annotations: {
          ...id,
          'backstage.io/managed-by-location': 'file:/etc/portal/all.yaml',
          'jenkins.io/job-full-name': 'harbour/billing',
        },
      },
      spec: { owner: 'weather' },
    };
    const found = await read({ draft }).found;
    expect(found?.metadata.annotations).toEqual(id);
  });

  it('is undefined when the catalog has the entity, read as the plugin', async () => {
    const { found, asked } = read({}, known);
    await expect(found).resolves.toBeUndefined();
    expect(asked).toHaveBeenCalledWith('component:default/rain', {
      credentials: mockCredentials.service(),
    });
  });

  it.each([
    ['an action that is not a dry run', { dryRun: false }, rain],
    ['a request without a draft', { draft: undefined }, rain],
    ['another entity', {}, 'component:default/tide'],
  ])('is undefined for %s', async (_, rest, entityRef) => {
    const { found, asked } = read(rest, [], entityRef);
    await expect(found).resolves.toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['group:default/harbour', /would belong to group:default\/harbour/],
    ['group:weather/', /owner/],
    ['', /owner/],
  ])('rejects the owner %j', async (owner, why) => {
    const draft = { ...request().draft, spec: { owner } };
    await expect(read({ draft }).found).rejects.toThrow(why);
  });
});
