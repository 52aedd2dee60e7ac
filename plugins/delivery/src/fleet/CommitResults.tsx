import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { CommitResult } from './CommitResult';
import type { CommitSearchState } from './useCommitSearch';

const useStyles = makeStyles(
  theme => ({
    root: { marginBottom: theme.spacing(1.5) },
    list: { margin: 0, paddingLeft: theme.spacing(2.5) },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayCommitResults' },
);

/** Recorded commits and versions that match the text of the fleet's search box. */
export function CommitResults(props: {
  state: CommitSearchState;
  retry: () => void;
}) {
  const { state, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  switch (state.status) {
    case 'running':
      return (
        <Typography
          variant="body2"
          role="status"
          className={`${classes.root} ${classes.secondary}`}
        >
          {t('commitSearch.running')}
        </Typography>
      );
    case 'failed':
      return (
        <Alert
          className={classes.root}
          severity="warning"
          action={
            <Button color="inherit" size="small" onClick={retry}>
              {t('retry')}
            </Button>
          }
        >
          {t('commitSearch.failed', { message: problemText(state.problem) })}
        </Alert>
      );
    case 'done':
      if (!state.value.matches.length) return null;
      return (
        <section className={classes.root} aria-label={t('commitSearch.title')}>
          <Typography variant="subtitle2" component="h2">
            {t('commitSearch.title')}
          </Typography>
          <ul className={classes.list}>
            {state.value.matches.map(match => (
              <CommitResult
                key={`${match.entityRef} ${match.commit?.hash ?? match.version}`}
                match={match}
              />
            ))}
          </ul>
          {state.value.isTruncated && (
            <Typography variant="caption" className={classes.secondary}>
              {t('commitSearch.truncated')}
            </Typography>
          )}
        </section>
      );
    default:
      return null;
  }
}
