import { makeStyles } from '@material-ui/core/styles';
import { LogoIcon } from './LogoIcon';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      alignItems: 'center',
      gap: 10,
      color: '#fff',
      fontSize: 20,
      fontWeight: 700,
      letterSpacing: 0.5,
    },
  },
  { name: 'FairwayLogoFull' },
);

export const LogoFull = () => (
  <span className={useStyles().root}>
    <LogoIcon /> Fairway
  </span>
);
