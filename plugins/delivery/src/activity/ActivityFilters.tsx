import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { FleetSelect } from '../fleet/FleetSelect';
import { deliveryTranslationRef } from '../translation/ref';
import {
  activityKinds,
  readActivityFilter,
  writeActivityFilter,
} from './activityFilter';
import type { ActivityFilter } from './activityFilter';

const useStyles = makeStyles(
  theme => ({
    root: {
      // The secondary colour has too little contrast on the page's background.
      '& .MuiInputLabel-root': { color: theme.palette.text.primary },
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1.5),
    },
    text: { flex: '1 1 210px', maxWidth: 320 },
  }),
  { name: 'FairwayActivityFilters' },
);

/** Filters of the changes of all services. */
export function ActivityFilters(props: {
  filter: ActivityFilter;
  /** Names of the environments to filter by */
  environments: string[];
  onChange: (change: Partial<ActivityFilter>) => void;
}) {
  const { filter, environments, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isFiltered = writeActivityFilter(filter).size > 0;
  return (
    <div className={classes.root} role="search">
      <TextField
        className={classes.text}
        size="small"
        variant="outlined"
        type="search"
        label={t('activity.search')}
        inputProps={{ 'aria-label': t('activity.search') }}
        value={filter.text}
        onChange={({ target }) => onChange({ text: target.value })}
      />
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            checked={filter.mine}
            onChange={(_, mine) => onChange({ mine })}
          />
        }
        label={t('fleet.mine')}
      />
      <FleetSelect
        label={t('activity.kind')}
        value={filter.kind}
        options={activityKinds.map(value => ({
          value,
          label: t(`activity.kinds.${value}`),
        }))}
        onChange={kind => onChange({ kind })}
      />
      <FleetSelect
        label={t('fleet.environment')}
        value={filter.environment}
        options={environments.map(value => ({ value, label: value }))}
        onChange={environment => onChange({ environment })}
      />
      {isFiltered && (
        <Button
          size="small"
          onClick={() => onChange(readActivityFilter(new URLSearchParams()))}
        >
          {t('fleet.clear')}
        </Button>
      )}
    </div>
  );
}
