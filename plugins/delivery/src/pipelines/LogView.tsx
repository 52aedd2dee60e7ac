import { LogViewer } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useState } from 'react';
import type { RunName } from '../api/PipelinesApi';
import { deliveryTranslationRef } from '../translation/ref';
import { amountText } from '../view/amounts';
import { useDownload } from './useDownload';
import { useLog } from './useLog';
import { withoutTimes } from './withoutTimes';

const useStyles = makeStyles(
  theme => ({
    bar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      marginBottom: theme.spacing(1),
    },
    stage: { minWidth: 180 },
    log: { height: 'max(360px, calc(100vh - 320px))' },
  }),
  { name: 'FairwayLogView' },
);

/** A run's log from its end, or a stage's own; followed while it grows. */
export function LogView(props: {
  run: RunName;
  stageId: string | undefined;
  stages: Stage[];
  isGoingOn: boolean;
  show: (stageId: string | undefined) => void;
}) {
  const { run, stageId, stages, isGoingOn, show } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const log = useLog(run, stageId, isGoingOn);
  const { save, problem } = useDownload(run);
  const [areTimesHidden, setAreTimesHidden] = useState(false);
  const all = stages.flatMap(stage => [stage, ...stage.children]);
  return (
    <>
      <div className={classes.bar}>
        <TextField
          label={t('pipelines.logOf')}
          value={stageId ?? ''}
          onChange={event => show(event.target.value || undefined)}
          className={classes.stage}
          variant="outlined"
          size="small"
          select
        >
          <MenuItem value="">{t('pipelines.wholeRun')}</MenuItem>
          {all
            .filter(({ hasLog }) => hasLog)
            .map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
        </TextField>
        {log.start > 0 && (
          <Button size="small" variant="outlined" onClick={log.readEarlier}>
            {t('pipelines.earlier', { size: amountText('memory', log.start) })}
          </Button>
        )}
        <Button
          size="small"
          aria-pressed={areTimesHidden}
          onClick={() => setAreTimesHidden(!areTimesHidden)}
        >
          {t(areTimesHidden ? 'pipelines.showTimes' : 'pipelines.hideTimes')}
        </Button>
        <Button size="small" onClick={() => save({ type: 'log' }, 'log.txt')}>
          {t('pipelines.download')}
        </Button>
        <Typography variant="caption" role="status">
          {log.isGrowing && t('pipelines.following')}
        </Typography>
      </div>
      {(log.problem ?? problem) && (
        <Alert severity="warning">{log.problem ?? problem}</Alert>
      )}
      {log.text === undefined ? (
        !log.problem && <Skeleton variant="rect" height={360} />
      ) : (
        <div className={classes.log}>
          <LogViewer
            text={areTimesHidden ? withoutTimes(log.text) : log.text}
          />
        </div>
      )}
    </>
  );
}
