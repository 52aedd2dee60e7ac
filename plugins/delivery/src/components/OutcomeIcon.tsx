import type {
  RunOutcome,
  StageStatus,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import PanToolIcon from '@material-ui/icons/PanTool';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import WarningIcon from '@material-ui/icons/Warning';
import type { ComponentType } from 'react';

/** State or result of a run or a stage. */
export type Outcome = RunOutcome | StageStatus;

/** Classes with the colour of each outcome. A colour is never the only sign of it. */
export const useOutcomeColors = makeStyles(
  theme => ({
    succeeded: { color: theme.palette.status.ok },
    unstable: { color: theme.palette.status.warning },
    failed: { color: theme.palette.status.error },
    aborted: { color: theme.palette.status.aborted },
    'not-built': { color: theme.palette.status.aborted },
    unknown: { color: theme.palette.status.warning },
    skipped: { color: theme.palette.text.disabled },
    queued: { color: theme.palette.text.disabled },
    running: { color: theme.palette.status.running },
    // The theme's `pending` has too little contrast on white.
    waiting: { color: theme.palette.status.warning },
  }),
  { name: 'FairwayOutcomeColors' },
);

const icons: Record<Outcome, ComponentType<SvgIconProps>> = {
  succeeded: CheckCircleIcon,
  unstable: WarningIcon,
  failed: ErrorIcon,
  aborted: BlockIcon,
  'not-built': RemoveCircleOutlineIcon,
  unknown: HelpOutlineIcon,
  skipped: RemoveCircleOutlineIcon,
  queued: RadioButtonUncheckedIcon,
  running: AutorenewIcon,
  waiting: PanToolIcon,
};

/** Icon of an outcome. The outcome is always next to it as text. */
export function OutcomeIcon({ outcome }: { outcome: Outcome }) {
  const colors = useOutcomeColors();
  const Icon = icons[outcome];
  return <Icon className={colors[outcome]} fontSize="small" aria-hidden />;
}
