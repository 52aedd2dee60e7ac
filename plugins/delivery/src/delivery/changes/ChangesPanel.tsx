import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useMemo, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { historyRefreshKey } from '../history/historyRefreshKey';
import { useCodedText } from '../../format/useCodedText';
import { usePipelines } from '../../pipelines/usePipelines';
import { deliveryTranslationRef } from '../../translation/ref';
import { ChangesTable } from './ChangesTable';
import { useChanges } from './useChanges';

/** Number of changes at first, and how many more are loaded at a time */
const FIRST_PAGE = 8;
const PAGE = 12;

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(2), padding: theme.spacing(1.5, 2) },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      '& > :last-child': { marginLeft: 'auto' },
    },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayChangesPanel' },
);

/** Recent changes of a service: commit, run, version, and the state in each environment. */
export function ChangesPanel({ delivery }: { delivery: Delivery }) {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(FIRST_PAGE);
  useDebounce(() => setSearch(text.trim()), 300, [text]);
  const { state } = usePipelines(entity);
  const refreshKey = useMemo(() => {
    const workloads = delivery.environments.flatMap(e => e.workloads);
    const runs =
      'value' in state
        ? state.value.sources
            .flatMap(({ pipelines }) => pipelines)
            .flatMap(each => each.runs.slice(0, 1))
            .map(run => [
              run.id,
              run.status.state,
              run.stages?.map(({ status }) => status),
            ])
        : [];
    const rollouts = workloads.map(w => [
      w.serving.map(({ commit, version, share }) => [commit, version, share]),
      w.target?.commit,
      w.rollout.state,
    ]);
    return JSON.stringify([historyRefreshKey(workloads), rollouts, runs]);
  }, [delivery, state]);
  const { value, problem, retry } = useChanges(entity, refreshKey, {
    search,
    limit,
  });
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('changes.title')}
    >
      <div className={classes.head}>
        <Typography variant="h6" component="h2">
          {t('changes.title')}
        </Typography>
        {value?.gaps
          .filter(({ commits }) => commits !== 0)
          .map(({ from, to, commits }) => (
            <Typography key={to} variant="caption">
              {t(commits > 0 ? 'changes.ahead' : 'changes.behind', {
                from,
                to,
                commits: String(Math.abs(commits)),
              })}
            </Typography>
          ))}
        <TextField
          id="changes-search"
          label={t('changes.search')}
          value={text}
          onChange={event => setText(event.target.value)}
          variant="outlined"
          size="small"
        />
      </div>
      {problem && (
        <Alert
          severity="warning"
          action={
            <Button color="inherit" size="small" onClick={retry}>
              {t('retry')}
            </Button>
          }
        >
          {problemText(problem)}
        </Alert>
      )}
      {value?.problems.map(missing => (
        <Typography key={missing.message} variant="caption" component="p">
          {problemText(missing)}
        </Typography>
      ))}
      {!value && !problem && <Skeleton variant="rect" height={160} />}
      {value && !value.changes.length && (
        <Typography className={classes.secondary}>
          {t(search ? 'changes.noMatches' : 'changes.none')}
        </Typography>
      )}
      {value && value.changes.length > 0 && (
        <ChangesTable changes={value.changes} />
      )}
      {value && value.changes.length >= limit && (
        <Button size="small" onClick={() => setLimit(limit + PAGE)}>
          {t('changes.more')}
        </Button>
      )}
    </Paper>
  );
}
