import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  { root: { minWidth: 104, maxWidth: 200 } },
  { name: 'FairwayFleetSelect' },
);

/** A choice of one value, or of none where that can be meant. */
export function FleetSelect<T extends string>(props: {
  label: string;
  value: T | undefined;
  options: { value: T; label: string }[];
  isRequired?: boolean;
  onChange: (value: T | undefined) => void;
}) {
  const { label, value, options, isRequired = false, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  // One that a link asks for and nothing has stays in sight, to be taken back.
  const isKnown = options.some(option => option.value === value);
  return (
    <TextField
      select
      className={classes.root}
      size="small"
      variant="outlined"
      label={label}
      value={value ?? ''}
      // The system's own list: at home on a phone and with a screen reader
      SelectProps={{ native: true }}
      inputProps={{ 'aria-label': label }}
      InputLabelProps={{ shrink: true }}
      onChange={({ target }) =>
        onChange(options.find(option => option.value === target.value)?.value)
      }
    >
      {!isRequired && <option value="">{t('fleet.any')}</option>}
      {value !== undefined && !isKnown && (
        <option value={value}>{value}</option>
      )}
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
