import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/formatDuration';
import { useLanguage } from '../format/useLanguage';
import { useOutcomeColors } from '../components/OutcomeIcon';
import { readableColor } from '../components/readableColor';

const HEIGHT = 12;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.25, 0.5),
      margin: theme.spacing(0.5, 0),
      padding: 0,
      listStyle: 'none',
    },
    stage: { flex: '0 1 auto', minWidth: 40, maxWidth: 120 },
    bars: { display: 'flex', height: HEIGHT },
    name: {
      display: 'block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontSize: theme.typography.caption.fontSize,
      lineHeight: 1.4,
      color: readableColor(theme, theme.palette.text.secondary),
    },
    bar: {
      flex: 1,
      border: '2px solid currentColor',
      borderRadius: 2,
      boxSizing: 'border-box',
    },
    succeeded: { backgroundColor: 'currentColor' },
    // A pattern, because colour must not be the only sign.
    failed: {
      backgroundImage:
        'repeating-linear-gradient(45deg, currentColor 0 3px, transparent 3px 5px)',
    },
    unstable: {
      backgroundImage:
        'repeating-linear-gradient(90deg, currentColor 0 3px, transparent 3px 5px)',
    },
    aborted: { borderStyle: 'dashed' },
    unknown: { borderStyle: 'dashed' },
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
  { name: 'FairwayStageMiniGraph' },
);

/** Stages of a run side by side with their names, parallel ones stacked, each with a tooltip. */
export function StageMiniGraph({ stages }: { stages: Stage[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!stages.length) return null;
  return (
    <ol className={classes.list} aria-label={t('pipelines.stages')}>
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
  const bars =
    stage.isParallel && stage.children.length ? stage.children : [stage];
  const label = [...new Set([stage, ...bars])].map(text).join('\n');
  return (
    <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{label}</span>}>
      <li className={classes.stage} aria-label={label}>
        <span
          className={`${classes.bars} ${bars.length > 1 ? classes.parallel : ''}`}
        >
          {bars.map(({ id, status }) => (
            <span
              key={id}
              className={`${classes.bar} ${colors[status]} ${classes[status]}`}
            />
          ))}
        </span>
        <span className={classes.name} aria-hidden>
          {stage.name}
        </span>
      </li>
    </Tooltip>
  );
}

/** Describes a stage: its name, status and duration. */
function useStageText(): (stage: Stage) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return ({ name, status, durationMs, reason }) =>
    [
      `${name}${t('labelSeparator')}${t(`pipelines.stage.${status}`)}`,
      ...(durationMs ? [formatDuration(durationMs / 1000, language)] : []),
      ...(reason ? [reason] : []),
    ].join(t('clauseSeparator'));
}
