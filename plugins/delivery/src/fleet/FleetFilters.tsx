import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { useMemo, useState } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import {
  groupings,
  sortOrders,
  readFilter,
  fleetStatuses,
  writeFilter,
} from './fleetFilter';
import type { FleetFilter } from './fleetFilter';
import { FleetSelect } from './FleetSelect';
import { shortRef } from './shortRef';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1.5),
      // The secondary colour has too little contrast on the page's background.
      '& .MuiInputLabel-root': { color: theme.palette.text.primary },
    },
    text: { flex: '1 1 210px', maxWidth: 320 },
    toggle: { [theme.breakpoints.up('sm')]: { display: 'none' } },
    // On a phone, the filters are collapsed so that the services come first.
    collapsed: {
      display: 'contents',
      [theme.breakpoints.down('xs')]: { display: 'none' },
    },
    expanded: { display: 'contents' },
  }),
  { name: 'FairwayFleetFilters' },
);

/** Filters, grouping and order of the fleet. The address of the page keeps them. */
export function FleetFilters(props: {
  fleet: Fleet;
  filter: FleetFilter;
  onChange: (change: Partial<FleetFilter>) => void;
}) {
  const { fleet, filter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const values = useMemo(
    () => ({
      owners: distinct(fleet.rows.flatMap(row => row.owners)),
      systems: distinct(fleet.rows.flatMap(row => row.system ?? [])),
      tags: distinct(fleet.rows.flatMap(row => row.tags)),
    }),
    [fleet.rows],
  );
  const toRefOptions = (names: string[]) =>
    names.map(value => ({ value, label: shortRef(value) }));
  const toOptions = (names: readonly string[]) =>
    names.map(value => ({ value, label: value }));
  const isFiltered = writeFilter(filter).size > 0;
  const [isExpanded, setIsExpanded] = useState(false);
  return (
    <div className={classes.root} role="search">
      <TextField
        className={classes.text}
        size="small"
        variant="outlined"
        type="search"
        label={t('fleet.search')}
        inputProps={{ 'aria-label': t('fleet.search') }}
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
      <Button
        className={classes.toggle}
        size="small"
        variant="outlined"
        aria-expanded={isExpanded}
        onClick={() => setIsExpanded(!isExpanded)}
      >
        {t('fleet.more')}
      </Button>
      <div className={isExpanded ? classes.expanded : classes.collapsed}>
        <FleetSelect
          label={t('fleet.owner')}
          value={filter.owner}
          options={toRefOptions(values.owners)}
          onChange={owner => onChange({ owner })}
        />
        <FleetSelect
          label={t('fleet.system')}
          value={filter.system}
          options={toRefOptions(values.systems)}
          onChange={system => onChange({ system })}
        />
        <FleetSelect
          label={t('fleet.tag')}
          value={filter.tag}
          options={toOptions(values.tags)}
          onChange={tag => onChange({ tag })}
        />
        <FleetSelect
          label={t('fleet.environment')}
          value={filter.environment}
          options={toOptions(fleet.environments.map(({ name }) => name))}
          onChange={environment => onChange({ environment })}
        />
        <FleetSelect
          label={t('fleet.health')}
          value={filter.status}
          options={fleetStatuses.map(value => ({
            value,
            label: t(`fleet.status.${value}`),
          }))}
          onChange={status => onChange({ status })}
        />
        <FleetSelect
          label={t('fleet.group')}
          value={filter.group}
          isRequired
          options={groupings.map(value => ({
            value,
            label: t(`fleet.grouping.${value}`),
          }))}
          onChange={group => onChange({ group })}
        />
        <FleetSelect
          label={t('fleet.order')}
          value={filter.order}
          isRequired
          options={sortOrders.map(value => ({
            value,
            label: t(`fleet.ordering.${value}`),
          }))}
          onChange={order => onChange({ order })}
        />
      </div>
      {isFiltered && (
        <Button
          size="small"
          onClick={() => onChange(readFilter(new URLSearchParams()))}
        >
          {t('fleet.clear')}
        </Button>
      )}
    </div>
  );
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b));
}
