import { useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import CheckIcon from '@material-ui/icons/Check';
import PauseIcon from '@material-ui/icons/Pause';
import { Stepper } from '../components/Stepper';
import { deliveryTranslationRef } from '../translation/ref';
import { isWhole, parseShares, defaultShares } from './rolloutStrategy';
import type { RolloutStrategy } from './rolloutStrategy';
import { translated } from './translated';

const kinds = ['rolling', 'batches', 'gray'] as const;

/** How new versions of a service replace old ones, with a picture of the steps. */
export function RolloutStrategyField({
  formData = { kind: 'rolling' },
  onChange,
  schema,
  idSchema,
}: FieldExtensionComponentProps<RolloutStrategy>) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { kind, shares = [] } = formData;
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
                  : { kind: each, shares: defaultShares[each] },
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
          <Stepper
            label={t('steps')}
            steps={[
              ...(kind === 'gray'
                ? [t('strategy.internal'), t('strategy.groupA')]
                : []),
              ...shares.map(share =>
                t('strategy.share', { share: String(share) }),
              ),
            ]
              .map(text => waiting(t('strategy.waits', { step: text })))
              .concat({
                text: t('strategy.all'),
                place: 'toCome',
                icon: <CheckIcon fontSize="inherit" />,
              })}
          />
        </>
      )}
    </FormControl>
  );
}

function waiting(text: string) {
  return {
    text,
    place: 'toCome' as const,
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
  const isRight = parseShares(text) !== undefined;
  return (
    <TextField
      id={id}
      margin="normal"
      label={t('strategy.shares')}
      helperText={t(isRight ? 'strategy.sharesHelp' : 'strategy.sharesWrong')}
      error={!isRight}
      value={text}
      onChange={({ target: { value } }) => {
        setText(value);
        onChange(parseShares(value) ?? []);
      }}
    />
  );
}

/** Says what a strategy lacks. */
export const validateRolloutStrategy: CustomFieldValidator<
  RolloutStrategy
> = async (strategy, validation, { apiHolder }) => {
  if (strategy && !isWhole(strategy)) {
    validation.addError(translated(apiHolder)('strategy.sharesWrong'));
  }
};
