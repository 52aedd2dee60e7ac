import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FleetEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import type { FleetLine } from './fleetGroups';
import { FleetHeader } from './FleetHeader';
import { FleetLineView } from './FleetLineView';

const useStyles = makeStyles(
  theme => ({
    scroller: {
      // The whole of what the portal's own header leaves
      maxHeight: 'max(320px, calc(100vh - 230px))',
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.paper,
      overscrollBehavior: 'contain',
    },
    body: { position: 'relative', minWidth: 'min-content' },
    line: { position: 'absolute', left: 0, right: 0, top: 0 },
    none: { padding: theme.spacing(3) },
  }),
  { name: 'FairwayFleetTable' },
);

/** Services by environments. Only the lines in sight are drawn, however many there are. */
export function FleetTable(props: {
  environments: FleetEnvironment[];
  lines: FleetLine[];
}) {
  const { environments, lines } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const [isMoved, setIsMoved] = useState(false);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (lines[index].type === 'group' ? 36 : 62),
    getItemKey: index => lines[index].key,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();

  // The line that the keyboard went to is drawn only after the scrolling.
  const activeIsDrawn = items.some(item => item.key === active);
  useEffect(() => {
    if (!isMoved || active === undefined || !activeIsDrawn) return;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(active)}"] a`)
      ?.focus();
    setIsMoved(false);
  }, [active, activeIsDrawn, isMoved]);

  const onKeyDown = (event: KeyboardEvent) => {
    const rows = lines.flatMap((line, index) =>
      line.type === 'row' ? index : [],
    );
    const at = rows.findIndex(index => lines[index].key === active);
    const goal = {
      ArrowDown: Math.min(at + 1, rows.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (goal === undefined || rows[goal] === undefined) return;
    event.preventDefault();
    setActive(lines[rows[goal]].key);
    setIsMoved(true);
    virtualizer.scrollToIndex(rows[goal]);
  };

  if (!lines.length) {
    return <Typography className={classes.none}>{t('fleet.none')}</Typography>;
  }
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={-1}
      aria-label={t('fleet.title')}
      aria-rowcount={lines.length + 1}
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
          const line = lines[item.index];
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              role="presentation"
              className={classes.line}
              style={{ transform: `translateY(${item.start}px)` }}
              data-index={item.index}
              data-key={line.key}
              onFocus={() => setActive(line.key)}
            >
              <FleetLineView
                line={line}
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
