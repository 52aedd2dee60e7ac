import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  { root: { minWidth: 104, maxWidth: 200 } },
  { name: 'FairwayFleetSelect' },
);

/** Select of one value; of none where it is not required. */
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
  // A value from the address that is not among the options stays visible, so that it can be removed.
  const isKnown = options.some(option => option.value === value);
  return (
    <TextField
      select
      className={classes.root}
      size="small"
      variant="outlined"
      label={label}
      value={value ?? ''}
      // A native select works well on phones and with screen readers
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
