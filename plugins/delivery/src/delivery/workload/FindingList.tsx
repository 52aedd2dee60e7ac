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
import { Time } from '../../components/Time';

/** Number of findings in a collapsed list. The first is the most certain. */
const COLLAPSED_FINDINGS = 2;

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
    details: { ...theme.typography.caption, overflowWrap: 'anywhere' },
    summary: {
      cursor: 'pointer',
      color: theme.palette.text.secondary,
      lineHeight: '24px',
    },
    items: { margin: 0, paddingLeft: theme.spacing(2) },
    field: { fontFamily: 'monospace' },
  }),
  { name: 'FairwayFindingList' },
);

const icons: Record<FindingSeverity, ComponentType<SvgIconProps>> = {
  critical: ErrorIcon,
  warning: WarningIcon,
  info: InfoIcon,
};

/** Findings of the diagnosis of a workload, each with evidence and advice. */
export function FindingList({ findings }: { findings: Finding[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isExpanded, setIsExpanded] = useState(false);
  if (!findings.length) return null;
  const shown = isExpanded ? findings : findings.slice(0, COLLAPSED_FINDINGS);
  return (
    <>
      <ul className={classes.list} aria-label={t('findings')}>
        {shown.map(finding => (
          <FindingRow key={keyOf(finding, findings)} finding={finding} />
        ))}
      </ul>
      {findings.length > COLLAPSED_FINDINGS && (
        <Button
          size="small"
          aria-expanded={isExpanded}
          onClick={() => setIsExpanded(!isExpanded)}
        >
          {isExpanded
            ? t('fewerFindings')
            : t('moreFindings', {
                number: String(findings.length - COLLAPSED_FINDINGS),
              })}
        </Button>
      )}
    </>
  );
}

// Without the changing numbers of the text, so that an open finding stays open.
function keyOf(finding: Finding, all: Finding[]): string {
  const sameRule = all.filter(({ rule }) => rule === finding.rule);
  return `${finding.rule} ${sameRule.indexOf(finding)}`;
}

function FindingRow({ finding }: { finding: Finding }) {
  const { severity, since, evidence, symptoms, pods } = finding;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const textOf = useFindingText();
  const { sentence, advice } = textOf(finding);
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
          <details className={classes.details}>
            <summary className={classes.summary}>
              {t('consequences', { number: String(symptoms.length) })}
            </summary>
            <ul className={classes.items}>
              {symptoms.map(symptom => (
                <li key={`${symptom.rule} ${symptom.sentence}`}>
                  {textOf(symptom).sentence}
                </li>
              ))}
            </ul>
          </details>
        )}
        <details className={classes.details}>
          <summary className={classes.summary}>
            {t('evidence', { number: String(evidence.length) })}
          </summary>
          <ul className={classes.items}>
            {evidence.map(item => (
              <EvidenceItem
                key={`${item.name} ${item.field}`}
                evidence={item}
              />
            ))}
          </ul>
          {pods.length > 0 &&
            t('affectedPods', { names: pods.join(t('listSeparator')) })}
        </details>
      </div>
    </li>
  );
}

function Since({ time }: { time: string }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(time);
  return <Time time={time}>{t('since', { age })}</Time>;
}

function EvidenceItem({ evidence }: { evidence: Evidence }) {
  const { kind, name, field, value, time } = evidence;
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
