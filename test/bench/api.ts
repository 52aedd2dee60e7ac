import type { Answered, Asking } from './requests.ts';
import { onBench, onPortal } from './bench.ts';
import type { Bench } from './bench.ts';
import type { BenchPortal } from './BenchPortal.ts';
import { Child } from './Child.ts';
import { percentiles } from './latencies.ts';
import type { Percentiles } from './latencies.ts';
import { PodChanges } from './PodChanges.ts';
import { serviceEntity, serviceNames } from './services.ts';
import { step } from './step.ts';

const SERVICES = 100;
const REQUESTS_PER_SECOND = 200;
const CHANGES_PER_SECOND = 50;
/** Warm-up requests that are not measured; few, so that none of them queue. */
const WARM_UP_PER_SECOND = 10;
const WARM_UP_SECONDS = 10;

/** Answer times of a portal. */
interface AnswerFigures {
  /** Time from the schedule of a request to the last byte of its answer */
  answerMs: Percentiles;
  /** Requests without an answer ten seconds after the last one; they count with the time until then */
  unanswered: number;
  /** Requests with an error answer */
  failed: number;
  /** CPU time of the portal's server in the measured time */
  cpuSeconds: number;
}

/** Answer times of a portal at a fixed rate of requests, while pods change. */
export interface ApiFigures {
  pods: number;
  services: number;
  seconds: number;
  requestsPerSecond: number;
  /** Requests for one service after another */
  service: AnswerFigures;
  /** Requests for all services */
  fleet: AnswerFigures;
  /** Null: it has no view of all services */
  stock: { service: AnswerFigures };
}

interface Question {
  title: string;
  /** Paths, requested in turn */
  questions: Asking['questions'];
  seconds: number;
}

/** Measures Fairway, then the stock Kubernetes plugin, on a separate real cluster. */
export function benchApi(
  root: string,
  { pods, seconds }: { pods: number; seconds: number },
  signal: AbortSignal,
): Promise<ApiFigures> {
  const services = Math.min(SERVICES, Math.ceil(pods / 2));
  return onBench(root, { services, pods }, signal, async bench => {
    await step(`${pods} pods`, signal, onProgress =>
      bench.cluster.scale(pods, onProgress, signal),
    );
    const changes = await PodChanges.create(bench.cluster.client);
    const running = await changes.start(CHANGES_PER_SECOND);
    try {
      return {
        pods,
        services,
        seconds,
        requestsPerSecond: REQUESTS_PER_SECOND,
        ...(await measureFairway(bench, seconds)),
        stock: await measureStock(bench, seconds),
      };
    } finally {
      await running.stop();
      running.close();
    }
  });
}

function measureFairway(bench: Bench, seconds: number) {
  return onPortal(bench, 'fairway', async portal => {
    const api = `${portal.address}/api/delivery/v1`;
    const ofServices = serviceNames(bench.services).map(name => ({
      url: `${api}/services/component/default/${name}`,
    }));
    return {
      service: await measureAnswers(bench, portal, {
        title: 'Service pages of Fairway',
        questions: ofServices,
        seconds,
      }),
      fleet: await measureAnswers(bench, portal, {
        title: 'Fleet of Fairway',
        questions: [{ url: `${api}/fleet` }],
        seconds,
      }),
    };
  });
}

function measureStock(bench: Bench, seconds: number) {
  return onPortal(bench, 'stock', async portal => {
    const questions = serviceNames(bench.services).map(name => ({
      url: `${portal.address}/api/kubernetes/services/${name}`,
      body: { entity: serviceEntity(name), auth: {} },
    }));
    return {
      service: await measureAnswers(bench, portal, {
        title: 'Service pages of the stock plugin',
        questions,
        seconds,
      }),
    };
  });
}

async function measureAnswers(
  { signal }: Bench,
  portal: BenchPortal,
  { title, questions, seconds }: Question,
): Promise<AnswerFigures> {
  const token = await portal.token();
  const ask = async (perSecond: number, forSeconds: number) => {
    const requests = Child.start('requests.ts', { signal });
    try {
      return await requests.ask<Answered>({
        token,
        questions,
        perSecond,
        seconds: forSeconds,
      } satisfies Asking);
    } finally {
      await requests.stop();
    }
  };
  return step(title, signal, async () => {
    await ask(WARM_UP_PER_SECOND, WARM_UP_SECONDS);
    const before = await portal.inspector.usage();
    const answered = await ask(REQUESTS_PER_SECOND, seconds);
    const after = await portal.inspector.usage();
    return {
      answerMs: percentiles(answered.milliseconds),
      unanswered: answered.unanswered,
      failed: answered.failed,
      cpuSeconds: Number((after.cpuSeconds - before.cpuSeconds).toFixed(1)),
    };
  });
}
