import { CopyTextButton } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { deliveryTranslationRef } from '../translation/ref';
import type { LogWindow } from './logWindow';
import { splitTimestamp } from './terminal';
import type { LogSearch } from './useLogSearch';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 1),
      marginBottom: theme.spacing(1),
    },
    search: { flex: '1 1 160px', maxWidth: 300 },
    count: { minWidth: 56 },
    space: { flex: 1 },
  }),
  { name: 'FairwayLogToolbar' },
);

/** Toolbar of a log: search, timestamps, link to the marked line, download. */
export function LogToolbar(props: {
  onDownload: () => void;
  window: LogWindow | undefined;
  search: LogSearch;
  onSearch: () => void;
  hasTimes: boolean;
  setHasTimes: (hasTimes: boolean) => void;
  /** Offset of the marked line */
  marked: number | undefined;
  isFollowing: boolean;
  onGoToEnd: () => void;
  onGoToMarked: () => void;
}) {
  const { onDownload, window, search, onSearch, hasTimes, setHasTimes } = props;
  const { marked, isFollowing, onGoToEnd, onGoToMarked } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const step = (by: 1 | -1) => {
    onSearch();
    search.step(by);
  };
  const isTimed = window?.lines
    .slice(0, 50)
    .some(({ text }) => splitTimestamp(text).time !== undefined);
  return (
    <div className={classes.root} role="search">
      <TextField
        className={classes.search}
        size="small"
        variant="outlined"
        type="search"
        label={t('log.search')}
        inputProps={{ 'aria-label': t('log.search') }}
        value={search.text}
        onChange={({ target }) => search.setText(target.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          step(event.shiftKey ? -1 : 1);
        }}
      />
      <IconButton
        size="small"
        aria-label={t('log.previous')}
        disabled={!search.matches.length}
        onClick={() => step(-1)}
      >
        <ExpandLessIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('log.next')}
        disabled={!search.matches.length}
        onClick={() => step(1)}
      >
        <ExpandMoreIcon />
      </IconButton>
      {search.text && (
        <Typography variant="caption" role="status" className={classes.count}>
          {search.matches.length
            ? t('log.found', {
                current: String((search.current ?? -1) + 1 || '–'),
                number: String(search.matches.length),
              })
            : t('log.notFound')}
          {window && (window.start > 0 || window.hasLater) && (
            <> {t('log.inLinesShown')}</>
          )}
        </Typography>
      )}
      <div className={classes.space} />
      {isTimed && (
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              color="primary"
              checked={hasTimes}
              onChange={(_, isChecked) => setHasTimes(isChecked)}
            />
          }
          label={t('log.timestamps')}
        />
      )}
      {marked !== undefined && (
        <>
          <Button size="small" onClick={onGoToMarked}>
            {t('log.toMarked')}
          </Button>
          <CopyTextButton
            text={document.location.href}
            aria-label={t('log.copyLink')}
            tooltipText={t('detail.copied')}
          />
        </>
      )}
      {!isFollowing && (
        <Button size="small" variant="outlined" onClick={onGoToEnd}>
          {window?.isGrowing ? t('log.follow') : t('log.toEnd')}
        </Button>
      )}
      <Button size="small" onClick={onDownload}>
        {t('log.download')}
      </Button>
    </div>
  );
}
