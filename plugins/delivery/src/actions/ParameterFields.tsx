import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ParameterDefinition } from '@fairway/backstage-plugin-delivery-common';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { deliveryTranslationRef } from '../translation/ref';

/** Values of the parameters, by name. */
export type ParameterValues = Record<string, string | boolean>;

/** Default values of parameters. A password has none. */
export function defaultValues(
  definitions: ParameterDefinition[],
): ParameterValues {
  return Object.fromEntries(
    definitions.flatMap(definition =>
      'default' in definition ? [[definition.name, definition.default]] : [],
    ),
  );
}

/** Form fields for the parameters of a job or of an input step. */
export function ParameterFields(props: {
  definitions: ParameterDefinition[];
  values: ParameterValues;
  onChange: (values: ParameterValues) => void;
}) {
  const { definitions, values, onChange } = props;
  const set = (name: string) => (value: string | boolean) =>
    onChange({ ...values, [name]: value });
  return (
    <>
      {definitions.map(definition => (
        <ParameterField
          key={definition.name}
          definition={definition}
          value={values[definition.name]}
          onChange={set(definition.name)}
        />
      ))}
    </>
  );
}

function ParameterField(props: {
  definition: ParameterDefinition;
  value: string | boolean | undefined;
  onChange: (value: string | boolean) => void;
}) {
  const { definition, value, onChange } = props;
  const { name, description } = definition;
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (definition.type === 'unsupported') {
    return (
      <Alert severity="warning">
        {t('pipelines.unsupported', { name, kind: definition.kind })}
      </Alert>
    );
  }
  if (definition.type === 'boolean') {
    return (
      <div>
        <FormControlLabel
          label={name}
          control={
            <Checkbox
              color="primary"
              checked={value === true}
              onChange={event => onChange(event.target.checked)}
            />
          }
        />
        {description && <FormHelperText>{description}</FormHelperText>}
      </div>
    );
  }
  const common = {
    // Associates the label with the field
    id: `parameter-${name}`,
    label: name,
    helperText: description,
    value: typeof value === 'string' ? value : '',
    onChange: (event: { target: { value: string } }) =>
      onChange(event.target.value),
    fullWidth: true,
    margin: 'dense' as const,
    variant: 'outlined' as const,
  };
  switch (definition.type) {
    case 'choice':
      return (
        <TextField {...common} select>
          {definition.choices.map(choice => (
            <MenuItem key={choice} value={choice}>
              {choice}
            </MenuItem>
          ))}
        </TextField>
      );
    case 'password':
      return (
        <TextField {...common} type="password" autoComplete="new-password" />
      );
    case 'text':
      return <TextField {...common} multiline minRows={3} />;
    default:
      return <TextField {...common} />;
  }
}
