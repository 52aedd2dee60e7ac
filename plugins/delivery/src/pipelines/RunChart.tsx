import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  runDurationMs,
  runOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import type { Run } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/formatDuration';
import { pageClock } from '../format/pageClock';
import { useLanguage } from '../format/useLanguage';
import { useOutcomeColors } from '../components/OutcomeIcon';
import { usePipelinesPath } from './usePipelinesPath';

const HEIGHT = 28;
/** Keeps the shortest run visible */
const MIN_HEIGHT = 6;

const useStyles = makeStyles(
  () => ({
    bars: { display: 'flex', alignItems: 'flex-end', gap: 3, height: HEIGHT },
    link: { display: 'flex', alignItems: 'flex-end', height: HEIGHT },
    bar: {
      display: 'block',
      width: 10,
      boxSizing: 'border-box',
      borderRadius: 2,
      border: '2px solid currentColor',
    },
    succeeded: { backgroundColor: 'currentColor' },
    failed: {
      backgroundImage:
        'repeating-linear-gradient(45deg, currentColor 0 2px, transparent 2px 4px)',
    },
    unstable: {
      backgroundImage:
        'repeating-linear-gradient(90deg, currentColor 0 2px, transparent 2px 4px)',
    },
    aborted: { borderStyle: 'dashed' },
    'not-built': { borderStyle: 'dotted' },
    unknown: { borderStyle: 'dashed' },
    running: {},
    waiting: { borderStyle: 'double' },
  }),
  { name: 'FairwayRunChart' },
);

/** Bar chart of run durations, oldest first. Each bar links to the page of its run. */
export function RunChart({ runs }: { runs: Run[] }) {
  const classes = useStyles();
  const colors = useOutcomeColors();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const path = usePipelinesPath();
  const now = pageClock.now();
  const longest = Math.max(1, ...runs.map(run => runDurationMs(run, now)));
  return (
    <div className={classes.bars}>
      {[...runs].reverse().map(run => {
        const outcome = runOutcome(run);
        const duration = runDurationMs(run, now);
        const label = [
          `${run.name}${t('labelSeparator')}${t(`pipelines.outcome.${outcome}`)}`,
          formatDuration(duration / 1000, language),
        ].join(t('clauseSeparator'));
        return (
          <Link
            key={run.id}
            to={`${path}/runs/${run.id}`}
            className={classes.link}
            title={label}
            aria-label={label}
          >
            <span
              className={`${classes.bar} ${colors[outcome]} ${classes[outcome]}`}
              style={{
                height:
                  MIN_HEIGHT + ((HEIGHT - MIN_HEIGHT) * duration) / longest,
              }}
            />
          </Link>
        );
      })}
    </div>
  );
}
