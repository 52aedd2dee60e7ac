import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ParameterDefinition } from '@fairway/backstage-plugin-delivery-common';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { deliveryTranslationRef } from '../translation/ref';

/** What somebody fills in, by name. */
export type Answers = Record<string, string | boolean>;

/** What a form begins with; a password with nothing. */
export function defaultAnswers(definitions: ParameterDefinition[]): Answers {
  return Object.fromEntries(
    definitions.flatMap(definition =>
      'default' in definition ? [[definition.name, definition.default]] : [],
    ),
  );
}

/** A form made of what a job or an input takes. */
export function ParameterFields(props: {
  definitions: ParameterDefinition[];
  answers: Answers;
  change: (answers: Answers) => void;
}) {
  const { definitions, answers, change } = props;
  const set = (name: string) => (value: string | boolean) =>
    change({ ...answers, [name]: value });
  return (
    <>
      {definitions.map(definition => (
        <ParameterField
          key={definition.name}
          definition={definition}
          value={answers[definition.name]}
          change={set(definition.name)}
        />
      ))}
    </>
  );
}

function ParameterField(props: {
  definition: ParameterDefinition;
  value: string | boolean | undefined;
  change: (value: string | boolean) => void;
}) {
  const { definition, value, change } = props;
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
              onChange={event => change(event.target.checked)}
            />
          }
        />
        {description && <FormHelperText>{description}</FormHelperText>}
      </div>
    );
  }
  const common = {
    // By which the label finds its field
    id: `parameter-${name}`,
    label: name,
    helperText: description,
    value: typeof value === 'string' ? value : '',
    onChange: (event: { target: { value: string } }) =>
      change(event.target.value),
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
