import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { isAllowedSubmitter } from '@fairway/backstage-plugin-delivery-common';
import type { RunInput } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { ActionButton } from '../actions/ActionButton';
import { ActionDialog } from '../actions/ActionDialog';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { ParameterFields, defaultValues } from '../actions/ParameterFields';
import { ActionStatus } from '../actions/ActionStatus';
import { useAction } from '../actions/useAction';
import { useViewer } from './useViewer';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      marginBottom: theme.spacing(2),
      borderLeft: `4px solid ${theme.palette.status.warning}`,
    },
    title: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
    buttons: {
      display: 'flex',
      gap: theme.spacing(1),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'FairwayInputPanel' },
);

/** Input step that a run waits at, with its buttons. */
export function InputPanel(props: {
  runId: string;
  input: RunInput;
  retry: () => void;
}) {
  const { runId, input, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const action = useAction();
  const [decision, setDecision] = useState<'proceed' | 'abort'>();
  const [values, setValues] = useState(() => defaultValues(input.parameters));
  const labels = { proceed: input.proceedLabel, abort: t('pipelines.reject') };
  const viewer = useViewer();
  const names = input.submitters?.join(t('listSeparator')) ?? '';
  const disabledReason =
    !viewer || isAllowedSubmitter(viewer, input.submitters)
      ? undefined
      : t('pipelines.notSubmitter', { names });
  const openDialog = (next: 'proceed' | 'abort') => () => {
    action.reset();
    setDecision(next);
  };
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('pipelines.awaitingApproval')}
    >
      <Typography variant="h6" component="h3" className={classes.title}>
        <OutcomeIcon outcome="waiting" />
        {input.message}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {names
          ? t('pipelines.approvers', { names })
          : t('pipelines.anyApprover')}
      </Typography>
      <div className={classes.buttons}>
        <ActionButton
          kind="run.answer"
          label={labels.proceed}
          color="primary"
          variant="contained"
          disabledReason={disabledReason}
          onClick={openDialog('proceed')}
        />
        <ActionButton
          kind="run.answer"
          label={labels.abort}
          disabledReason={disabledReason}
          onClick={openDialog('abort')}
        />
      </div>
      <ActionStatus action={action} />
      {decision && (
        <ActionDialog
          title={
            decision === 'proceed'
              ? input.message
              : `${labels.abort}${t('labelSeparator')}${input.message}`
          }
          confirmLabel={labels[decision]}
          error={action.error}
          isBusy={action.isBusy}
          onClose={() => setDecision(undefined)}
          onConfirm={async reason => {
            const isAccepted = await action.perform(
              {
                kind: 'run.answer',
                runId,
                inputId: input.id,
                decision,
                parameters: decision === 'proceed' ? values : {},
              },
              reason,
            );
            if (isAccepted) {
              setDecision(undefined);
              retry();
            }
          }}
        >
          {decision === 'proceed' && (
            <ParameterFields
              definitions={input.parameters}
              values={values}
              onChange={setValues}
            />
          )}
        </ActionDialog>
      )}
    </Paper>
  );
}
