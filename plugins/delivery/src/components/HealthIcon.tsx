import type { HealthStatus } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpIcon from '@material-ui/icons/Help';
import PauseCircleFilledIcon from '@material-ui/icons/PauseCircleFilled';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import type { ComponentType } from 'react';

const useStyles = makeStyles(
  theme => ({
    healthy: { color: theme.palette.status.ok },
    progressing: { color: theme.palette.status.running },
    degraded: { color: theme.palette.status.error },
    suspended: { color: theme.palette.status.aborted },
    unknown: { color: theme.palette.status.warning },
  }),
  { name: 'FairwayHealthIcon' },
);

const icons: Record<HealthStatus, ComponentType<SvgIconProps>> = {
  healthy: CheckCircleIcon,
  progressing: AutorenewIcon,
  degraded: ErrorIcon,
  suspended: PauseCircleFilledIcon,
  unknown: HelpIcon,
};

/** Icon of a health status. The status is always next to it as text. */
export function HealthIcon({ status }: { status: HealthStatus }) {
  const classes = useStyles();
  const Icon = icons[status];
  return <Icon className={classes[status]} fontSize="small" aria-hidden />;
}
