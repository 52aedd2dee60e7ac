import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { formatDuration } from '../format/formatDuration';
import { useLanguage } from '../format/useLanguage';
import { OutcomeIcon, useOutcomeColors } from '../components/OutcomeIcon';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      alignItems: 'flex-start',
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    parallel: { flexDirection: 'column' },
    item: { maxWidth: '100%' },
    stage: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      padding: theme.spacing(0.75, 1.25),
      border: `1px solid ${theme.palette.divider}`,
      borderLeft: '4px solid currentColor',
      borderRadius: theme.shape.borderRadius,
      textAlign: 'left',
      '&:hover, &:focus-visible': {
        backgroundColor: theme.palette.action.hover,
      },
    },
    text: { color: theme.palette.text.primary },
    children: {
      marginTop: theme.spacing(0.75),
      paddingLeft: theme.spacing(1.5),
      borderLeft: `2px solid ${theme.palette.divider}`,
    },
    error: { maxWidth: 420, overflowWrap: 'anywhere' },
  }),
  { name: 'FairwayStageTree' },
);

/** Stages of a run in order, parallel ones stacked. Each opens its log. */
export function StageTree(props: {
  /** Undefined if they could not be read */
  stages: Stage[] | undefined;
  showLog: (stageId: string) => void;
}) {
  const { stages, showLog } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!stages?.length) {
    return (
      <Typography>
        {t(stages ? 'pipelines.noStages' : 'pipelines.stagesUnread')}
      </Typography>
    );
  }
  return <StageList stages={stages} showLog={showLog} isParallel={false} />;
}

function StageList(props: {
  stages: Stage[];
  isParallel: boolean;
  showLog: (stageId: string) => void;
}) {
  const { stages, isParallel, showLog } = props;
  const classes = useStyles();
  return (
    <ol className={`${classes.list} ${isParallel ? classes.parallel : ''}`}>
      {stages.map(stage => (
        <li key={stage.id} className={classes.item}>
          <StageBox stage={stage} showLog={showLog} />
          {stage.children.length > 0 && (
            <div className={classes.children}>
              <StageList
                stages={stage.children}
                isParallel={stage.isParallel}
                showLog={showLog}
              />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

function StageBox(props: { stage: Stage; showLog: (stageId: string) => void }) {
  const { id, name, status, durationMs, hasLog, error, reason, agent } =
    props.stage;
  const classes = useStyles();
  const colors = useOutcomeColors();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return (
    <ButtonBase
      className={`${classes.stage} ${colors[status]}`}
      disabled={!hasLog}
      onClick={() => props.showLog(id)}
    >
      <OutcomeIcon outcome={status} />
      <span className={classes.text}>
        <Typography variant="body2">
          <strong>{name}</strong>
        </Typography>
        <Typography variant="caption" component="div">
          {t(`pipelines.stage.${status}`)}
          {durationMs
            ? `${t('clauseSeparator')}${formatDuration(durationMs / 1000, language)}`
            : ''}
          {agent
            ? `${t('clauseSeparator')}${t('pipelines.agent', { agent })}`
            : ''}
        </Typography>
        {reason && (
          <Typography
            variant="caption"
            component="div"
            className={classes.error}
          >
            {reason}
          </Typography>
        )}
        {error && (
          <Typography
            variant="caption"
            component="div"
            className={classes.error}
          >
            {error}
          </Typography>
        )}
      </span>
    </ButtonBase>
  );
}
