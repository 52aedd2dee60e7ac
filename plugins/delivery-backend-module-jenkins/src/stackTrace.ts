/** A frame of a stack trace: method, and in parentheses where it is. */
const FRAME =
  /^\s+(?:at )?(\S.*?)\(((?:[^()\s]+\.\w+|WorkflowScript|Script\d+)(?::-?\d+)?|Native Method|Unknown Source|<generated>)\)\s*$/;
/** Where a frame is in a Pipeline script or a file of a shared library. */
const SCRIPT_LOCATION =
  /^(?:WorkflowScript|Script\d+|[^\s]+\.groovy)(?::\d+)?$/;
/** Packages of Jenkins, its plugins and its languages, which also have Groovy files. */
const PLATFORM =
  /(?:^|\/)(?:hudson|jenkins|io\.jenkins|org\.jenkinsci|org\.jenkins|com\.cloudbees|org\.kohsuke|org\.codehaus|org\.apache|groovy|java|javax|jakarta|jdk|sun|com\.sun|___cps)\./;
/** Begin of a line of a trace that is not a frame: omitted frames, and the id of an error. */
const NOISE =
  /^(?:\.\.\. \d+ (?:more|common frames omitted)$|Also: {1,8}org\.jenkinsci\.plugins\.workflow\.actions\.ErrorAction\$ErrorId: |- locked <0x)/;
/** The class of an exception whose message is meant for users; Pipeline Graph View writes it first. */
const USER_EXCEPTION =
  /^(?:Found unhandled )?(?:hudson\.AbortException|org\.jenkinsci\.plugins\.workflow\.steps\.FlowInterruptedException)(?: exception:\s*\n|:\s+)(?=\S)/;

/**
 * Returns the message of an exception without the frames of Jenkins and its plugins. The
 * frames of the Pipeline script and of shared libraries remain, because they say where
 * the pipeline failed.
 */
export function withoutStack(exception: string): string {
  return exception
    .split(/\r?\n/)
    .filter(line => !NOISE.test(line.trim()) && !isPlatformFrame(line))
    .join('\n')
    .trim()
    .replace(USER_EXCEPTION, '');
}

function isPlatformFrame(line: string): boolean {
  const frame = FRAME.exec(line);
  if (!frame) return false;
  const [, method, location] = frame;
  const isScript = SCRIPT_LOCATION.test(location) && !PLATFORM.test(method);
  return !isScript;
}
