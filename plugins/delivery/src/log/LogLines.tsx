import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { useRovingFocus } from './useRovingFocus';
import { LogText } from './LogText';
import type { LogLine, LogWindow } from './logWindow';
import { splitTimestamp, timeOfDay } from './terminal';
import type { LogSearch } from './useLogSearch';

const LINE_HEIGHT = 18;
/** So near to its end a log is read as it grows. */
const NEAR_END = 40;

const useStyles = makeStyles(
  theme => ({
    scroller: {
      height: 'min(640px, 70vh)',
      overflow: 'auto',
      overscrollBehavior: 'contain',
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      lineHeight: `${LINE_HEIGHT}px`,
    },
    body: { position: 'relative' },
    line: {
      position: 'absolute',
      top: 0,
      left: 0,
      right: 0,
      display: 'flex',
      gap: theme.spacing(1),
      padding: theme.spacing(0, 1, 0, 0),
      '&:hover': { backgroundColor: theme.palette.action.hover },
    },
    marked: {
      backgroundColor: theme.palette.action.selected,
      boxShadow: `inset 3px 0 0 ${theme.palette.primary.main}`,
    },
    current: { boxShadow: `inset 3px 0 0 ${theme.palette.status.warning}` },
    gutter: {
      flex: 'none',
      alignSelf: 'flex-start',
      width: 20,
      padding: 0,
      border: 0,
      background: 'none',
      cursor: 'pointer',
      font: 'inherit',
      color: theme.palette.text.secondary,
      opacity: 0.35,
      '&:hover, &:focus-visible': { opacity: 1 },
    },
    time: { flex: 'none', color: theme.palette.text.secondary },
    text: { minWidth: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  }),
  { name: 'FairwayLogLines' },
);

/** The lines of a window; only those in sight are drawn. */
export function LogLines(props: {
  window: LogWindow;
  /** Where the marked line begins */
  marked: number | undefined;
  mark: (at: number) => void;
  hasTimes: boolean;
  search: LogSearch;
  isFollowing: boolean;
  setIsFollowing: (isFollowing: boolean) => void;
}) {
  const { window, marked, mark, hasTimes, search } = props;
  const { isFollowing, setIsFollowing } = props;
  const { lines, start } = window;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: index => lines[index].at,
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();

  useEffect(() => {
    if (isFollowing && lines.length) {
      virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
    }
  }, [virtualizer, isFollowing, lines]);

  const current =
    search.current === undefined ? undefined : search.found[search.current];
  const currentAt = current === undefined ? undefined : lines[current].at;
  useEffect(() => {
    if (current !== undefined) {
      virtualizer.scrollToIndex(current, { align: 'center' });
    }
    // When another is looked at; not when the window moves under it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [currentAt]);

  const hasMarked = lines.some(({ at }) => at === marked);
  useEffect(() => {
    const index = lines.findIndex(({ at }) => at === marked);
    if (index >= 0 && !isFollowing) {
      virtualizer.scrollToIndex(index, { align: 'center' });
    }
    // When its part of the log is there; a click on a line moves nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [hasMarked]);

  // What was in sight stays where it is when earlier lines come above it.
  const top = useRef<LogLine>();
  const before = useRef(start);
  useLayoutEffect(() => {
    if (start < before.current && top.current && !isFollowing) {
      const kept = top.current.at;
      const index = lines.findIndex(({ at }) => at >= kept);
      virtualizer.scrollToIndex(Math.max(0, index), { align: 'start' });
    }
    before.current = start;
  }, [virtualizer, isFollowing, lines, start]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight, scrollHeight } = element;
    const firstInSight = virtualizer.getVirtualItemForOffset(scrollTop);
    top.current = firstInSight && lines[firstInSight.index];
    if (scrollTop + clientHeight >= scrollHeight - NEAR_END) {
      if (!window.hasLater) setIsFollowing(true);
    }
  };
  const leaveEnd = () => setIsFollowing(false);

  const first = marked ?? items.at(-1)?.key;
  const { group, item } = useRovingFocus(
    first === undefined ? undefined : String(first),
  );
  return (
    // The keys only lead to the buttons in it, or scroll.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={onScroll}
      onWheel={({ deltaY }) => deltaY < 0 && leaveEnd()}
      onTouchMove={leaveEnd}
      onPointerDown={leaveEnd}
      onKeyDownCapture={({ key }) =>
        ['ArrowUp', 'PageUp', 'Home'].includes(key) && leaveEnd()
      }
      {...group}
    >
      <div
        className={classes.body}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(({ index, key, start: offset }) => {
          const line = lines[index];
          const { time, rest } = splitTimestamp(line.text);
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={[
                classes.line,
                line.at === marked && classes.marked,
                line.at === currentAt && classes.current,
              ]
                .filter(Boolean)
                .join(' ')}
              style={{ transform: `translateY(${offset}px)` }}
            >
              <button
                type="button"
                className={classes.gutter}
                aria-label={t('log.markLine')}
                aria-pressed={line.at === marked}
                title={t('log.markLine')}
                onClick={() => mark(line.at)}
                {...item(String(line.at))}
              >
                #
              </button>
              {time !== undefined && hasTimes && (
                <span className={classes.time} title={time}>
                  {timeOfDay(time)}
                </span>
              )}
              <span className={classes.text}>
                <LogText
                  text={time === undefined ? line.text : rest}
                  search={search.text.toLowerCase() || undefined}
                />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
