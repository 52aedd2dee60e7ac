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
import { ActionOutcome } from './PipelineActions';
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

/** What can be done with a run, wherever it is. */
type RunAction = Extract<
  PipelineAction,
  { kind: 'stop' | 'rebuild' | 'restart' | 'keep' }
>;

/** What can be done with a run, each after one more question. */
export function RunActions(props: { detail: RunDetail; retry: () => void }) {
  const { detail, retry } = props;
  const { id: runId, isKept, restartableStages, pipeline, name } = detail;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const action = useAction();
  const [asked, setAsked] = useState<RunAction['kind']>();
  const [stage, setStage] = useState(restartableStages.at(0) ?? '');
  const isOver = detail.status.state === 'finished';
  const ask = (kind: RunAction['kind']) => () => {
    action.forget();
    setAsked(kind);
  };
  const wish = (): RunAction | undefined => {
    switch (asked) {
      case 'stop':
      case 'rebuild':
        return { kind: asked, runId };
      case 'restart':
        return { kind: asked, runId, stage };
      case 'keep':
        return { kind: asked, runId, keep: !isKept };
      default:
        return undefined;
    }
  };
  const words = {
    stop: t('pipelines.stop'),
    rebuild: t('pipelines.rebuild'),
    restart: t('pipelines.restart'),
    keep: isKept ? t('pipelines.letGo') : t('pipelines.keep'),
  };
  const disabled = pipeline.isBuildable ? undefined : t('pipelines.disabled');
  const goesOn = isOver ? undefined : t('pipelines.goesOn');
  const ended = isOver ? t('pipelines.ended') : undefined;
  const noStages = restartableStages.length
    ? undefined
    : t('pipelines.noRestart');
  const wished = wish();
  return (
    <div className={classes.root}>
      {!isOver && (
        <ActionButton
          kind="stop"
          label={words.stop}
          obstacle={ended}
          onClick={ask('stop')}
        />
      )}
      <ActionButton
        kind="rebuild"
        label={words.rebuild}
        obstacle={disabled}
        onClick={ask('rebuild')}
      />
      <ActionButton
        kind="restart"
        label={words.restart}
        obstacle={goesOn ?? noStages}
        onClick={ask('restart')}
      />
      <ActionButton kind="keep" label={words.keep} onClick={ask('keep')} />
      <div className={classes.outcome}>
        <ActionOutcome record={action.record} />
      </div>
      {wished && (
        <ActionDialog
          title={`${words[wished.kind]}: ${pipeline.name} ${name}`}
          confirm={words[wished.kind]}
          problem={action.problem}
          isBusy={action.isBusy}
          onClose={() => setAsked(undefined)}
          onConfirm={async reason => {
            if (await action.perform(wished, reason)) {
              setAsked(undefined);
              retry();
            }
          }}
        >
          {wished.kind === 'restart' && (
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
