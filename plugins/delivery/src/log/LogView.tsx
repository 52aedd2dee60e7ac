import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useState } from 'react';
import type { RunRef } from '../api/PipelinesApi';
import { useDownload } from '../components/useDownload';
import { deliveryTranslationRef } from '../translation/ref';
import { useCodedText } from '../format/useCodedText';
import { formatBytes } from '../format/formatQuantity';
import { LogLines } from './LogLines';
import { LogToolbar } from './LogToolbar';
import { lineAt } from './logWindow';
import { useLog } from './useLog';
import { useLogSearch } from './useLogSearch';

const useStyles = makeStyles(
  theme => ({
    box: {
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.paper,
    },
    stage: { minWidth: 180, marginBottom: theme.spacing(1) },
    edge: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(0.5, 1),
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'FairwayLogView' },
);

/** Log of a run or of one of its stages. Opens at its end and follows it. */
export function LogView(props: {
  run: RunRef;
  stageId: string | undefined;
  stages: Stage[];
  /** Shows the log of another stage, or of the whole run */
  onStageChange: (stageId: string | undefined) => void;
  /** Offset of the marked line */
  offset: number | undefined;
  onMark: (offset: number | undefined) => void;
}) {
  const { run, stageId, stages, onStageChange, offset, onMark } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const log = useLog({ run, stageId, offset });
  const { save, problem: downloadProblem } = useDownload(run);
  const { window, problem, isLoading, loadEarlier, loadLater, openAt } = log;
  const [isFollowing, setIsFollowing] = useState(offset === undefined);
  const [hasTimes, setHasTimes] = useState(true);
  const search = useLogSearch(window);
  const marked =
    offset !== undefined && window ? lineAt(window, offset)?.offset : undefined;

  const goToEnd = () => {
    if (window?.hasLater) openAt(undefined);
    setIsFollowing(true);
  };
  return (
    <section aria-label={t('log.title')}>
      <TextField
        id="log-stage"
        label={t('pipelines.logStage')}
        value={stageId ?? ''}
        onChange={event => onStageChange(event.target.value || undefined)}
        className={classes.stage}
        variant="outlined"
        size="small"
        InputLabelProps={{ shrink: true }}
        SelectProps={{ displayEmpty: true }}
        select
      >
        <MenuItem value="">{t('pipelines.fullLog')}</MenuItem>
        {stages
          .flatMap(stage => [stage, ...stage.children])
          .filter(({ hasLog }) => hasLog)
          .map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
      </TextField>
      <LogToolbar
        onDownload={() => save({ type: 'log' }, 'log.txt')}
        window={window}
        search={search}
        onSearch={() => setIsFollowing(false)}
        hasTimes={hasTimes}
        setHasTimes={setHasTimes}
        marked={offset}
        isFollowing={isFollowing}
        onGoToEnd={goToEnd}
        onGoToMarked={() => {
          setIsFollowing(false);
          if (marked === undefined) openAt(offset);
        }}
      />
      {problem && (
        <Alert
          severity="warning"
          action={
            <Button
              color="inherit"
              size="small"
              onClick={window ? loadLater : () => openAt(offset)}
            >
              {t('retry')}
            </Button>
          }
        >
          {problemText(problem)}
        </Alert>
      )}
      {downloadProblem && (
        <Alert severity="warning">{problemText(downloadProblem)}</Alert>
      )}
      {!window && isLoading && (
        <div aria-busy aria-label={t('log.loading')}>
          <Skeleton variant="rect" height={320} />
        </div>
      )}
      {window && (
        <div className={classes.box}>
          {window.start > 0 && (
            <div className={classes.edge}>
              <Button
                size="small"
                variant="outlined"
                disabled={isLoading}
                onClick={() => {
                  setIsFollowing(false);
                  loadEarlier();
                }}
              >
                {t('log.earlier')}
              </Button>
              <Typography variant="caption">
                {t('log.before', {
                  size: formatBytes(window.start),
                })}
              </Typography>
            </div>
          )}
          <LogLines
            window={window}
            marked={marked}
            onMark={next => {
              setIsFollowing(false);
              onMark(next);
            }}
            hasTimes={hasTimes}
            search={search}
            isFollowing={isFollowing}
            setIsFollowing={setIsFollowing}
          />
          <div className={classes.edge}>
            {window.hasLater && (
              <Button
                size="small"
                variant="outlined"
                disabled={isLoading}
                onClick={loadLater}
              >
                {t('log.later')}
              </Button>
            )}
            <Typography variant="caption" role="status">
              {window.isGrowing ? t('log.running') : t('log.end')}{' '}
              {t('log.size', { size: formatBytes(window.size) })}
            </Typography>
          </div>
        </div>
      )}
    </section>
  );
}
