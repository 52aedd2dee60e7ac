import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** What a page costs in the browser while it is looked at. */
export interface PageFigures {
  /** From the address to the content: signed in, everything loaded anew */
  contentMs: number;
  /** Over 50 ms, during which the page did not answer, in the seconds that were measured */
  longTasks: { count: number; totalMs: number; longestMs: number };
  /** Of the heap after garbage collection, at the beginning and at the end */
  heapMb: { before: number; after: number };
  /** Of the page, at the end */
  domNodes: number;
}

/** Frames while somebody scrolls from the first row to the last. */
export interface ScrollFigures {
  frames: number;
  /** Time between two frames that one in twenty exceeds */
  frameP95Ms: number;
  longestFrameMs: number;
}

/** A page of the portal in a browser, watched from the outside. */
export class PageProbe {
  readonly page: Page;
  readonly #devtools: CDPSession;
  readonly #contentMs: number;

  /**
   * Opens a page as somebody who is signed in.
   *
   * @param content - CSS selector of what the page is opened for
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
    // Signs in, and fills the browser's cache as it is on a second visit.
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

  /** Looks at the page for so long, while what it shows moves. */
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

  /** Scrolls what a selector names from its beginning to its end, by the wheel. */
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

  /** Those since it was last asked. */
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
