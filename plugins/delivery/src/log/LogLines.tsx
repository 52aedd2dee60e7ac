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
/** Distance from the end, in pixels, up to which scrolling follows the log. */
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

/** Lines of a log window. Renders only the visible ones. */
export function LogLines(props: {
  window: LogWindow;
  /** Offset of the marked line */
  marked: number | undefined;
  onMark: (offset: number) => void;
  hasTimes: boolean;
  search: LogSearch;
  isFollowing: boolean;
  setIsFollowing: (isFollowing: boolean) => void;
}) {
  const { window, marked, onMark, hasTimes, search } = props;
  const { isFollowing, setIsFollowing } = props;
  const { lines, start } = window;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: index => lines[index].offset,
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();

  useEffect(() => {
    if (isFollowing && lines.length) {
      virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
    }
  }, [virtualizer, isFollowing, lines]);

  const current =
    search.current === undefined ? undefined : search.matches[search.current];
  const currentAt = current === undefined ? undefined : lines[current].offset;
  useEffect(() => {
    if (current !== undefined) {
      virtualizer.scrollToIndex(current, { align: 'center' });
    }
    // Only when the current match changes, not when the window moves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [currentAt]);

  const hasMarked = lines.some(({ offset }) => offset === marked);
  useEffect(() => {
    const index = lines.findIndex(({ offset }) => offset === marked);
    if (index >= 0 && !isFollowing) {
      virtualizer.scrollToIndex(index, { align: 'center' });
    }
    // Only when the line is loaded; a click on a line does not scroll.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [hasMarked]);

  // Keeps the scroll position when earlier lines are added above.
  const top = useRef<LogLine>();
  const before = useRef(start);
  useLayoutEffect(() => {
    if (start < before.current && top.current && !isFollowing) {
      const firstOffset = top.current.offset;
      const index = lines.findIndex(({ offset }) => offset >= firstOffset);
      virtualizer.scrollToIndex(Math.max(0, index), { align: 'start' });
    }
    before.current = start;
  }, [virtualizer, isFollowing, lines, start]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight, scrollHeight } = element;
    const firstVisible = virtualizer.getVirtualItemForOffset(scrollTop);
    top.current = firstVisible && lines[firstVisible.index];
    if (scrollTop + clientHeight >= scrollHeight - NEAR_END) {
      if (!window.hasLater) setIsFollowing(true);
    }
  };
  const stopFollowing = () => setIsFollowing(false);

  const first = marked ?? items.at(-1)?.key;
  const { group, item } = useRovingFocus(
    first === undefined ? undefined : String(first),
  );
  return (
    // The keys only scroll or move the focus to the buttons in it.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={onScroll}
      onWheel={({ deltaY }) => deltaY < 0 && stopFollowing()}
      onTouchMove={stopFollowing}
      onPointerDown={stopFollowing}
      onKeyDownCapture={({ key }) =>
        ['ArrowUp', 'PageUp', 'Home'].includes(key) && stopFollowing()
      }
      {...group}
    >
      <div
        className={classes.body}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(({ index, key, start: y }) => {
          const line = lines[index];
          const { time, rest } = splitTimestamp(line.text);
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={[
                classes.line,
                line.offset === marked && classes.marked,
                line.offset === currentAt && classes.current,
              ]
                .filter(Boolean)
                .join(' ')}
              style={{ transform: `translateY(${y}px)` }}
            >
              <button
                type="button"
                className={classes.gutter}
                aria-label={t('log.markLine')}
                aria-pressed={line.offset === marked}
                title={t('log.markLine')}
                onClick={() => onMark(line.offset)}
                {...item(String(line.offset))}
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
