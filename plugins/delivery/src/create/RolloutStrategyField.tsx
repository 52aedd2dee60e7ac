import { useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import CheckIcon from '@material-ui/icons/Check';
import PauseIcon from '@material-ui/icons/Pause';
import { Stepper } from '../components/Stepper';
import { deliveryTranslationRef } from '../translation/ref';
import {
  defaultShares,
  findIdleStep,
  isComplete,
  parseShares,
} from './rolloutStrategy';
import type { RolloutStrategy } from './rolloutStrategy';
import { translateFor } from './translateFor';

const kinds = ['rolling', 'batches', 'gray'] as const;

/** Rollout strategy of a new service, with a preview of its steps. */
export function RolloutStrategyField({
  formData = { kind: 'rolling' },
  onChange,
  schema,
  idSchema,
  formContext,
}: FieldExtensionComponentProps<RolloutStrategy>) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { kind, shares = [] } = formData;
  const desired = Number(formContext?.formData?.minReplicas ?? 2);
  // By user group, the steps are shares of the traffic.
  const idle = kind === 'batches' ? findIdleStep(shares, desired) : undefined;
  const label = `${idSchema.$id}-label`;
  return (
    <FormControl fullWidth margin="normal">
      <FormLabel id={label}>{schema.title}</FormLabel>
      <RadioGroup aria-labelledby={label} value={kind}>
        {kinds.map(each => (
          <FormControlLabel
            key={each}
            value={each}
            control={<Radio color="primary" />}
            label={t(`strategy.${each}`)}
            onChange={() =>
              onChange(
                each === 'rolling'
                  ? { kind: each }
                  : { kind: each, shares: defaultShares(each, desired) },
              )
            }
          />
        ))}
      </RadioGroup>
      {kind === 'rolling' ? null : (
        <>
          <SharesField
            key={kind}
            id={`${idSchema.$id}-shares`}
            shares={shares}
            onChange={changed => onChange({ kind, shares: changed })}
          />
          {idle && (
            <FormHelperText error>
              {t('strategy.idleStep', {
                before: String(idle.before),
                share: String(idle.share),
                desired: String(desired),
                pods: String(idle.pods),
              })}
            </FormHelperText>
          )}
          <Stepper
            label={t('steps')}
            steps={[
              ...(kind === 'gray'
                ? [t('strategy.internal'), t('strategy.groupA')]
                : []),
              ...shares.map(share =>
                t('strategy.percent', { share: String(share) }),
              ),
            ]
              .map(text =>
                waitingStep(t('strategy.thenApproval', { step: text })),
              )
              .concat({
                text: t('strategy.all'),
                status: 'pending',
                icon: <CheckIcon fontSize="inherit" />,
              })}
          />
        </>
      )}
    </FormControl>
  );
}

function waitingStep(text: string) {
  return {
    text,
    status: 'pending' as const,
    icon: <PauseIcon fontSize="inherit" />,
  };
}

function SharesField({
  id,
  shares,
  onChange,
}: {
  id: string;
  shares: number[];
  onChange(shares: number[]): void;
}) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [text, setText] = useState(shares.join(', '));
  const isValid = parseShares(text) !== undefined;
  return (
    <TextField
      id={id}
      margin="normal"
      label={t('strategy.steps')}
      helperText={t(isValid ? 'strategy.stepsHelp' : 'strategy.stepsInvalid')}
      error={!isValid}
      value={text}
      onChange={({ target: { value } }) => {
        setText(value);
        onChange(parseShares(value) ?? []);
      }}
    />
  );
}

/** Requires valid shares where the strategy needs them. */
export const validateRolloutStrategy: CustomFieldValidator<
  RolloutStrategy
> = async (strategy, validation, { apiHolder }) => {
  if (strategy && !isComplete(strategy)) {
    validation.addError(translateFor(apiHolder)('strategy.stepsInvalid'));
  }
};
