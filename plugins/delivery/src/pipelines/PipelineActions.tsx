import { getCompoundEntityRef } from '@backstage/catalog-model';
import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  ActionRecord,
  ParameterDefinition,
  Pipeline,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { pipelinesApiRef } from '../api/PipelinesApi';
import { deliveryTranslationRef } from '../translation/ref';
import { ActionButton } from '../actions/ActionButton';
import { ActionDialog } from '../actions/ActionDialog';
import { ParameterFields, defaultAnswers } from '../actions/ParameterFields';
import type { Answers } from '../actions/ParameterFields';
import { useAction } from '../actions/useAction';
import { errorMessage } from '../api/errorMessage';
import { usePipelinesAddress } from './usePipelinesAddress';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-end',
      gap: theme.spacing(0.5),
      maxWidth: 220,
    },
  }),
  { name: 'FairwayPipelineActions' },
);

/** What can be done with a pipeline: begin a run of it. */
export function PipelineActions({ pipeline }: { pipeline: Pipeline }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const action = useAction();
  return (
    <div className={classes.root}>
      <ActionButton
        kind="trigger"
        label={t('pipelines.trigger')}
        obstacle={pipeline.isBuildable ? undefined : t('pipelines.disabled')}
        onClick={() => {
          action.forget();
          setIsOpen(true);
        }}
      />
      <ActionOutcome record={action.record} />
      {isOpen && (
        <TriggerDialog
          pipeline={pipeline}
          action={action}
          close={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}

function TriggerDialog(props: {
  pipeline: Pipeline;
  action: ReturnType<typeof useAction>;
  close: () => void;
}) {
  const { pipeline, action, close } = props;
  const { entity } = useEntity();
  const api = useApi(pipelinesApiRef);
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [answers, setAnswers] = useState<Answers>();
  const asked = useAsync(
    () => api.getPipelineParameters(getCompoundEntityRef(entity), pipeline.id),
    [api, entity, pipeline.id],
  );
  const definitions: ParameterDefinition[] = asked.value ?? [];
  const filled = answers ?? defaultAnswers(definitions);
  return (
    <ActionDialog
      title={t('pipelines.triggerTitle', { name: pipeline.name })}
      confirm={t('pipelines.trigger')}
      problem={action.problem}
      isBusy={action.isBusy}
      canConfirm={
        asked.value !== undefined &&
        !definitions.some(({ type }) => type === 'unsupported')
      }
      onClose={close}
      onConfirm={async reason => {
        const isTaken = await action.perform(
          { kind: 'trigger', pipelineId: pipeline.id, parameters: filled },
          reason,
        );
        if (isTaken) close();
      }}
    >
      {asked.loading && <Progress />}
      {asked.error && (
        <Alert severity="warning">{errorMessage(asked.error)}</Alert>
      )}
      <ParameterFields
        definitions={definitions}
        answers={filled}
        change={setAnswers}
      />
    </ActionDialog>
  );
}

/** How an action went, where it was asked for. */
export function ActionOutcome(props: { record: ActionRecord | undefined }) {
  const { record } = props;
  const address = usePipelinesAddress();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!record) return null;
  const isBad = record.state === 'failed' || record.state === 'refused';
  return (
    <Typography
      variant="caption"
      role="status"
      color={isBad ? 'error' : 'textSecondary'}
    >
      {t(`pipelines.action.${record.state}`)}
      {record.message && `: ${record.message}`}{' '}
      {record.runId && (
        <Link to={`${address}/runs/${record.runId}`}>
          {t('pipelines.openRun')}
        </Link>
      )}
    </Typography>
  );
}
