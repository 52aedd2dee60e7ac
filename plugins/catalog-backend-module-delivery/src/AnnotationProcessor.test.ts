import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { AnnotationProcessor } from './AnnotationProcessor';

function entity(annotations?: Record<string, string>): AlphaEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'orders', annotations },
    status: {
      items: [{ type: 'other', level: 'info', message: 'existing status' }],
    },
  };
}

describe('AnnotationProcessor', () => {
  it('reports each invalid annotation, and keeps other statuses', async () => {
    const processed: AlphaEntity =
      await new AnnotationProcessor().postProcessEntity(
        entity({
          'backstage.io/kubernetes-id': 'not a label',
          'backstage.io/kubernetes-label-selector': 'a in b',
          'backstage.io/kubernetes-namespace': 'fine',
          'jenkins.io/job-full-name': 'default:,folder/job',
        }),
      );
    expect(processed.status?.items?.map(({ message }) => message)).toEqual([
      'existing status',
      expect.stringMatching(/^backstage.io\/kubernetes-id: 'not a label'/),
      expect.stringMatching(
        /^backstage.io\/kubernetes-label-selector: .*'a in b'/,
      ),
      expect.stringMatching(/^jenkins.io\/job-full-name: 'default:,folder/),
    ]);
  });

  it.each([
    undefined,
    {
      'backstage.io/kubernetes-id': 'orders',
      'jenkins.io/job-full-name': 'default:folder/a b, other/名前',
      'backstage.io/kubernetes-cluster': 'staging',
    },
  ])(
    'does not change an entity with the valid annotations %j',
    async annotations => {
      const before = entity(annotations);
      expect(await new AnnotationProcessor().postProcessEntity(before)).toBe(
        before,
      );
    },
  );
});
