import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    track: {
      position: 'relative',
      height: 8,
      borderRadius: 2,
      backgroundColor: theme.palette.action.selected,
    },
    used: {
      height: '100%',
      borderRadius: 2,
      backgroundColor: theme.palette.status.running,
    },
    nearLimit: { backgroundColor: theme.palette.status.warning },
    request: {
      position: 'absolute',
      top: -2,
      bottom: -2,
      width: 2,
      backgroundColor: theme.palette.text.primary,
    },
  }),
  { name: 'FairwayResourceBar' },
);

/** Usage relative to a limit, with a mark at the request. */
export function ResourceBar(props: {
  label: string;
  /** The same as text */
  text: string;
  used?: number;
  request?: number;
  limit?: number;
  isNearLimit: boolean;
}) {
  const { label, text, used = 0, request = 0, limit, isNearLimit } = props;
  const classes = useStyles();
  // Without a limit, the request is in the middle of the bar.
  const end = limit ?? Math.max(request * 2, used * 1.25, 1);
  const share = (amount: number) => `${Math.min(100, (100 * amount) / end)}%`;
  return (
    <div
      className={classes.track}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={end}
      aria-valuenow={used}
      aria-valuetext={text}
    >
      <div
        className={`${classes.used} ${isNearLimit ? classes.nearLimit : ''}`}
        style={{ width: share(used) }}
      />
      {request > 0 && (
        <div
          className={classes.request}
          style={{ left: `calc(${share(request)} - 1px)` }}
        />
      )}
    </div>
  );
}
