import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** Cost of a page in the browser while it is open. */
export interface PageFigures {
  /** Time from the navigation to the content, for a signed-in user without loaded scripts */
  contentMs: number;
  /** Tasks over 50 ms, which block the page, in the measured seconds */
  longTasks: { count: number; totalMs: number; longestMs: number };
  /** Size of the heap after garbage collection, at the start and at the end */
  heapMb: { before: number; after: number };
  /** Number of nodes at the end */
  domNodes: number;
}

/** Frames during scrolling from the first row to the last. */
export interface ScrollFigures {
  frames: number;
  /** 95th percentile of the time between two frames */
  frameP95Ms: number;
  longestFrameMs: number;
}

/** A page of the portal in a browser, measured from outside. */
export class PageProbe {
  readonly page: Page;
  readonly #devtools: CDPSession;
  readonly #contentMs: number;

  /**
   * Opens a page as a signed-in user.
   *
   * @param content - CSS selector of the page's content
   */
  static async open(
    browser: Browser,
    address: string,
    content: string,
  ): Promise<PageProbe> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    // Signs in and fills the browser's cache, as for a second visit.
    await page.goto(address);
    await page.getByRole('button', { name: /enter/i }).click();
    await page.locator(content).first().waitFor();
    await page.addInitScript(selector => {
      const look = () => {
        if (!document.querySelector(selector)) requestAnimationFrame(look);
        else performance.mark('fairway-content');
      };
      look();
    }, content);
    await page.reload();
    await page.locator(content).first().waitFor();
    const contentMs = await page.evaluate(
      () => performance.getEntriesByName('fairway-content')[0].startTime,
    );
    await page.evaluate(() => {
      const durations: number[] = [];
      Object.assign(window, { fairwayLongTasks: durations });
      new PerformanceObserver(list => {
        durations.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: 'longtask' });
    });
    return new PageProbe(page, await context.newCDPSession(page), contentMs);
  }

  private constructor(page: Page, devtools: CDPSession, contentMs: number) {
    this.page = page;
    this.#devtools = devtools;
    this.#contentMs = contentMs;
  }

  /** Measures the open page for some time while its data change. */
  async watch(seconds: number, signal: AbortSignal): Promise<PageFigures> {
    const before = await this.#heapMb();
    await this.#longTasks();
    await sleep(seconds * 1_000, undefined, { signal });
    const durations = await this.#longTasks();
    return {
      contentMs: Math.round(this.#contentMs),
      longTasks: {
        count: durations.length,
        totalMs: Math.round(durations.reduce((sum, ms) => sum + ms, 0)),
        longestMs: Math.round(Math.max(0, ...durations)),
      },
      heapMb: { before, after: await this.#heapMb() },
      domNodes: await this.page.evaluate(
        () => document.querySelectorAll('*').length,
      ),
    };
  }

  /** Scrolls an element from its start to its end with the wheel. */
  async scroll(selector: string): Promise<ScrollFigures> {
    await this.page.locator(selector).hover();
    await this.page.evaluate(() => {
      const times: number[] = [];
      Object.assign(window, { fairwayFrames: times });
      const tick = (time: number) => {
        times.push(time);
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    const isAtEnd = () =>
      this.page
        .locator(selector)
        .evaluate(
          ({ scrollTop, clientHeight, scrollHeight }) =>
            scrollTop + clientHeight >= scrollHeight - 1,
        );
    while (!(await isAtEnd())) await this.page.mouse.wheel(0, 240);
    const times = await this.page.evaluate(
      () => Reflect.get(window, 'fairwayFrames') as number[],
    );
    const frames = times
      .slice(1)
      .map((time, index) => time - times[index])
      .sort((a, b) => a - b);
    return {
      frames: frames.length,
      frameP95Ms: Math.round(frames[Math.floor(frames.length * 0.95)]),
      longestFrameMs: Math.round(frames.at(-1) ?? 0),
    };
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Long tasks since the last call. */
  #longTasks(): Promise<number[]> {
    return this.page.evaluate(() => {
      const durations = Reflect.get(window, 'fairwayLongTasks') as number[];
      return durations.splice(0);
    });
  }

  async #heapMb(): Promise<number> {
    await this.#devtools.send('HeapProfiler.collectGarbage');
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#devtools.send('Runtime.getHeapUsage');
    return Math.round((usedSize / 1024 / 1024) * 10) / 10;
  }
}
