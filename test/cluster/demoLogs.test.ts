import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { toContainerLog } from './demoContainerLog.ts';
import { clusterLogs } from './demoLogs.ts';

describe('clusterLogs', () => {
  it('prefers the log of a namespace to the general one', () => {
    const documents = parseAllDocuments(
      clusterLogs('/logs', ['billing.txt', 'default.txt', 'dev.billing.txt']),
    ).map(document => document.toJS());
    assert.deepEqual(
      documents.map(({ kind, spec }) => ({ kind, ...spec })),
      [
        {
          kind: 'ClusterLogs',
          selector: { matchNamespaces: ['dev'] },
          logs: [
            {
              containers: ['billing'],
              logsFile: '/logs/dev.billing.txt',
              previousLogsFile: '/logs/dev.billing.txt',
            },
          ],
        },
        {
          kind: 'ClusterLogs',
          selector: {},
          logs: [
            {
              containers: ['billing'],
              logsFile: '/logs/billing.txt',
              previousLogsFile: '/logs/billing.txt',
            },
            {
              logsFile: '/logs/default.txt',
              previousLogsFile: '/logs/default.txt',
            },
          ],
        },
      ],
    );
  });
});

describe('toContainerLog', () => {
  it('gives every line its time, and the last line the current time', () => {
    const now = new Date('2026-11-23T10:00:03.000Z');
    assert.equal(
      toContainerLog('%t starting\n\tat x\nready\n', now),
      [
        '2026-11-23T10:00:00.000Z stdout F 2026-11-23T10:00:00.000Z starting',
        '2026-11-23T10:00:01.500Z stdout F \tat x',
        '2026-11-23T10:00:03.000Z stdout F ready',
        '',
      ].join('\n'),
    );
  });
});
