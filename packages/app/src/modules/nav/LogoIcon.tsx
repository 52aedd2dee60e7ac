import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  { svg: { width: 28, height: 28, display: 'block' } },
  { name: 'FairwayLogoIcon' },
);

/** Two buoys and the channel between them. */
export const LogoIcon = () => (
  <svg
    className={useStyles().svg}
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 32 32"
    aria-hidden
  >
    <path d="M13 30 L15 4 h2 L19 30 Z" fill="#7df3e1" />
    <path d="M5 22 h6 l-1.5 -8 h-3 Z" fill="#f2545b" />
    <path d="M21 22 h6 l-3 -8 Z" fill="#4caf50" />
    <path d="M3 25 q5 -3 10 0 M19 25 q5 -3 10 0" stroke="#7df3e1" fill="none" />
  </svg>
);
