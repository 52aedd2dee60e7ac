import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Drawer from '@material-ui/core/Drawer';
import { makeStyles } from '@material-ui/core/styles';
import { useRef } from 'react';
import { useWorkloadAddress } from './useWorkloadAddress';
import { WorkloadDetail } from './WorkloadDetail';

const TITLE = 'delivery-workload';

const useStyles = makeStyles(
  theme => ({
    paper: {
      width: 'min(840px, 90vw)',
      [theme.breakpoints.down('xs')]: { width: '100vw' },
    },
  }),
  { name: 'FairwayWorkloadDrawer' },
);

/** The detail of one workload, beside the page, while the address asks for it. */
export function WorkloadDrawer({ delivery }: { delivery: Delivery }) {
  const { address, change } = useWorkloadAddress();
  const classes = useStyles();
  // What is drawn while the drawer slides away
  const last = useRef(address);
  if (address) last.current = address;
  const close = () => change(undefined);
  return (
    <Drawer
      anchor="right"
      open={address !== undefined}
      onClose={close}
      PaperProps={{
        className: classes.paper,
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': TITLE,
      }}
    >
      {last.current && (
        <WorkloadDetail
          delivery={delivery}
          address={last.current}
          titleId={TITLE}
          change={change}
          close={close}
        />
      )}
    </Drawer>
  );
}
