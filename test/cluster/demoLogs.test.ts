import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { toContainerLog } from './demoContainerLog.ts';
import { clusterLogs } from './demoLogs.ts';

describe('clusterLogs', () => {
  it('puts the log of one namespace before that of all', () => {
    const documents = parseAllDocuments(
      clusterLogs('/logs', ['billing.log', 'default.log', 'dev.billing.log']),
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
              logsFile: '/logs/dev.billing.log',
              previousLogsFile: '/logs/dev.billing.log',
            },
          ],
        },
        {
          kind: 'ClusterLogs',
          selector: {},
          logs: [
            {
              containers: ['billing'],
              logsFile: '/logs/billing.log',
              previousLogsFile: '/logs/billing.log',
            },
            {
              logsFile: '/logs/default.log',
              previousLogsFile: '/logs/default.log',
            },
          ],
        },
      ],
    );
  });
});

describe('toContainerLog', () => {
  it('gives every line its time, the last one now', () => {
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
