import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import { lazy, Suspense } from 'react';
import { Route, Routes, useResolvedPath, useLocation } from 'react-router-dom';
import { deliveryTranslationRef } from '../translation/ref';
import { FleetContent } from './FleetContent';

const ActivityContent = lazy(async () => {
  const module = await import('../activity/ActivityContent');
  return { default: module.ActivityContent };
});

const useStyles = makeStyles(
  theme => ({
    tabs: {
      display: 'flex',
      gap: theme.spacing(2),
      marginBottom: theme.spacing(1.5),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    tab: {
      padding: theme.spacing(0.75, 0.5),
      color: theme.palette.text.primary,
      borderBottom: '2px solid transparent',
    },
    current: {
      fontWeight: 'bold',
      borderBottomColor: theme.palette.primary.main,
    },
  }),
  { name: 'FairwayDeliveryPages' },
);

/** The pages about all services: services by environment, and changes at `changes`. */
export function DeliveryPages() {
  return (
    <>
      <DeliveryTabs />
      <Routes>
        <Route path="changes" element={<Changes />} />
        <Route path="*" element={<FleetContent />} />
      </Routes>
    </>
  );
}

function Changes() {
  return (
    <Suspense fallback={null}>
      <ActivityContent />
    </Suspense>
  );
}

function DeliveryTabs() {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { pathname } = useLocation();
  const fleet = useResolvedPath('.').pathname;
  const changes = useResolvedPath('changes').pathname;
  const isChanges = pathname === changes || pathname.startsWith(`${changes}/`);
  const tabs = [
    { to: fleet, label: t('fleet.title'), isCurrent: !isChanges },
    { to: changes, label: t('activity.title'), isCurrent: isChanges },
  ];
  return (
    <nav className={classes.tabs} aria-label={t('title')}>
      {tabs.map(({ to, label, isCurrent }) => (
        <Link
          key={to}
          to={to}
          underline="none"
          className={`${classes.tab} ${isCurrent ? classes.current : ''}`}
          aria-current={isCurrent ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
