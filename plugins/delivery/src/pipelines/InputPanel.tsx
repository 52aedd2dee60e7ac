import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunInput } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { ActionButton } from '../actions/ActionButton';
import { ActionDialog } from '../actions/ActionDialog';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { ParameterFields, defaultAnswers } from '../actions/ParameterFields';
import { ActionOutcome } from './PipelineActions';
import { useAction } from '../actions/useAction';

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

/** A question that a run waits with, to be answered here. */
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
  const [answers, setAnswers] = useState(() =>
    defaultAnswers(input.parameters),
  );
  const words = { proceed: input.proceed, abort: t('pipelines.refuse') };
  const ask = (wish: 'proceed' | 'abort') => () => {
    action.forget();
    setDecision(wish);
  };
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('pipelines.waitsForYou')}
    >
      <Typography variant="h6" component="h3" className={classes.title}>
        <OutcomeIcon outcome="waiting" />
        {input.message}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {input.submitters
          ? t('pipelines.submitters', { names: input.submitters.join(', ') })
          : t('pipelines.anySubmitter')}
      </Typography>
      <div className={classes.buttons}>
        <ActionButton
          kind="answer"
          label={words.proceed}
          color="primary"
          variant="contained"
          onClick={ask('proceed')}
        />
        <ActionButton
          kind="answer"
          label={words.abort}
          onClick={ask('abort')}
        />
      </div>
      <ActionOutcome record={action.record} />
      {decision && (
        <ActionDialog
          title={`${words[decision]}: ${input.message}`}
          confirm={words[decision]}
          problem={action.problem}
          isBusy={action.isBusy}
          onClose={() => setDecision(undefined)}
          onConfirm={async reason => {
            const isTaken = await action.perform(
              {
                kind: 'answer',
                runId,
                inputId: input.id,
                decision,
                parameters: decision === 'proceed' ? answers : {},
              },
              reason,
            );
            if (isTaken) {
              setDecision(undefined);
              retry();
            }
          }}
        >
          {decision === 'proceed' && (
            <ParameterFields
              definitions={input.parameters}
              answers={answers}
              change={setAnswers}
            />
          )}
        </ActionDialog>
      )}
    </Paper>
  );
}
