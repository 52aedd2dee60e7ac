import { ServiceUnavailableError, isError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  GateReport,
  GateStatus,
  RobotSuite,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { JenkinsBuild } from './builds';
import { readCoverage } from './coverage';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import { TESTS_TREE, testReport, testReportSchema } from './readTests';
import {
  DROPPED_ELEMENTS,
  markNewFailures,
  robotCounts,
  robotSuites,
  robotSuitesOfNames,
} from './robotSuites';
import type { SonarQube } from './SonarQube';
import { XML_LIMITS, XmlFilter, XmlLimitError } from './XmlFilter';

const MAX_ROBOT_BYTES = 20 * 1024 * 1024;
/** Maximum number of tools whose new and fixed warnings are read. */
const MAX_TOOLS = 10;

// https://github.com/jenkinsci/warnings-ng-plugin, "Remote API"
const toolsSchema = z.object({
  tools: z
    .array(z.object({ id: z.string(), name: z.string(), size: z.number() }))
    .default([]),
});
const toolSchema = z.object({
  newSize: z.number().optional(),
  fixedSize: z.number().optional(),
});

// https://github.com/jenkinsci/robot-plugin/blob/master/src/main/java/hudson/plugins/robot/model/RobotResult.java
const failedCasesSchema = z.object({
  failedCases: z.array(z.string()).default([]),
});
const robotNamesSchema = failedCasesSchema.extend({
  executedSuites: z.array(z.string()).default([]),
  passedCases: z.array(z.string()).default([]),
  skippedCases: z.array(z.string()).default([]),
});

/** Reads the reports of a run: tests, quality gate, coverage and warnings. A failure to read one does not affect the others. */
export class ReportReader {
  readonly #client: JenkinsClient;
  readonly #sonarqube: SonarQube;

  static create(client: JenkinsClient, sonarqube: SonarQube): ReportReader {
    return new ReportReader(client, sonarqube);
  }

  private constructor(client: JenkinsClient, sonarqube: SonarQube) {
    this.#client = client;
    this.#sonarqube = sonarqube;
  }

  /** Reads the test report; undefined if the run has no tests. */
  async tests(
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<TestReport | undefined> {
    const problems: CodedMessage[] = [];
    const [junit, robot] = await Promise.all([
      this.#tryRead(problems, runName(ref, 'testReport'), () =>
        this.#junit(ref, signal),
      ),
      this.#tryRead(problems, runName(ref, 'robot'), () =>
        this.#robot(problems, ref, signal),
      ),
    ]);
    if (!junit && !robot && !problems.length) return undefined;
    return {
      counts: junit?.counts ?? robotCounts(robot ?? []),
      cases: junit?.cases ?? [],
      ...(robot && { robot }),
      problems,
    };
  }

  /** Reads the quality gate, coverage and warnings. */
  async gate(
    ref: RunRef,
    { actions }: JenkinsBuild,
    signal: AbortSignal,
  ): Promise<GateReport> {
    const problems: CodedMessage[] = [];
    const analysed = actions.find(each => each.sonarqubeDashboardUrl);
    const [sonarqube, coverage, warnings] = await Promise.all([
      analysed?.sonarqubeDashboardUrl
        ? this.#sonarqube.read(
            analysed.sonarqubeDashboardUrl,
            analysed.ceTaskId ?? undefined,
            signal,
          )
        : undefined,
      this.#tryRead(problems, runName(ref, 'coverage'), () =>
        readCoverage(this.#client, ref, signal),
      ),
      this.#tryRead(problems, runName(ref, 'warnings-ng'), () =>
        this.#warnings(problems, ref, signal),
      ),
    ]);
    return {
      ...(sonarqube && { sonarqube }),
      ...(coverage && { coverage }),
      warnings: warnings ?? [],
      problems,
    };
  }

  /** Reads only the status of the quality gate; undefined if the run was not analysed. */
  async gateStatus(
    { actions }: JenkinsBuild,
    signal: AbortSignal,
  ): Promise<GateStatus | undefined> {
    const analysed = actions.find(each => each.sonarqubeDashboardUrl);
    if (!analysed?.sonarqubeDashboardUrl) return undefined;
    // Without a task id, the newest analysis may belong to another run.
    return analysed.ceTaskId
      ? this.#sonarqube.gateStatus(
          analysed.sonarqubeDashboardUrl,
          analysed.ceTaskId,
          signal,
        )
      : 'unknown';
  }

  async #junit(ref: RunRef, signal: AbortSignal) {
    const report = await this.#client.json(
      {
        path: `${runPath(ref)}/testReport/api/json`,
        query: { tree: TESTS_TREE },
        signal,
        target: runName(ref, 'testReport'),
      },
      testReportSchema,
    );
    return testReport(report, ref.number);
  }

  async #robot(
    problems: CodedMessage[],
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<RobotSuite[]> {
    const suites = await this.#robotSuites(problems, ref, signal);
    const isBroken = suites.some(({ failed }) => failed > 0);
    if (!isBroken || ref.number === 1) return suites;
    // Without the previous run, it is not known which failures are new.
    const before = await this.#failedBefore(ref, signal).catch(error => {
      signal.throwIfAborted();
      problems.push(problemOf(error));
      return undefined;
    });
    return before ? markNewFailures(suites, before) : suites;
  }

  async #robotSuites(
    problems: CodedMessage[],
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<RobotSuite[]> {
    const target = runName(ref, 'robot');
    const path = `${runPath(ref)}/robot/report/output.xml`;
    try {
      const xml = await this.#client.read({ path, signal, target }, response =>
        readRobotReport(target, response),
      );
      return robotSuites(xml);
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') throw error;
    }
    // The file may have another name, or may not have been kept.
    const names = await this.#client.json(
      {
        path: `${runPath(ref)}/robot/api/json`,
        query: {
          tree: 'executedSuites,failedCases,passedCases,skippedCases',
        },
        signal,
        target,
      },
      robotNamesSchema,
    );
    problems.push(pipelineProblem('robotOutputMissing', { target }));
    return robotSuitesOfNames(names);
  }

  /** Reads the names of the test cases that failed in the previous run; undefined if it has no report. */
  async #failedBefore(
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<Set<string> | undefined> {
    const previous = { ...ref, number: ref.number - 1 };
    try {
      const { failedCases } = await this.#client.json(
        {
          path: `${runPath(previous)}/robot/api/json`,
          query: { tree: 'failedCases' },
          signal,
          target: runName(previous, 'robot'),
        },
        failedCasesSchema,
      );
      return new Set(failedCases);
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  }

  async #warnings(
    problems: CodedMessage[],
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<GateReport['warnings']> {
    const target = runName(ref, 'warnings-ng');
    const { tools } = await this.#client.json(
      {
        path: `${runPath(ref)}/warnings-ng/api/json`,
        query: { tree: 'tools[id,name,size]' },
        signal,
        target,
      },
      toolsSchema,
    );
    return Promise.all(
      tools.slice(0, MAX_TOOLS).map(async ({ id, name, size }) => {
        const changes = await this.#tryRead(problems, target, () =>
          this.#client.json(
            {
              path: `${runPath(ref)}/${encodeURIComponent(id)}/api/json`,
              query: { tree: 'newSize,fixedSize' },
              signal,
              target,
            },
            toolSchema,
          ),
        );
        return {
          tool: name,
          total: size,
          newOnes: changes?.newSize,
          fixed: changes?.fixedSize,
        };
      }),
    );
  }

  /** Reads a report; undefined if it does not exist. Other errors are added to the problems. */
  async #tryRead<T>(
    problems: CodedMessage[],
    target: string,
    read: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      const problem = problemOf(error);
      problems.push(
        problem.code === 'other'
          ? pipelineProblem('reportUnreadable', {
              target,
              reason: problem.message,
            })
          : problem,
      );
      return undefined;
    }
  }
}

/** Reads a report without its keywords, and lets the event loop run after each chunk. */
async function readRobotReport(
  target: string,
  { body }: Response,
): Promise<string> {
  const filter = XmlFilter.create(DROPPED_ELEMENTS);
  const decoder = new TextDecoder();
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > MAX_ROBOT_BYTES) {
        throw problemError(
          ServiceUnavailableError,
          pipelineProblem('reportTooLarge', { target, limit: '20 MiB' }),
        );
      }
      filter.push(decoder.decode(chunk, { stream: true }));
      await setImmediate();
    }
  } catch (error) {
    if (error instanceof XmlLimitError) throw limitProblem(target, error);
    throw error;
  }
  return filter.end();
}

function limitProblem(target: string, { limit }: XmlLimitError): Error {
  return problemError(
    ServiceUnavailableError,
    limit === 'doctype'
      ? pipelineProblem('xmlDoctype', { target })
      : pipelineProblem('xmlTooLarge', {
          target,
          tags: XML_LIMITS.tags,
          limit: `${XML_LIMITS.characters / 1024} KiB`,
          depth: XML_LIMITS.depth,
        }),
  );
}
