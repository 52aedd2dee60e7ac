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
    near: { backgroundColor: theme.palette.status.warning },
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

/** The fullest pod against its limit, with a mark at what it asks for. */
export function ResourceBar(props: {
  label: string;
  /** The same in words */
  text: string;
  used?: number;
  request?: number;
  limit?: number;
  isNear: boolean;
}) {
  const { label, text, used = 0, request = 0, limit, isNear } = props;
  const classes = useStyles();
  // Without a limit there is no end; what is asked for is then in the middle.
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
        className={`${classes.used} ${isNear ? classes.near : ''}`}
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
