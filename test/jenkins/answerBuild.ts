import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, sendHtml, sendJson } from './answers.ts';
import { exportedBuild, isFailed } from './exported.ts';
import type { Placed } from './exported.ts';
import type { Plugins, Wishes } from './JenkinsEmulator.ts';
import type { EmulatedBuild, EmulatedTest } from './model.ts';
import { describe, graphStage, nodeOf, stageOf } from './stages.ts';
import { parseTree, prune } from './tree.ts';

const CHUNK = 64 * 1024;

interface BuildRequest {
  req: IncomingMessage;
  res: ServerResponse;
  url: URL;
  placed: Placed;
  build: EmulatedBuild;
  /** Rest of the path after the build number */
  rest: string[];
  by: string;
  plugins: Plugins;
  wishes: Wishes;
  now: number;
}

/** Answers requests about a build. `README.md` names the source of each answer. */
export async function answerBuild(request: BuildRequest): Promise<void> {
  const { req, res, url, placed, build, rest } = request;
  const path = rest.join('/');
  const isPipeline = placed.item.kind === 'pipeline';
  const { graphView, stageView } = request.plugins;
  const exported = (body: object) => {
    const tree = url.searchParams.get('tree');
    sendJson(res, prune(body, tree ? parseTree(tree) : undefined));
  };
  const notFound = () => sendHtml(res, 404, 'Not Found');
  if (req.method === 'POST') {
    await act(request, path);
    return;
  }
  switch (path) {
    case '':
      sendHtml(res, 200, `${placed.fullName} #${build.number}: an emulator`);
      return;
    case 'api/json':
      exported(exportedBuild(placed, build));
      return;
    case 'consoleText':
      await sendLog(res, build, 0, '\n');
      return;
    case 'logText/progressiveText': {
      const size = build.log.size();
      const start = Number(url.searchParams.get('start') ?? 0);
      // A start after the end restarts at 0.
      const from = start > size ? 0 : start;
      res.setHeader('x-text-size', String(size));
      if (build.result === null) res.setHeader('x-more-data', 'true');
      // Stapler's LineEndNormalizingWriter
      await sendLog(res, build, from, '\r\n');
      return;
    }
    case 'stages/tree':
      if (!graphView || !isPipeline) break;
      // PipelineJsonWriter
      sendJson(res, {
        status: 'ok',
        data: {
          complete: build.result !== null,
          stages: build.stages.map(stage => graphStage(stage, false)),
        },
      });
      return;
    case 'stages/log': {
      const stage = stageOf(build.stages, url.searchParams.get('nodeId'));
      if (!graphView || !isPipeline) break;
      const text = [stage?.log, stage?.error].filter(Boolean).join('');
      res.setHeader('content-type', 'text/plain;charset=utf-8');
      res.end(text || 'No logs found\n');
      return;
    }
    case 'wfapi/describe':
      if (!stageView || !isPipeline) break;
      sendJson(res, describe(placed, build));
      return;
    case 'restart/api/json':
      if (!isPipeline) break;
      exported({
        _class:
          'org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction',
        restartEnabled: build.result !== null,
        restartableStages: build.restartableStages,
      });
      return;
    case 'testReport/api/json':
      if (!build.tests) break;
      exported(testReport(build.tests));
      return;
    case 'robot/report/output.xml':
      if (!build.robot) break;
      res.setHeader('content-type', 'application/xml');
      res.end(build.robot);
      return;
    case 'coverage/api/json':
      if (!build.coverage) break;
      exported({
        _class: 'io.jenkins.plugins.coverage.metrics.restapi.CoverageApi',
        projectStatistics: build.coverage,
      });
      return;
    case 'warnings-ng/api/json':
      if (!build.warnings) break;
      exported({
        _class: 'io.jenkins.plugins.analysis.core.restapi.AggregationApi',
        tools: build.warnings.map(({ id, name, size }) => ({ id, name, size })),
      });
      return;
    default:
  }
  const [, node, call] =
    /^execution\/node\/([^/]+)\/wfapi\/(log|describe)$/.exec(path) ?? [];
  if (node !== undefined && stageView) {
    sendJson(res, nodeOf(build.stages, node, call));
    return;
  }
  const tool = build.warnings?.find(({ id }) => path === `${id}/api/json`);
  if (tool) {
    exported({
      _class: 'io.jenkins.plugins.analysis.core.restapi.AnalysisResultApi',
      totalSize: tool.size,
      newSize: tool.newSize,
      fixedSize: tool.fixedSize,
    });
    return;
  }
  if (rest[0] === 'artifact') {
    const wanted = rest.slice(1).map(decodeURIComponent).join('/');
    const artifact = build.artifacts.find(each => each.path === wanted);
    if (!artifact) {
      notFound();
      return;
    }
    res.setHeader('content-type', 'application/octet-stream');
    res.setHeader('content-length', artifact.content.length);
    res.end(artifact.content);
    return;
  }
  notFound();
}

async function act(
  { req, res, url, placed, build, by, wishes, rest }: BuildRequest,
  path: string,
): Promise<void> {
  const form = new URLSearchParams(await bodyOf(req));
  const back = () => {
    res.writeHead(302, { location: `${placed.url}${build.number}/` }).end();
  };
  if (path === 'stop') {
    if (build.result === null) wishes.onStop?.(placed, build);
    back();
    return;
  }
  if (path === 'toggleLogKeep') {
    build.keepLog = !build.keepLog;
    back();
    return;
  }
  if (path === 'restart/restartPipeline') {
    const stage = form.get('stageName') ?? url.searchParams.get('stageName');
    const isRestartable =
      build.result !== null && build.restartableStages.includes(`${stage}`);
    if (isRestartable) wishes.onRestart?.(placed, build, `${stage}`);
    // RestartDeclarativePipelineAction.doRestartPipeline also answers a refusal with 200
    sendJson(res, {
      status: 'ok',
      data: isRestartable
        ? { success: 'true', message: 'ok' }
        : { success: 'false', message: 'not allowed to restart' },
    });
    return;
  }
  const [what, id, verb] = rest.map(decodeURIComponent);
  const input = build.inputs.find(each => each.id === id);
  if (what !== 'input' || !input) {
    sendHtml(res, 404, 'Not Found');
    return;
  }
  if (!['proceed', 'proceedEmpty', 'abort'].includes(verb)) {
    sendHtml(res, 404, 'Not Found');
    return;
  }
  const given: { name: string; value: unknown }[] =
    verb === 'proceed'
      ? (JSON.parse(form.get('json') ?? '{}').parameter ?? [])
      : [];
  wishes.onInput?.(placed, build, {
    id,
    by,
    isProceed: verb !== 'abort',
    parameters: Object.fromEntries(given.map(p => [p.name, p.value])),
  });
  // InputStepExecution: HttpResponses.ok()
  res.writeHead(200).end();
}

/** Sends the log in parts, as fast as the client reads. */
async function sendLog(
  res: ServerResponse,
  { log }: EmulatedBuild,
  start: number,
  lineEnd: '\n' | '\r\n',
): Promise<void> {
  res.setHeader('content-type', 'text/plain;charset=utf-8');
  const size = log.size();
  for (let at = start; at < size && !res.destroyed; at += CHUNK) {
    const lines = log.read(at, Math.min(size, at + CHUNK)).toString('latin1');
    const isTaken = res.write(lines.replaceAll('\n', lineEnd), 'latin1');
    if (!isTaken) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  }
  res.end();
}

function testReport(tests: EmulatedTest[]): object {
  const suites = new Map<string, EmulatedTest[]>();
  for (const test of tests) {
    suites.set(test.suite, [...(suites.get(test.suite) ?? []), test]);
  }
  const failCount = tests.filter(isFailed).length;
  const skipCount = tests.filter(t => t.status === 'SKIPPED').length;
  return {
    _class: 'hudson.tasks.junit.TestResult',
    duration: tests.reduce((sum, { duration }) => sum + duration, 0),
    empty: false,
    failCount,
    skipCount,
    passCount: tests.length - failCount - skipCount,
    suites: [...suites].map(([name, cases]) => ({
      name,
      cases: cases.map(test => ({
        className: test.className,
        name: test.name,
        status: test.status,
        duration: test.duration,
        age: test.age ?? 0,
        failedSince: test.failedSince ?? 0,
        errorDetails: test.errorDetails ?? null,
        errorStackTrace: test.errorStackTrace ?? null,
        skipped: test.status === 'SKIPPED',
      })),
    })),
  };
}
