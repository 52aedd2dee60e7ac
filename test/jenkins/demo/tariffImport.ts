import { TextLog, newBuild } from '../model.ts';
import type { EmulatedBuild, EmulatedItem } from '../model.ts';

/** Name of the job in the organization's folder. */
const TARIFF_IMPORT = 'tariff-book-import';

const DAY_MS = 24 * 60 * 60_000;
const NIGHTS = 12;
/** Build number of a night without a connection to the tariff office */
const FAILED_NIGHT = 4;
const RUN_MS = 94_000;

/** A freestyle job like those of many companies: every night, with parameters, without stages. */
export function tariffImport(now: number): EmulatedItem {
  const lastNight = now - (now % DAY_MS) + 2 * 60 * 60_000;
  return {
    kind: 'freestyle',
    name: TARIFF_IMPORT,
    description: 'Reads the port authority’s tariff book every night',
    parameters: [
      {
        type: 'Choice',
        name: 'BOOK',
        description: 'Which tariff book to read',
        choices: ['current', 'next year'],
      },
      {
        type: 'Boolean',
        name: 'DRY_RUN',
        description: 'Compare only, and change nothing',
        default: false,
      },
      {
        type: 'String',
        name: 'SINCE',
        description: 'Leave out what is older than this day, as 2026-01-31',
        default: '',
      },
      {
        type: 'Password',
        name: 'OFFICE_PASSWORD',
        description: 'Where the one that Jenkins knows has expired',
      },
    ],
    builds: Array.from({ length: NIGHTS }, (_, ago) => {
      const number = NIGHTS - ago;
      const at = lastNight - (ago + 1) * DAY_MS;
      const hasFailed = ago === FAILED_NIGHT;
      const build = newBuild(number, at, {
        estimatedDuration: RUN_MS,
        causes: [
          {
            _class: 'hudson.triggers.TimerTrigger$TimerTriggerCause',
            shortDescription: 'Started by timer',
          },
        ],
      });
      const log = importLines(hasFailed).map(line => `${line}\n`);
      build.log = TextLog.of(log.join(''));
      build.duration = hasFailed ? 31_000 : RUN_MS + ago * 700;
      build.result = hasFailed ? 'FAILURE' : 'SUCCESS';
      return build;
    }),
    items: [],
  };
}

/** Plays a requested build. */
export async function playTariffImport(
  build: EmulatedBuild,
  delay: (milliseconds: number) => Promise<void>,
  options: { isStopped(): boolean; pace: number },
): Promise<void> {
  const log = TextLog.of('');
  build.log = log;
  const lines = importLines(false);
  const begun = Date.now();
  for (const line of lines.slice(0, -1)) {
    log.add(`${line}\n`);
    await delay(RUN_MS / options.pace / lines.length);
    if (options.isStopped()) break;
  }
  build.result = options.isStopped() ? 'ABORTED' : 'SUCCESS';
  log.add(`Finished: ${build.result}\n`);
  build.duration = Date.now() - begun;
}

function importLines(hasFailed: boolean): string[] {
  const begin = [
    'Building in workspace /var/jenkins/workspace/tariff-book-import',
    '[tariff-book-import] $ /bin/sh -xe import.sh',
    '+ curl --fail --silent https://tariffs.port.example/book.csv',
  ];
  return hasFailed
    ? [
        ...begin,
        'curl: (28) Failed to connect to tariffs.port.example port 443 after 30001 ms: Timeout was reached',
        "Build step 'Execute shell' marked build as failure",
        'Finished: FAILURE',
      ]
    : [
        ...begin,
        '+ tariff-import book.csv',
        'read 1846 tariffs, 3 of them new',
        'Finished: SUCCESS',
      ];
}
