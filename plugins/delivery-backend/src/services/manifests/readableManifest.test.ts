import { parse } from 'yaml';
import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import { readableManifest } from './readableManifest';

describe('readableManifest', () => {
  it('shows the object of the API server without bookkeeping fields', () => {
    const { managedFields, ...metadata } = (
      recorded('deployment-ready') as { metadata: Record<string, unknown> }
    ).metadata;
    const { yaml, resourceVersion } = readableManifest(
      fixtureWith('deployment-ready', {
        'metadata.annotations': {
          note: 'kept',
          'kubectl.kubernetes.io/last-applied-configuration': '{"a":1}',
        },
      }),
    );
    expect(managedFields).toBeDefined();
    expect(yaml).toMatch(
      /^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n/,
    );
    expect(parse(yaml)).toEqual({
      ...(recorded('deployment-ready') as object),
      metadata: { ...metadata, annotations: { note: 'kept' } },
    });
    expect(resourceVersion).toBe(metadata.resourceVersion);
  });

  it('hides values that look secret', () => {
    const { yaml } = readableManifest(
      fixtureWith('deployment-ready', {
        'spec.template.spec.containers.0.env': [
          { name: 'API_TOKEN', value: 's3cret' },
        ],
      }),
    );
    expect(parse(yaml).spec.template.spec.containers[0].env).toEqual([
      { name: 'API_TOKEN', value: '***' },
    ]);
  });
});
