import {
  codeOf,
  guardContext,
  guardedObject,
} from '../__testUtils__/guardContext';
import { managedByOther } from './managedByOther';

describe('managedByOther', () => {
  const labels = (name: string) => ({ metadata: { labels: { [name]: 'x' } } });
  const annotations = (name: string) => ({
    metadata: { annotations: { [name]: 'x' } },
  });

  it.each([
    ['Argo CD', annotations('argocd.argoproj.io/tracking-id')],
    ['Argo CD', labels('argocd.argoproj.io/instance')],
    ['Flux', labels('kustomize.toolkit.fluxcd.io/name')],
    ['Flux', labels('helm.toolkit.fluxcd.io/name')],
    ['Helm', annotations('meta.helm.sh/release-name')],
  ])('refuses what %s manages by %j', async (manager, existing) => {
    const refusal = await managedByOther.check(
      guardContext({ object: guardedObject({}, existing) }),
    );
    expect(refusal).toMatchObject({
      code: 'managedByOther',
      values: { manager },
    });
  });

  it.each([
    ['no existing object', undefined],
    ['no manager', { metadata: {} }],
    ['the label of Helm alone', labels('app.kubernetes.io/managed-by')],
  ])('does not refuse with %s', async (_, existing) => {
    const object = guardedObject({}, existing);
    expect(await codeOf(managedByOther, { object })).toBeUndefined();
  });
});
