import type { ClusterAnswer, ClusterWriter } from '../../kubernetes';

const RESOURCES: Record<string, object[]> = {
  '/api/v1': [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { name: 'secrets', kind: 'Secret', namespaced: true },
  ],
  '/apis/apps/v1': [
    { name: 'deployments', kind: 'Deployment', namespaced: true },
  ],
};

/** An API server in memory, written by hand, that keeps applied objects. */
export class FakeApiServer implements Pick<
  ClusterWriter,
  'isEnabled' | 'send'
> {
  readonly objects = new Map<string, unknown>();
  /** Message with which it refuses to apply, for a body; undefined if it applies it */
  refuse: (body: string) => string | undefined = () => undefined;

  isEnabled(): boolean {
    return true;
  }

  send: ClusterWriter['send'] = async (_cluster, request) => {
    const { method, path, query, body = '' } = request;
    const resources = RESOURCES[path];
    if (resources) return answer(200, { resources });
    if (method === 'GET') {
      const found = this.objects.get(path);
      return found === undefined ? answer(404, {}) : answer(200, found);
    }
    const message = this.refuse(body);
    if (message !== undefined) {
      return answer(422, { kind: 'Status', message });
    }
    const isNew = !this.objects.has(path);
    const applied: unknown = JSON.parse(body);
    if (query?.dryRun === undefined) this.objects.set(path, applied);
    return answer(isNew ? 201 : 200, applied);
  };
}

function answer(status: number, body: unknown): ClusterAnswer {
  return { status, text: JSON.stringify(body), warnings: [] };
}
