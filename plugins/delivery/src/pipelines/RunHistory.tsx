import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  runDurationMs,
  runOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import type { Run } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/duration';
import { pageClock } from '../format/pageClock';
import { useLanguage } from '../format/useLanguage';
import { useOutcomeColors } from '../components/OutcomeIcon';
import { usePipelinesAddress } from './usePipelinesAddress';

const HEIGHT = 28;
/** So that the shortest run can be told from none */
const LEAST = 6;

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
    running: {},
    waiting: { borderStyle: 'double' },
  }),
  { name: 'FairwayRunHistory' },
);

/** Runs from old to new, as high as they took long; each leads to its page. */
export function RunHistory({ runs }: { runs: Run[] }) {
  const classes = useStyles();
  const colors = useOutcomeColors();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const address = usePipelinesAddress();
  const now = pageClock.now();
  const longest = Math.max(1, ...runs.map(run => runDurationMs(run, now)));
  return (
    <div className={classes.bars}>
      {[...runs].reverse().map(run => {
        const outcome = runOutcome(run);
        const duration = runDurationMs(run, now);
        const words = `${run.name}: ${t(`pipelines.outcome.${outcome}`)}, ${formatDuration(duration / 1000, language)}`;
        return (
          <Link
            key={run.id}
            to={`${address}/runs/${run.id}`}
            className={classes.link}
            title={words}
            aria-label={words}
          >
            <span
              className={`${classes.bar} ${colors[outcome]} ${classes[outcome]}`}
              style={{
                height: LEAST + ((HEIGHT - LEAST) * duration) / longest,
              }}
            />
          </Link>
        );
      })}
    </div>
  );
}
