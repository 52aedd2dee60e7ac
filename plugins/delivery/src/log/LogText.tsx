import { makeStyles } from '@material-ui/core/styles';
import Anser from 'anser';
import { settledLine } from './terminal';

/** Readable on the page's own ground, which a terminal's are not. */
const shades = {
  light: {
    red: '#b3261e',
    green: '#1b6e20',
    yellow: '#7a5900',
    blue: '#1a56b0',
    magenta: '#8b2a8b',
    cyan: '#00687a',
    black: '#000000',
    white: '#5f6368',
  },
  dark: {
    red: '#ff8a80',
    green: '#81c995',
    yellow: '#fdd663',
    blue: '#8ab4f8',
    magenta: '#e694e6',
    cyan: '#78d9ec',
    black: '#bdc1c6',
    white: '#ffffff',
  },
};

const useStyles = makeStyles(
  theme => ({
    root: Object.fromEntries(
      Object.entries(shades[theme.palette.type]).flatMap(([name, color]) => [
        [`& .ansi-${name}, & .ansi-bright-${name}`, { color }],
        [
          `& .ansi-${name}-bg, & .ansi-bright-${name}-bg`,
          { boxShadow: `inset 0 -0.2em 0 ${color}` },
        ],
      ]),
    ),
    bold: { fontWeight: 'bold' },
    dim: { opacity: 0.75 },
    italic: { fontStyle: 'italic' },
    underline: { textDecoration: 'underline' },
    found: {
      color: '#000',
      backgroundColor: '#fdd663',
      outline: '1px solid #7a5900',
    },
  }),
  { name: 'FairwayLogText' },
);

/** A line of a log with its colours, and with what is searched for marked. */
export function LogText({ text, search }: { text: string; search?: string }) {
  const classes = useStyles();
  const parts = Anser.ansiToJson(settledLine(text), {
    use_classes: true,
    remove_empty: true,
  });
  return (
    <span className={classes.root}>
      {parts.map(({ content, fg, bg, decorations }, index) => (
        <span
          key={index}
          className={[
            fg,
            bg && `${bg}-bg`,
            ...decorations.flatMap(each =>
              each in classes && each !== 'hidden'
                ? classes[each as keyof typeof classes]
                : [],
            ),
          ]
            .filter(Boolean)
            .join(' ')}
        >
          <Marked text={content} search={search} className={classes.found} />
        </span>
      ))}
    </span>
  );
}

function Marked(props: {
  text: string;
  search: string | undefined;
  className: string;
}) {
  const { text, search, className } = props;
  if (!search) return <>{text}</>;
  const found: JSX.Element[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (
    let at = lower.indexOf(search);
    at >= 0;
    at = lower.indexOf(search, from)
  ) {
    found.push(
      <span key={from}>{text.slice(from, at)}</span>,
      <mark key={`${at}-found`} className={className}>
        {text.slice(at, at + search.length)}
      </mark>,
    );
    from = at + search.length;
  }
  return (
    <>
      {found}
      {text.slice(from)}
    </>
  );
}
