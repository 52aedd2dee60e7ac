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
  orders,
  readFilter,
  situations,
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
    },
    text: { flex: '1 1 150px', maxWidth: 320 },
    toggle: { [theme.breakpoints.up('sm')]: { display: 'none' } },
    // On a phone the services come first: choices open when asked for.
    closed: {
      display: 'contents',
      [theme.breakpoints.down('xs')]: { display: 'none' },
    },
    choices: { display: 'contents' },
  }),
  { name: 'FairwayFleetFilters' },
);

/** Which services are shown, and how; all of it in the address. */
export function FleetFilters(props: {
  fleet: Fleet;
  filter: FleetFilter;
  change: (change: Partial<FleetFilter>) => void;
}) {
  const { fleet, filter, change } = props;
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
  const refs = (names: string[]) =>
    names.map(value => ({ value, label: shortRef(value) }));
  const plain = (names: readonly string[]) =>
    names.map(value => ({ value, label: value }));
  const isFiltered = writeFilter(filter).size > 0;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={classes.root} role="search">
      <TextField
        className={classes.text}
        size="small"
        variant="outlined"
        type="search"
        label={t('fleet.text')}
        inputProps={{ 'aria-label': t('fleet.text') }}
        value={filter.text}
        onChange={({ target }) => change({ text: target.value })}
      />
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            checked={filter.mine}
            onChange={(_, mine) => change({ mine })}
          />
        }
        label={t('fleet.mine')}
      />
      <Button
        className={classes.toggle}
        size="small"
        variant="outlined"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t('fleet.more')}
      </Button>
      <div className={isOpen ? classes.choices : classes.closed}>
        <FleetSelect
          label={t('fleet.owner')}
          value={filter.owner}
          options={refs(values.owners)}
          onChange={owner => change({ owner })}
        />
        <FleetSelect
          label={t('fleet.system')}
          value={filter.system}
          options={refs(values.systems)}
          onChange={system => change({ system })}
        />
        <FleetSelect
          label={t('fleet.tag')}
          value={filter.tag}
          options={plain(values.tags)}
          onChange={tag => change({ tag })}
        />
        <FleetSelect
          label={t('fleet.environment')}
          value={filter.environment}
          options={plain(fleet.environments.map(({ name }) => name))}
          onChange={environment => change({ environment })}
        />
        <FleetSelect
          label={t('fleet.health')}
          value={filter.situation}
          options={situations.map(value => ({
            value,
            label: t(`fleet.situation.${value}`),
          }))}
          onChange={situation => change({ situation })}
        />
        <FleetSelect
          label={t('fleet.group')}
          value={filter.group}
          isRequired
          options={groupings.map(value => ({
            value,
            label: t(`fleet.grouping.${value}`),
          }))}
          onChange={group => change({ group })}
        />
        <FleetSelect
          label={t('fleet.order')}
          value={filter.order}
          isRequired
          options={orders.map(value => ({
            value,
            label: t(`fleet.ordering.${value}`),
          }))}
          onChange={order => change({ order })}
        />
      </div>
      {isFiltered && (
        <Button
          size="small"
          onClick={() => change(readFilter(new URLSearchParams()))}
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
