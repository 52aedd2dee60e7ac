import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FleetEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import type { FleetTableRow } from './groupRows';
import { FleetHeader } from './FleetHeader';
import { FleetRowView } from './FleetRowView';

const useStyles = makeStyles(
  theme => ({
    scroller: {
      // The height below the header of the app
      maxHeight: 'max(320px, calc(100vh - 230px))',
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.paper,
      overscrollBehavior: 'contain',
    },
    body: { position: 'relative', minWidth: 'min-content' },
    row: { position: 'absolute', left: 0, right: 0, top: 0 },
    none: { padding: theme.spacing(3) },
  }),
  { name: 'FairwayFleetTable' },
);

/** Table of services by environment. Renders only the visible rows. */
export function FleetTable(props: {
  environments: FleetEnvironment[];
  rows: FleetTableRow[];
}) {
  const { environments, rows } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const [isFocusPending, setIsFocusPending] = useState(false);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (rows[index].type === 'group' ? 36 : 62),
    getItemKey: index => rows[index].key,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();

  // The row that the keyboard moves to is rendered only after scrolling.
  const isActiveRendered = items.some(item => item.key === active);
  useEffect(() => {
    if (!isFocusPending || active === undefined || !isActiveRendered) return;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(active)}"] a`)
      ?.focus();
    setIsFocusPending(false);
  }, [active, isActiveRendered, isFocusPending]);

  const onKeyDown = (event: KeyboardEvent) => {
    const services = rows.flatMap((row, index) =>
      row.type === 'service' ? index : [],
    );
    const current = services.findIndex(index => rows[index].key === active);
    const target = {
      ArrowDown: Math.min(current + 1, services.length - 1),
      ArrowUp: Math.max(current - 1, 0),
      Home: 0,
      End: services.length - 1,
    }[event.key];
    if (target === undefined || services[target] === undefined) return;
    event.preventDefault();
    setActive(rows[services[target]].key);
    setIsFocusPending(true);
    virtualizer.scrollToIndex(services[target]);
  };

  if (!rows.length) {
    return (
      <Typography className={classes.none}>{t('fleet.noMatches')}</Typography>
    );
  }
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={-1}
      aria-label={t('fleet.title')}
      aria-rowcount={rows.length + 1}
      aria-colcount={environments.length + 2}
      onKeyDown={onKeyDown}
    >
      <FleetHeader environments={environments} />
      <div
        role="presentation"
        className={classes.body}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(item => {
          const row = rows[item.index];
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              role="presentation"
              className={classes.row}
              style={{ transform: `translateY(${item.start}px)` }}
              data-index={item.index}
              data-key={row.key}
              onFocus={() => setActive(row.key)}
            >
              <FleetRowView
                row={row}
                environments={environments}
                rowIndex={item.index + 2}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
