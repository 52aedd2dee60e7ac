import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  PipelineAction,
  RunDetail,
} from '@fairway/backstage-plugin-delivery-common';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { ActionButton } from '../actions/ActionButton';
import { ActionDialog } from '../actions/ActionDialog';
import { ActionStatus } from '../actions/ActionStatus';
import { useAction } from '../actions/useAction';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
    },
    outcome: { flexBasis: '100%' },
  }),
  { name: 'FairwayRunActions' },
);

/** Action of a run. */
type RunAction = Extract<
  PipelineAction,
  { kind: 'run.stop' | 'run.rebuild' | 'run.restart' | 'run.keep' }
>;

/** Actions of a run, each with a confirmation. */
export function RunActions(props: { detail: RunDetail; retry: () => void }) {
  const { detail, retry } = props;
  const { id: runId, isKept, restartableStages, pipeline, name } = detail;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const action = useAction();
  const [openKind, setOpenKind] = useState<RunAction['kind']>();
  const [stage, setStage] = useState(restartableStages.at(0) ?? '');
  const isFinished = detail.status.state === 'finished';
  const openDialog = (kind: RunAction['kind']) => () => {
    action.reset();
    setOpenKind(kind);
  };
  const createAction = (): RunAction | undefined => {
    switch (openKind) {
      case 'run.stop':
      case 'run.rebuild':
        return { kind: openKind, runId };
      case 'run.restart':
        return { kind: openKind, runId, stage };
      case 'run.keep':
        return { kind: openKind, runId, keep: !isKept };
      default:
        return undefined;
    }
  };
  const labels = {
    'run.stop': t('pipelines.stop'),
    'run.rebuild': t('pipelines.rebuild'),
    'run.restart': t('pipelines.restart'),
    'run.keep': isKept ? t('pipelines.stopKeeping') : t('pipelines.keep'),
  };
  const disabled = pipeline.isBuildable ? undefined : t('pipelines.disabled');
  const stillRunning = isFinished ? undefined : t('pipelines.stillRunning');
  const noStages = restartableStages.length
    ? undefined
    : t('pipelines.noRestart');
  const selected = createAction();
  return (
    <div className={classes.root}>
      {!isFinished && (
        <ActionButton
          kind="run.stop"
          label={labels['run.stop']}
          onClick={openDialog('run.stop')}
        />
      )}
      <ActionButton
        kind="run.rebuild"
        label={labels['run.rebuild']}
        disabledReason={disabled}
        onClick={openDialog('run.rebuild')}
      />
      <ActionButton
        kind="run.restart"
        label={labels['run.restart']}
        disabledReason={stillRunning ?? noStages}
        onClick={openDialog('run.restart')}
      />
      <ActionButton
        kind="run.keep"
        label={labels['run.keep']}
        onClick={openDialog('run.keep')}
      />
      <div className={classes.outcome}>
        <ActionStatus action={action} />
      </div>
      {selected && (
        <ActionDialog
          title={`${labels[selected.kind]}${t('labelSeparator')}${pipeline.name} ${name}`}
          confirmLabel={labels[selected.kind]}
          error={action.error}
          isBusy={action.isBusy}
          onClose={() => setOpenKind(undefined)}
          onConfirm={async reason => {
            if (await action.perform(selected, reason)) {
              setOpenKind(undefined);
              retry();
            }
          }}
        >
          {selected.kind === 'run.restart' && (
            <TextField
              id="restart-stage"
              label={t('pipelines.fromStage')}
              value={stage}
              onChange={event => setStage(event.target.value)}
              variant="outlined"
              margin="dense"
              fullWidth
              select
            >
              {restartableStages.map(each => (
                <MenuItem key={each} value={each}>
                  {each}
                </MenuItem>
              ))}
            </TextField>
          )}
        </ActionDialog>
      )}
    </div>
  );
}
