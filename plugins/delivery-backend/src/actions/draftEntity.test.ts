import { mockCredentials } from '@backstage/backend-test-utils';
import { parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { actionRequestSchema } from '@fairway/backstage-plugin-delivery-common';
import { draftEntity } from './draftEntity';

const apply = { kind: 'apply', environment: 'dev', manifests: 'kind: Service' };

const request = (rest: object = {}) =>
  actionRequestSchema.parse({
    entityRef: 'component:default/rain',
    action: apply,
    dryRun: true,
    entity: {
      kind: 'Component',
      metadata: { name: 'rain' },
      spec: { owner: 'weather' },
    },
    idempotencyKey: 'a-key-of-this-wish',
    ...rest,
  });

const known = ['component:default/rain'].map(ref => {
  const { kind, namespace, name } = parseEntityRef(ref);
  return { apiVersion: 'v1', kind, metadata: { namespace, name } };
});

function toCome(rest: object = {}, entities: typeof known = []) {
  const catalog = catalogServiceMock({ entities });
  const asked = jest.spyOn(catalog, 'getEntityByRef');
  const found = draftEntity(request(rest), {
    catalog,
    getCredentials: async () => mockCredentials.service(),
    ownershipEntityRefs: ['user:default/ada', 'group:default/weather'],
  });
  return { found, asked };
}

describe('draftEntity', () => {
  it('is the service as its catalog file will have it, of its owner', async () => {
    await expect(toCome().found).resolves.toMatchObject({
      kind: 'Component',
      metadata: { name: 'rain', namespace: 'default' },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/weather' }],
    });
  });

  it('is none where the catalog has one, which it is asked as the plugin itself', async () => {
    const { found, asked } = toCome({}, known);
    await expect(found).resolves.toBeUndefined();
    expect(asked).toHaveBeenCalledWith('component:default/rain', {
      credentials: mockCredentials.service(),
    });
  });

  it.each([
    ['what is done', { dryRun: false }],
    ['what brings no entity', { entity: undefined }],
    ['another entity', { entityRef: 'component:default/tide' }],
    [
      'another action',
      { action: { kind: 'trigger', pipelineId: 'p', parameters: {} } },
    ],
  ])('is none for %s', async (_, rest) => {
    const { found, asked } = toCome(rest);
    await expect(found).resolves.toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['group:default/harbour', /would belong to group:default\/harbour/],
    ['group:weather/', /owner/],
    ['', /owner/],
  ])('refuses the owner %j', async (owner, why) => {
    const entity = { ...request().entity, spec: { owner } };
    await expect(toCome({ entity }).found).rejects.toThrow(why);
  });
});
