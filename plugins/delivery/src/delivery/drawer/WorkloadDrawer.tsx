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

/** Details of the workload that the address of the page names, in a drawer. */
export function WorkloadDrawer({ delivery }: { delivery: Delivery }) {
  const { address, setAddress } = useWorkloadAddress();
  const classes = useStyles();
  // The content while the drawer closes
  const last = useRef(address);
  if (address) last.current = address;
  const close = () => setAddress(undefined);
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
          onAddressChange={setAddress}
          onClose={close}
        />
      )}
    </Drawer>
  );
}
