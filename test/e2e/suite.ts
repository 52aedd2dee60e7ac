import { after, afterEach, before } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { keepPicture, launchBrowser } from './browser.ts';

/**
 * A browser for the tests of a suite. After each test it saves a screenshot and
 * closes the pages.
 */
export function suiteBrowser(): () => Browser {
  let browser: Browser | undefined;
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async test => {
    for (const context of browser?.contexts() ?? []) {
      for (const page of context.pages()) {
        await keepPicture(page, String(test.name));
      }
      await context.close();
    }
  });
  after(async () => {
    await browser?.close();
  });
  return () => {
    if (!browser) throw new Error('The browser is started before the tests');
    return browser;
  };
}

/** Resolves when a locator is visible; the page is never reloaded. */
export function shownWithin(timeout: number) {
  return (locator: Locator): Promise<void> =>
    locator.first().waitFor({ state: 'visible', timeout });
}
