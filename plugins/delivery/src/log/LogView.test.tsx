import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { requestProblem } from '@fairway/backstage-plugin-delivery-common';
import type { LogPart } from '@fairway/backstage-plugin-delivery-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { PipelinesApi } from '../api/PipelinesApi';
import { LogView } from './LogView';

/** Length of each line in bytes, including the line break. */
const LINE = 32;

const MB = 1024 * 1024;

function lineAt(offset: number): string {
  return `[INFO] byte ${offset} `.padEnd(LINE - 1, '.');
}

/** The error of a request over a limit. */
async function limitError(seconds: number): Promise<ResponseError> {
  const problem = requestProblem('tooManyLogReads', {
    limit: 600,
    seconds,
    setting: 'delivery.limits.logReadsPerMinute',
  });
  const error = { name: 'TooManyRequestsError', message: '', problem };
  return ResponseError.fromResponse(
    Response.json({ error, response: { statusCode: 429 } }, { status: 429 }),
  );
}

/** Log of any length. Each line contains its offset. */
class LongLog implements Pick<PipelinesApi, 'getRunLog'> {
  readonly requestedStarts: (number | undefined)[] = [];
  size: number;
  isGrowing = false;
  /** Seconds to wait, while the viewer has reached a limit */
  limitedSeconds: number | undefined;

  constructor(size: number) {
    this.size = size;
  }

  getRunLog: PipelinesApi['getRunLog'] = async (_, { start, maxBytes = 0 }) => {
    this.requestedStarts.push(start);
    if (this.limitedSeconds !== undefined) {
      throw await limitError(this.limitedSeconds);
    }
    const whole = (bytes: number) => bytes - (bytes % LINE);
    const from = whole(start ?? Math.max(0, this.size - maxBytes));
    const end = Math.min(this.size, from + whole(maxBytes));
    const lines = Array.from({ length: (end - from) / LINE }, (__, index) =>
      lineAt(from + index * LINE),
    );
    const { size, isGrowing } = this;
    return {
      text: lines.map(line => `${line}\n`).join(''),
      start: from,
      end,
      size,
      isGrowing,
    } satisfies LogPart;
  };
}

const run = {
  service: { kind: 'Component', namespace: 'default', name: 'orders' },
  id: 'aaaaaaaaaaaa-12',
};

function Page(props: { offset: number | undefined }) {
  const [offset, setOffset] = useState(props.offset);
  return (
    <>
      <output>{offset}</output>
      <LogView
        run={run}
        stageId={undefined}
        stages={[]}
        onStageChange={() => {}}
        offset={offset}
        onMark={setOffset}
      />
    </>
  );
}

function open(log: LongLog, offset?: number) {
  renderInTestApp(
    <TestApiProvider apis={[[pipelinesApiRef, log]]}>
      <Page offset={offset} />
    </TestApiProvider>,
  );
}

const line = (offset: number) => screen.findByText(lineAt(offset));

describe('LogView', () => {
  // The layout that jsdom does not do: a window of 600 px, lines of 18 px.
  beforeEach(() => {
    jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(18);
    jest
      .spyOn(Element.prototype, 'scrollHeight', 'get')
      .mockReturnValue(1_000_000);
    HTMLElement.prototype.scrollTo = function scrollTo(
      this: HTMLElement,
      options?: ScrollToOptions | number,
    ) {
      if (typeof options === 'object') this.scrollTop = options.top ?? 0;
      queueMicrotask(() => this.dispatchEvent(new Event('scroll')));
    };
  });

  afterEach(() => jest.restoreAllMocks());

  it('opens at its end and loads one part of 100 MB', async () => {
    const log = new LongLog(100 * MB);
    open(log);
    expect(await line(100 * MB - LINE)).toBeVisible();
    expect(log.requestedStarts).toEqual([undefined]);
    expect(screen.getByText(/End of log/)).toHaveTextContent('100 Mi');
  });

  it('opens at the linked line and loads later and earlier lines from there', async () => {
    const log = new LongLog(100 * MB);
    const linked = 50 * MB + 3 * LINE;
    open(log, linked + 5);
    expect(await line(linked)).toBeVisible();
    expect(
      screen.getByRole('button', { name: /Link to this line/, pressed: true }),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show later lines' }),
    );
    await waitFor(() => expect(log.requestedStarts).toHaveLength(2));
    await userEvent.click(
      screen.getByRole('button', { name: 'Show earlier lines' }),
    );
    await waitFor(() => expect(log.requestedStarts).toHaveLength(3));
    const [first = 0, later, earlier] = log.requestedStarts;
    const start = first - (first % LINE);
    expect(later).toBe(start + 256 * 1024);
    expect(earlier).toBe(start - 256 * 1024);
    await userEvent.click(screen.getByRole('button', { name: 'Go to end' }));
    expect(await line(100 * MB - LINE)).toBeVisible();
  });

  it('marks a line in the address', async () => {
    open(new LongLog(2 * LINE));
    await line(LINE);
    const [, second] = screen.getAllByRole('button', {
      name: /Link to this line/,
    });
    await userEvent.click(second);
    expect(screen.getByText(String(LINE))).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Copy link to this line' }),
    ).toBeVisible();
  });

  it('follows a growing log', async () => {
    const log = new LongLog(2 * LINE);
    log.isGrowing = true;
    open(log);
    await line(LINE);
    log.size = 3 * LINE;
    expect(
      await screen.findByText(lineAt(2 * LINE), {}, { timeout: 10_000 }),
    ).toBeVisible();
    log.isGrowing = false;
    expect(
      await screen.findByText(/End of log/, {}, { timeout: 10_000 }),
    ).toBeVisible();
  });

  it('shows a limit that the viewer has reached, and follows the log after that time', async () => {
    const log = new LongLog(2 * LINE);
    log.isGrowing = true;
    open(log);
    await line(LINE);
    log.limitedSeconds = 2;
    expect(await screen.findByText(/Try again in 2 seconds/)).toBeVisible();
    log.limitedSeconds = undefined;
    log.size = 3 * LINE;
    expect(await line(2 * LINE)).toBeVisible();
    expect(screen.queryByText(/Try again/)).not.toBeInTheDocument();
  });

  it('searches the loaded part and says so', async () => {
    open(new LongLog(10 * MB));
    await line(10 * MB - LINE);
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search log' }),
      `byte ${10 * MB - 2 * LINE} {Enter}`,
    );
    expect(screen.getByText(/1 of 1/)).toHaveTextContent('in the lines shown');
  });
});
