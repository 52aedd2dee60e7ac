import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/duration';
import { useLanguage } from '../format/useLanguage';
import { useOutcomeColors } from '../components/OutcomeIcon';

const HEIGHT = 14;

const useStyles = makeStyles(
  theme => ({
    strip: {
      display: 'flex',
      gap: 2,
      height: HEIGHT,
      margin: theme.spacing(0.5, 0),
      padding: 0,
      listStyle: 'none',
    },
    stage: { flex: '1 1 0', minWidth: 4, maxWidth: 72, display: 'flex' },
    bar: {
      flex: 1,
      border: '2px solid currentColor',
      borderRadius: 2,
      boxSizing: 'border-box',
    },
    succeeded: { backgroundColor: 'currentColor' },
    // A pattern, for whoever does not see the colour.
    failed: {
      backgroundImage:
        'repeating-linear-gradient(45deg, currentColor 0 3px, transparent 3px 5px)',
    },
    unstable: {
      backgroundImage:
        'repeating-linear-gradient(90deg, currentColor 0 3px, transparent 3px 5px)',
    },
    aborted: { borderStyle: 'dashed' },
    skipped: { borderStyle: 'dotted' },
    queued: { borderStyle: 'dotted' },
    running: {
      backgroundImage:
        'linear-gradient(90deg, currentColor 50%, transparent 50%)',
      backgroundSize: '200% 100%',
      animation: '$move 1.6s linear infinite',
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
    waiting: { borderStyle: 'double', borderWidth: 4 },
    '@keyframes move': {
      from: { backgroundPosition: '100% 0' },
      to: { backgroundPosition: '-100% 0' },
    },
    parallel: { flexDirection: 'column', gap: 1 },
  }),
  { name: 'FairwayStageStrip' },
);

/** The stages of a run beside each other, parallel ones below each other; each says what it is. */
export function StageStrip({ stages }: { stages: Stage[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!stages.length) return null;
  return (
    <ol className={classes.strip} aria-label={t('pipelines.stages')}>
      {stages.map(stage => (
        <StageBar key={stage.id} stage={stage} />
      ))}
    </ol>
  );
}

function StageBar({ stage }: { stage: Stage }) {
  const classes = useStyles();
  const colors = useOutcomeColors();
  const text = useStageText();
  const shown =
    stage.isParallel && stage.children.length ? stage.children : [stage];
  const words = [...new Set([stage, ...shown])].map(text).join('\n');
  return (
    <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{words}</span>}>
      <li
        className={`${classes.stage} ${shown.length > 1 ? classes.parallel : ''}`}
        aria-label={words}
      >
        {shown.map(({ id, status }) => (
          <span
            key={id}
            className={`${classes.bar} ${colors[status]} ${classes[status]}`}
          />
        ))}
      </li>
    </Tooltip>
  );
}

/** A stage in words: what it is called, is at, and took. */
function useStageText(): (stage: Stage) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return ({ name, status, durationMs }) =>
    [
      `${name}: ${t(`pipelines.stage.${status}`)}`,
      ...(durationMs ? [formatDuration(durationMs / 1000, language)] : []),
    ].join(', ');
}
