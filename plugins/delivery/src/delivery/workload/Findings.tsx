import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Evidence,
  Finding,
  FindingSeverity,
} from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import Typography from '@material-ui/core/Typography';
import ErrorIcon from '@material-ui/icons/Error';
import InfoIcon from '@material-ui/icons/Info';
import WarningIcon from '@material-ui/icons/Warning';
import { useState } from 'react';
import type { ComponentType } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { useAge } from '../../format/useAge';
import { useFindingText } from './useFindingText';
import { Age } from '../../components/Age';

/** More are shown when asked for; the first is the most certain. */
const SHOWN_FINDINGS = 2;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
    finding: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      columnGap: theme.spacing(1),
      padding: theme.spacing(0.75, 1),
      borderLeft: '4px solid',
      '& + &': { marginTop: theme.spacing(0.5) },
    },
    critical: { borderColor: theme.palette.status.error },
    warning: { borderColor: theme.palette.status.warning },
    info: { borderColor: theme.palette.status.aborted },
    criticalIcon: { color: theme.palette.status.error },
    warningIcon: { color: theme.palette.status.warning },
    infoIcon: { color: theme.palette.status.aborted },
    sentence: { fontWeight: 'bold' },
    secondary: { color: theme.palette.text.secondary },
    folded: { ...theme.typography.caption, overflowWrap: 'anywhere' },
    summary: { cursor: 'pointer', color: theme.palette.text.secondary },
    facts: { margin: 0, paddingLeft: theme.spacing(2) },
    field: { fontFamily: 'monospace' },
  }),
  { name: 'FairwayFindings' },
);

const icons: Record<FindingSeverity, ComponentType<SvgIconProps>> = {
  critical: ErrorIcon,
  warning: WarningIcon,
  info: InfoIcon,
};

/** What is wrong with a workload, why we think so, and what to try. */
export function Findings({ findings }: { findings: Finding[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isWhole, setIsWhole] = useState(false);
  if (!findings.length) return null;
  const shown = isWhole ? findings : findings.slice(0, SHOWN_FINDINGS);
  return (
    <>
      <ul className={classes.list} aria-label={t('findings')}>
        {shown.map(finding => (
          <FindingRow key={keyOf(finding, findings)} finding={finding} />
        ))}
      </ul>
      {findings.length > SHOWN_FINDINGS && (
        <Button
          size="small"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole
            ? t('fewerFindings')
            : t('moreFindings', {
                number: String(findings.length - SHOWN_FINDINGS),
              })}
        </Button>
      )}
    </>
  );
}

// Without the numbers in it, which move: what a reader opened stays open.
function keyOf(finding: Finding, all: Finding[]): string {
  const alike = all.filter(({ rule }) => rule === finding.rule);
  return `${finding.rule} ${alike.indexOf(finding)}`;
}

function FindingRow({ finding }: { finding: Finding }) {
  const { severity, since, evidence, symptoms, pods } = finding;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const wordsOf = useFindingText();
  const { sentence, advice } = wordsOf(finding);
  const Icon = icons[severity];
  return (
    <li className={`${classes.finding} ${classes[severity]}`}>
      <Icon
        fontSize="small"
        className={classes[`${severity}Icon`]}
        titleAccess={t(`severity.${severity}`)}
      />
      <div>
        <Typography variant="body2">
          <span className={severity === 'info' ? undefined : classes.sentence}>
            {sentence}
          </span>{' '}
          {since && (
            <span className={classes.secondary}>
              <Since time={since} />
            </span>
          )}
        </Typography>
        <Typography variant="body2" className={classes.secondary}>
          {t('advice', { advice })}
        </Typography>
        {symptoms.length > 0 && (
          <details className={classes.folded}>
            <summary className={classes.summary}>
              {t('symptoms', { number: String(symptoms.length) })}
            </summary>
            <ul className={classes.facts}>
              {symptoms.map(symptom => (
                <li key={`${symptom.rule} ${symptom.sentence}`}>
                  {wordsOf(symptom).sentence}
                </li>
              ))}
            </ul>
          </details>
        )}
        <details className={classes.folded}>
          <summary className={classes.summary}>
            {t('evidence', { number: String(evidence.length) })}
          </summary>
          <ul className={classes.facts}>
            {evidence.map(fact => (
              <Fact key={`${fact.name} ${fact.field}`} fact={fact} />
            ))}
          </ul>
          {pods.length > 0 && t('concernedPods', { names: pods.join(', ') })}
        </details>
      </div>
    </li>
  );
}

function Since({ time }: { time: string }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(time);
  return (
    <time dateTime={time} title={new Date(time).toLocaleString()}>
      {t('since', { age })}
    </time>
  );
}

function Fact({ fact }: { fact: Evidence }) {
  const { kind, name, field, value, time } = fact;
  const classes = useStyles();
  return (
    <li>
      {kind} {name} <span className={classes.field}>{field}</span>: {value}
      {time && (
        <span className={classes.secondary}>
          {' · '}
          <Age time={time} />
        </span>
      )}
    </li>
  );
}
