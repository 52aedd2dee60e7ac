import { makeStyles } from '@material-ui/core/styles';
import { alpha } from '@material-ui/core/styles/colorManipulator';
import { structuredPatch } from 'diff';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: theme.spacing(1, 0, 0),
      padding: theme.spacing(1, 0),
      overflow: 'auto',
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      lineHeight: 1.5,
      backgroundColor: theme.palette.background.default,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
    lines: { display: 'inline-block', minWidth: '100%' },
    line: { display: 'block', padding: theme.spacing(0, 1) },
    '+': { backgroundColor: alpha(theme.palette.status.ok, 0.2) },
    '-': { backgroundColor: alpha(theme.palette.status.error, 0.2) },
    ' ': {},
    '@': { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayYamlDiff' },
);

/** Line diff of two texts, with four lines of context. */
export function YamlDiff({ from, to }: { from: string; to: string }) {
  const classes = useStyles();
  const { hunks } = structuredPatch('', '', from, to, '', '', { context: 4 });
  const lines = hunks.flatMap(({ lines: own, ...hunk }) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...own,
  ]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classes.root} tabIndex={0}>
      <span className={classes.lines}>
        {lines.map((line, index) => (
          <span
            key={index}
            className={`${classes.line} ${classes[markOf(line)]}`}
          >
            {line}
          </span>
        ))}
      </span>
    </pre>
  );
}

function markOf(line: string): '+' | '-' | ' ' | '@' {
  const [mark] = line;
  return mark === '+' || mark === '-' || mark === '@' ? mark : ' ';
}
