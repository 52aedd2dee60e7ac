import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/core-components';
import type {
  ChangeRun,
  Commit,
  Person,
  Run,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useSyncExternalStore } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/duration';
import { pageClock } from '../format/pageClock';
import { useLanguage } from '../format/useLanguage';

const useStyles = makeStyles(
  theme => ({
    hash: { fontFamily: 'monospace', color: theme.palette.text.secondary },
    secondary: { color: theme.palette.text.secondary },
    bad: { color: theme.palette.status.error, fontWeight: 'bold' },
  }),
  { name: 'FairwayRunFacts' },
);

/** Somebody, with a way to who they are in the catalog. */
function PersonName({ person }: { person: Person }) {
  return person.entityRef ? (
    <EntityRefLink entityRef={person.entityRef} title={person.name} hideIcon />
  ) : (
    <span title={person.email}>{person.name}</span>
  );
}

/** A commit in one line: its hash, first words and author. */
export function CommitLine({ commit }: { commit: Commit }) {
  const classes = useStyles();
  const { hash, message, author, url } = commit;
  const short = hash.slice(0, 7);
  return (
    <Typography variant="body2" component="div">
      <span className={classes.hash} title={hash}>
        {url ? <Link to={url}>{short}</Link> : short}
      </span>{' '}
      {message}{' '}
      {author && (
        <span className={classes.secondary}>
          – <PersonName person={author} />
        </span>
      )}
    </Typography>
  );
}

/** What tests and the gate say of a run, in words; nothing where there were none. */
export function GateResults({
  run,
}: {
  run: Pick<Run | ChangeRun, 'tests' | 'gate'>;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { tests, gate } = run;
  if (!tests && !gate) return null;
  return (
    <Typography variant="caption" component="div">
      {tests && (
        <span className={tests.failed ? classes.bad : classes.secondary}>
          {tests.failed
            ? t('pipelines.testsFailed', {
                total: String(tests.total),
                failed: String(tests.failed),
              })
            : t('pipelines.testsPassed', { total: String(tests.total) })}
          {tests.newlyFailed
            ? ` (${t('pipelines.testsNew', { number: String(tests.newlyFailed) })})`
            : ''}
        </span>
      )}
      {tests && gate && ' · '}
      {gate && (
        <span className={gate === 'failed' ? classes.bad : classes.secondary}>
          {t(`pipelines.gate.${gate}`)}
        </span>
      )}
    </Typography>
  );
}

/** How long a run took, or what is left of it, and goes on saying it. */
export function useRunTime(run: Pick<Run, 'startedAt' | 'status'>): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return useSyncExternalStore(pageClock.subscribe, () => {
    const { status, startedAt } = run;
    const now = pageClock.now();
    const seconds = (from: string, to: number) =>
      formatDuration(Math.max(0, to - Date.parse(from)) / 1000, language);
    if (status.state === 'finished') {
      return t('pipelines.took', {
        time: seconds(startedAt, Date.parse(status.endedAt)),
      });
    }
    if (status.state === 'waiting') {
      return t('pipelines.waitsFor', { message: status.message });
    }
    const left = Date.parse(status.expectedEndAt ?? '') - now;
    return left > 0
      ? t('pipelines.left', { time: formatDuration(left / 1000, language) })
      : t('pipelines.runsFor', { time: seconds(startedAt, now) });
  });
}
