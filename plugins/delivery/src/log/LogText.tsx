import { makeStyles } from '@material-ui/core/styles';
import Anser from 'anser';
import { visibleText } from './terminal';

/** Colours with enough contrast on the background of the page. */
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
    match: {
      color: '#000',
      backgroundColor: '#fdd663',
      outline: '1px solid #7a5900',
    },
  }),
  { name: 'FairwayLogText' },
);

/** Line of a log with its colours, and with highlighted matches. */
export function LogText({ text, search }: { text: string; search?: string }) {
  const classes = useStyles();
  const parts = Anser.ansiToJson(visibleText(text), {
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
          <Highlighted
            text={content}
            search={search}
            className={classes.match}
          />
        </span>
      ))}
    </span>
  );
}

function Highlighted(props: {
  text: string;
  search: string | undefined;
  className: string;
}) {
  const { text, search, className } = props;
  if (!search) return <>{text}</>;
  const parts: JSX.Element[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (
    let index = lower.indexOf(search);
    index >= 0;
    index = lower.indexOf(search, from)
  ) {
    parts.push(
      <span key={from}>{text.slice(from, index)}</span>,
      <mark key={`${index}-match`} className={className}>
        {text.slice(index, index + search.length)}
      </mark>,
    );
    from = index + search.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
