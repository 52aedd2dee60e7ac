import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Rollout,
  TrafficRoute,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useCodedText } from '../../format/useCodedText';
import { deliveryTranslationRef } from '../../translation/ref';
import { useConditionText } from './useConditionText';

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
          <li key={JSON.stringify([route.object, route.name, route.matches])}>
            <Route route={route} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Route({ route }: { route: TrafficRoute }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const conditionText = useConditionText();
  const alternatives = route.matches.map(conditions =>
    conditions.map(conditionText).join(t('traffic.and')),
  );
  const who = alternatives.length
    ? alternatives.join(t('traffic.or'))
    : t('traffic.otherUsers');
  const where = route.to
    .filter(({ percent }) => percent > 0)
    .map(({ revision, service, percent }) =>
      t(`traffic.to.${revision}`, { percent: String(percent), service }),
    );
  return (
    <Typography variant="caption">
      {route.object !== undefined && `${route.object}${t('labelSeparator')}`}
      {t('traffic.route', { who, where: where.join(t('clauseSeparator')) })}
    </Typography>
  );
}
