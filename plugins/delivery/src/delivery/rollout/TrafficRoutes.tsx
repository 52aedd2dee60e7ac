import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Rollout,
  TrafficRoute,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useCodedText } from '../../format/useCodedText';
import { deliveryTranslationRef } from '../../translation/ref';
import { matchText } from './useStepText';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(0.5) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    title: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayTrafficRoutes' },
);

/** Traffic routes, as the object of the traffic router has them. */
export function TrafficRoutes({ rollout }: { rollout: Rollout }) {
  const { traffic } = rollout;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  if (!traffic) return null;
  return (
    <div className={classes.root}>
      <Typography variant="caption" className={classes.title}>
        {t('traffic.title', { object: traffic.object })}
      </Typography>
      {traffic.problem && (
        <Typography variant="caption" component="div">
          {problemText(traffic.problem)}
        </Typography>
      )}
      <ul className={classes.list}>
        {traffic.routes.map(route => (
          <li key={`${route.name} ${route.matches.map(matchText).join()}`}>
            <Route route={route} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Route({ route }: { route: TrafficRoute }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const who = route.matches.length
    ? route.matches.map(matchText).join(t('listSeparator'))
    : t('traffic.otherUsers');
  const where = route.to
    .filter(({ percent }) => percent > 0)
    .map(({ revision, service, percent }) =>
      t(`traffic.to.${revision}`, { percent: String(percent), service }),
    );
  return (
    <Typography variant="caption">
      {t('traffic.route', { who, where: where.join(t('clauseSeparator')) })}
    </Typography>
  );
}
