/** A word that has a plainer form, or a name that is no longer in use. */
interface Rule {
  pattern: RegExp;
  instead: string;
}

/** One use of a refused word. */
export interface WordFinding {
  /** Line number, from 1 */
  line: number;
  word: string;
  instead: string;
}

/** Words that a reader with little English may not know, or that say less than the usual term. */
const WORDS: Rule[] = [
  rule('told', "'reported', 'notified' or 'set to'"),
  rule('(?:tell|tells|telling) of', "'report'"),
  rule('anew', "'again'"),
  rule('begun', "'started'"),
  rule('for ever', "'permanently'"),
  rule('comes? and goes?', "'is created and deleted'"),
  rule('whoever', "'a user who', 'everyone who' or 'the maintainer'"),
  rule('whomever', "'the person who'"),
  rule('(?<!there )is none', "'is not a ...' or 'does not exist'"),
  rule('in peace', "'cleanly'"),
  rule('besides(?=[,.;:)]|$)', "'also'"),
  rule('looked at', "'checked', 'viewed' or 'in scope'"),
  rule('as it came', "'unchanged'"),
  rule('what became of', "'the result of'"),
  rule('nobody saw', "'unknown'"),
  rule('somebody', "'a user' or 'a person'"),
];

/** Former names of types, functions, values and inputs. */
const NAMES: Rule[] = [
  name('Happening\\w*', 'TimelineEvent'),
  name('describeHappenings', 'toTimelineEvents'),
  name('GivenEntities', 'EmittedEntities'),
  name('tellOfPushes|tellsOfPushes', 'ensurePushWebhook, webhookReady'),
  name('Applicant', 'ApplyRequester'),
  name('Precedent', 'ExistingEntities'),
  name('Vantage', 'ObservationContext'),
  name('rivals|rivalsForWorkloads', 'conflictingOwners'),
  name('Sightings?', 'PendingReleases or PodObservation'),
  name('(?:Workload|Rollout)Scene', 'WorkloadSnapshot, RolloutInput'),
  name('Surroundings', 'RelatedObjects'),
  name('(?:Workload|Job)Family', 'WorkloadTree, JobHistory'),
  name('JobFeeds?', 'JobPoller'),
  name('LastRuns', 'LatestRunPoller'),
  name('PipelineMaking', 'PipelineCreator'),
  name('plannedAction', 'planAction'),
  name('checkedParameters', 'validateParameters'),
  name('mayAnswer', 'isAllowedSubmitter'),
  name('entityToCome|serviceToCome\\w*|isToCome', 'draftEntity, isDraft'),
  name('saidBy', 'apiErrorMessage'),
  name('takingBack', 'undoCommands'),
  name('goneWith', 'abortOnClose'),
  name('orUnavailable', 'mapUnreachable'),
  name('planUnseen|planNowhere', 'planInNewNamespace, planUnknownKind'),
  name('isLookedAt', 'isInScope'),
  name('troubledContainers', 'unhealthyContainers'),
  name('FOUND_\\w+|FoundPipelines|isUndescribed', 'DISCOVERED_*, isDiscovered'),
  name('makesNamespace', 'createNamespace'),
  name('askGitea|askPortal', 'giteaRequest, portalRequest'),
  name('actUntilDone', 'applyWithRetry'),
  name('SituationStrip|ChangeRail', 'StatusSummary, ChangesPanel'),
  name('NewAgainstOld|PlaceMark', 'RevisionComparison, EnvironmentStatusIcon'),
  name('OnDemand', 'AsyncContent'),
  name('isResting', 'isThrottled'),
  name('RowText', 'SerializedRow'),
  name('errorWords|usualChoice|tellingQuotas', 'errorMessage, default*'),
  name('readHint|createHintsRouter|hintSecret', 'parseWebhook, webhookSecret'),
  name('notRead|UnreadKind', 'unavailableKinds, UnavailableKind'),
  typeName('Place', 'the name of the thing'),
  typeName('Wish', 'ActionRequestOptions'),
  typeName('Verdict', 'ApplyPreview'),
  typeName('Claims', 'OwnershipResolver'),
  typeName('Passage', 'RevisionTransition'),
  typeName('Need', 'ReadPlan'),
  typeName('Pace', 'Backoff'),
  typeName('People', 'UserResolver'),
  typeName('Tell', 'Log'),
  name('gone-back|not-yet', 'rolled-back, not-deployed'),
];

function rule(source: string, instead: string): Rule {
  return {
    pattern: new RegExp(`(?<![\\w-])(?:${source})(?![\\w-])`, 'gi'),
    instead,
  };
}

function name(source: string, instead: string): Rule {
  return {
    pattern: new RegExp(`(?<![\\w-])(?:${source})(?![\\w-])`, 'g'),
    instead,
  };
}

/** A former type whose name is also an ordinary word. */
function typeName(former: string, instead: string): Rule {
  return name(`(?:interface|type|class) ${former}`, instead);
}

/** Finds refused words in prose, such as Markdown and YAML; code between backticks is not prose. */
export function findWordsInProse(text: string): WordFinding[] {
  return find(text.replaceAll(/`[^`\n]*`/g, blank), WORDS);
}

/** Finds refused words in the comments and strings of TypeScript, and former names anywhere in it. */
export function findWordsInCode(text: string): WordFinding[] {
  return [...find(proseOf(text), WORDS), ...find(text, NAMES)].sort(
    (a, b) => a.line - b.line,
  );
}

// A comment, or a string in single quotes, double quotes or backticks
const PROSE =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** The source with everything blank that is no comment and no string. */
function proseOf(source: string): string {
  let prose = '';
  let end = 0;
  for (const match of source.matchAll(PROSE)) {
    const [words] = match;
    prose += blank(source.slice(end, match.index));
    prose += words.startsWith('`')
      ? words.replaceAll(/\$\{[^}]*\}/g, blank)
      : words;
    end = match.index + words.length;
  }
  return prose + blank(source.slice(end));
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

function find(text: string, rules: Rule[]): WordFinding[] {
  return text.split('\n').flatMap((line, index) =>
    rules.flatMap(({ pattern, instead }) =>
      [...line.matchAll(pattern)].map(([word]) => ({
        line: index + 1,
        word,
        instead,
      })),
    ),
  );
}
