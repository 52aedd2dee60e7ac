import { projectNode } from '../projection/nodes';
import type { NodeRecord } from '../projection/relatedRecords';
import type { WatchedKind } from './WatchedKind';

export const nodeKind: WatchedKind<NodeRecord> = {
  kind: 'Node',
  resource: 'nodes',
  path: '/api/v1/nodes',
  project: projectNode,
  isClusterScoped: true,
  indexBy: { nodeName: ({ name }) => name },
};
