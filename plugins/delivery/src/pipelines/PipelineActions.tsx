import { getCompoundEntityRef } from '@backstage/catalog-model';
import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  ParameterDefinition,
  Pipeline,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import { useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { pipelinesApiRef } from '../api/PipelinesApi';
import { useErrorText } from '../format/useErrorText';
import { deliveryTranslationRef } from '../translation/ref';
import { ActionButton } from '../actions/ActionButton';
import { ActionStatus } from '../actions/ActionStatus';
import { ActionDialog } from '../actions/ActionDialog';
import { ParameterFields, defaultValues } from '../actions/ParameterFields';
import type { ParameterValues } from '../actions/ParameterFields';
import type { ActionHandle } from '../actions/useAction';
import { useAction } from '../actions/useAction';

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

/** Actions of a pipeline: start a run. */
export function PipelineActions({ pipeline }: { pipeline: Pipeline }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const action = useAction();
  return (
    <div className={classes.root}>
      <ActionButton
        kind="run.trigger"
        label={t('pipelines.trigger')}
        disabledReason={
          pipeline.isBuildable ? undefined : t('pipelines.disabled')
        }
        onClick={() => {
          action.reset();
          setIsOpen(true);
        }}
      />
      <ActionStatus action={action} />
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
  action: ActionHandle;
  close: () => void;
}) {
  const { pipeline, action, close } = props;
  const { entity } = useEntity();
  const api = useApi(pipelinesApiRef);
  const { t } = useTranslationRef(deliveryTranslationRef);
  const errorText = useErrorText();
  const [values, setValues] = useState<ParameterValues>();
  const parameters = useAsync(
    () => api.getPipelineParameters(getCompoundEntityRef(entity), pipeline.id),
    [api, entity, pipeline.id],
  );
  const definitions: ParameterDefinition[] = parameters.value ?? [];
  const filled = values ?? defaultValues(definitions);
  return (
    <ActionDialog
      title={t('pipelines.triggerTitle', { name: pipeline.name })}
      confirmLabel={t('pipelines.trigger')}
      error={action.error}
      isBusy={action.isBusy}
      canConfirm={
        parameters.value !== undefined &&
        !definitions.some(({ type }) => type === 'unsupported')
      }
      onClose={close}
      onConfirm={async reason => {
        const isAccepted = await action.perform(
          { kind: 'run.trigger', pipelineId: pipeline.id, parameters: filled },
          reason,
        );
        if (isAccepted) close();
      }}
    >
      {parameters.loading && <Progress />}
      {parameters.error && (
        <Alert severity="warning">{errorText(parameters.error)}</Alert>
      )}
      <ParameterFields
        definitions={definitions}
        values={filled}
        onChange={setValues}
      />
    </ActionDialog>
  );
}
